"""PubMed records: the XML of NLM's E-utilities, baseline and update files, one document a record.

Source: NLM, "MEDLINE/PubMed XML data elements". Streams: at any time one record is in memory, and
no DTD is ever loaded.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.screening.hidden import Concealing, Hidden
from ingest.sources.pubmed_stated import deletions_in, notices_in, stated, title_of
from ingest.sources.pubmed_text import first_text, plain
from ingest.sources.xml_records import comments_out, opening, records

DELETED: Final = "DeleteCitation"
RECORDS: Final = ("PubmedArticle", "PubmedBookArticle", DELETED)
"""`DeleteCitation` stands once, at the end of an update file, and names what NLM took back."""

_UNNAMED: Final = frozenset({"UNLABELLED", "UNASSIGNED"})
_ROOTS: Final = frozenset({"PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle"})


class PubmedReader:
    """Reads `PubmedArticleSet` files.

    The labels of a structured abstract become headings. A record without an abstract yields a
    document without blocks: a title alone is no evidence, and the job counts it as skipped. A
    retraction or an expression of concern is told in the text too, under `NOTICE`, so that the
    document is another one than before it.
    """

    name = "pubmed"
    version = 4

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() == ".xml" and opening(file.path).root in _ROOTS

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:  # noqa: ARG002
        for record in records(file.path, *RECORDS):
            hidden = comments_out(record)
            if etree.QName(record).localname == DELETED:
                yield from (one.record() for one in deletions_in(record))
            else:
                document = _document(record, hidden)
                yield document
                yield from (one.record() for one in notices_in(record, document))


def _document(record: etree._Element, hidden: tuple[Hidden, ...]) -> ReadDocument:
    pmid = first_text(record, "MedlineCitation/PMID", "BookDocument/PMID")
    title = title_of(record)
    facts = stated(record, pmid)
    blocks = tuple(_abstract(record))
    if blocks and facts.notices:
        blocks += (
            Block(kind=BlockKind.HEADING, text="NOTICE", level=1),
            *(Block(kind=BlockKind.PROSE, text=one) for one in facts.notices),
        )
    return Concealing(
        hidden=hidden,
        title=title or None,
        blocks=blocks,
        record=pmid or None,
        stated=facts.stated,
    )


def _abstract(record: etree._Element) -> Iterator[Block]:
    """A part without a label never stands under another part's: NLM's category heads it, or else
    the name of the whole."""
    above = ""
    for abstract in record.iterfind(".//Abstract"):
        for part in abstract.iterfind("AbstractText"):
            text = plain(part)
            if not text:
                continue
            label = _label(part) or ((part.get("NlmCategory") or "Abstract") if above else "")
            if label.upper() in _UNNAMED:
                label = "Abstract" if above else ""
            if label and label != above:
                yield Block(kind=BlockKind.HEADING, text=label, level=1)
                above = label
            yield Block(kind=BlockKind.PROSE, text=text)


def _label(part: etree._Element) -> str:
    label = part.get("Label", "").strip()
    return "" if label.upper() in _UNNAMED else label
