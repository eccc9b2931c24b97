"""What a PubMed record says of itself beside its words: identifiers, types, headings, notices."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from app.domain.corpus import Status
from app.domain.identifiers import identifier
from ingest.notices import Notice, Said
from ingest.reading import ReadDocument, Stated
from ingest.sources.pubmed_dates import published, revised
from ingest.sources.pubmed_text import first_text, plain

RETRACTED: Final = "retracted publication"
_RETRACTION: Final = frozenset({"RetractionIn", "PartialRetractionIn", "RetractedandRepublishedIn"})
_RETRACTS: Final = ("RetractionOf", "PartialRetractionOf", "RetractedandRepublishedFrom")
_TITLED_RETRACTED: Final = re.compile(
    r"\W*(?:retracted|withdrawn)(?:\s+(?:article|paper))?\s*[:\]\u2014-]", re.IGNORECASE
)
"""How publishers mark the title, often before NLM links the notice; a notice's own title may be
the same, and its type tells it."""
_NOTICE: Final = "retraction of publication"
_UNAVAILABLE: Final = re.compile(r"not available\W*|in process citation\W*", re.IGNORECASE)
_DOI: Final = re.compile(r"\bdoi:?\s*(10\.\d{4,9}/\S+)", re.IGNORECASE)
_CONCERN: Final = "ExpressionOfConcernIn"
_IDENTIFIERS: Final = ("PubmedData/ArticleIdList", "PubmedBookData/ArticleIdList")


def title_of(record: etree._Element) -> str:
    """The title; in the article's own language where there is no English one."""
    title = _untranslated(first_text(record, ".//ArticleTitle", ".//BookTitle"))
    own = first_text(record, ".//VernacularTitle")
    return own if own and (not title or _UNAVAILABLE.fullmatch(title)) else title


def _untranslated(title: str) -> str:
    """Titles that NLM translated stand in brackets."""
    return re.sub(r"^\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\.?$", r"\1", title)


class Facts(NamedTuple):
    stated: Stated
    notices: tuple[str, ...]
    """A line each, for the text: the retraction, and any expression of concern."""


def stated(record: etree._Element, pmid: str) -> Facts:
    kinds = tuple(filter(None, map(plain, record.iterfind(".//PublicationType"))))
    corrections = {kind: list(_corrections(record, kind)) for kind in (*_RETRACTION, _CONCERN)}
    retraction = [one for kind in sorted(_RETRACTION) for one in corrections[kind]]
    types = {kind.casefold() for kind in kinds}
    titled = _NOTICE not in types and _TITLED_RETRACTED.match(title_of(record)) is not None
    retracted = bool(retraction) or RETRACTED in types or titled
    updates = [_pmid(one) for one in _corrections(record, "UpdateIn")]
    facts = Stated(
        publisher=first_text(record, ".//Journal/Title", ".//PublisherName", ".//MedlineTA")
        or None,
        # NLM takes only English into ArticleTitle and Abstract; the article's own language, and
        # abstracts in it (OtherAbstract), are left out.
        language="en",
        version=_version(record),
        published=published(record),
        revised=revised(record),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else None,
        status=Status.RETRACTED if retracted else None,
        identifiers=tuple(dict.fromkeys(_identifiers(record, pmid))),
        updated_in=next(filter(None, reversed(updates)), None),
        concern=bool(corrections[_CONCERN]),
        kinds=kinds,
        subjects=tuple(_subjects(record)),
    )
    notices = []
    if retracted:
        notices.append(_notice("This publication was retracted", retraction))
    if corrections[_CONCERN]:
        notices.append(_notice("An expression of concern was published", corrections[_CONCERN]))
    return Facts(facts, tuple(notices))


def notices_in(record: etree._Element, document: ReadDocument) -> Iterator[Notice]:
    """What a notice of retraction says of the article that it retracts, and what a retracted record
    without words says of the article's other copies."""
    for kind in _RETRACTS:
        for one in _corrections(record, kind):
            if of := _pmid(one) or _doi(one):
                yield Notice(said=Said.RETRACTS, of=of)
    if document.stated.status is Status.RETRACTED and not document.blocks:
        for own in document.stated.identifiers:
            yield Notice(said=Said.RETRACTS, of=own)


def deletions_in(record: etree._Element) -> Iterator[Notice]:
    """What a `DeleteCitation` names."""
    for one in record.iterfind("PMID"):
        if of := identifier(plain(one)):
            yield Notice(said=Said.DELETES, of=of)


def _corrections(record: etree._Element, kind: str) -> Iterator[etree._Element]:
    for one in record.iterfind(".//CommentsCorrections"):
        if one.get("RefType") == kind:
            yield one


def _pmid(correction: etree._Element) -> str | None:
    return identifier(correction.findtext("PMID") or "")


def _doi(correction: etree._Element) -> str | None:
    """Of an article that PubMed has no record of: `J Ex. 2019;1:1. doi: 10.1000/x`."""
    found = _DOI.search(correction.findtext("RefSource") or "")
    return identifier(found[1]) if found else None


def _notice(words: str, corrections: list[etree._Element]) -> str:
    """`This publication was retracted: J Examples. 2020;1:2.`"""
    places = [plain(one) for each in corrections if (one := each.find("RefSource")) is not None]
    where = "; ".join(filter(None, places))
    return f"{words}: {where.rstrip('.')}." if where else f"{words}."


def _version(record: etree._Element) -> str | None:
    pmid = record.find("MedlineCitation/PMID")
    return pmid.get("Version") if pmid is not None else None


def _identifiers(record: etree._Element, pmid: str) -> Iterator[str]:
    """The record's PMID, then the article's DOI and PMCID; those of its references are not its."""
    written = [pmid]
    for path in _IDENTIFIERS:
        written += [plain(one) for one in record.iterfind(f"{path}/ArticleId[@IdType='doi']")]
        written += [plain(one) for one in record.iterfind(f"{path}/ArticleId[@IdType='pmc']")]
    written += [
        plain(one)
        for one in record.iterfind(".//Article/ELocationID[@EIdType='doi']")
        if one.get("ValidYN") != "N"
    ]
    yield from filter(None, map(identifier, written))


def _subjects(record: etree._Element) -> list[str]:
    """MeSH descriptors with their qualifiers (`Asthma/drug therapy`), major topics first."""
    major: list[str] = []
    minor: list[str] = []
    for heading in record.iterfind(".//MeshHeadingList/MeshHeading"):
        parts = list(heading)
        words = "/".join(filter(None, map(plain, parts)))
        is_major = any(part.get("MajorTopicYN") == "Y" for part in parts)
        (major if is_major else minor).append(words)
    return major + minor
