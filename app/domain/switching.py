"""What a site has switched off: nothing is said of it, or nothing from it, until it is on again."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import StringConstraints

from app.domain.corpus import DocumentCard
from app.domain.drugs import DrugIdentity
from app.domain.frozen import Frozen
from app.domain.governance import NO_NUL, Person, Reason

Subject = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)
]


class SwitchKind(StrEnum):
    EVERYTHING = "everything"
    """Every question is abstained from, save what a person must take over at once."""
    TOPIC = "topic"
    DRUG = "drug"
    """By its canonical name; of a combination all names, with ` + ` between."""
    SOURCE = "source"
    """All documents of a corpus, by its name."""
    DOCUMENT = "document"
    """By its id, or an identifier it bears (`pmid:123`)."""
    MODEL = "model"
    """Language models whose fingerprint holds this; `all`: every one."""


_WORD: Final = re.compile(r"\w+")
CHECK: Final = "switched off"
"""Of the check that holds claims back: it has no rule, so that nobody can override it."""
ALL: Final = "all"
"""The subject of `everything`, and of all models."""


class Switch(Frozen):
    """Something switched off, or on again, by a person who says why."""

    kind: SwitchKind
    subject: Subject
    off: bool
    by: Person
    reason: Reason
    ask: Person | None = None
    """Whom a clinician may ask meanwhile; None: `by`."""
    at: datetime

    @property
    def whom(self) -> str:
        return self.ask or self.by


class SwitchedOff(Frozen):
    """Everything that is off at one moment."""

    switches: tuple[Switch, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.switches)

    def everything(self) -> Switch | None:
        return next(iter(self.of(SwitchKind.EVERYTHING)), None)

    def topic(self, topics: Iterable[str]) -> Switch | None:
        named = frozenset(topics)
        return next((one for one in self.of(SwitchKind.TOPIC) if one.subject in named), None)

    def drug(self, identities: Iterable[DrugIdentity]) -> Switch | None:
        """One that an identity holds: what is off alone is off in a combination, too."""
        held = tuple(each.ingredients for each in identities)
        for one in self.of(SwitchKind.DRUG):
            if any(ingredients(one.subject) <= each for each in held):
                return one
        return None

    def written(self, text: str) -> Switch | None:
        """A drug that `text` names by the very words it was switched off by: new ones have no
        identity yet."""
        words = f" {' '.join(_WORD.findall(text.lower()))} "
        for one in self.of(SwitchKind.DRUG):
            if f" {' '.join(_WORD.findall(one.subject.lower()))} " in words:
                return one
        return None

    def document(self, card: DocumentCard) -> Switch | None:
        names = {card.id, *card.provenance.identifiers}
        for one in self.switches:
            if one.kind is SwitchKind.DOCUMENT and one.subject in names:
                return one
            if one.kind is SwitchKind.SOURCE and one.subject == card.provenance.source:
                return one
        return None

    def model(self, fingerprint: str) -> Switch | None:
        wanted = fingerprint.lower()
        for one in self.of(SwitchKind.MODEL):
            if one.subject == ALL or one.subject.lower() in wanted:
                return one
        return None

    @property
    def has_documents(self) -> bool:
        return any(each.kind in (SwitchKind.DOCUMENT, SwitchKind.SOURCE) for each in self.switches)

    def of(self, kind: SwitchKind) -> tuple[Switch, ...]:
        return tuple(each for each in self.switches if each.kind is kind)


def ingredients(subject: str) -> frozenset[str]:
    """Of a switch's drug."""
    return frozenset(part.strip() for part in subject.split(" + "))
