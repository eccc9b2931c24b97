"""XML files read record by record: what their root is, and nothing that a DTD would add.

No DTD and no external entity is ever loaded. Named characters keep their meaning, what else a name
could hide is refused (`named_characters`), and libxml2's own limits on depth and on expansion stay
in force. What a record says in comments is set apart, so that no reader takes it for text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.screening.hidden import Hidden
from ingest.sources.named_characters import (
    NamedCharacters,
    refuse_own_entities,
    refuse_unknown_names,
)

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
        UnreadableDocument: the XML is broken, holds no such element, or names what is not known.
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


def comments_out(record: etree._Element) -> tuple[Hidden, ...]:
    """Takes comments and instructions out of the record, and tells what the comments say."""
    said = (one.text or "" for one in record.iter(etree.Comment))
    hidden = tuple(Hidden(how="in a comment", text=text) for text in said if text.strip())
    etree.strip_elements(record, etree.Comment, etree.PI, with_tail=False)
    return hidden


def _streamed(path: Path, names: tuple[str, ...]) -> Iterator[etree._Element]:
    with path.open("rb") as opened:  # lxml leaves a file open that it is told by name
        parsed: etree.iterparse[tuple[str, etree._Element]] = etree.iterparse(  # type: ignore[call-overload]
            opened,
            events=("end",),
            tag=[f"{{*}}{name}" for name in names],
            load_dtd=True,
            no_network=True,
            resolve_entities="internal",
            attribute_defaults=False,
        )
        parsed.resolvers.add(NamedCharacters())
        try:
            for _, record in parsed:
                refuse_own_entities(record)
                refuse_unknown_names(parsed.error_log)
                yield record
                record.clear()
                parent = record.getparent()
                while parent is not None and record.getprevious() is not None:
                    del parent[0]  # lets go of the records already read
        except etree.XMLSyntaxError:
            refuse_unknown_names(parsed.error_log)
            raise
