"""The benchmark of the ingestion job: its figures, and its steps over tiny libraries, for real."""

import json
from pathlib import Path

import pytest

from eval.bench.files_to_searchable import Measured
from eval.bench.from_files import BOTH, FromFiles, TextFiles
from eval.bench.ingest import run
from eval.bench.ingest_figures import MEGABYTE, IngestItem, summarise
from eval.bench.one_ingest import IngestTaken
from eval.bench.scale import RUNS, AtSize, Scaled, at_size
from eval.run import read_run
from eval.suite import LinePlot, SuiteRequest, UnusableSet
from tests.eval.beir_folder import write_beir


def repeat(number: int, ours: float, theirs: float, ndcg: float = 0.8) -> IngestItem:
    """1,000 characters in so many seconds."""

    def took(seconds: float, passages: int, megabytes: int) -> FromFiles:
        measured = Measured(seconds=seconds, passages=passages, rankings={})
        return FromFiles(measured=measured, peak_bytes=megabytes * MEGABYTE)

    return IngestItem(
        id=f"repeat-{number}",
        characters=1000,
        both=dict(zip(BOTH, (took(ours, 20, 300), took(theirs, 30, 500)), strict=True)),
        ndcg=dict(zip(BOTH, (ndcg, 0.75), strict=True)),
    )


def size(passages: int, seconds: float, cpu: float, megabytes: int, own: int | None) -> IngestItem:
    def took(share: float) -> Scaled:
        taken = IngestTaken(
            seconds=seconds * share,
            stages={"plan": seconds * share},
            written=1,
            unchanged=0,
            removed=0,
            passages=passages,
            characters=passages * 1000,
        )
        return Scaled(
            taken=taken,
            peak_bytes=megabytes * MEGABYTE,
            peak_own_bytes=None if own is None else own * MEGABYTE,
            cpu_seconds=cpu,
        )

    at = AtSize(
        files=2,
        characters=passages * 1000,
        passages=passages,
        home_bytes=MEGABYTE,
        runs=dict(zip(RUNS, map(took, (1.0, 0.01, 0.1)), strict=True)),
    )
    return IngestItem(id=f"size-{passages}", size=at)


REPEATS = [repeat(1, 1.0, 4.0), repeat(2, 1.0, 6.0, ndcg=0.7), repeat(3, 2.0, 10.0)]
SIZES = [size(10, 1.0, 2.0, 100, 50), size(100, 4.0, 8.0, 110, 55), size(1000, 80.0, 80.0, 121, 60)]


def test_one_busy_repeat_does_not_move_the_speedup() -> None:
    result = summarise("bench ingest", [*REPEATS, *SIZES], "hashed", "made up")
    assert result.headline["speedup"] == pytest.approx(5.0)
    assert result.headline["speedup_min"] == pytest.approx(4.0)
    assert result.headline["speedup_max"] == pytest.approx(6.0)
    assert result.headline["ndcg@10"] == pytest.approx(0.8)
    assert result.headline["ndcg@10_gain"] == pytest.approx(0.05)
    assert result.breakdowns["by_repeat"]["repeat-2"]["citewell_ndcg@10"] == 0.7
    theirs = result.breakdowns["by_pipeline"]["straightforward"]
    assert theirs["passages"] == 30
    assert theirs["characters_per_second"] == pytest.approx(1000 / 6)


def test_the_worst_growth_between_neighbouring_sizes_counts() -> None:
    result = summarise("bench ingest", [*REPEATS, *SIZES], "hashed", "made up")
    assert result.headline["time_growth"] == pytest.approx(1.301, abs=0.001)
    assert result.headline["cpu_growth"] == pytest.approx(1.0)
    assert result.headline["memory_growth"] == pytest.approx(1.1)
    assert result.headline["own_memory_growth"] == pytest.approx(60 / 55)
    assert result.headline["rerun_share"] == pytest.approx(0.01)
    assert result.headline["change_share"] == pytest.approx(0.1)
    assert result.headline["largest_passages"] == 1000
    assert result.breakdowns["by_size"]["100"]["passages_per_second"] == pytest.approx(25.0)
    assert set(result.breakdowns["by_stage"]) >= {"10 first", "1000 changed"}
    assert "random vectors in place of the model" in " ".join(result.notes)
    time, memory = (one for one in result.plots if isinstance(one, LinePlot))
    assert [curve.name for curve in time.curves] == [
        "everything",
        "one file changed",
        "nothing changed",
    ]
    assert memory.curves[1].points == ((10.0, 50.0), (100.0, 55.0), (1000.0, 60.0))


