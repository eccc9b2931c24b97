"""A Word document's XML, made to say in plain runs what readers of plain runs would miss."""

from typing import TYPE_CHECKING, Final

from lxml import etree

from ingest.sources.office_math import M, office_formula
from ingest.sources.raised import raised
from ingest.sources.word_symbols import UNKNOWN, symbol, translated

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS: Final = tuple(
    f"{_W}{name}"
    for name in ("sdt", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "bdo", "dir")
)
_OFF: Final = frozenset({"0", "false", "off", "none"})
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


def write_out(word: "WordDocument") -> None:
    """Signs of symbol fonts and formulas become text, boxes of text paragraphs below the one that
    they hang on, and struck words go, in place."""
    body = word.element.body
    for fallback in list(body.iter(f"{_MC}Fallback")):
        _remove(fallback)
    _take_boxes_out(body)
    for struck in list(body.iter(f"{_W}strike", f"{_W}dstrike")):
        run = next(struck.iterancestors(f"{_W}r"), None)
        if run is not None and struck.get(f"{_W}val", "1") not in _OFF:
            _remove(run)
    for math in list(body.iter(f"{M}oMath")):
        _write_formula(math)
    for sign in list(body.iter(f"{_W}sym")):
        _write_sign(sign)
    for run in body.iter(f"{_W}r"):
        fonts = run.find(f"{_W}rPr/{_W}rFonts")
        for text in run.iterfind(f"{_W}t") if fonts is not None else ():
            text.text = translated(fonts.get(f"{_W}ascii", ""), text.text or "")


def _take_boxes_out(body: etree._Element) -> None:
    for box in reversed(list(body.iter(f"{_W}txbxContent"))):
        paragraph = next(box.iterancestors(f"{_W}p"), None)
        if paragraph is not None:
            for block in reversed(list(box)):
                paragraph.addnext(block)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _text(words: str) -> etree._Element:
    made = etree.Element(f"{_W}t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _write_formula(math: etree._Element) -> None:
    """The formula as a run, never glued to a word or a figure beside it."""
    around = math.getparent()
    holder = around.getparent() if around is not None and around.tag == f"{M}oMathPara" else around
    if around is None or holder is None:
        return
    place = math if holder is around else around
    words = office_formula(math)
    before, after = _words(place.getprevious()), _words(place.getnext())
    if before[-1:].isalnum() and words[:1].isalnum():
        words = f" {words}"
    if after[:1].isalnum() and words[-1:].isalnum():
        words = f"{words} "
    run = holder.makeelement(f"{_W}r")
    run.append(_text(words))
    place.addprevious(run)
    _remove(math)
    if place is not math and not len(place):
        _remove(place)


def _words(beside: etree._Element | None) -> str:
    return "".join(t.text or "" for t in beside.iter(f"{_W}t")) if beside is not None else ""


def _write_sign(sign: etree._Element) -> None:
    code = sign.get(f"{_W}char", "")
    try:
        written = symbol(sign.get(f"{_W}font", ""), int(code, 16))
    except (ValueError, OverflowError):
        written = UNKNOWN
    run = sign.getparent()
    if run is not None:
        run.replace(sign, _text(written))


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
