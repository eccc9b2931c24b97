"""The header of a GGUF file, read without loading the model.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
Nothing the file claims is believed: every length is held against the size of the file.
"""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.generation.llama.tensor_types import TENSOR_TYPES

MAGIC: Final = b"GGUF"
VERSIONS: Final = (2, 3)
KEPT: Final = 4096
"""Numbers of an array that are kept; longer ones belong to the tokenizer, which llama.cpp reads."""
SMALLEST: Final = 24
"""Bytes: magic, version, and the two counts."""

_SCALARS: Final[Mapping[int, str]] = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_FRACTIONS: Final = (6, 12)
_STRING: Final = 8
_ARRAY: Final = 9


@dataclass(frozen=True)
class Array:
    """An array of the metadata: how long it is, and its whole numbers where there are few."""

    length: int
    numbers: tuple[int, ...] = ()


Value = str | bool | int | float | Array


@dataclass(frozen=True)
class Tensor:
    """One block of weights. `start` counts from the first byte after the header."""

    name: str
    shape: tuple[int, ...]
    kind: str
    start: int
    size: int


@dataclass(frozen=True)
class Header:
    """All the file says of itself; `needed` is the least size in bytes that holds every tensor."""

    metadata: Mapping[str, Value]
    tensors: tuple[Tensor, ...]
    needed: int
    size: int


def read_header(path: Path) -> Header:
    """The header of the file at `path`.

    Raises:
        ConfigurationError: there is no such file, it is no GGUF file, or its header is cut off or
            contradicts itself.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size < SMALLEST:
                raise ConfigurationError(f"{path} is no GGUF file: it has {size} bytes.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
                return _Reader(path, held).header()
    except OSError as error:
        raise ConfigurationError(
            f"The model {path} cannot be read ({error.strerror}): name a GGUF file."
        ) from None


class _Reader:
    """Steps through the header once."""

    def __init__(self, path: Path, held: mmap.mmap) -> None:
        self._path = path
        self._held = held
        self._at = 0

    def header(self) -> Header:
        if self._taken(4) != MAGIC:
            raise ConfigurationError(
                f"{self._path} is no GGUF file: it does not begin with the letters GGUF."
            )
        version = int(self._number("<I"))
        if version not in VERSIONS:
            raise ConfigurationError(
                f"{self._path} is a GGUF file of version {version}; versions 2 and 3 can be read."
            )
        tensors, entries = int(self._number("<Q")), int(self._number("<Q"))
        if max(tensors, entries) * 12 > len(self._held):  # the shortest entry has 12 bytes
            raise self._broken("it announces more entries than it has room for")
        metadata = {self._text(): self._value(int(self._number("<I"))) for _ in range(entries)}
        found = tuple(self._tensor() for _ in range(tensors))
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise self._broken("its alignment is no number")
        start = -(-self._at // alignment) * alignment
        needed = max((start + each.start + each.size for each in found), default=start)
        return Header(metadata, found, needed, len(self._held))

    def _tensor(self) -> Tensor:
        name = self._text()
        dimensions = int(self._number("<I"))
        if not 1 <= dimensions <= 4:
            raise self._broken(f"a tensor has {dimensions} dimensions")
        shape = tuple(int(self._number("<Q")) for _ in range(dimensions))
        number, start = int(self._number("<I")), int(self._number("<Q"))
        kind = TENSOR_TYPES.get(number)
        if kind is None:
            raise ConfigurationError(
                f"{self._path} holds weights of a type that is not known here ({number}): take "
                "another quantisation of the model."
            )
        count = 1
        for length in shape:
            count *= length
        return Tensor(name, shape, kind.name, start, count * kind.bytes // kind.values)

    def _value(self, kind: int) -> Value:
        if kind == _STRING:
            return self._text()
        if kind != _ARRAY:
            return self._number(self._format(kind))
        of, length = int(self._number("<I")), int(self._number("<Q"))
        if of == _STRING:
            if length * 8 > len(self._held) - self._at:
                raise self._broken("it ends inside its header")
            for _ in range(length):
                self._taken(int(self._number("<Q")))
            return Array(length)
        form = self._format(of)
        numbers = self._taken(length * struct.calcsize(form))
        if length > KEPT or of in _FRACTIONS:
            return Array(length)
        return Array(length, struct.unpack(f"<{length}{form[1]}", numbers))

    def _format(self, kind: int) -> str:
        form = _SCALARS.get(kind)
        if form is None:
            raise self._broken(f"a value has the unknown type {kind}")
        return form

    def _text(self) -> str:
        return self._taken(int(self._number("<Q"))).decode(errors="replace")

    def _number(self, form: str) -> bool | int | float:
        value: bool | int | float = struct.unpack(form, self._taken(struct.calcsize(form)))[0]
        return value

    def _taken(self, count: int) -> bytes:
        if count > len(self._held) - self._at:
            raise self._broken("it ends inside its header")
        self._at += count
        return self._held[self._at - count : self._at]

    def _broken(self, why: str) -> ConfigurationError:
        return ConfigurationError(
            f"{self._path} is a damaged GGUF file: {why}. Copy or download it again."
        )
