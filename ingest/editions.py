"""Which edition of a work a document is, by its title and the first lines of its words.

Source of the patterns: how guidelines and leaflets are titled and dated, in our own sample and sets
(`corpora/sample`, `eval/own/freshness`); read narrowly, because what is not understood is left out.
"""

import re
import unicodedata
from datetime import date
from typing import Final, NamedTuple

from app.domain.corpus import Provenance, SplitDocument, Status

_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR: Final = r"(?:19|20)\d\d"
_NTH: Final = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"

_NUMBER: Final = re.compile(
    rf"\b({_NTH})\s+(?:edition|ed\b|version|revision)"
    r"|\b(?:edition|version|revision|rev\.?|v)\s*(\d{1,2}(?:\.\d{1,3})*)\b(?!\d)"
)
_DATE: Final = re.compile(
    rf"\b({_YEAR})-(\d\d)(?:-(\d\d))?\b"
    rf"|\b(?:(\d{{1,2}})\s+)?({_MONTH})\s+(?:(\d{{1,2}}),\s*)?({_YEAR})\b"
    rf"|\b({_YEAR})\b"
)
_PERIOD: Final = re.compile(rf"{_YEAR}\s*(?:[-\u2013\u2014/]|to|and)\s*(?:{_YEAR}|[1-9]\d\b)")
_UPDATE: Final = re.compile(
    rf"\b(?:(?:the\s+|an?\s+)?(?:{_YEAR}\s+)?(?:updated?|revised)(?:\s+(?:edition|version))?"
    rf"|(?:edition|version)(?:\s+of\b)?)"
)
_SERIAL: Final = re.compile(
    r"\b(?:annual|bulletin|daily|issue|journal|minutes|monthly|news|newsletter|number|proceedings|"
    r"quarterly|statistics|surveillance|vol(?:ume)?|weekly|yearbook)\b"
)
"""A later one of these is another one, and no edition of the one before."""
_GENERAL: Final = re.compile(
    r"about|abstract|acknowledgements|appendix|background|chapter|clinical|contents|correction|"
    r"document|editorial|erratum|foreword|from|guidance|guide|guidelines?|index|information|"
    r"introduction|leaflet|letter|manual|medication|methods|overview|patient|policy|practice|"
    r"preface|protocol|recommendations?|references?|report|section|summary|table|that|this|title|"
    r"untitled|with"
)
"""A title of nothing but these names no work."""

_AT_THE_END: Final = re.compile(
    rf"[\s,;:(\[]((?:{_MONTH}\s+)?{_YEAR})(?:\s+(?:edition|revision|update|version))?[)\].]*$"
)
"""A year anywhere else in a title may be what the document is about."""
_LINES: Final = 4
"""Lines of the opening that are looked at, and how long (characters) one may be."""
_LONGEST: Final = 120
_DATED: Final = re.compile(
    r"(?:this \w+ was |date )?(?:first |last )?(?:approved|date|effective|issued|last|printed|"
    r"produced|published|reviewed|revised|updated|valid from|version)\b"
)
_AHEAD: Final = re.compile(r"\b(?:due|next|expir\w*|until|replac\w*|supersed\w*|before)\b.*")
_WITHDRAWN: Final = re.compile(
    r"(?:withdrawn|superseded|replaced by|(?:this (?:\w+ ){1,3}?(?:has been|is|was) (?:now )?"
    r"(?:withdrawn|superseded|replaced|retired|archived)))\b"
)
_MARKED: Final = re.compile(r"\W*(?:retracted(?: article)?|withdrawn)\W*[:\]\)]", re.IGNORECASE)


class Order(NamedTuple):
    """How editions follow one another; what is not known is 0 or empty."""

    number: tuple[int, ...] = ()
    """`3.1` is (3, 1)."""
    year: int = 0
    month: int = 0
    day: int = 0


