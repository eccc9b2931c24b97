"""Finds every row of the audit log that was changed, removed, added or put elsewhere.

A row that holds names its true place; one that does not is told by the place it stands in. What is
missing in between was removed, or is what was changed there.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from app.domain.audit import Fault, FaultKind, Verified
from app.governance.audit import signing
from app.governance.audit.chain import GENESIS, Row, holds, place
from app.governance.audit.heads import lines
from app.governance.audit.ranges import Ranges
from app.governance.audit.rows import all_rows, total, unguarded
from app.governance.keys import Key

TOLD: Final = 1000
"""Faults of one kind that are told; a log that is destroyed has as many as it has rows."""


class Verification:
    """One pass over the log in constant memory, faults apart.

    Args:
        keys: that rows may be sealed with.
        heads: the file of heads.
    """

    def __init__(self, keys: Sequence[Key], heads: Path) -> None:
        self._keys = {key.id.encode(): key for key in keys}
        self._file = heads
        self._faults: list[Fault] = []
        self._told: Counter[FaultKind] = Counter()
        self._heads: dict[int, set[str]] = {}
        """Macs that heads know, by row."""
        self._lines = 0
        self._rows = 0
        self._whole = Ranges()
        self._unlike = Ranges()
        """Places of rows that do not hold; of those: """
        self._changed = Ranges()
        self._unknown: dict[str, Ranges] = {}
        """By the key that they name and that is not held."""
        self._moved: list[tuple[int, int]] = []
        self._before: tuple[int, str, datetime] | None = None
        self._back: list[int] = []
        self._read_heads()

    def read(
        self, connection: Connection, progress: Callable[[int, int], None] | None = None
    ) -> None:
        for name in unguarded(connection):
            self._add(FaultKind.UNGUARDED, f"The trigger {name} that refuses changes is gone.")
        number = total(connection) if progress else 0
        for row in all_rows(connection):
            self._rows += 1
            self._take(row)
            if progress and self._rows % 1000 == 0:
                progress(self._rows, number)
        if progress:
            progress(self._rows, number)

    def result(self) -> Verified:
        last = self._whole.last or 0
        signed = max(self._heads, default=0)
        self._tell_unlike(last, signed)
        self._tell_moved()
        self._tell_missing(last, signed)
        if self._rows and not self._lines:
            self._add(
                FaultKind.HEAD,
                f"There is no head in {self._file}: rows cut off at the end would not show.",
            )
        order = sorted(self._faults, key=lambda fault: (fault.first or 0, fault.kind.value))
        return Verified(
            rows=self._rows,
            last=last,
            heads=self._lines,
            signed_until=signed,
            time_goes_back=tuple(self._back),
            faults=tuple(order),
        )

    def _read_heads(self) -> None:
        for number, head, whole in lines(self._file):
            self._lines += 1
            if head is None:
                if whole:
                    self._add(FaultKind.HEAD, f"Line {number} of {self._file} is no head.", number)
                continue
            key = self._keys.get(head.key.encode())
            if key is None or not signing.signed(key, head.content(), head.signature):
                says = f"Line {number} of {self._file} was not signed with a key that is held."
                self._add(FaultKind.HEAD, says, number)
                continue
            self._heads.setdefault(head.sequence, set()).add(head.mac)

    def _take(self, row: Row) -> None:
        key = self._keys.get(row.key)
        if key is None or not holds(key, row):
            self._unlike.add(row.sequence)
            if key is not None:
                self._changed.add(row.sequence)
            else:
                told = row.key.decode("ascii", "backslashreplace")
                self._unknown.setdefault(told, Ranges()).add(row.sequence)
            return
        sequence, at = place(row)
        if sequence in self._whole:
            says = f"At {row.sequence} stands a copy of row {sequence}."
            self._add(FaultKind.COPIED, says, row.sequence)
            return
        self._whole.add(sequence)
        if sequence != row.sequence:
            self._moved.append((sequence, row.sequence))
        mac, before = row.mac.decode(), row.before.decode()
        follows = GENESIS if sequence == 1 else None
        if self._before is not None and self._before[0] == sequence - 1:
            follows = self._before[1]
            if at < self._before[2] and len(self._back) < TOLD:
                self._back.append(sequence)
        if follows is not None and before != follows:
            says = f"Row {sequence} does not follow the row before it: it is of another chain."
            self._add(FaultKind.REPLACED, says, sequence)
        if self._heads.get(sequence, {mac}) != {mac}:
            says = f"Row {sequence} is not the row {sequence} of which a head was signed."
            self._add(FaultKind.REPLACED, says, sequence)
        self._before = sequence, mac, at

    def _tell_unlike(self, last: int, signed: int) -> None:
        for told, places in self._unknown.items():
            for first, end in places.pieces:
                says = f"{_rows(first, end)} sealed with key {told}, which is not held, or changed."
                self._add(FaultKind.UNKNOWN_KEY, says, first, end)
        for first, end in self._changed.pieces:
            for one, until, there in self._whole.split(first, end):
                if there:
                    says = f"{_rows(one, until)} added without the key."
                    self._add(FaultKind.INSERTED, says, one, until)
                elif until <= max(last, signed):
                    says = f"{_rows(one, until)} changed."
                    self._add(FaultKind.CHANGED, says, one, until)
                else:
                    says = f"{_rows(one, until)} changed, or added without the key."
                    self._add(FaultKind.CHANGED, says, one, until)

    def _tell_moved(self) -> None:
        for (sequence, at), number in _runs(self._moved):
            says = f"{_rows(sequence, sequence + number - 1)} moved: found from place {at} on."
            self._add(FaultKind.MOVED, says, sequence, sequence + number - 1)

    def _tell_missing(self, last: int, signed: int) -> None:
        for first, end, there in self._whole.split(1, max(last, signed)):
            if there:
                continue
            for one, until, stands in self._unlike.split(first, end):
                if stands:
                    continue
                tail = one > max(last, self._unlike.last or 0)
                kind = FaultKind.CUT_OFF if tail else FaultKind.MISSING
                how = "cut off at the end." if tail else "removed."
                self._add(kind, f"{_rows(one, until)} {how}", one, until)

    def _add(
        self, kind: FaultKind, says: str, first: int | None = None, last: int | None = None
    ) -> None:
        self._told[kind] += 1
        if self._told[kind] > TOLD:
            return
        self._faults.append(
            Fault(kind=kind, first=first, last=first if last is None else last, says=says)
        )


def _rows(first: int, last: int) -> str:
    return f"Row {first} was" if first == last else f"Rows {first} to {last} were"


def _runs(moved: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], int]]:
    """Runs of rows that were moved by as much, and how many each has."""
    runs: list[tuple[tuple[int, int], int]] = []
    for sequence, at in moved:
        if runs:
            (first, start), number = runs[-1]
            if (sequence, at) == (first + number, start + number):
                runs[-1] = (first, start), number + 1
                continue
        runs.append(((sequence, at), 1))
    return runs
