"""Drug labels as DailyMed publishes them: HL7 Structured Product Labeling, one label a file.

No DTD or network address is ever loaded; a file that brings entities of its own is refused, for a
figure might hide behind one.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from app.domain.corpus import Audience
from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.sources.named_characters import (
    refuse_own_entities,
    refuse_unknown_names,
    safe_parser,
)
from ingest.sources.spl_body import V3, say_sections
from ingest.sources.spl_outline import Heading, Outline
from ingest.sources.spl_product import product_names, product_table
from ingest.sources.spl_stated import daily_med, day
from ingest.sources.spl_words import plain
from ingest.sources.xml_records import comments_out

LARGEST: Final = 64 * 1024 * 1024
"""Bytes. The whole label is in memory while it is read; the longest have a few megabytes."""

AUDIENCES: Final = {"34391-3": Audience.CLINICIAN, "34390-5": Audience.PATIENT}
"""Prescription labels are written for prescribers, over-the-counter ones for who takes the drug."""

_SNIFFED: Final = 4096
_ROOT: Final = re.compile(rb"<(?:\w+:)?document\s[^>]*urn:hl7-org:v3")
_BOILERPLATE: Final = (
    re.compile(
        r"These highlights do not include all the information needed to use .{1,200}? safely and "
        r"effectively\W+(?:See full prescribing information for .{1,200}?(?:\.(?=\s|$)|\n|$))?",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(r"Initial U\.?\s?S\.? approval\W+\d{4}\.?", re.IGNORECASE),
)


class SplReader:
    """The label's title, its products as a table, its sections in their order.

    A label without a title is named by its product. A file whose sections hold no text yields a
    document without blocks: what a product is made of is no evidence by itself. Pictures are left
    out, and what is said of them for those who cannot see them.
    """

    @property
    def name(self) -> str:
        return "spl"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".xml":
            return False
        with file.path.open("rb") as opened:
            return _ROOT.search(opened.read(_SNIFFED).replace(b"\0", b"")) is not None

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        label = _parsed(file)
        hidden = comments_out(label)
        title = _title(label)
        outline = Outline(title)
        products = product_table(label, _labeler(label))
        if products is not None:
            outline.say((Heading("Products"),), [products])
        listed = len(outline.blocks)
        say_sections(label, outline)
        said = outline.blocks if len(outline.blocks) > listed else []
        yield Concealing(title=title, blocks=tuple(said), stated=_stated(label), hidden=hidden)


def _parsed(file: SourceFile) -> etree._Element:
    size = file.path.stat().st_size
    if size > LARGEST:
        raise UnreadableDocument(
            f"{file.origin} has {size:,} bytes; labels of at most {LARGEST:,} are read. Split it."
        )
    parser = safe_parser()
    try:
        with file.path.open("rb") as opened:
            root = etree.parse(opened, parser).getroot()
    except etree.XMLSyntaxError as error:
        refuse_unknown_names(parser.error_log)
        raise UnreadableDocument(
            f"{file.origin} is broken XML ({error.msg}). Fetch the label again."
        ) from None
    if root.tag != f"{V3}document":
        raise UnreadableDocument(
            f"{file.origin} is not an SPL document: its outermost element is {root.tag!r}. Give "
            "the label's own XML file."
        )
    refuse_own_entities(root)
    return root


def _title(label: etree._Element) -> str:
    """The title without the sentences that every label's highlights begin with."""
    element = label.find(f"{V3}title")
    words = plain(element) if element is not None else ""
    for repeated in _BOILERPLATE:
        words = repeated.sub(" ", words)
    if title := clean(words):
        return title
    name, generic = product_names(label)
    if name and generic and generic.casefold() != name.casefold():
        return f"{name} ({generic}) label"
    return f"{name or generic} label" if name or generic else "Drug label"


def _labeler(label: etree._Element) -> str:
    name = label.find(f"{V3}author/{V3}assignedEntity/{V3}representedOrganization/{V3}name")
    return clean(plain(name)) if name is not None else ""


def _stated(label: etree._Element) -> Stated:
    set_id = _attribute(label, "setId", "root")
    language = _attribute(label, "languageCode", "code")
    return Stated(
        publisher=_labeler(label) or None,
        jurisdiction=_jurisdiction(label),
        audience=AUDIENCES.get(_attribute(label, "code", "code")),
        language=language.split("-")[0].lower() or None,
        version=_attribute(label, "versionNumber", "value") or None,
        effective=day(_attribute(label, "effectiveTime", "value")),
        url=daily_med(set_id),
    )


def _attribute(label: etree._Element, tag: str, attribute: str) -> str:
    element = label.find(f"{V3}{tag}")
    return clean(element.get(attribute, "")) if element is not None else ""


def _jurisdiction(label: etree._Element) -> str | None:
    """`US` where every authority that approved a product is of the United States."""
    territories = {
        code.get("code", "")
        for code in label.iterfind(f".//{V3}territorialAuthority/{V3}territory/{V3}code")
    }
    return "US" if territories == {"USA"} else None
