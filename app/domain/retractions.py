"""A site's own list of retracted articles: which lines of a file name which article.

One article a line, by PMID or DOI, and after it, where known, the date and the reason; parted by
commas, semicolons or tabs. A first line with names of columns (`pmid`, `doi`, `date`, `reason`,
`nature`, or those of the Retraction Watch export) says where they stand. Empty lines, and lines
that begin with `#`, say nothing.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from app.domain.corpus import DocumentCard, Status
from app.domain.frozen import Frozen
from app.domain.identifiers import identifier

LIST: Final = "retractions.csv"
"""Name of the list that lies in a site's `CITEWELL_HOME`."""
DECLARED: Final = "retractions.json"
"""A generation's file with the absolute paths of the lists that its corpora declare, as JSON."""

_NAMES: Final = MappingProxyType(
    {
        "pmid": "pmid",
        "pubmedid": "pmid",
        "originalpaperpubmedid": "pmid",
        "doi": "doi",
        "originalpaperdoi": "doi",
        "date": "date",
        "retractiondate": "date",
        "reason": "reason",
        "nature": "nature",
        "retractionnature": "nature",
    }
)
_PLAIN: Final = MappingProxyType({"id": 0, "date": 1, "reason": 2})
_NONE: Final = frozenset({"", "0", "na", "n/a", "none", "unavailable"})
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")


class Retraction(Frozen):
    """One line of a list."""

    identifiers: tuple[str, ...]
    """A PMID, a DOI or both: a document that goes by one of them is retracted."""
    on: date | None = None
    reason: str | None = None


class Fault(NamedTuple):
    """What is wrong with a line, counted from 1."""

    line: int
    why: str


class RetractionList(Frozen):
    """What a file says; a line with a fault in its date alone still counts."""

    retractions: tuple[Retraction, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def identifiers(self) -> frozenset[str]:
        return frozenset(one for each in self.retractions for one in each.identifiers)


def own_list(folder: Path) -> Path:
    """Where the site's own list lies, by the folder of a generation (`home/generations/<id>`) or
    of a build (`home/building-*`)."""
    above = folder.absolute().parent
    return (above.parent if above.name == "generations" else above) / LIST


def read_retractions(text: str) -> RetractionList:
    """The articles that a list names, and the lines that name none."""
    retractions: list[Retraction] = []
    faults: list[Fault] = []
    columns: Mapping[str, int] | None = None
    for line, cells in _rows(text):
        if columns is None:
            columns = _columns(cells)
            if columns is not _PLAIN:
                continue
        row = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        if not row.get("nature", "retraction").casefold().startswith("retract"):
            continue  # a correction, a concern, a reinstatement
        named = _identifiers(row)
        if not named:
            shown = ",".join(cells)[:60]
            faults.append(Fault(line, f"{shown!r} names neither a PMID nor a DOI; it is left out"))
            continue
        on, fault = _day(row.get("date", ""))
        if fault:
            faults.append(Fault(line, fault))
        retractions.append(Retraction(identifiers=named, on=on, reason=row.get("reason") or None))
    return RetractionList(retractions=tuple(retractions), faults=tuple(faults))


def retracted(card: DocumentCard) -> DocumentCard:
    """The card of a document that a list or a notice names; what was said before is kept in it."""
    of = card.provenance
    if of.status is Status.RETRACTED:
        return card
    update = {"status": Status.RETRACTED, "said": of.said or of.status}
    return card.model_copy(update={"provenance": of.model_copy(update=update)})


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's number and cells. A line stands for itself: no quotation mark that somebody
    forgot to close can swallow the articles below it."""
    delimiter = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        delimiter = delimiter or _delimiter(line)
        yield number, next(csv.reader([line], delimiter=delimiter))


def _delimiter(line: str) -> str:
    if "\t" in line:
        return "\t"
    return ";" if ";" in line and "," not in line and identifier(line) is None else ","


def _columns(first: Sequence[str]) -> Mapping[str, int]:
    """Where the columns stand, by the first row; `_PLAIN` where that is an article already."""
    named = {
        _NAMES.get(re.sub(r"[\W_]", "", cell).lower(), ""): at for at, cell in enumerate(first)
    }
    named.pop("", None)
    return named if named.keys() & {"pmid", "doi"} else _PLAIN


def _identifiers(row: Mapping[str, str]) -> tuple[str, ...]:
    cells = (row.get("id", ""), row.get("pmid", ""), row.get("doi", ""))
    found = (identifier(cell) for cell in cells if cell.casefold() not in _NONE)
    return tuple(one for one in found if one is not None and not one.startswith("setid:"))


def _day(written: str) -> tuple[date | None, str]:
    """The date, and what is wrong with it."""
    if written.casefold() in _NONE:
        return None, ""
    if match := _ISO.fullmatch(written):
        year, month, day = match[1], match[2], match[3]
    elif match := _AMERICAN.fullmatch(written):
        year, month, day = match[3], match[1], match[2]
    else:
        return None, f"{written[:30]!r} is no date (2024-05-31); the retraction counts without it"
    try:
        return date(int(year), int(month), int(day)), ""
    except ValueError:
        return None, f"there is no day {written[:30]!r}; the retraction counts without it"
