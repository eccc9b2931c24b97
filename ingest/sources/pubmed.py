"""PubMed records: the XML of NLM's E-utilities and baseline files, one document a record.

Source: NLM, "MEDLINE/PubMed XML data elements". Streams: at any time one record is in memory, and
no DTD or entity is ever loaded.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from app.domain.corpus import Status
from app.domain.errors import UnreadableDocument
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated

_RECORDS = ("PubmedArticle", "PubmedBookArticle")
_ROOT = re.compile(rb"<(?:PubmedArticleSet|PubmedBookArticleSet|PubmedArticle)[\s>]")
_SNIFFED = 4096
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RAISED = {"sup", "msup"}
_LOWERED = {"sub", "msub"}


class PubmedReader:
    """Reads `PubmedArticleSet` files.

    The labels of a structured abstract become headings. A record without an abstract yields a
    document without blocks: a title alone is no evidence, and the job counts it as skipped.
    """

    name = "pubmed"
    version = 1

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".xml":
            return False
        with file.path.open("rb") as opened:
            return _ROOT.search(opened.read(_SNIFFED)) is not None

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:  # noqa: ARG002
        count = 0
        try:
            for record in _records(file.path):
                yield _document(record)
                count += 1
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument(
                f"The XML is broken after {count} whole record(s): {error.msg}; fetch it again."
            ) from None
        if not count:
            raise UnreadableDocument("The PubMed file holds no record.")


def _records(path: Path) -> Iterator[etree._Element]:
    parsed = etree.iterparse(
        str(path),
        events=("end",),
        tag=_RECORDS,
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        attribute_defaults=False,
    )
    for _, record in parsed:
        yield record
        record.clear()
        parent = record.getparent()
        while parent is not None and record.getprevious() is not None:
            del parent[0]  # lets go of the records already read


def _document(record: etree._Element) -> ReadDocument:
    pmid = _text(record, "MedlineCitation/PMID", "BookDocument/PMID")
    title = _text(record, ".//ArticleTitle", ".//BookTitle", ".//VernacularTitle")
    return ReadDocument(
        title=_untranslated(title) or None,
        blocks=tuple(_abstract(record)),
        record=pmid or None,
        stated=Stated(
            publisher=_text(record, ".//Journal/Title", ".//PublisherName", ".//MedlineTA") or None,
            # NLM takes only English into ArticleTitle and Abstract; the article's own language,
            # and abstracts in it (OtherAbstract), are left out.
            language="en",
            version=_version(record),
            published=_published(record),
            url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else None,
            status=Status.RETRACTED if _is_retracted(record) else None,
        ),
    )


def _abstract(record: etree._Element) -> Iterator[Block]:
    for abstract in record.iterfind(".//Abstract"):
        for part in abstract.iterfind("AbstractText"):
            text = _plain(part)
            label = part.get("Label", "").strip()
            if not text:
                continue
            if label and label.upper() != "UNLABELLED":
                yield Block(kind=BlockKind.HEADING, text=label, level=1)
            yield Block(kind=BlockKind.PROSE, text=text)


def _is_retracted(record: etree._Element) -> bool:
    types = (_plain(kind).casefold() for kind in record.iterfind(".//PublicationType"))
    if "retracted publication" in types:
        return True
    notices = record.iterfind(".//CommentsCorrections")
    return any(notice.get("RefType") == "RetractionIn" for notice in notices)


def _version(record: etree._Element) -> str | None:
    pmid = record.find("MedlineCitation/PMID")
    return pmid.get("Version") if pmid is not None else None


def _published(record: etree._Element) -> date | None:
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


def _text(record: etree._Element, *paths: str) -> str:
    """The text at the first of the paths that has any."""
    for path in paths:
        element = record.find(path)
        if element is not None and (text := _plain(element)):
            return text
    return ""


def _untranslated(title: str) -> str:
    """Titles that NLM translated stand in brackets."""
    return re.sub(r"^\[(.*?)\]\.?$", r"\1", title)


def _plain(element: etree._Element) -> str:
    """The element's words; raised or lowered digits never run into the number before them."""
    parts: list[str] = []
    _collect(element, parts)
    return " ".join("".join(parts).split())


def _collect(element: etree._Element, parts: list[str]) -> None:
    if not isinstance(element.tag, str):  # a comment, an instruction, an entity never expanded
        return
    name = etree.QName(element).localname
    before = _last(parts)
    inside: list[str] = [element.text or ""]
    for at, child in enumerate(element):
        if at and name in _RAISED | _LOWERED:
            inside.append(_mark(name, _last(inside), "".join(child.itertext())))
        _collect(child, inside)
        inside.append(child.tail or "")
    text = "".join(inside)
    if name in {"sup", "sub"}:
        parts.append(_mark(name, before, text))
    parts.append(text)


def _last(parts: list[str]) -> str:
    """The last character so far."""
    return next((part[-1] for part in reversed(parts) if part), "")


def _mark(name: str, before: str, script: str) -> str:
    """`10^9` for a raised 9, `kg^-1`; but m2, CO2, Ca2+ and 19th as everyone writes them."""
    if not re.match(r"\s*[+\-\u2212]?\d", script) or not before.strip():
        return ""
    if before.isalpha() and script.strip()[0].isdigit():
        return ""
    if name in _LOWERED:
        return "_" if before.isdigit() else ""
    return "^"
