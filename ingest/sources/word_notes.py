"""A Word document's footnotes and endnotes, set as paragraphs below the block that names them.

They stand in parts of their own, which readers of the body never open; "not in pregnancy" may be
one.
"""

import copy
from typing import TYPE_CHECKING, Final

from lxml import etree

from ingest.sources.named_characters import safe_parser

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS: Final = ("footnote", "endnote")


def set_notes(word: "WordDocument") -> None:
    """Writes each note's mark as `[1]`, and its paragraphs behind the same mark, in place.

    Endnotes are marked `[e1]`. A note that is named twice stands once, where it is first named.
    """
    for kind in _KINDS:
        notes = _notes(word, kind)
        met: dict[str, str] = {}
        below: dict[etree._Element, etree._Element] = {}
        for reference in list(word.element.body.iter(f"{_W}{kind}Reference")):
            name = reference.get(f"{_W}id", "")
            note = notes.get(name)
            if note is None or next(reference.iterancestors(f"{_W}del", f"{_W}moveFrom"), None):
                continue
            new = name not in met
            mark = met.setdefault(name, f"[{'e' if kind == 'endnote' else ''}{len(met) + 1}]")
            block = _outermost(reference, word.element.body)
            _write(reference, mark)
            if new:
                last = below.get(block, block)
                for paragraph in _paragraphs(note, mark):
                    last.addnext(paragraph)
                    last = paragraph
                below[block] = last


def _notes(word: "WordDocument", kind: str) -> dict[str, etree._Element]:
    """The notes by their id; separators and the like are none."""
    for relation in word.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
            root = etree.fromstring(relation.target_part.blob, safe_parser())
            return {
                note.get(f"{_W}id", ""): note
                for note in root.iterfind(f"{_W}{kind}")
                if note.get(f"{_W}type", "normal") == "normal"
            }
    return {}


def _write(reference: etree._Element, mark: str) -> None:
    """The mark in the place of the reference, its run no longer raised."""
    run = reference.getparent()
    if run is None:
        return
    text = etree.Element(f"{_W}t")
    text.text = mark
    run.replace(reference, text)
    properties = run.find(f"{_W}rPr")
    if properties is not None:
        run.remove(properties)


def _outermost(element: etree._Element, body: etree._Element) -> etree._Element:
    """The block of the body that the element stands in: a note in a cell follows its table."""
    return next(one for one in element.iterancestors() if one.getparent() is body)


def _paragraphs(note: etree._Element, mark: str) -> list[etree._Element]:
    found = [copy.deepcopy(one) for one in note.iterfind(f"{_W}p")]
    for paragraph in found:
        for link in list(paragraph.iter(f"{_W}hyperlink")):
            # Its address is a relation of the notes' own part.
            around = link.getparent()
            if around is not None:
                at = around.index(link)
                around[at : at + 1] = list(link)
        for number in list(paragraph.iter(f"{_W}footnoteRef", f"{_W}endnoteRef")):
            run = number.getparent()
            if run is not None:
                run.remove(number)
    if found:
        run = etree.Element(f"{_W}r")
        text = etree.SubElement(run, f"{_W}t")
        text.text = f"{mark} "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        properties = found[0].find(f"{_W}pPr")
        found[0].insert(0 if properties is None else 1, run)
    return found
