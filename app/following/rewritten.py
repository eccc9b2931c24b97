"""A question that was made of a follow-up and of what it leans on."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from app.following.reading import ORGAN, WHOM, Reading, Thing
from app.following.vocabulary import vocabulary

ENDS: Final = " \t?.!,;:"
_BLANKS: Final = re.compile(r"\s{2,}")
_BEFORE_MARK: Final = re.compile(r"\s+(?=[,.?;])")
_ARTICLE: Final = re.compile(r"^(?:(?:its|their|the|a|an|any|what|which)\s)+", re.IGNORECASE)


class Rewritten(NamedTuple):
    """`carried`: the words that earlier turns lent."""

    text: str
    carried: tuple[str, ...]


def question_of(text: str, *, asked: bool = True) -> str:
    """On one line, with a capital in front and its question mark behind."""
    line = _BEFORE_MARK.sub("", _BLANKS.sub(" ", text.strip()))
    line = line.rstrip(ENDS)
    return f"{line[:1].upper()}{line[1:]}{'?' if asked else ''}"


def spliced(text: str, start: int, end: int, put: str) -> str:
    """`text` with `put` in the place of `start` to `end`."""
    return f"{text[:start]}{put}{text[end:]}"


def listed(things: Iterable[Thing], joint: str = "and") -> str:
    """`A`, `A and B`."""
    names = [one.text for one in things]
    return f" {joint} ".join(names)


def what(said: str) -> str:
    """`What is` or `What are`, by the noun that follows."""
    several = said.endswith("s") and not said.endswith(("ss", "sis", "tis", "us"))
    return "What are" if several else "What is"


def the(noun: str) -> str:
    """With its article."""
    return f"the {_ARTICLE.sub('', noun)}"


def names(things: Iterable[Thing]) -> tuple[str, ...]:
    return tuple(one.text for one in things)


def setting(base: Reading | None, follow: Reading) -> tuple[str, ...]:
    """For whom and what for the last question asked, as far as this one does not say it and where
    it is asked of a medicine: `in children`, `for pneumonia`."""
    if base is None:
        return ()
    kept = []
    groups = {one.name for one in follow.populations}
    if not groups:
        kept = [
            base.text[one.start : one.end]
            for one in base.populations
            if one.name in (WHOM, ORGAN) and not _is_subject(base, one.bare)
        ]
        kept = [one if " " in one else f"in {one}" for one in kept]
    if base.medicines and not follow.matters:
        kept += [f"for {one.text}" for one in base.things if not one.medicine][:1]
    return tuple(kept)


def _is_subject(base: Reading, place: int) -> bool:
    return any(one.start == place for one in base.about)


def numeric(reading: Reading) -> bool:
    """Whether what is asked differs by who takes a medicine and what for."""
    aspects = vocabulary().aspects
    asked = any(aspects[int(one.name.split()[1])].numeric for one in reading.aspects)
    return asked or reading.plain.startswith(_NUMERIC)


_NUMERIC: Final = ("how often", "how much", "how long", "how many", "for how long")
