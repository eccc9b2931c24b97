"""The monitoring as a person reads it on a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.console.words import printable
from app.monitoring.accuracy import Accuracy
from app.monitoring.charts import Chart
from app.monitoring.drift import Drift
from app.monitoring.monitored import Monitored
from app.monitoring.shown import TITLES, days, interval, percent, seconds
from app.monitoring.tallying import RATES, Latency

LAST = 12
"""Periods that are shown; the page shows all."""
NAMES = 8


def show(found: Monitored, console: Console) -> None:
    if not found.periods:
        console.print("Nothing is on record of this time.")
    else:
        _head(found, console)
        _signals(found, console)
        for title, each in (("sample", found.sample), ("listed", found.listed)):
            if each is not None:
                _accuracy(TITLES[title], each, console)
        _calibration(found, console)
        _rates(found.rates, found.latency, console)
        _groups(found, console)
        for drift in (found.topics, found.reasons):
            if drift is not None:
                _drift(drift, console)
    _queue(found, console)


def _head(found: Monitored, console: Console) -> None:
    told = f"By {found.by.value} since {found.periods[0].first}, in UTC; "
    told += (
        f"the baseline ends before {found.periods[found.baseline - 1].after}."
        if found.baseline
        else "there is no baseline yet."
    )
    console.print(Text(told))


def _signals(found: Monitored, console: Console) -> None:
    for signal in found.current:
        console.print(Text(printable(signal.says), style="bold red"))
        console.print(Text(f"    {printable(signal.advice)}"))
    if not found.current:
        console.print(Text(f"Nothing stands out in the newest {found.by.value}s."))
    past = len(found.signals) - len(found.current)
    if past:
        console.print(Text(f"Earlier signals: {past} (--json or --html tells them)."))


def _accuracy(title: str, found: Accuracy, console: Console) -> None:
    console.print(Text(f"\n{title}", style="bold"))
    if not found.estimates:
        console.print(Text(f"Nothing was decided, {found.undecided} wait."))
        return
    whole = found.estimates[0]
    told = (
        f"{whole.approved} of {whole.decided} approved: {percent(whole.share)}, 95% interval "
        f"{interval(whole.interval)}; {found.undecided} wait."
    )
    console.print(Text(told))
    if found.chart.lacks:
        console.print(Text(f"No limits: {found.chart.lacks}."))
    table = _table("from", "approved", "decided", "share", "limits", "")
    for point in found.chart.points[-LAST:]:
        beyond = "beyond a limit" if point.beyond else "run" if point.run else ""
        said = beyond or ("baseline" if point.baseline else "")
        row = (percent(point.share), interval(point.limits), said)
        table.add_row(str(point.period.first), str(point.hits), str(point.of), *row)
    console.print(table)


def _calibration(whole: Monitored, console: Console) -> None:
    found = whole.calibration
    console.print(
        Text(
            f"\n{TITLES['calibration']}, drawn at random, from {whole.calibrated_since} on",
            style="bold",
        )
    )
    if found.lacks is not None:
        console.print(Text(f"{found.lacks[0].upper()}{found.lacks[1:]}."))
        return
    error = f"{found.error:.3f}" if found.error is not None else "-"
    told = (
        f"{found.answers} answers: {percent(found.stated)} stated, {percent(found.right)} "
        f"approved; expected calibration error {error}."
    )
    console.print(Text(told))
    table = _table("stated", "approved", "95% interval", "answers")
    for each in found.bins:
        row = (percent(each.confidence), percent(each.right), interval(each.interval))
        table.add_row(*row, str(each.answers))
    console.print(table)


def _rates(charts: Sequence[Chart], latency: Sequence[Latency], console: Console) -> None:
    console.print(Text("\nRates", style="bold"))
    names = [TITLES[chart.name].lower() for chart in charts]
    table = _table("from", "outcomes", *names, "p50", "p95")
    for at in range(max(0, len(latency) - LAST), len(latency)):
        one = latency[at]
        shares = []
        for chart in charts:
            point = chart.points[at]
            mark = " !" if point.beyond or point.run else ""
            shares.append(f"{percent(point.share)}{mark}")
        row = (str(one.period.first), str(charts[0].points[at].of), *shares)
        table.add_row(*row, seconds(one.p50), seconds(one.p95))
    if charts and charts[0].centre is not None:
        centres = (percent(chart.centre) for chart in charts)
        table.add_row("baseline", "", *centres, "", "", style="dim")
    console.print(table)


def _groups(found: Monitored, console: Console) -> None:
    table = _table("", "questions", *(TITLES[name].lower() for name in RATES), "left")
    for each in found.groups:
        name = f"{each.group.of} {each.group.name}".strip()
        totals = ((each.total(rate), each.total(of)) for rate, of in RATES.items())
        shares = (percent(hits / of) if of else "-" for hits, of in totals)
        row = (str(each.total("questions")), *shares, str(each.total("left")))
        table.add_row(printable(name), *row)
    console.print(table)


def _drift(found: Drift, console: Console) -> None:
    console.print(Text(f"\n{TITLES[found.name]}", style="bold"))
    last = next((point for point in reversed(found.points) if point.of), None)
    if last is None:
        console.print(Text("Nothing is known of this time."))
        return
    if last.lacks is not None:
        console.print(Text(f"From {last.period.first} on: {last.lacks}."))
    elif last.index is not None:
        told = f"From {last.period.first} on: stability index {last.index:.2f} of {last.of}."
        console.print(Text(told))
    before = dict(found.before)
    table = _table("", "newest", "baseline")
    for name, share in found.latest[:NAMES]:
        was = percent(before.get(name, 0.0)) if found.of_baseline else "-"
        table.add_row(printable(name), percent(share), was)
    console.print(table)


def _queue(found: Monitored, console: Console) -> None:
    console.print(Text("\nQueue of reviews", style="bold"))
    queue = found.queue
    oldest = "" if queue.oldest_days is None else f", the oldest for {days(queue.oldest_days)}"
    spent = (
        f"; half within {days(queue.to_decide_p50)}, nine in ten within {days(queue.to_decide_p90)}"
        if queue.decided
        else ""
    )
    console.print(Text(f"{queue.waiting} waiting{oldest}; {queue.decided} decided{spent}."))
    if queue.by_owner:
        table = _table("owner", "waiting", "oldest")
        for each in queue.by_owner:
            table.add_row(printable(each.owner), str(each.waiting), days(each.oldest_days))
        console.print(table)


def _table(*names: str) -> Table:
    return Table(*names, box=None, header_style="bold")
