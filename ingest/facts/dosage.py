"""Where a label states doses for sure: under `Dosage and Administration`, in words that need none
of the words around them.

A sentence after `In patients on dialysis:`, after a heading that is not marked as one, or below
`Dosage adjustments` says a dose, but not for everybody; it is left out.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from app.domain.corpus import Passage, Span, SplitDocument
from ingest.facts.illnesses import indication_in, is_item, names_illness
from ingest.facts.kidney import speaks_of_kidneys
from ingest.facts.quantities import quantities_in
from ingest.facts.standing import is_whole

_SECTION: Final = re.compile(r"(?:[\d.]+\s*)?dosage (?:and|&) administration", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^\d+(?:\.\d+)+\.?\s+")
_ADJUSTED: Final = re.compile(
    r"adjust|modif|impair|hepatic|liver|concomitant|concurrent|co-?administ|interact|inhibitor"
    r"|inducer|switch|conver[st]|transition|missed|toxicit|adverse|reconstitut|dilut|prepar|storage"
    r"|discontinu|taper|combination|taking|overdos|genotyp|metaboli[sz]er|reduce (?:the )?dos"
    r"|dose reduction|elevated|monitor",
    re.IGNORECASE,
)
PERSONS: Final = re.compile(
    r"\b(?:patients?|adults?|child(?:ren)?|infants?|neonates?|newborns?|adolescents?|wom[ae]n|m[ae]n"
    r"|p(?:a?e)diatric|geriatric|elderly|individuals?|persons?|people|years?|months of age|"
    r"weigh(?:ing|t)?)\b",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A sentence or row under `Dosage and Administration` and what stands around it."""

    passage: Passage
    span: Span
    text: str
    population: str | None
    """The headings that name persons."""
    indication: str | None
    """The innermost heading that says what the doses below it are for."""
    kidneys: bool
    """Whether the headings, or what was said before under them, speak of the kidneys."""
    persons_before: bool
    """Whether what was said before under the same headings names persons."""
    illness_before: bool
    """Whether a line that may hold for this one names an illness under the same headings: any line,
    but for one that is an item of a list where this one is another."""
    bound: bool
    """Whether a line before may hold for it: one that opens a list, or a heading not marked so."""


def dosage_lines(document: SplitDocument) -> Iterator[Line]:
    """The lines that can be read by themselves, in reading order."""
    for path, section in groupby(document.passages, key=lambda passage: passage.path):
        if len(path) < 2 or not _SECTION.fullmatch(" ".join(path[1].split())):
            continue
        below = path[2:]
        if any(_ADJUSTED.search(heading) and not speaks_of_kidneys(heading) for heading in below):
            continue
        named = [_NUMBER.sub("", heading) for heading in below if PERSONS.search(heading)]
        others = [heading for heading in below if not PERSONS.search(heading)]
        told = [one for one in map(indication_in, others) if one]
        yield from _readable(
            document,
            list(section),
            "; ".join(dict.fromkeys(named)) or None,
            told[-1] if told else None,
        )


def _readable(
    document: SplitDocument,
    section: list[Passage],
    population: str | None,
    indication: str | None,
) -> Iterator[Line]:
    """The lines under one heading, up to the first that speaks of other cases."""
    kidneys = any(map(speaks_of_kidneys, section[0].path[2:]))
    persons = bound = illness = item_of_illness = False
    for passage in section:
        for span in passage.sentences if passage.record is None else ():
            words = span.of(document.document.text)
            if is_whole(document, span):
                yield Line(
                    passage=passage,
                    span=span,
                    text=words,
                    population=population,
                    indication=indication,
                    kidneys=kidneys,
                    persons_before=persons,
                    illness_before=illness or (item_of_illness and not is_item(words)),
                    bound=bound,
                )
            if _ADJUSTED.search(words) and not speaks_of_kidneys(words):
                return
            kidneys = kidneys or speaks_of_kidneys(words)
            if names_illness(words, but_for=indication or ""):
                item = is_item(words) and quantities_in(words) > 0
                illness, item_of_illness = illness or not item, item_of_illness or item
            persons = persons or PERSONS.search(words) is not None
            bound = bound or _binds(words)


def _binds(words: str) -> bool:
    """Whether a line opens a list or is a heading that is not marked as one; a caption is none."""
    ended = words.rstrip()[-1:] in '.!?)]"\u201d'
    caption = words[:5].casefold() == "table"
    return words.rstrip().endswith(":") or not (ended or caption or quantities_in(words))
