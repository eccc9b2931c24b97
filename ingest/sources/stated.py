"""What a file says about itself, from its metadata fields, by whatever name they go."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from app.domain.corpus import Status
from ingest.clean import clean
from ingest.reading import Stated

_NAMES: Final = {
    "publisher": "publisher dc.publisher dcterms.publisher citation_publisher og:site_name",
    "licence": "licence license dc.rights dcterms.license dcterms.rights rights",
    "language": "language lang dc.language dcterms.language citation_language",
    "grade": "grade evidence_grade",
    "version": "version edition",
    "published": "published date dc.date dcterms.date dcterms.issued dcterms.created pubdate "
    "article:published_time citation_publication_date citation_date",
    "effective": "effective effective_date dcterms.valid",
    "review_due": "review_due review_date dcterms.available.end",
    "url": "url canonical og:url dc.identifier.uri",
    "status": "status",
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names.split()}
_DATES: Final = frozenset({"published", "effective", "review_due"})
_ISO_DATE: Final = re.compile(r"\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")


def stated(pairs: Iterable[tuple[str, str]]) -> Stated:
    """The fields we know among `pairs` of name and value; the first of a field counts.

    A date that is not written year first is left out: 03/04/2024 means two days.
    """
    found: dict[str, str | date | Status] = {}
    for name, value in pairs:
        field = _FIELDS.get(name.strip().casefold().replace("-", "_").replace(" ", "_"))
        words = clean(value)
        if field is None or field in found or not words:
            continue
        if field in _DATES:
            day = iso_date(words)
            if day is not None:
                found[field] = day
        elif field == "status":
            if words.casefold() in set(Status):
                found[field] = Status(words.casefold())
        elif field != "url" or words.startswith(("https://", "http://")):
            found[field] = words
    return Stated.model_validate(found)


def iso_date(words: str) -> date | None:
    """The date that `words` begin with, written year-month-day; None where there is none."""
    match = _ISO_DATE.match(words)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