def described(document: SplitDocument) -> SplitDocument:
    """The document with the version that its title or opening states, where no field does; and
    with the status that its title or opening states, where it is current otherwise."""
    card = document.document.card
    of = card.provenance
    update: dict[str, str | Status] = {}
    opening = _opening(document.document.text)
    if of.version is None and not of.identifiers and (version := _version(card.title, opening)):
        update["version"] = version
    if of.status is Status.CURRENT:
        if _MARKED.match(card.title):
            update["status"] = Status.RETRACTED
        elif any(_WITHDRAWN.match(line.lower()) for line in opening):
            update["status"] = Status.SUPERSEDED
    if not update:
        return document
    card = card.model_copy(update={"provenance": of.model_copy(update=update)})
    whole = document.document.model_copy(update={"card": card})
    return document.model_copy(update={"document": whole})


def work(title: str) -> str | None:
    """The title without years, edition numbers, versions and "update"; None where what is left
    names no work, and for serials and reports of a period.
    """
    words = unicodedata.normalize("NFKC", title).casefold()
    if _SERIAL.search(words) or _PERIOD.search(words):
        return None
    for pattern in (_NUMBER, _UPDATE, _DATE, _UPDATE):
        words = pattern.sub(" ", words)
    kept = re.findall(r"\w+", words)
    telling = [word for word in kept if len(word) >= 4 and not _GENERAL.fullmatch(word)]
    return " ".join(kept) if telling else None


def order(title: str, of: Provenance) -> Order:
    """By the effective date, or else the one of publication, or else what the version or the title
    says; and by the number of the edition."""
    version = (of.version or "").casefold()
    number = _number(version) or _number(title.casefold())
    if number == () and re.fullmatch(r"v?\d{1,3}(\.\d{1,3})*", version):
        number = tuple(int(one) for one in version.removeprefix("v").split("."))
    stated = of.effective or of.published
    if stated is not None:
        return Order(number, stated.year, stated.month, stated.day)
    found = _date(_AHEAD.sub("", version)) or _date(title.casefold()) or (0, 0, 0)
    return Order(number, *found)


def later(one: Order, other: Order) -> bool | None:
    """Whether `one` follows `other`; None where that is not known, or numbers and dates disagree.

    A year does not say whether it precedes a month of that year.
    """
    by_date = _later_date(one, other)
    if one.number and other.number and one.number != other.number:
        by_number = one.number > other.number
        return by_number if by_date in (None, by_number) else None
    return by_date


def _later_date(one: Order, other: Order) -> bool | None:
    for mine, theirs in zip(one[1:], other[1:], strict=True):
        if not mine or not theirs:
            return None
        if mine != theirs:
            return mine > theirs
    return None


def _opening(text: str) -> list[str]:
    """The first lines that hold words."""
    lines = (line.strip() for line in text[: 20 * _LONGEST].splitlines())
    return [line for line in lines if line][:_LINES]


def _version(title: str, opening: list[str]) -> str | None:
    """`2014`, `third edition`, or the line of the opening that dates it."""
    words = title.casefold()
    if _PERIOD.search(words):
        return None
    if found := _NUMBER.search(words):
        return found[0]
    if found := _AT_THE_END.search(words):
        return found[1]
    for line in opening:
        said = line.casefold()
        numbered = _NUMBER.match(said)
        dated = _DATED.match(said) and _DATE.search(_AHEAD.sub("", said))
        if len(line) <= _LONGEST and (numbered or dated):
            return line.rstrip(".")
    return None


def _number(words: str) -> tuple[int, ...]:
    found = _NUMBER.search(words)
    if found is None:
        return ()
    if found[2]:
        return tuple(int(one) for one in found[2].split("."))
    nth = found[1]
    return (_ORDINALS.index(nth) + 1 if nth in _ORDINALS else int(re.sub(r"\D", "", nth)),)


def _date(words: str) -> tuple[int, int, int] | None:
    """The latest date in the words; month and day 0 where unstated."""
    return max(map(_read, _DATE.finditer(words)), default=None)


def _read(found: re.Match[str]) -> tuple[int, int, int]:
    if found[1]:
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
    elif found[7]:
        month = _MONTHS.index(found[5][:3]) + 1
        year, day = int(found[7]), int(found[4] or found[6] or 0)
    else:
        return int(found[8]), 0, 0
    try:
        date(year, month, day or 1)
    except ValueError:
        return year, 0, 0
    return year, month, day
