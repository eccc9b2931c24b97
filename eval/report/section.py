"""All that the page says of one run, ready to be laid out."""

import json
import os
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue, TypeAdapter

from app.domain.frozen import Frozen
from eval.report.again import command
from eval.report.bars import bar_plots
from eval.report.headline import Row, leading, rows
from eval.report.item_text import ItemText, item_texts
from eval.report.number import written
from eval.report.plots import drawn
from eval.report.published import Beside, beside
from eval.report.told import Table, Told, told
from eval.report.worst import Worst, WorstItem, worst
from eval.run import ITEMS, KeptRun
from eval.suite import Figures

LEADING: Final = 3
"""Figures of a run in the table over all runs."""
NOTES: Final = 6
"""Notes of a run that are shown; the rest are folded."""
LONG: Final = 24
"""Groups of a breakdown from which on its table is folded."""


class Drawing(Frozen):
    title: str
    svg: str
    remark: str = ""


class Grid(Frozen):
    """A table of figures, as written; a dash where the group does not define the figure."""

    name: str
    columns: tuple[str, ...]
    named: bool
    """Whether the rows have names of their own."""
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    long: bool
    """Too long to be shown before somebody asks for it."""


class ShownItem(Frozen):
    item: WorstItem
    score: str
    text: ItemText


class ShownWorst(Frozen):
    worst: Worst
    items: tuple[ShownItem, ...]


class Section(Frozen):
    """One run. `anchor` is unique in the page; `items_link` leads from the page to the items."""

    anchor: str
    suite: str
    data: str
    split: str
    product: str
    started: str
    generation: str
    replayed: str
    """SHA-256 of another system's predictions; empty where the product was measured."""
    rows: tuple[Row, ...]
    leading: tuple[Row, ...]
    told: Told
    asides: tuple[tuple[str, str], ...]
    """Reasons for figures that stand in no headline."""
    grids: tuple[Grid, ...]
    dashes: bool
    """Whether a dash stands in one of the tables."""
    drawings: tuple[Drawing, ...]
    beside: Beside | None
    worst: tuple[ShownWorst, ...]
    items: int
    items_link: str
    again: str
    settings: tuple[tuple[str, str], ...]
    """Name -> value, one of which may be many lines long."""


def section(run: KeptRun, number: int, folder: Path) -> Section:
    """The section of a run.

    Args:
        number: of the run in the page, from 1.
        folder: where the page will be.

    Raises:
        UnusableSet: the run's summary, or the file of published figures, is malformed.
    """
    said, card = told(run), run.card
    grids = _grids(said)
    anchor = f"run-{number}"
    return Section(
        anchor=anchor,
        suite=card.suite,
        data=Path(card.data).name or "the suite's own set",
        split=card.split or "",
        product=card.product,
        started=f"{card.started:%Y-%m-%d %H:%M} UTC" if card.started else "",
        generation=card.generation.generation if card.generation else "",
        replayed=card.predictions_sha256 or "",
        rows=rows(run, said),
        leading=leading(run, said, LEADING),
        told=said,
        asides=tuple((k, v) for k, v in said.undefined.items() if k not in run.figures),
        grids=grids,
        dashes=any("-" in cells for grid in grids for _, cells in grid.rows),
        drawings=_drawings(run, said, anchor),
        beside=beside(run),
        worst=_worst(run),
        items=len(run.items),
        items_link=quote(os.path.relpath(run.path / ITEMS, folder)) if run.items else "",
        again=command(card),
        settings=_settings(run),
    )


def _grids(said: Told) -> tuple[Grid, ...]:
    cells = [_grid(name, {"": row}) for name, row in said.cells.items()]
    return (*cells, *(_grid(f"by {name}", table) for name, table in said.tables.items()))


def _grid(name: str, table: Table) -> Grid:
    columns = tuple(dict.fromkeys(column for row in table.values() for column in row))
    return Grid(
        name=name,
        columns=columns,
        named=any(table),
        rows=tuple(
            (group, tuple(_cell(row, column) for column in columns)) for group, row in table.items()
        ),
        long=len(table) > LONG,
    )


def _cell(row: Figures, column: str) -> str:
    if column not in row:
        return ""
    value = row[column]
    return "-" if value is None else written(value)


def _drawings(run: KeptRun, said: Told, anchor: str) -> tuple[Drawing, ...]:
    found = [
        Drawing(title=plot.title, svg=drawn(plot, f"{anchor}-plot-{at}"))
        for at, plot in enumerate(run.plots, start=1)
    ]
    for at, plot in enumerate(bar_plots(run, said), start=1):
        svg = drawn(plot, f"{anchor}-bars-{at}")
        found.append(Drawing(title=plot.title, svg=svg, remark=plot.remark))
    return tuple(found)


def _worst(run: KeptRun) -> tuple[ShownWorst, ...]:
    found = worst(run)
    texts = item_texts(run.path, {one.line for each in found for one in each.shown})
    return tuple(
        ShownWorst(
            worst=each,
            items=tuple(
                ShownItem(item=one, score=_score(one), text=texts[one.line]) for one in each.shown
            ),
        )
        for each in found
    )


def _score(item: WorstItem) -> str:
    if item.score is not None:
        return f"{item.score:.0f}" if item.score.is_integer() else f"{item.score:.4f}"
    return f"said {item.said or 'nothing'}, is {item.gold}"


def _settings(run: KeptRun) -> tuple[tuple[str, str], ...]:
    card = run.card
    generation = card.generation.model_dump_json(indent=2) if card.generation else ""
    named = {
        "run folder": str(run.path),
        "data": card.data,
        "data, SHA-256": card.data_sha256,
        "split": card.split or "",
        "predictions, SHA-256": card.predictions_sha256 or "",
        "options": "\n".join(f"{name}={value}" for name, value in card.options),
        "seed": str(card.seed),
        "product": card.product,
        "generator": card.generator or "",
        "settings, fingerprint": card.settings_fingerprint or "",
        "settings": _indented(card.settings_json) if card.settings_json else "",
        "index generation": generation,
    }
    return tuple((name, value) for name, value in named.items() if value)


_JSON: Final[TypeAdapter[JsonValue]] = TypeAdapter(JsonValue)


def _indented(text: str) -> str:
    return json.dumps(_JSON.validate_json(text), indent=2, ensure_ascii=False)
