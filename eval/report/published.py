"""What others published on the set of a suite, to stand beside a run's own figures.

`published/SUITE.toml`:

    title = "..."                 over the table
    set = "..."                   what the published figures were measured on
    unit = "accuracy, percent"
    note = "..."                  what to bear in mind when comparing; may be left out
    sorted_by = "average"         a column; the highest stands first
    data = ["scifact"]            only for runs whose data begin so; left out: for every run

    [[column]]
    name = "MMLU-Med"
    ours = "accuracy.mmlu"        where the run's summary holds ours, steps joined by dots
    times = 1.0                   what ours is multiplied by to be in `unit`

    [[row]]
    system = "..."
    note = "..."                  model, corpus, retriever; may be left out
    source = "Author et al., year"
    url = "https://..."
    figures = { "MMLU-Med" = 87.24 }     a column may be missing: not published
"""

import tomllib
from pathlib import Path
from typing import Final, Self

from pydantic import Field, HttpUrl, ValidationError, model_validator

from app.domain.frozen import Frozen
from eval.jsonl import first_fault
from eval.run import KeptRun
from eval.suite import Number, UnusableSet

FOLDER: Final = Path(__file__).with_name("published")
OURS: Final = "Citewell, this run"
REPLAYED: Final = "replayed predictions, this run"


class Column(Frozen):
    name: str
    ours: str
    times: Number = 1.0


class PublishedRow(Frozen):
    system: str
    note: str = ""
    source: str
    url: HttpUrl
    figures: dict[str, Number] = Field(min_length=1)


class PublishedTable(Frozen):
    title: str
    set: str
    unit: str
    note: str = ""
    sorted_by: str
    data: tuple[str, ...] = ()
    column: tuple[Column, ...] = Field(min_length=1)
    row: tuple[PublishedRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        names = {column.name for column in self.column}
        for one in self.row:
            if unknown := sorted(one.figures.keys() - names):
                raise ValueError(f"{one.system}: no column {', '.join(unknown)}")
        if self.sorted_by not in names:
            raise ValueError(f"sorted_by: no column {self.sorted_by}")
        return self


class Standing(Frozen):
    """One row of the table as it is shown; a figure that there is not is None."""

    system: str
    note: str
    source: str
    url: str
    figures: tuple[float | None, ...]
    cells: tuple[str, ...]
    """The figures with as many places as are published; a dash where there is none."""
    ours: bool


class Beside(Frozen):
    """The published table with our row where it belongs."""

    title: str
    set: str
    unit: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[Standing, ...]


def beside(run: KeptRun) -> Beside | None:
    """None where nothing is known to be published on the run's set, or where the run has not one
    of the figures.

    Raises:
        UnusableSet: the file of published figures is malformed.
    """
    path = FOLDER / f"{run.card.suite}.toml"
    if not path.is_file():
        return None
    table = read_published(path)
    name = Path(run.card.data).name
    if table.data and not name.startswith(table.data):
        return None
    ours = _ours(run, table)
    if all(value is None for value in ours.figures):
        return None
    at = [column.name for column in table.column].index(table.sorted_by)
    everyone = [*(_standing(row, table) for row in table.row), ours]
    everyone.sort(key=lambda one: _last_if_none(one.figures[at]))
    return Beside(
        title=table.title,
        set=table.set,
        unit=table.unit,
        note=table.note,
        columns=tuple(column.name for column in table.column),
        rows=tuple(everyone),
    )


def read_published(path: Path) -> PublishedTable:
    """Raises UnusableSet where the file is not of the format above."""
    try:
        return PublishedTable.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, ValueError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None


def _ours(run: KeptRun, table: PublishedTable) -> Standing:
    replayed = run.card.predictions_sha256 is not None
    split = f", split {run.card.split}" if run.card.split else ""
    figures = tuple(_value(run.summary, column) for column in table.column)
    return Standing(
        system=REPLAYED if replayed else OURS,
        note=f"{Path(run.card.data).name}{split}",
        source="",
        url="",
        figures=figures,
        cells=_cells(figures, table),
        ours=True,
    )


def _value(summary: dict[str, object], column: Column) -> float | None:
    first, dot, rest = column.ours.partition(".")
    found = summary.get(column.ours)
    inner = summary.get(first)
    if dot and isinstance(inner, dict):
        found = inner.get(rest)
    return found * column.times if isinstance(found, int | float) else None


def _standing(row: PublishedRow, table: PublishedTable) -> Standing:
    figures = tuple(row.figures.get(column.name) for column in table.column)
    return Standing(
        system=row.system,
        note=row.note,
        source=row.source,
        url=str(row.url),
        figures=figures,
        cells=_cells(figures, table),
        ours=False,
    )


def _cells(figures: tuple[float | None, ...], table: PublishedTable) -> tuple[str, ...]:
    published = [value for row in table.row for value in row.figures.values()]
    places = max(len(repr(value).partition(".")[2]) for value in published)
    return tuple("-" if value is None else f"{value:.{places}f}" for value in figures)


def _last_if_none(value: float | None) -> tuple[bool, float]:
    return (value is None, -(value or 0.0))
