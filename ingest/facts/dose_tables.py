"""Doses in a label's tables: a row that says for whom, and how much how often.

A row is a line that repeats its header (`Age: 6 to 12 years; Dose: 5 mg twice daily.`).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from app.domain.corpus import SplitDocument
from app.domain.facts import DoseFact, DoseRole
from app.domain.formulary import RenalBand
from ingest.facts.dosage import PERSONS, Line
from ingest.facts.dose_sentences import ROLES
from ingest.facts.kidney import band_in, speaks_of_kidneys
from ingest.facts.label import Label
from ingest.facts.regimen import regimen
from ingest.facts.standing import standing
from ingest.sources.renal import renal_band

_DOSE: Final = re.compile(
    r"(?P<roles>(?:(?:usual|recommended|adult|total|daily|starting|initial|maintenance|loading|"
    r"maximum)\s+)*)(?:dose|dosage)(?:\s+(?:range|regimen))?",
    re.IGNORECASE,
)
_WHOM: Final = re.compile(
    r"\b(?:age|weight|patients?|population|adults?|children|p(?:a?e)diatric)\b", re.IGNORECASE
)
_WHAT: Final = re.compile(r"(?:indication|disease|condition|infection)s?", re.IGNORECASE)


class _Whom(NamedTuple):
    population: str | None
    indication: str | None
    renal: RenalBand | None


def row_doses(document: SplitDocument, label: Label, line: Line) -> Iterator[DoseFact]:
    """Nothing where a cell's column is not known, for it might bind the dose."""
    cells = [part.partition(": ")[::2] for part in line.text.removesuffix(".").split("; ")]
    doses = [(name, cell) for name, cell in cells if _DOSE.fullmatch(name)]
    others = [(name, cell) for name, cell in cells if not _DOSE.fullmatch(name)]
    whom = _whom(others) if doses and all(cell for _, cell in cells) else None
    if whom is None or (line.persons_before and whom.population is None):
        return
    if line.illness_before and whom.indication is None:
        return
    if whom.renal is None and (line.kidneys or speaks_of_kidneys(line.text)):
        return
    language = document.document.card.provenance.language
    for name, cell in doses:
        match = _DOSE.fullmatch(name)
        words = match["roles"].casefold().split() if match else []
        roles = {ROLES[word] for word in words if word in ROLES}
        given = regimen(cell, label.names, language, daily="daily" in words)
        if given is None or not given.is_scheduled or len(roles) > 1:
            continue
        for amount in given.amounts:
            yield DoseFact(
                **standing(document, line.passage, line.span, label.ingredients),
                role=next(iter(roles), DoseRole.STATED),
                amount=amount,
                frequency=given.frequency,
                route=given.route,
                population="; ".join(filter(None, (line.population, whom.population))) or None,
                indication=whom.indication or line.indication,
                renal=whom.renal,
            )


def _whom(cells: list[tuple[str, str]]) -> _Whom | None:
    """For whom the row is; None where a cell says something that is neither persons, nor an
    illness, nor a whole kidney band."""
    persons: list[str] = []
    illness = None
    renal = None
    for name, cell in cells:
        if speaks_of_kidneys(f"{name} {cell}"):
            band = renal_band(cell, name) or band_in(cell)
            if band is None or renal is not None:
                return None
            renal = band
        elif _WHOM.search(name) or PERSONS.search(cell):
            persons.append(f"{name}: {cell}")
        elif _WHAT.fullmatch(name) and illness is None:
            illness = cell
        else:
            return None
    return _Whom("; ".join(persons) or None, illness, renal) if cells else None
