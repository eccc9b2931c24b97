from pathlib import Path

import pytest

from eval.report.published import FOLDER, OURS, REPLAYED, beside, read_published
from eval.run import KeptRun
from eval.suite import SuiteResult, UnusableSet
from tests.eval.report.run_folders import kept, mirage, not_built

SHARED = Path(__file__).parents[4] / "shared" / "data" / "qa" / "mirage" / "leaderboard.json"


def retrieval(folder: Path, data: str) -> KeptRun:
    result = SuiteResult(
        suite="retrieval",
        headline={"ndcg@10": 0.67},
        fitted_on="nothing",
        reported_on="made-up claims",
    )
    return kept(folder, result, changes={"data": data, "split": "train"})


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_can_be_read_and_every_row_has_its_source(path: Path) -> None:
    table = read_published(path)
    assert all(row.url.scheme == "https" and row.source for row in table.row)
    assert len({(row.system, row.note) for row in table.row}) == len(table.row)


def test_the_leaderboard_is_the_published_one_cell_by_cell() -> None:
    if not SHARED.is_file():
        pytest.skip(f"{SHARED} is not on this machine")
    import json

    rows = json.loads(SHARED.read_text(encoding="utf-8"))["rows"]
    ours = {(row.system, row.note): row for row in read_published(FOLDER / "mirage.toml").row}
    assert len(rows) == len(ours) == 23
    for row in rows:
        retrieved = f"; {row['corpus']} by {row['retriever']}" if row["corpus"] else ""
        mine = ours[row["system"], row["llm"] + retrieved]
        assert mine.figures == {name: row[name] for name in mine.figures}
        assert (str(mine.url), mine.source) == (row["link"], row["reference"])


def test_ours_stands_where_its_average_puts_it(tmp_path: Path) -> None:
    table = beside(mirage(tmp_path / "run", 71.57))
    assert table is not None
    at = next(place for place, row in enumerate(table.rows) if row.ours)
    assert table.rows[at].system == REPLAYED
    assert table.rows[at - 1].system == "GPT-3.5 + MedRAG"  # equal: the published one first
    assert table.rows[at + 1].system == "Gemini-1.0-Pro + MedRAG"
    assert table.rows[at].cells == ("71.57",) * 6
    assert len(table.rows) == 24


def test_the_products_own_row_is_called_so(tmp_path: Path) -> None:
    table = beside(mirage(tmp_path / "run", 12.0, replayed=False))
    assert table is not None
    assert table.rows[-1].system == OURS


def test_nothing_stands_beside_what_was_not_measured(tmp_path: Path) -> None:
    assert beside(mirage(tmp_path / "run", None)) is None
    assert beside(not_built(tmp_path / "other")) is None


def test_published_figures_of_one_set_do_not_stand_beside_another(tmp_path: Path) -> None:
    found = beside(retrieval(tmp_path / "a", "/srv/sets/scifact-train"))
    assert found is not None
    assert "not comparable one to one" in found.note
    assert [row.system for row in found.rows if row.ours or row.system == "ColBERT"] == [
        "ColBERT",
        OURS,
    ]
    assert beside(retrieval(tmp_path / "b", "/srv/sets/bioasq-snippets-dev")) is None


def test_shares_of_ours_are_brought_to_published_percent(tmp_path: Path) -> None:
    result = SuiteResult(
        suite="pubmedqa",
        headline={"accuracy": 0.6, "macro_f1": None},
        undefined={"macro_f1": "made up"},
        fitted_on="nothing",
        reported_on="made-up questions",
    )
    table = beside(kept(tmp_path / "run", result))
    assert table is not None
    ours = next(row for row in table.rows if row.ours)
    assert ours.cells == ("60.0", "-")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('title = "t', "cannot be read"),
        ('title = "t"', "set: Field required"),
        (
            'title="t"\nset="s"\nunit="u"\nsorted_by="a"\n[[column]]\nname="a"\nours="a"\n'
            '[[row]]\nsystem="x"\nsource="s"\nurl="https://example.org"\nfigures={b=1.0}\n',
            "x: no column b",
        ),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "made-up.toml"
    path.write_text(words)
    with pytest.raises(UnusableSet, match=said):
        read_published(path)
