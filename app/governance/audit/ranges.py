"""Many whole numbers, kept as the runs they form."""

from bisect import bisect_right
from collections.abc import Iterator


class Ranges:
    """A set of whole numbers; small where they come in long runs."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []

    def add(self, number: int) -> None:
        at = bisect_right(self._firsts, number)
        if at and self._lasts[at - 1] >= number:
            return
        joins_before = at > 0 and self._lasts[at - 1] == number - 1
        joins_after = at < len(self._firsts) and self._firsts[at] == number + 1
        if joins_before and joins_after:
            self._lasts[at - 1] = self._lasts[at]
            del self._firsts[at], self._lasts[at]
        elif joins_before:
            self._lasts[at - 1] = number
        elif joins_after:
            self._firsts[at] = number
        else:
            self._firsts.insert(at, number)
            self._lasts.insert(at, number)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number)
        return at > 0 and self._lasts[at - 1] >= number

    @property
    def last(self) -> int | None:
        return self._lasts[-1] if self._lasts else None

    @property
    def pieces(self) -> list[tuple[int, int]]:
        """First and last of each run, in order."""
        return list(zip(self._firsts, self._lasts, strict=True))

    def split(self, first: int, last: int) -> Iterator[tuple[int, int, bool]]:
        """`first` to `last` in runs that lie wholly inside or wholly outside; True: inside."""
        at = max(bisect_right(self._firsts, first) - 1, 0)
        while first <= last:
            while at < len(self._firsts) and self._lasts[at] < first:
                at += 1
            if at == len(self._firsts) or self._firsts[at] > last:
                yield first, last, False
                return
            if self._firsts[at] > first:
                yield first, self._firsts[at] - 1, False
                first = self._firsts[at]
            until = min(self._lasts[at], last)
            yield first, until, True
            first = until + 1
