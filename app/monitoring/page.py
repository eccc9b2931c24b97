"""The monitoring as one HTML file that needs nothing beside it: no script, no request, no font.

Whatever is filled in is escaped; names of people and of topics come from records of the site.
"""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.monitoring import shown
from app.monitoring.charts import Chart
from app.monitoring.monitored import Monitored
from app.monitoring.plotting import (
    Plot,
    index_plot,
    latency_plot,
    reliability_plot,
    share_plot,
)
from app.monitoring.tallying import RATES

NAMES: Final = 20
"""Topics or reasons that are shown of each distribution, largest first."""

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("app.monitoring", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters.update(
    percent=shown.percent, interval=shown.interval, seconds=shown.seconds, days=shown.days
)


def page(found: Monitored) -> str:
    """The same figures give the same text."""
    return _ENVIRONMENT.get_template("page.html.j2").render(
        found=found,
        titles=shown.TITLES,
        rates=RATES,
        most=NAMES,
        when=shown.when,
        plots={chart.name: share_plot(chart, shown.TITLES[chart.name]) for chart in _charts(found)},
        more=_more(found),
    )


def _charts(found: Monitored) -> list[Chart]:
    reviews = [each.chart for each in (found.sample, found.listed) if each is not None]
    return [*reviews, *found.rates]


def _more(found: Monitored) -> dict[str, Plot]:
    plots = {}
    if found.latency:
        plots["latency"] = latency_plot(found.latency, "Seconds of an outcome, p50 and p95")
    for each in (found.topics, found.reasons):
        if each is not None and any(point.index is not None for point in each.points):
            title = f"{shown.TITLES[each.name]}: population stability index"
            plots[each.name] = index_plot(each, title)
    for name, of in (("drawn", found.calibration), ("all", found.calibration_of_all)):
        if of.bins:
            plots[name] = reliability_plot(of, "Approved by stated confidence")
    return plots
