"""The records of a JSON file one at a time: a bulk file has gigabytes, its records a few kilobytes.

Read are `{"results": [...]}` with anything around the list, a list of records, and one record.
"""

import json
from collections.abc import Iterator
from typing import Final, TextIO

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

LARGEST: Final = 32 * 1024 * 1024
"""Characters of one record, or of all that stands around the list."""

_CHUNK: Final = 1024 * 1024


class BrokenJson(Exception):
    """The text is no JSON, ends early, or holds a value that is too large; says where."""


class JsonRecords:
    """Iterates over the records; at most one, and what is read ahead, is in memory."""

    def __init__(self, opened: TextIO, key: str = "results") -> None:
        """`key` names the list of records where the outermost value is an object."""
        self.around: dict[str, Json] = {}
        """What stood beside the list, as far as it was read."""
        self._opened = opened
        self._key = key
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._at = 0
        self._before = 0
        self._ended = False

    def __iter__(self) -> Iterator[Json]:
        """
        Raises:
            BrokenJson: see there; what came before was yielded.
            UnicodeDecodeError: the file is not in the encoding it was opened with.
        """
        if self._next() == "[":
            yield from self._list()
        elif self._next() == "{":
            yield from self._object()
        else:
            raise BrokenJson("it begins with neither { nor [")
        if self._next():
            raise BrokenJson(f"there is more behind its end, at character {self._place:,}")

    @property
    def _place(self) -> int:
        return self._before + self._at

    def _object(self) -> Iterator[Json]:
        self._pass("{")
        listed, kept = False, 0
        while self._next() not in ("}", ""):
            began = self._place
            name = self._value()
            self._pass(":")
            if name == self._key and self._next() == "[":
                listed = True
                yield from self._list()
            else:
                self.around[str(name)] = self._value()
                kept += self._place - began
                if kept > LARGEST:
                    raise BrokenJson(f"it has more than {LARGEST:,} characters outside its list")
            if self._next() != "}":
                self._pass(",")
        self._pass("}")
        if not listed:
            yield self.around

    def _list(self) -> Iterator[Json]:
        self._pass("[")
        more = self._next() not in ("]", "")
        while more:
            yield self._value()
            more = self._next() != "]"
            if more:
                self._pass(",")
        self._pass("]")

    def _next(self) -> str:
        """The next character that is no blank; empty at the end of the file."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in " \t\r\n\ufeff":
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def _pass(self, mark: str) -> None:
        if self._next() != mark:
            found = "its end" if not self._next() else repr(self._next())
            raise BrokenJson(f"{found} instead of {mark!r} at character {self._place:,}")
        self._at += 1

    def _value(self) -> Json:
        """The value at this place; a number counts as whole once something follows it."""
        self._next()
        while True:
            try:
                value: Json
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                whole = False
                reason = f"{error.msg} at character {self._before + error.pos:,}"
            except (RecursionError, ValueError) as error:
                raise BrokenJson(f"a value at character {self._place:,} is too large") from error
            else:
                whole, reason = end < len(self._buffer), ""
            if whole or (self._ended and not reason):
                self._at = end
                return value
            if self._ended:
                raise BrokenJson(reason)
            if len(self._buffer) - self._at > LARGEST:
                raise BrokenJson(
                    reason or f"a record at character {self._place:,} has more than {LARGEST:,}"
                )
            self._more()

    def _more(self) -> bool:
        """Reads on, twice as much where a value does not fit, so that it is decoded few times."""
        left = len(self._buffer) - self._at
        read = self._opened.read(max(_CHUNK, left))
        self._before += self._at
        self._buffer, self._at = self._buffer[self._at :] + read, 0
        self._ended = not read
        return bool(read)
