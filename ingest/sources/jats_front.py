"""What a JATS article states of itself in its front matter: names, dates, licence, standing."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from lxml import etree

from app.domain.corpus import Status
from app.domain.identifiers import identifier
from ingest.clean import clean
from ingest.notices import Notice, Said
from ingest.reading import Stated
from ingest.sources.jats_line import line
from ingest.sources.licence_names import licence_name

_META: Final = "front/article-meta"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_PUBLISHED: Final = frozenset({"epub", "ppub", "collection", "epub-ppub", "pub", "epreprint"})
"""`pub-type` or `date-type` of a publication; PMC's own release is none, nor is a receipt."""
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s<>\"]+")
_RETRACTED_TITLE: Final = re.compile(
    r"\W*(?:retracted|withdrawn)(?:\s+article)?\s*[:\]\u2014-]", re.IGNORECASE
)
_RETRACTIONS: Final = ("retraction", "partial-retraction", "removal", "withdrawal")
"""Types of notices that retract another article."""
_RETRACTED: Final = frozenset(
    {
        "retracted-article",
        "retraction",
        "partial-retraction",
        "removed-article",
        "withdrawn-article",
    }
)
"""How such a notice is related to the article."""
_RETRACTED_IN: Final = frozenset(
    {"retraction-forward", "retraction", "partial-retraction", "removal", "withdrawal"}
)
"""How a retracted article is related to its notice."""
_CONCERN: Final = frozenset({"expression-of-concern", "concern-forward"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNKNOWN: Final = 99
"""A month or day that is not stated counts as the last: 2012 alone is not before May 2012."""


def title(article: etree._Element) -> str | None:
    """The article's title, and its subtitle behind a colon."""
    group = article.find("front/article-meta/title-group")
    if group is None:
        return None
    names = [line(one) for one in group.iterfind("article-title")]
    names += [line(one) for one in group.iterfind("subtitle")]
    return ": ".join(filter(None, names)) or None


def record_id(article: etree._Element) -> str | None:
    """`PMC123`, or else the DOI."""
    return _pmc(article) or _doi(article)


def stated(article: etree._Element) -> Stated:
    """The journal is the publisher; the address is the DOI's, or else PubMed Central's."""
    doi, pmc = _doi(article), _pmc(article)
    address = f"https://doi.org/{doi}" if doi else None
    return Stated(
        publisher=_text(article, "front/journal-meta//journal-title")
        or _text(article, "front/journal-meta//publisher-name"),
        licence=_licence(article),
        language=article.get(_LANGUAGE),
        version=_text(article, f"{_META}//article-version"),
        published=_published(article),
        url=address or (f"https://pmc.ncbi.nlm.nih.gov/articles/{pmc}/" if pmc else None),
        status=Status.RETRACTED if _is_retracted(article) else None,
        identifiers=_names(article),
        concern=bool(_CONCERN & _relations(article)) and not _is_notice(article),
    )


def notices_in(article: etree._Element) -> Iterator[Notice]:
    """What a notice of retraction says of the article that it retracts."""
    if article.get("article-type", "") not in _RETRACTIONS:
        return
    for one in article.iterfind(f"{_META}/related-article"):
        if one.get("related-article-type") in _RETRACTED:
            written = one.get(_HREF) or "".join(one.itertext())
            if of := _identified(one.get("ext-link-type", ""), written.strip()):
                yield Notice(said=Said.RETRACTS, of=of)


def standing(article: etree._Element) -> tuple[str, ...]:
    """A line each, for the text: that the article was retracted, or raised concern."""
    told = []
    if _is_retracted(article):
        told.append("This publication was retracted.")
    if _CONCERN & _relations(article) and not _is_notice(article):
        told.append("An expression of concern was published.")
    return tuple(told)


def _identified(kind: str, written: str) -> str | None:
    if kind in ("pmcid", "pmc") and written.isdecimal():
        written = f"PMC{written}"
    if written.isdecimal() and kind not in ("pmid", "pubmed"):
        return None
    return identifier(written)


def _names(article: etree._Element) -> tuple[str, ...]:
    """The DOI and the PMCID; the PMID behind them, for the article is no version of its record."""
    doi, pmc = _doi(article), _pmc(article)
    names = [identifier(one) for one in (doi, pmc) if one]
    if names:
        names += [identifier(one) for one in _identifiers(article, "pmid")]
    return tuple(dict.fromkeys(filter(None, names)))


def _relations(article: etree._Element) -> set[str]:
    return {
        one.get("related-article-type", "") for one in article.iterfind(f"{_META}/related-article")
    }


def _is_notice(article: etree._Element) -> bool:
    return article.get("article-type", "") in (*_RETRACTIONS, "expression-of-concern")


def _is_retracted(article: etree._Element) -> bool:
    """Whether the article itself was retracted.

    It was where its title says so (`RETRACTED: ...`), its type is `retracted-article`, or it points
    on to the notice (`related-article-type="retraction-forward"`). A notice (`article-type` of
    `retraction`) points back to another article (`retracted-article`) and stands itself, even under
    the title of the article that it retracts; so does an article that replaces a retracted one.
    """
    if _is_notice(article):
        return False
    return (
        article.get("article-type") == "retracted-article"
        or bool(_RETRACTED_IN & _relations(article))
        or _RETRACTED_TITLE.match(title(article) or "") is not None
    )


def _text(article: etree._Element, path: str) -> str | None:
    return next(filter(None, map(line, article.iterfind(path))), None)


def _identifiers(article: etree._Element, *kinds: str) -> Iterator[str]:
    for one in article.iterfind(f"{_META}/article-id"):
        if one.get("pub-id-type") in kinds:
            yield clean("".join(one.itertext()))


def _doi(article: etree._Element) -> str | None:
    found = (_DOI.search(one) for one in _identifiers(article, "doi"))
    return next((one[0] for one in found if one), None)


def _pmc(article: etree._Element) -> str | None:
    found = (re.fullmatch(r"(?:PMC)?(\d+)", one) for one in _identifiers(article, "pmc", "pmcid"))
    return next((f"PMC{one[1]}" for one in found if one), None)


def _licence(article: etree._Element) -> str | None:
    for one in article.iterfind(f"{_META}//license"):
        addresses = [one.get(_HREF), *(link.get(_HREF) for link in one.iter("ext-link", "uri"))]
        addresses += [ref.text for ref in one.iter("license_ref")]
        kind = one.get("license-type", "")
        words = line(one)
        if kind.upper().startswith("CC"):
            words = f"{kind.upper()} {words}" if licence_name("", words) == words else words
        name = licence_name(" ".join(filter(None, addresses)), words)
        if name:
            return name
    return None


def _published(article: etree._Element) -> date | None:
    """The earliest of the dates of publication, electronic or in print."""
    dates = [
        one
        for day in article.iterfind(f"{_META}/pub-date")
        if (day.get("pub-type") or day.get("date-type") or "pub") in _PUBLISHED
        and (one := _parts(day))
    ]
    if not dates:
        return None
    year, month, day = (1 if part == _UNKNOWN else part for part in min(dates))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 1)


def _parts(day: etree._Element) -> tuple[int, int, int] | None:
    """Year, month and day; None without a year that can be one."""
    written = day.findtext("year") or day.findtext("string-date") or ""
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", written)
    if year is None:
        return None
    month = _month(day.findtext("month") or "")
    number = (day.findtext("day") or "").strip()
    known = month != _UNKNOWN and re.fullmatch(r"0?[1-9]|[12]\d|3[01]", number)
    return int(year[0]), month, int(number) if known else _UNKNOWN


def _month(words: str) -> int:
    text = words.strip().lower()
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else _UNKNOWN