def test_growth_is_undefined_on_fewer_than_two_sizes() -> None:
    one = summarise("bench ingest", [*REPEATS, SIZES[0]], "real", "made up")
    assert one.headline["time_growth"] is None
    assert one.undefined["memory_growth"] == "it takes two sizes"
    assert one.headline["rerun_share"] == pytest.approx(0.01)
    assert one.plots == ()
    none = summarise("bench ingest", REPEATS, "real", "made up")
    assert none.undefined["rerun_share"] == "no size was measured"
    assert none.headline["largest_passages"] == 0
    assert set(none.breakdowns) == {"by_pipeline", "by_repeat"}


def test_memory_that_the_system_does_not_tell_apart_is_not_drawn() -> None:
    untold = [size(10, 1.0, 1.0, 100, None), size(100, 10.0, 10.0, 100, None)]
    result = summarise("bench ingest", [*REPEATS, *untold], "hashed", "made up")
    assert result.breakdowns["by_size"]["10"]["own_peak_megabytes"] is None
    memory = result.plots[1]
    assert isinstance(memory, LinePlot)
    assert [curve.name for curve in memory.curves] == ["resident"]
    assert result.headline["own_memory_growth"] is None
    assert "does not tell" in result.undefined["own_memory_growth"]


@pytest.mark.slow
def test_a_library_is_ingested_whole_then_unchanged_then_with_one_file_changed() -> None:
    pytest.importorskip("psutil")
    at = at_size(40, "hashed")
    assert at.passages == 40
    assert at.home_bytes > 0
    first, again, changed = (at.runs[name].taken for name in RUNS)
    assert first.written == again.unchanged == changed.unchanged + 1
    assert (again.written, again.passages) == (0, 0)
    assert (changed.written, changed.passages) == (1, 6)
    assert list(first.stages) == ["plan", "read_and_write", "settle", "publish"]
    assert list(again.stages) == ["plan", "read_and_write", "settle"]
    assert sum(first.stages.values()) == pytest.approx(first.seconds, abs=0.1)
    assert at.runs["first"].peak_bytes > 50 * MEGABYTE
    assert at.runs["first"].cpu_seconds > 0.1


def request(tmp_path: Path, **options: str) -> SuiteRequest:
    folder = tmp_path / "set"
    return SuiteRequest(
        out=tmp_path / "out",
        cache=tmp_path / "cache",
        data=folder if folder.exists() else write_beir(folder),
        options=(*options.items(),),
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Both parts without their processes; what was measured, in order."""
    done: list[str] = []

    def measure(files: TextFiles, which: str) -> FromFiles:
        done.append(which)
        seconds = 1.0 if which == "citewell" else 5.0
        found = Measured(seconds=seconds, passages=9, rankings={"q-fever": ("fever",)})
        return FromFiles(measured=found, peak_bytes=MEGABYTE)

    def at(passages: int, embedder: str) -> AtSize:
        done.append(f"{passages} {embedder}")
        made = SIZES[0].model_copy(update={"id": "made"}).size
        assert made is not None
        return made.model_copy(update={"passages": passages})

    monkeypatch.setattr(TextFiles, "measure", measure)
    monkeypatch.setattr("eval.bench.ingest.at_size", at)
    return done


def test_both_pipelines_take_turns_and_sizes_follow_in_order(
    tmp_path: Path, quick: list[str]
) -> None:
    result = run(request(tmp_path, repeats="2", sizes="50,20,50"))
    ours, theirs = BOTH
    assert quick == [ours, theirs, theirs, ours, "20 hashed", "50 hashed"]
    assert result.headline["speedup"] == pytest.approx(5.0)
    assert result.headline["ndcg@10"] == pytest.approx(0.2)
    kept = read_run(tmp_path / "out")
    assert [one.id for one in kept.items] == ["repeat-1", "repeat-2", "size-20", "size-50"]
    assert kept.card.settings_fingerprint
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["speedup"] == 5.0


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, quick: list[str]) -> None:
    wanted = request(tmp_path, repeats="1", sizes="20,50")
    run(wanted)
    items = tmp_path / "out" / "items.jsonl"
    items.write_text("".join(items.read_text().splitlines(keepends=True)[:2]))
    quick.clear()
    result = run(wanted)
    assert quick == ["50 hashed"]
    assert result.headline["largest_passages"] == 50


@pytest.mark.parametrize(
    "options", [{"sizes": "1e3"}, {"sizes": ""}, {"embedder": "fast"}, {"repeats": "0"}, {"n": "1"}]
)
def test_an_option_that_is_none_is_refused(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(UnusableSet, match=r"--set|no option"):
        run(request(tmp_path, **options))
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_it_measures_both_pipelines_for_real(tmp_path: Path) -> None:
    pytest.importorskip("langchain_qdrant")
    result = run(request(tmp_path, repeats="1", sizes="20,40", documents="6"))
    assert (result.headline["speedup"] or 0.0) > 0.0
    assert (result.headline["ndcg@10"] or 0.0) > 0.5
    assert result.headline["time_growth"] is not None
