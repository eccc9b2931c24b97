"""The words by which findings are told: classes of words, fillers, usual spellings.

Data: `app/safety/findings/words.toml`.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

_PREFIX: Final = "*"


class Wordbook(NamedTuple):
    """`classes`: name -> words and beginnings of words (`breath*`)."""

    classes: dict[str, tuple[str, ...]]
    fillers: frozenset[str]
    spellings: dict[str, str]

    def usual(self, token: str) -> str:
        """The usual words for a token: spelled out, without an `'s`."""
        found = self.spellings.get(token)
        if found is not None:
            return found
        if "'" in token:
            if token.endswith("n't"):
                return f"{token[:-3]} not"
            return token.split("'")[0]
        return token


def findings_file(name: str) -> dict[str, Any]:
    """A file of `findings/`, read."""
    path = files("app.safety").joinpath("findings", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def wordbook() -> Wordbook:
    """As shipped."""
    read = findings_file("words.toml")
    return Wordbook(
        classes={name: tuple(words.split()) for name, words in read["classes"].items()},
        fillers=frozenset(read["fillers"].split()),
        spellings={
            wrong: right for right, many in read["spellings"].items() for wrong in many.split()
        }
        | read["written_out"],
    )
