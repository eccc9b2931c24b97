import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from eval.report.bars import Bar, BarPlot
from eval.report.plots import POINTS, drawn
from eval.suite import Curve, HistogramPlot, LinePlot, Plot, Spread
from tests.eval.report.run_folders import LATENCY, RELIABILITY

BARS = BarPlot(
    title="recall by kind",
    figure="recall",
    full=1.0,
    whole=0.4,
    bars=(Bar(name="<b>ward</b>", value=0.25), Bar(name="clinic " * 9, value=0.5)),
    remark="",
)
RANGES = HistogramPlot(
    title="Stages",
    x="seconds",
    spreads=tuple(Spread(name=f"stage {n}", values=(0.1 * n, 0.2, 9.0 * n)) for n in range(1, 6)),
)
SKEWED = HistogramPlot(
    title="Skewed", x="ms", spreads=(Spread(name="all", values=(*[1.0] * 50, 1e4)),)
)
POINT = LinePlot(title="One", x="x", y="y", curves=(Curve(name="c", points=((3.0, -7.0),)),))


def parsed(svg: str) -> Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


@pytest.mark.parametrize(
    "plot",
    [RELIABILITY, LATENCY, BARS, RANGES, SKEWED, POINT],
    ids=["lines", "histogram", "bars", "ranges", "skewed", "one point"],
)
def test_a_plot_is_a_drawing_in_the_pages_own_colours(plot: Plot | BarPlot) -> None:
    svg = drawn(plot, "p1")
    root = parsed(svg)
    assert root.tag == "svg"
    assert root.attrib["viewBox"].startswith("0 0 ")
    assert "width" not in root.attrib
    assert not re.search(r"#0000[0-9a-f]{2}", svg)
    assert "currentColor" in svg
    assert "://" not in svg
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert ids
    assert all(one.startswith("p1-") for one in ids)
    used = {element.attrib["href"][1:] for element in root.iter() if "href" in element.attrib}
    used |= set(re.findall(r"url\(#([^)]*)\)", svg))
    assert used <= set(ids)


def test_text_is_text_and_markup_in_it_is_not_markup() -> None:
    texts = [element.text for element in parsed(drawn(BARS, "p")).iter("text")]
    assert "<b>ward</b>" in texts
    assert "clinic clinic clinic clin…" in texts
    assert "0.2500" in texts


def test_a_calibrated_system_would_lie_on_the_drawn_diagonal() -> None:
    without = RELIABILITY.model_copy(update={"diagonal": False})
    dotted = re.compile(r"stroke-dasharray: 2,3")
    assert dotted.search(drawn(RELIABILITY, "p"))
    assert not dotted.search(drawn(without, "p"))


def test_series_differ_by_more_than_their_colour() -> None:
    svg = drawn(RELIABILITY, "p")
    assert "var(--series-1)" in svg
    assert re.search(r"stroke-dasharray: [^;]*;[^\"]*stroke: var\(--series-2\)", svg)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    points = tuple((float(n), float(n % 50)) for n in range(20_000))
    curve = Curve(name="long", points=points)
    svg = drawn(LinePlot(title="Long", x="x", y="y", curves=(curve,)), "p")
    assert len(svg) < POINTS * 60
    assert ">20000<" in svg
