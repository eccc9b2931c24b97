"""Where one table of a sheet ends and the next begins: side by side, and one below another."""

from collections.abc import Iterable, Iterator

from ingest.sources.cell_kinds import has_figures, is_name

Row = tuple[str, ...]


def side_by_side(header: Row) -> list[int | None]:
    """Where tables begin that stand side by side: behind an empty column, the first name again."""
    starts: list[int | None] = [0]
    for at in range(2, len(header)):
        again = header[at].casefold() == header[0].casefold() != ""
        if again and not header[at - 1]:
            starts.append(at)
    return starts


def names_anew(row: Row, header: Row) -> bool:
    """Whether the row is the header of a further table: it begins with the same name, and all of
    it are names."""
    return (
        len(row) > 1
        and bool(header)
        and row[0].casefold() == header[0].casefold() != ""
        and all(is_name(cell) and cell[:1].isalpha() for cell in row if cell)
    )


def gaps_even(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, with one empty row for all that stand between two of them."""
    gap = begun = False
    for row in rows:
        if row and gap and begun:
            yield ()
        if row:
            yield row
        gap, begun = not row, begun or bool(row)


class Figures:
    """Which columns have had figures in every row so far."""

    def __init__(self) -> None:
        self._always: dict[int, bool] = {}

    def note(self, row: Row) -> None:
        for at, cell in enumerate(row):
            if cell:
                self._always[at] = self._always.get(at, True) and has_figures(cell)

    def ends_at(self, row: Row) -> bool:
        """Whether the row is of words alone, where figures were before."""
        words = len(row) > 1 and all(
            is_name(cell) and not has_figures(cell) for cell in row if cell
        )
        return words and any(self._always.get(at, False) for at, cell in enumerate(row) if cell)
