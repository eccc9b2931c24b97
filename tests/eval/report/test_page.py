import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from eval.report.page import write_page
from eval.suite import Curve, HistogramPlot, LinePlot, Spread, SuiteResult, UnusableSet
from tests.eval.report.run_folders import TextItem, item, kept, mirage, not_built, safety

EVIL: Final = "</pre></svg><script>alert(1)</script>\u202e\x07 $x^2$ 漢字 🩺"
VOID: Final = {"meta", "br", "wbr"}


class Page(HTMLParser):
    """Tags, attributes and text; whether every element is closed where it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += "" if tag == "wbr" else " "
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.text += " "
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def page(tmp_path: Path, *runs: object) -> Page:
    out = tmp_path / "report.html"
    write_page(runs, out)  # type: ignore[arg-type]
    return Page(out)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A run with everything, one that is not built, one beside published figures."""
    folder = tmp_path_factory.mktemp("report")
    runs = (safety(folder / "a"), not_built(folder / "b"), mirage(folder / "c", 71.57))
    return page(folder, *runs)


def test_nothing_is_loaded_from_anywhere(shown: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(shown.tags)
    for tag, name, value in shown.attributes:
        assert name not in ("src", "srcset", "data", "poster", "action"), (tag, name)
        if name == "href" and tag != "a":
            assert value.startswith("#"), (tag, value)
        if "://" in value:
            assert (tag, name) == ("a", "href")
    assert all(found == "url(#" for found in re.findall(r"url\(.", shown.source))
    assert "@import" not in shown.source
    linked = sum(value.count("://") for tag, name, value in shown.attributes if name == "href")
    assert shown.source.count("://") == linked


def test_the_page_forbids_itself_every_request(shown: Page) -> None:
    policy = next(v for t, n, v in shown.attributes if (t, n) == ("meta", "content") and "src" in v)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")


def test_every_element_is_closed_and_every_id_is_its_own(shown: Page) -> None:
    assert shown.unbalanced == []
    assert shown.open == []
    ids = [value for _, name, value in shown.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {v[1:] for _, name, v in shown.attributes if name == "href" and v.startswith("#")}
    assert targets <= set(ids)


def test_a_figure_stands_with_its_interval_and_what_flatters_it(shown: Page) -> None:
    assert "recall in-sample 0.6667 0.4167 to 0.9167" in shown.words
    assert "recall: the floor was chosen on these items. Such a figure flatters." in shown.words
    assert "Fitted on a floor on the half `tuned`" in shown.words
    assert "Reported on twelve made-up items" in shown.words
    assert "A note about a made-up set." in shown.words


def test_what_is_not_built_is_told_apart_from_what_is_undefined(shown: Page) -> None:
    assert "precision undefined nothing was flagged" in shown.words
    assert "recall not built there are no rules for interactions" in shown.words
    assert '<span class="chip absent"' in shown.source
    assert '<span class="chip fault"' in shown.source


def test_plots_of_the_run_and_bars_of_its_breakdowns_are_drawn(shown: Page) -> None:
    labels = [value for tag, name, value in shown.attributes if name == "aria-label"]
    assert labels == ["Reliability", "Latency", "recall by kind"]
    assert "fused: p50 11.50, p95 27.30" in shown.words


def test_the_worst_items_stand_with_their_line_and_their_text(shown: Page) -> None:
    assert "4 of 12 items fell short of the best there is; 4 shown" in shown.words
    assert "0 item-0 For how long is melarexin 0 given? items.jsonl , line 1" in shown.words
    assert '"question": "For how long is melarexin 9 given?"' in shown.words
    assert ("a", "href", "a/items.jsonl") in shown.attributes


def test_a_run_says_how_it_is_made_again(shown: Page) -> None:
    assert "citewell eval run made-up --data /srv/sets/made-up.jsonl" in shown.words
    assert (
        "citewell eval run mirage --data /srv/sets/made-up.jsonl --predictions /srv/theirs.jsonl"
    ) in shown.words
    assert '"leg_depth": 100' in shown.words


def test_replayed_predictions_are_not_taken_for_the_product(shown: Page) -> None:
    assert "mirage replayed predictions" in shown.words
    assert "replayed predictions, this run 71.57" in shown.words
    assert "Citewell, this run" not in shown.words


def test_a_run_without_items_or_plots_is_a_page_too(tmp_path: Path) -> None:
    only = page(tmp_path, not_built(tmp_path / "run"))
    assert "1 run." in only.words
    assert "The run kept no items." in only.words
    assert "the suite's own set" in only.words
    assert "svg" not in only.tags


def test_one_item_that_is_right_is_no_worst_item(tmp_path: Path) -> None:
    result = SuiteResult(
        suite="made-up", headline={"recall": 1.0}, fitted_on="nothing", reported_on="one item"
    )
    only = page(tmp_path, kept(tmp_path / "run", result, [item(1, 1.0)]))
    assert "None of 1 items fell short of the best there is." in only.words
    assert "details" in only.tags  # the settings
    assert '<details class="item">' not in only.source


def test_words_of_others_are_words_and_never_markup(tmp_path: Path) -> None:
    one = item(1, 0.0, EVIL, id=EVIL, question=EVIL, evidence=(EVIL,))
    two = item(2, 1.0, "plain")
    result = SuiteResult(
        suite="made-up",
        headline={"recall": 0.5, EVIL: None},
        cells={f"{EVIL} cells": {EVIL: 0.5}},
        breakdowns={f"by_{EVIL}": {EVIL: {"recall": 0.0}, "plain": {"recall": 1.0}}},
        undefined={EVIL: EVIL},
        fitted_on=EVIL,
        reported_on=EVIL,
        in_sample={"recall": EVIL},
        notes=(EVIL,),
        plots=(
            LinePlot(title=EVIL, x=EVIL, y=EVIL, curves=(Curve(name=EVIL, points=((0.0, 1.0),)),)),
            HistogramPlot(title=EVIL, x=EVIL, spreads=(Spread(name=EVIL, values=(1.0,)),)),
        ),
    )
    options = (("name", EVIL),)
    run = kept(tmp_path / "run", result, [one, two], {"data": f"/srv/{EVIL}", "options": options})
    only = page(tmp_path, run)
    assert "script" not in only.tags
    assert only.unbalanced == []
    assert only.open == []
    assert "\u202e" not in only.source
    assert "\x07" not in only.source
    assert "\\u202e\\u0007 $x^2$ 漢字 🩺" in only.words


def test_the_same_runs_give_the_same_bytes(tmp_path: Path) -> None:
    runs = (safety(tmp_path / "a"), mirage(tmp_path / "b", 50.0, replayed=False))
    first = page(tmp_path, *runs).source
    assert page(tmp_path, *runs).source == first


def test_eight_thousand_items_make_no_heavy_page(tmp_path: Path) -> None:
    many = [
        TextItem(
            id=f"item-{n}",
            shares={"recall": (n % 7 / 7, 1.0)},
            groups={"kind": f"group {n % 90}"},
            question="Is melarexin given at night? " * 40,
            evidence=tuple(f"passage-{m}" for m in range(60)),
        )
        for n in range(8_000)
    ]
    groups = {f"group {n}": {"recall": n / 90, "items": 89} for n in range(90)}
    result = SuiteResult(
        suite="made-up",
        headline={"recall": 0.5},
        breakdowns={"by_kind": groups},
        fitted_on="nothing",
        reported_on="8,000 items",
        plots=(
            HistogramPlot(
                title="Latency",
                x="ms",
                spreads=(Spread(name="all", values=tuple(float(n % 997) for n in range(8_000))),),
            ),
            LinePlot(
                title="Risk",
                x="coverage",
                y="risk",
                curves=(
                    Curve(name="risk", points=tuple((n / 8e3, n % 9 / 9) for n in range(8_000))),
                ),
            ),
        ),
    )
    only = page(tmp_path, kept(tmp_path / "run", result, many))
    assert len(only.source) < 300_000
    assert "54 more" in only.words  # passages of an item that are not shown
    assert "by kind: 90 groups" in only.words  # folded


def test_a_link_leads_from_the_page_to_the_items(tmp_path: Path) -> None:
    run = safety(tmp_path / "runs" / "with space#1")
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "report.html"
    write_page([run], out)
    assert 'href="../runs/with%20space%231/items.jsonl"' in out.read_text(encoding="utf-8")
    assert [path.name for path in out.parent.iterdir()] == ["report.html"]


def test_a_page_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(UnusableSet, match="cannot be written"):
        write_page([not_built(tmp_path / "run")], tmp_path / "taken" / "report.html")
