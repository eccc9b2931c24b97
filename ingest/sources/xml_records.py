"""XML files read record by record: what their root is, and nothing that a DTD would add.

No DTD and no external entity is ever loaded; entities inside text stay unexpanded, and libxml2's
own limits on depth and on expansion inside attributes stay in force.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from app.domain.errors import UnreadableDocument
from ingest.clean import clean

SNIFFED: Final = 4096
"""Bytes looked at to tell one XML format from another."""

_ROOT: Final = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?([A-Za-z][\w.-]*)",
    re.DOTALL,
)
_BYTE_ORDER_MARKS: Final = b"\xef\xbb\xbf\xfe\xff"


class Opening(NamedTuple):
    """How a file begins: the name of its root element ("" where there is none), and its bytes."""

    root: str
    head: bytes


def opening(path: Path) -> Opening:
    """The root and the first bytes of what may be XML; bytes of any kind are only looked at."""
    with path.open("rb") as opened:
        # UTF-16 is told by its names too, once the empty halves of their letters are away.
        head = opened.read(SNIFFED).lstrip(_BYTE_ORDER_MARKS).replace(b"\0", b"")
    root = _ROOT.match(head)
    return Opening(root[1].decode("ascii") if root else "", head)


def records(path: Path, *names: str) -> Iterator[etree._Element]:
    """The elements of these names, in any namespace, one at a time: each is emptied after its turn.

    Raises:
        UnreadableDocument: the XML is broken, or holds no such element.
    """
    count = 0
    try:
        for record in _streamed(path, names):
            yield record
            count += 1
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(
            f"The XML is broken after {count} whole record(s): {clean(error.msg or '')}; "
            "fetch it again."
        ) from None
    if not count:
        raise UnreadableDocument(
            f"The file holds no <{names[0]}>: fetch it again, or take it away."
        )


def _streamed(path: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    with path.open("rb") as opened:  # lxml leaves a file open that it is told by name
        parsed = etree.iterparse(
            opened,
            events=("end",),
            tag=[f"{{*}}{name}" for name in names],
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
