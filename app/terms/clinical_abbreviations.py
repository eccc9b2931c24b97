"""What abbreviations of clinical English stand for, and how their long forms are abbreviated."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from app.terms.drug_files import table
from app.terms.phrasebook import Named, Phrasebook

_SHORT: Final = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z0-9]+(?:-[A-Z]{2,})?s?(?![\w-])")


class Abbreviated(NamedTuple):
    """A short or long form in a text, and the other forms of it."""

    written: str
    others: tuple[str, ...]


class ClinicalAbbreviations:
    """`clinical_abbreviations.toml`; read once."""

    def __init__(self) -> None:
        self._long: dict[str, tuple[str, ...]] = {
            short: tuple(long)
            for short, long in table("clinical_abbreviations.toml")["abbreviations"].items()
        }
        self._book: Final = Phrasebook(self._long)

    def found(self, text: str) -> tuple[Abbreviated, ...]:
        """Each form once, long ones first; a form beside its other one is no news."""
        named: dict[str, list[Named]] = {}
        for one in self._book.find(text):
            named.setdefault(text[one.start : one.end], []).append(one)
        long = [
            Abbreviated(written, tuple(one.meaning for one in each))
            for written, each in named.items()
        ]
        said = {short for one in long for short in one.others}
        short = [
            Abbreviated(written, self._long[plain])
            for written in dict.fromkeys(_SHORT.findall(text))
            if (plain := written if written in self._long else written.removesuffix("s"))
            in self._long
            and plain not in said
        ]
        return (*long, *short)


@lru_cache(maxsize=1)
def clinical_abbreviations() -> ClinicalAbbreviations:
    return ClinicalAbbreviations()
