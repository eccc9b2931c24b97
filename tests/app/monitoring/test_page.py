"""The page: one file, nothing from anywhere, nothing that a name could break."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

from app.domain.reviewing import State
from app.monitoring.advice import TOLD
from app.monitoring.monitored import Monitored
from app.monitoring.page import page
from app.monitoring.shown import TITLES, percent
from app.monitoring.signals import REVIEWS
from app.monitoring.tallying import RATES
from tests.app.monitoring.quality import NOW, Made, task
from tests.app.monitoring.test_monitored import looked


class Elements(HTMLParser):
    """Every element has its end; what each is and refers to."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def found() -> Monitored:
    made = Made(each=60, changed=2, then=0.5, topic="pregnancy")
    made.tasks.append(task(99_001, NOW - timedelta(days=9), owner='<script>"B. Muster'))
    return looked(made)


def test_the_page_stands_alone_and_runs_nothing() -> None:
    text = page(found())
    read = Elements()
    read.feed(text)
    assert read.open == []
    assert not {"script", "link", "img", "iframe", "object"} & read.names
    assert not {"src", "href", "onload", "onclick", "style"} & read.attributes
    assert text.startswith("<!doctype html>")
    assert "http" not in text.replace("http-equiv", "")
    assert "@import" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_a_name_cannot_become_an_element() -> None:
    text = page(found())
    assert "<script>" not in text
    assert "&lt;script&gt;&#34;B. Muster" in text


def test_plots_are_whole_and_have_a_dot_for_each_week() -> None:
    drawings = re.findall(r"<svg.*?</svg>", page(found()), re.DOTALL)
    parsed = [ElementTree.fromstring(each) for each in drawings]  # noqa: S314 - our own
    assert len(parsed) == 9 + 1 + 2 + 2  # charts, times, drifts, calibration
    sample = next(each for each in parsed if each.get("aria-label") == TITLES["sample"])
    dots = [each.get("class") for each in sample.iter("g")]
    assert len(dots) == 30
    assert dots[-1] == "dot beyond"
    for each in parsed:
        _, _, wide, high = (float(value) for value in (each.get("viewBox") or "").split())
        for dot in each.iter("circle"):
            assert 0 <= float(dot.get("cx") or -1) <= wide
            assert 0 <= float(dot.get("cy") or -1) <= high


def test_signals_stand_first_with_what_to_do() -> None:
    text = page(found())
    assert text.index("drawn at random were approved") < text.index(
        "Accuracy, as reviewers decided"
    )
    assert "citewell switches" in text


def test_little_or_nothing_still_makes_a_page() -> None:
    assert "Nothing is on record" in page(looked(Made(weeks=0)))
    few = Made(weeks=2, each=3)
    few.tasks = [each.model_copy(update={"state": State.OPEN}) for each in few.tasks]
    text = page(looked(few))
    assert "Nothing was decided" in text
    assert "not enough for a baseline" in text


def test_the_same_figures_give_the_same_page() -> None:
    assert page(found()) == page(found())


def test_each_chart_has_a_title_and_words_for_its_signals() -> None:
    assert TOLD.keys() == {*REVIEWS, *RATES}
    assert TOLD.keys() <= TITLES.keys()


def test_a_share_near_all_or_nothing_is_never_told_as_such() -> None:
    shares = (0.0, 1.0, 0.9996, 0.0004, 0.999999, 0.5, None)
    assert [percent(each) for each in shares] == [
        "0%", "100%", "99.96%", "0.04%", ">99.99%", "50%", "-",
    ]  # fmt: skip
