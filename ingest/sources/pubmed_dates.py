"""When a PubMed record was published and last changed."""

import re
from datetime import date

from lxml import etree

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def published(record: etree._Element) -> date | None:
    """The issue's date; day and month that it lacks come from the electronic date of that year."""
    issue = record.find(".//PubDate")
    electronic = record.find(".//ArticleDate")
    stated = _date(issue) if issue is not None else None
    exact = _date(electronic) if electronic is not None else None
    if stated is None:
        return exact
    whole = issue is not None and issue.find("Month") is not None
    return exact if not whole and exact and exact.year == stated.year else stated


def _date(element: etree._Element) -> date | None:
    """A PubMed date, the first of the month or year where the rest is unstated or a season."""
    year = re.search(r"\d{4}", element.findtext("Year") or element.findtext("MedlineDate") or "")
    if not year:
        return None
    month = (element.findtext("Month") or _first_month(element)).strip().lower()
    name = month[:3]
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(month) if month.isdecimal() else 1
    day = (element.findtext("Day") or "").strip()
    try:
        return date(int(year.group()), number, int(day) if day.isdecimal() else 1)
    except ValueError:
        return date(int(year.group()), 1, 1)


def _first_month(element: etree._Element) -> str:
    """`Nov` of `2019 Nov-Dec`, where the months follow the year."""
    found = re.match(r"\s*\d{4}\s+([A-Za-z]{3})", element.findtext("MedlineDate") or "")
    return found[1] if found else ""


def revised(record: etree._Element) -> date | None:
    """When NLM last changed the record, or when a chapter of a book was last contributed to."""
    element = next(record.iter("DateRevised", "ContributionDate"), None)
    return _date(element) if element is not None else None
