"""The report as Markdown, short enough for a pull request."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from eval.report.again import command
from eval.report.headline import Row, rows
from eval.report.markdown_text import block, code, plain
from eval.report.number import written
from eval.report.published import Beside, Standing, beside
from eval.report.told import Table, Told, told
from eval.run import KeptRun

TOP: Final = 3
"""Published rows that are shown: the first ones, ..."""
AROUND: Final = 2
"""... and those on either side of ours."""
NOTES: Final = 6
"""Notes of a run; the rest are folded."""


def markdown_report(runs: Sequence[KeptRun]) -> str:
    """One section a run: headline figures, breakdowns folded, published figures near ours.

    Raises:
        UnusableSet: a run's summary, or the file of published figures, is malformed.
    """
    lines = [line for run in runs for line in _section(run)]
    return "\n".join(line for line, after in pairwise([*lines, "end"]) if line or after)


def _section(run: KeptRun) -> Iterator[str]:
    said = told(run)
    replayed = ", replayed predictions" if run.card.predictions_sha256 else ""
    yield f"### {plain(run.card.suite)}{replayed}"
    yield ""
    yield f"Reported on {plain(said.reported_on)}. Fitted on: {plain(said.fitted_on)}"
    yield ""
    yield from _table(["figure", "value", "95% interval", ""], map(_headline, rows(run, said)))
    yield ""
    for name, reason in said.undefined.items():
        if name not in run.figures:
            yield f"- {code(name)} is undefined: {plain(reason)}"
    yield from _notes(said.notes[:NOTES])
    if rest := said.notes[NOTES:]:
        yield from _folded(f"{len(rest)} more notes", _notes(rest))
    yield ""
    yield from _breakdowns(said)
    published = beside(run)
    if published is not None:
        yield from _published(published)
    yield from _folded("How to run it again", _card(run))


def _notes(notes: Sequence[str]) -> Iterator[str]:
    yield from (f"- {plain(note)}" for note in notes)
    yield ""


def _headline(row: Row) -> list[str]:
    interval = f"{row.low} to {row.high}" if row.low else ""
    remark = plain(row.reason)
    if row.in_sample:
        remark = f"**in-sample**: {plain(row.in_sample)}"
    value = row.value if row.state == "defined" else f"**{row.value}**"
    return [code(row.name), value, interval, remark]


def _breakdowns(said: Told) -> Iterator[str]:
    for name, cells in said.cells.items():
        yield f"{code(name)}"
        yield ""
        yield from _grid({"": cells})
    for name, table in said.tables.items():
        yield from _folded(f"by {name}, {len(table)} groups", _grid(table))


def _grid(table: Table) -> Iterator[str]:
    columns = list(dict.fromkeys(column for row in table.values() for column in row))
    lines = (
        [plain(group), *(written(row[c]) if c in row else "" for c in columns)]
        for group, row in table.items()
    )
    yield from _table(["", *(code(column) for column in columns)], lines)
    yield ""


def _published(table: Beside) -> Iterator[str]:
    yield f"{plain(table.title)} ({plain(table.set)}; {plain(table.unit)}). {plain(table.note)}"
    yield ""
    heads = ["#", "system", *(plain(column) for column in table.columns), "source"]
    yield from _table(heads, _near(table.rows))
    yield ""


def _near(standings: Sequence[Standing]) -> Iterator[list[str]]:
    at = next(place for place, row in enumerate(standings) if row.ours)
    shown = sorted(
        {*range(min(TOP, len(standings)))}
        | {*range(max(0, at - AROUND), min(at + AROUND + 1, len(standings)))}
    )
    before = -1
    width = len(standings[at].cells)
    for place in shown:
        if place != before + 1:
            yield ["...", *[""] * (width + 2)]
        before = place
        row = standings[place]
        name = f"**{plain(row.system)}**" if row.ours else plain(row.system)
        source = f"[{plain(row.source)}]({row.url})" if row.url else "this run"
        yield [str(place + 1), name, *row.cells, source]


def _card(run: KeptRun) -> Iterator[str]:
    card = run.card
    yield block(command(card))
    yield ""
    generation = card.generation.generation if card.generation else ""
    told_of = {
        "data": Path(card.data).name,
        "data, SHA-256": card.data_sha256,
        "settings, fingerprint": card.settings_fingerprint or "",
        "index generation": generation,
        "product": card.product,
        "started": f"{card.started:%Y-%m-%d %H:%M} UTC" if card.started else "",
    }
    yield from (f"- {name}: {code(value)}" for name, value in told_of.items() if value)


def _folded(summary: str, lines: Iterator[str]) -> Iterator[str]:
    yield f"<details><summary>{plain(summary)}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
    yield ""


def _table(heads: Sequence[str], lines: Iterator[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(cells)} |" for cells in lines)
