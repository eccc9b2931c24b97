"""A Word document's XML, made to say in plain runs what readers of plain runs would miss."""

from typing import TYPE_CHECKING, Final

from ingest.sources.raised import raised

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS: Final = tuple(f"{_W}{name}" for name in ("sdt", "ins", "moveTo", "smartTag"))
_DELETED: Final = tuple(f"{_W}{name}" for name in ("del", "moveFrom"))


def unwrap(word: "WordDocument") -> None:
    """Accepts tracked changes and takes content out of content controls, in place.

    Text inside either is skipped by python-docx, and with it by unstructured.
    """
    body = word.element.body
    for deleted in list(body.iter(*_DELETED)):
        parent = deleted.getparent()
        if parent is not None:
            parent.remove(deleted)
    for wrapper in list(body.iter(*_WRAPPERS)):
        parent = wrapper.getparent()
        if parent is None or parent.tag == f"{_W}rPr":
            continue
        inside = wrapper.find(f"{_W}sdtContent") if wrapper.tag == f"{_W}sdt" else wrapper
        at = parent.index(wrapper)
        parent[at : at + 1] = list(inside) if inside is not None else []


def write_out_raised(word: "WordDocument") -> None:
    """Raised figures become text, in place: 10<sup>9</sup> would read 109."""
    from docx.text.run import Run

    for paragraph in word.element.body.iter(f"{_W}p"):
        before = ""
        for element in paragraph.iter(f"{_W}r"):
            run = Run(element, word._body)
            if run.font.superscript and run.text.strip():
                run.text = raised(before, run.text)
                run.font.superscript = None
            before = run.text or before
