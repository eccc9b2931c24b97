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
    month = (element.findtext("Month") or "").strip().lower()
    name = month[:3]
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(month) if month.isdecimal() else 1
    day = (element.findtext("Day") or "").strip()
    try:
        return date(int(year.group()), number, int(day) if day.isdecimal() else 1)
    except ValueError:
        return date(int(year.group()), 1, 1)


def revised(record: etree._Element) -> date | None:
    """When NLM last changed the record."""
    element = record.find(".//DateRevised")
    return _date(element) if element is not None else None
