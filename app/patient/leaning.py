"""The facts of the patient that a question to the library leans on: `at this kidney function`."""

import re
from typing import Final

from app.patient.ask import Ask
from app.patient.asked_words import HERS, SHE
from app.patient.framing import Read
from app.patient.subjects import Subject

_LEANS: Final = re.compile(
    rf"(?P<whose>{HERS}|\b(?:at|with|given|for|on|of) (?:this|these|current|present)) "
    r"(?:(?:current|latest|last|recent|present|own|new|low|high|poor|reduced|regular|usual|"
    r"existing) )*(?:«(?P<n>\d+)»|(?P<k>«k»))"
)
_MEASURES: Final = frozenset({"egfr", "crcl", "creatinine", "weight"})
_AT: Final = re.compile(r"\b(?:at|with|given|despite|considering) \S+ [^«»]*«\d+»$")
_STILL: Final = re.compile(
    r"\b(?:still|continue|carry on|stay on|keep taking)\b.{0,12}«(?P<n>\d+)»|"
    r"«(?P<m>\d+)».{0,12}\b(?:still|be continued)\b"
)
_TOLD: Final = re.compile(r"[^«.;?]{0,30}\d")
"""Behind the name of a result: its value, so that none is looked up."""


def leaning(one: Read, *, mixed: bool) -> tuple[Ask, ...]:
    """The facts of the patient that a clause of the library's leans on."""
    shape = one.shape.of_kind or one.shape.plain
    about_her = mixed or one.shape.of_her or HERS in shape or SHE in shape
    found = []
    for met in _LEANS.finditer(shape):
        hers = met["whose"] == HERS
        if met["k"]:
            found += [Ask(how="leans", kind=one.shape.kind)] if hers else []
            continue
        subject = _numbered(one, met["n"])
        told = _TOLD.match(shape, met.end()) is not None
        if subject is not None and not told and (hers or subject.of == "result"):
            how = "needs" if _needed(subject, shape[: met.end()]) else "leans"
            found.append(Ask(how=how, subjects=(subject,)))
    for met in _STILL.finditer(shape):
        subject = _numbered(one, met["n"] or met["m"])
        if about_her and subject is not None and subject.of == "medicine":
            found.append(Ask(how="needs", subjects=(subject,)))
    return tuple(found)


def _needed(subject: Subject, shape: str) -> bool:
    """Whether it matters where the record does not state it: a complaint may be new, and `for my
    sugar` speaks of an illness."""
    if subject.of == "result":
        return not subject.names.isdisjoint(_MEASURES) or _AT.search(shape) is not None
    return subject.of == "medicine"


def _numbered(one: Read, mark: str) -> Subject | None:
    """What a mark stands for; None where it stands for what another clause names."""
    return one.subjects[int(mark)] if int(mark) < len(one.subjects) else None
