"""Streams of a PDF that unpack to far more than any page draws: found before PDFium reads them.

PDFium keeps what a page draws in memory, up to eighty bytes for each byte of its instructions, and
packed instructions can be a thousandth of their size: 50 kilobytes have taken four gigabytes.
"""

import mmap
import re
import zlib
from pathlib import Path
from typing import Final

from app.domain.errors import UnreadableDocument

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one stream, unpacked, that may be packed as tightly as it likes."""
TIGHTEST: Final = 100
"""Unpacked bytes to packed ones of a larger stream; real pages have 3 to 20."""

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_MARK: Final = b"%PDF-"
_CHUNK: Final = 1 << 16
_DICTIONARY: Final = 2048


def check_streams(path: Path) -> None:
    """Looks at each stream packed with Flate that is no picture.

    Raises:
        UnreadableDocument: one of them is a bomb.
    """
    with path.open("rb") as opened:
        if _MARK not in opened.read(_DICTIONARY):
            return
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            _check(data)


def _check(data: mmap.mmap) -> None:
    for stream in _STREAM.finditer(data):
        around = data[max(0, stream.start() - _DICTIONARY) : stream.start()]
        said = around[around.rfind(b" obj") + 1 :]
        if b"/Fl" in said and b"/Image" not in said and _is_bomb(data, stream.end()):
            raise UnreadableDocument(
                f"The PDF has a page or a part that unpacks to more than {TIGHTEST} times its "
                "size, as files do that are made to fill a memory. Take it away."
            )


def _is_bomb(data: mmap.mmap, start: int) -> bool:
    unpacking = zlib.decompressobj()
    unpacked, at = 0, start
    try:
        while not unpacking.eof and (packed := data[at : at + _CHUNK]):
            at += len(packed)
            while packed and not unpacking.eof:
                unpacked += len(unpacking.decompress(packed, _CHUNK))
                packed = unpacking.unconsumed_tail
                if unpacked > max(LARGEST, TIGHTEST * (at - start)):
                    return True
    except zlib.error:  # encrypted, damaged, or no Flate after all: PDFium will say
        return False
    return False
