"""Which conditions a text names, and which of them are one within the other."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.terms.denied import denied
from app.terms.phrasebook import NOTHING, Named, Phrasebook
from app.terms.plain_words import NO_NAME

_ILLNESS: Final = re.compile(
    r"\b[a-z]{2,20}(?:itis|omas?|algia|a?emia|rrh(?:o?ea)|iasis|penia|pathy|plegia|lepsy)\b",
    re.IGNORECASE,
)
"""Endings of illnesses that the vocabulary need not list."""
_HEADED: Final = re.compile(
    r"\b(?P<which>[a-z][a-z'\u2019-]{3,24})(?<!ive)(?<!ed)(?<!ing)(?<!ble)(?<!less)(?<!ent)(?<!ant)(?<!ary)(?<!ate)(?<!al)"
    r"(?<!ar)(?<!ory)(?<!ous) (?P<head>syndrome|disease|disorder|palsy|deficiency|poisoning|"
    r"cancer|fever|abscess|dystrophy|atrophy|sclerosis|carcinoma|tumou?r)\b",
    re.IGNORECASE,
)
"""Illnesses named by a word for illness and another before it: `menkes disease`."""
_NO_ILLNESS: Final = frozenset(
    {"genomas", "diploma", "stroma", "stromas", "aroma", "coma", "glaucomas", "homeopathy",
     "empathy", "sympathy", "apathy", "ischemia", "ischaemia", "academia", "chromoma", "osteopathy",
     "naturopathy", "telepathy", "neuropathy", "hypoglycaemia", "hypoglycemia"}
)  # fmt: skip


_NO_CAPITALS: Final = re.compile(
    r"(?:\b(?:my|the|your|his|her|our|a|by|see) |-)$|\b(?:mg|mcg) $", re.IGNORECASE
)
"""What stands before capitals that are no illness: `my PCP`, a dose in `mg PE`."""


class Conditions:
    """The vocabulary of `conditions.toml`."""

    def __init__(self) -> None:
        given = tomllib.loads(
            files("app.terms").joinpath("conditions.toml").read_text(encoding="utf-8")
        )
        self.phrases: Final[dict[str, list[str]]] = given["phrases"]
        self.narrower: Final[dict[str, frozenset[str]]] = {
            wide: frozenset(each) for wide, each in given["wider"].items()
        }
        self._once: Final = frozenset(given["once"]["conditions"])
        self.hidden: Final[list[str]] = given["hidden"]["phrases"]
        self._book: Final = Phrasebook({**self.phrases, NOTHING: self.hidden})
        self._capitals: Final[dict[str, str]] = given["capitals"]
        self._short: Final = re.compile(rf"\b(?:{'|'.join(self._capitals)})\b(?!-)")

    def named(self, text: str) -> frozenset[str]:
        """The conditions that `text` names, each by its own name only."""
        return frozenset(one.meaning for one in self.find(text))

    def find(self, text: str) -> tuple[Named, ...]:
        """The same with their places; a word that ends like an illness is one by itself."""
        found = (*self._book.find(text), *self._abbreviated(text))
        taken = {at for one in found for at in range(one.start, one.end)}
        others = (
            Named(word.group().lower(), word.start(), word.end())
            for word in _ILLNESS.finditer(text)
            if word.start() not in taken and word.group().lower() not in _NO_ILLNESS
        )
        headed = (
            Named(" ".join(word.group().lower().split()), word.start(), word.end())
            for word in _HEADED.finditer(text)
            if taken.isdisjoint(range(word.start(), word.end()))
            and word["which"].lower() not in NO_NAME
        )
        return tuple(sorted({*found, *others, *headed}, key=lambda one: (one.start, one.end)))

    def _abbreviated(self, text: str) -> tuple[Named, ...]:
        """Illnesses by their initials, in a text that is not all in capitals."""
        if text.isupper() and " " in text:
            return ()
        return tuple(
            Named(self._capitals[one.group()], one.start(), one.end())
            for one in self._short.finditer(text)
            if not _NO_CAPITALS.search(text, max(0, one.start() - 8), one.start())
        )

    def once(self, text: str) -> bool:
        """Whether an illness is named that comes and goes: a question on it that does not speak of
        prevention is about its treatment."""
        return bool(self.named(text) & self._once)

    def denied(self, text: str, *, heading: bool = False) -> frozenset[str]:
        """The conditions of which `text` says that somebody does not have them; a heading also by
        `except`."""
        return frozenset(
            one.meaning
            for one in self.find(text)
            if denied(text, one.start, one.end, heading=heading)
        )

    def within(self, asked: frozenset[str], said: frozenset[str]) -> bool:
        """Whether something is said of what was asked about, or of a part of it."""
        return any(
            one == other
            or other in self.narrower.get(one, frozenset())
            or other.endswith(f" {one}")
            for one in asked
            for other in said
        )

    def related(self, asked: frozenset[str], said: frozenset[str]) -> bool:
        """Whether one of each is the same, or one within the other: `colitis` is wider than a name
        that ends with it."""
        return any(
            one == other
            or one.endswith(f" {other}")
            or other.endswith(f" {one}")
            or other in self.narrower.get(one, frozenset())
            or one in self.narrower.get(other, frozenset())
            for one in asked
            for other in said
        )


@lru_cache(maxsize=1)
def conditions() -> Conditions:
    return Conditions()
