"""What a summary of the National Guideline Clearinghouse states of its guideline."""

import html
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from app.domain.corpus import Status
from ingest.reading import Stated

LONGEST_LICENCE: Final = 200
"""Characters of the copyright statement that are kept."""

_DEVELOPER_KIND: Final = re.compile(r"\s+-\s+[^-]*$")
_DATE: Final = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)"
    r"(?: (?P<month>[A-Z][a-z]{2})[a-z]*(?: (?P<day>[12]\d|3[01]|0?[1-9])\b)?)?"
)
_REVISED: Final = re.compile(r"\brevised\s+((?:19|20)\d\d[^;)]*)", re.IGNORECASE)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINK: Final = re.compile(r"\bhref\s*=\s*[\"'](https?://[^\"'\s]+)", re.IGNORECASE)

_OF_ANOTHER: Final = re.compile(r"\b(?:updates?|replaces?|supersedes?|previous)\b", re.IGNORECASE)
_WITHDRAWN: Final = re.compile(r"\b(?:withdrawn|rescinded|retracted)\b", re.IGNORECASE)
_OUT_OF_DATE: Final = re.compile(
    r"\b(?:superseded|replaced by|no longer (?:current|valid)|not (?:the )?current|archived"
    r"|out[ -]of[ -]date|outdated)\b",
    re.IGNORECASE,
)


def stated(words: Mapping[str, tuple[str, ...]], availability: str) -> Stated:
    """The developers are the publisher (joined by semicolons), the copyright statement the licence.

    `published` is the date of the latest revision, which `version` then names; the address is the
    first under which the guideline is available. The jurisdiction is the US where every developer
    is marked as one of the US.

    Args:
        words: a field's name -> the words of its values.
        availability: the HTML of "Guideline Availability".
    """
    developers = words.get("Guideline Developer(s)", ())
    released = " ".join(words.get("Date Released", ()))
    revised = _REVISED.search(released)
    link = _LINK.search(availability)
    american = bool(developers) and all(one.endswith("[U.S.]") for one in developers)
    return Stated(
        publisher="; ".join(_DEVELOPER_KIND.sub("", one) for one in developers) or None,
        licence=" ".join(words.get("Copyright Statement", ()))[:LONGEST_LICENCE].strip() or None,
        jurisdiction="US" if american else None,
        version=f"revised {revised[1].strip()}" if revised else None,
        published=_date(revised[1] if revised else released),
        url=html.unescape(link[1]) if link else None,
        status=_status(" ".join(words.get("Guideline Status", ()))),
    )


def _date(words: str) -> date | None:
    """`2013 Dec 20`; the first of a month or year where the rest is unstated or impossible."""
    found = _DATE.search(words)
    if found is None:
        return None
    year = int(found["year"])
    if found["month"] not in _MONTHS:
        return date(year, 1, 1)
    month = _MONTHS.index(found["month"]) + 1
    try:
        return date(year, month, int(found["day"] or 1))
    except ValueError:
        return date(year, month, 1)


def _status(words: str) -> Status | None:
    """From the sentences about this guideline; those about an edition before it are passed over.

    A withdrawn guideline counts as retracted, one that was replaced or archived as superseded.
    """
    own = " ".join(s for s in re.split(r"(?<=[.!?:])\s+", words) if not _OF_ANOTHER.search(s))
    if _WITHDRAWN.search(own):
        return Status.RETRACTED
    if _OUT_OF_DATE.search(own):
        return Status.SUPERSEDED
    return Status.CURRENT if re.search(r"\bcurrent release\b", own, re.IGNORECASE) else None
