"""Summaries of the US National Guideline Clearinghouse (AHRQ, 1998-2018), one guideline a file.

The XML is a list of sections with named fields; a text field's value is a piece of HTML inside an
attribute.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from lxml import etree

from ingest.reading import ReadDocument, SourceFile
from ingest.screening.hidden import Concealing
from ingest.sources.html_fragments import Fragment, as_markup, page_of_fragments, words_of
from ingest.sources.ngc_stated import stated
from ingest.sources.xml_records import comments_out, opening, records

_SIGN: Final = re.compile(rb"<Section\s[^>]*\bSecID\s*=|National Guideline Clearinghouse")
_LEFT_OUT: Final = frozenset(
    {
        "Guideline Title",
        "Date Released",
        "Guideline Developer(s)",
        "Copyright Statement",
        "NGC Status",
        "Guideline Committee",
        "Composition of Group That Authored the Guideline",
        "Financial Disclosures/Conflicts of Interest",
        "Source(s) of Funding",
        "Number of Source Documents",
    }
)
"""Fields that are stated of the document, or are about its makers and not about its subject."""
_LEFT_OUT_SECTIONS: Final = frozenset({"NEATS Assessment", "Disclaimer"})
_SAID_NOTHING: Final = re.compile(
    r"(?:not (?:stated|applicable|provided|available|specified)"
    r"|none(?: (?:stated|available|provided))?)?\W*",
    re.IGNORECASE,
)
_MISREAD: Final = re.compile(
    r"[\u00c2-\u00df][\u0080-\u00bf]|[\u00e0-\u00ef][\u0080-\u00bf]{2}|[\u00f0-\u00f4][\u0080-\u00bf]{3}"
)


class NgcReader:
    """A guideline's summary: its sections and fields are headings, their HTML is read as a page.

    The rating schemes of the evidence and of the recommendations are kept word for word under their
    own headings. Fields that say "Not stated" or the like hold no text. What is stated of the
    document: see `ngc_stated`.
    """

    @property
    def name(self) -> str:
        return "ngc"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".xml":
            return False
        root, head = opening(file.path)
        return root == "Version" and _SIGN.search(head) is not None

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        for summary in records(file.path, "Version"):
            hidden = comments_out(summary)
            fields = list(_fields(summary))
            words = {
                field.name: tuple(words_of(value, file.origin) for value in field.values)
                for field in reversed(fields)
            }
            links = (one.values for one in fields if one.name == "Guideline Availability")
            page = page_of_fragments(_fragments(fields, file.origin), file.origin)
            yield Concealing(
                title=" ".join(words.get("Guideline Title", ())) or None,
                blocks=page.blocks,
                hidden=hidden + page.hidden,
                stated=stated(words, " ".join(chain(*links))),
            )


class _Field(NamedTuple):
    section: str
    name: str
    kind: str
    """`text` and `citation` hold HTML; the others (`picklist-many`, `orglist`) a list of names."""
    values: tuple[str, ...]


def _fields(summary: etree._Element) -> Iterator[_Field]:
    for section in summary.iter("Section"):
        for field in section.iter("Field"):
            kind = field.get("Type", "text")
            values = [_repaired(one.get("Value", "")) for one in field.iter("FieldValue")]
            if kind not in ("text", "citation"):
                values = [as_markup(value) for value in values if value.strip()]
            yield _Field(
                section=section.get("Name", "").strip(),
                name=field.get("Name", "").strip(),
                kind=kind,
                values=tuple(value for value in values if value.strip()),
            )


def _fragments(fields: list[_Field], origin: str) -> Iterator[Fragment]:
    """Every field, once: two of them stand in two sections."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for field in fields:
        key = (field.name, field.values)
        if key in seen or field.name in _LEFT_OUT or field.section in _LEFT_OUT_SECTIONS:
            continue
        seen.add(key)
        words = [words_of(value, origin) for value in field.values]
        markup = "\n".join(field.values)
        if _SAID_NOTHING.fullmatch(" ".join(words)):
            yield Fragment((), markup, said=False)
            continue
        if field.kind == "citation":  # a table that only lays the citation out
            markup = markup.replace("<table", '<table role="presentation"')
        elif field.kind != "text":
            markup = as_markup("; ".join(words))
        names = (field.section, "" if field.name == field.section else field.name)
        yield Fragment(path=tuple(filter(None, names)), markup=markup)


def _repaired(value: str) -> str:
    """UTF-8 that was once read as Latin-1 and written again, as it was meant.

    Only where a run can be nothing else: it holds a control character, which no text has.
    """
    return _MISREAD.sub(_as_meant, value)


def _as_meant(run: re.Match[str]) -> str:
    if not any("\u0080" <= c <= "\u009f" for c in run[0]):
        return run[0]
    try:
        return run[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return run[0]
