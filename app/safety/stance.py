"""Whether a sentence recommends a medicine, warns of it, or only mentions it."""

from enum import StrEnum
from functools import lru_cache

from app.domain.frozen import Frozen
from app.terms.advice import AGAINST, DENIED, STUDY
from app.terms.drugs import CLASS, drug_names


class Stance(StrEnum):
    RECOMMENDED = "recommended"
    AGAINST = "against"
    MENTIONED = "mentioned"


class DrugStance(Frozen):
    """One medicine or class that a sentence names, and how it stands to it."""

    name: str
    """Canonical ingredient; empty for a class."""
    class_name: str | None = None
    stance: Stance
    start: int
    end: int


@lru_cache(maxsize=1024)
def stances(text: str) -> tuple[DrugStance, ...]:
    """The medicines of `text` in their order."""
    stance = _of(text)
    return tuple(
        DrugStance(
            name="" if one.meaning.startswith(CLASS) else one.meaning,
            class_name=one.meaning.removeprefix(CLASS) if one.meaning.startswith(CLASS) else None,
            stance=stance,
            start=one.start,
            end=one.end,
        )
        for one in drug_names().found(text)
    )


def _of(text: str) -> Stance:
    against = AGAINST.search(text)
    if against and not DENIED.search(text[: against.start()]):
        return Stance.AGAINST
    return Stance.MENTIONED if STUDY.search(text) else Stance.RECOMMENDED
