"""The cost suite: what it makes of repeats, and one repeat over a tiny library, for real."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.answer import StageTiming
from eval.asked import AskedQuestion, OutcomeKind
from eval.bench.peak_memory import Ran
from eval.repeat import WARM_QUESTION, Answered, Ingested, Repeat, Timed, main, repeat
from eval.run import read_run
from eval.suite import NOT_BUILT, HistogramPlot, SuiteRequest, UnusableSet
from eval.suites.cost import MEGABYTE, CostItem, run, summarise
from ingest.report import Report
from tests.fakes import FakeAnswering, FakeGenerations, FakeGenerator, FakeRetriever, split_document

ANSWER, ABSTAIN = OutcomeKind.ANSWER, OutcomeKind.ABSTAIN


def timed(key: str, outcome: OutcomeKind, seconds: float, *stages: tuple[str, float]) -> Timed:
    return Timed(
        id=key,
        outcome=outcome,
        seconds=seconds,
        stages=tuple(StageTiming(stage=name, seconds=took) for name, took in stages),
    )


def item(
    number: int, first: float, second: float, took: float | None, peaks: tuple[int, int]
) -> CostItem:
    """A repeat of two questions, of which the second never comes to the judge."""
    asked = (
        timed("b", ABSTAIN, second, ("retrieve", second)),
        timed("a", ANSWER, first, ("retrieve", first / 2), ("judge", first / 4)),
    )
    ingested = None if took is None else Ingested(documents=4, passages=20, seconds=took)
    return CostItem(
        id=f"repeat-{number}",
        measured=Repeat(
            ingested=ingested,
            answered=Answered(questions=asked),
            ingest_peak_bytes=None if took is None else peaks[0] * MEGABYTE,
            answer_peak_bytes=peaks[1] * MEGABYTE,
        ),
    )


REPEATS = [
    item(1, 8.0, 1.0, 40.0, (900, 300)),
    item(2, 2.0, 3.0, 2.0, (500, 400)),
    item(3, 4.0, 2.0, 4.0, (600, 350)),
]


def test_a_question_counts_with_the_median_of_its_repeats() -> None:
    result = summarise(REPEATS, "made up")
    assert result.headline["answer_p50_s"] == pytest.approx(3.0)
    assert result.headline["answer_p95_s"] == pytest.approx(3.9)
    assert result.headline["questions"] == 2
    by_outcome = result.breakdowns["by_outcome"]
    assert by_outcome["answer"] == {"p50_ms": 4000.0, "p95_ms": 4000.0, "questions": 1}
    assert by_outcome["abstain"]["p50_ms"] == 2000.0


def test_one_busy_repeat_does_not_move_the_rates_and_the_memory() -> None:
    result = summarise(REPEATS, "made up")
    assert result.headline["documents_per_second"] == pytest.approx(1.0)
    assert result.headline["passages_per_second"] == pytest.approx(5.0)
    assert result.headline["peak_memory_mb"] == pytest.approx(600.0)
    assert result.breakdowns["by_process"]["answer"]["peak_memory_mb"] == pytest.approx(350.0)
    assert result.breakdowns["by_repeat"]["repeat-1"]["documents_per_second"] == 0.1


def test_a_stage_counts_the_questions_that_came_to_it() -> None:
    stages = summarise(REPEATS, "made up").breakdowns["by_stage"]
    assert list(stages) == ["retrieve", "judge"]
    assert stages["judge"] == {"p50_ms": 1000.0, "p95_ms": 1000.0, "questions": 1}
    assert stages["retrieve"] == {
        "p50_ms": pytest.approx(2000.0),
        "p95_ms": pytest.approx(2000.0),
        "questions": 2,
    }


def test_without_documents_the_rates_are_undefined_and_no_zero() -> None:
    result = summarise([item(1, 1.0, 2.0, None, (0, 300))], "made up")
    for name in ("documents_per_second", "passages_per_second"):
        assert result.headline[name] is None
        assert "nothing was ingested" in result.undefined[name]
    assert list(result.breakdowns["by_process"]) == ["answer"]
    assert result.headline["peak_memory_mb"] == pytest.approx(300.0)


def test_tokens_are_not_counted_yet() -> None:
    result = summarise(REPEATS, "made up")
    assert result.headline["tokens"] is None
    assert result.undefined["tokens"].startswith(NOT_BUILT)


def request(tmp_path: Path, data: Path, **options: str) -> SuiteRequest:
    return SuiteRequest(
        out=tmp_path / "out", cache=tmp_path / "cache", data=data, options=(*options.items(),)
    )


def library(folder: Path) -> Path:
    folder.mkdir()
    (folder / "leaflet.md").write_text(
        "# Examplol\n\nIllustrative. Examplol relieves itch in adults. Give two drops daily.\n"
    )
    (folder / "questions.toml").write_text(
        '[[question]]\ntext = "How many drops of examplol in adults with itch?"\n'
        '[[question]]\ntext = "Who painted the fence?"\n'
    )
    return folder


READ = Report(
    written=4,
    unchanged=0,
    removed=0,
    skipped=0,
    quarantined=0,
    files=4,
    passages=20,
    characters=900,
    seconds=2.0,
    generation="g",
    published=True,
    dry_run=False,
)


class FakeParts:
    """All of the product that a repeat asks."""

    def __init__(self, answering: FakeAnswering) -> None:
        self.answering = answering


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Both processes of a repeat in this one, over a fake product; what was ingested and asked."""
    done: list[str] = []
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add([split_document("Examplol", ["Examplol relieves itch. Two drops."])])
        building.publish()
    answering = FakeAnswering(generations, FakeRetriever())

    def read(folder: Path) -> Report:
        done.append(folder.name)
        return READ if [*folder.iterdir()] else READ.model_copy(update={"written": 0})

    @contextmanager
    def pipeline(home: Path) -> Iterator[FakeParts]:
        yield FakeParts(answering)
        done.extend(question.text for question, _ in answering.asked)

    def run_measured(command: list[str]) -> Ran:
        monkeypatch.setattr("sys.argv", command[2:])
        main()
        return Ran(stdout="", peak_bytes=len(command))

    monkeypatch.setattr("eval.repeat.file_ingest", lambda home: read)
    monkeypatch.setattr("eval.repeat.pipeline", pipeline)
    monkeypatch.setattr("eval.repeat.run_measured", run_measured)
    return done


QUESTION = AskedQuestion(id="a", question="Does examplol relieve itch?")


def test_a_repeat_is_warm_before_its_clock_starts(tmp_path: Path, processes: list[str]) -> None:
    (tmp_path / "aside").mkdir()
    measured = repeat(tmp_path / "aside", None, library(tmp_path / "tiny"), (QUESTION,))
    assert processes == ["warm", "tiny", WARM_QUESTION, QUESTION.question]
    assert measured.ingested == Ingested(documents=4, passages=20, seconds=2.0)
    asked = measured.answered.questions
    assert [(one.id, one.outcome) for one in asked] == [("a", OutcomeKind.ANSWER)]
    assert asked[0].seconds > 0.0
    assert asked[0].stages == (StageTiming(stage="retrieve", seconds=0.001),)


def test_an_index_that_is_there_is_asked_and_nothing_ingested(
    tmp_path: Path, processes: list[str]
) -> None:
    measured = repeat(tmp_path, tmp_path / "home", None, (QUESTION,))
    assert processes == [WARM_QUESTION, QUESTION.question]
    assert measured.ingested is None
    assert measured.ingest_peak_bytes is None


def test_documents_of_which_none_can_be_read_are_an_error(
    tmp_path: Path, processes: list[str]
) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "aside").mkdir()
    with pytest.raises(UnusableSet, match="Nothing"):
        repeat(tmp_path / "aside", None, tmp_path / "nothing", (QUESTION,))


@pytest.mark.slow
def test_a_repeat_ingests_and_asks_in_processes_of_their_own(tmp_path: Path) -> None:
    result = run(request(tmp_path, library(tmp_path / "tiny"), repeats="1"))
    p50, p95 = result.headline["answer_p50_s"], result.headline["answer_p95_s"]
    assert p50 is not None
    assert p95 is not None
    assert 0.0 < p50 <= p95
    assert (result.headline["documents_per_second"] or 0.0) > 0.0
    assert (result.headline["peak_memory_mb"] or 0.0) > 100.0
    assert {"screen", "retrieve", "admit", "draft"} <= result.breakdowns["by_stage"].keys()
    assert sum(row["questions"] or 0 for row in result.breakdowns["by_outcome"].values()) == 2
    assert isinstance(result.plots[0], HistogramPlot)
    kept = read_run(tmp_path / "out")
    assert [each.id for each in kept.items] == ["repeat-1"]
    assert kept.card.settings_fingerprint


def test_other_documents_are_not_mixed_into_a_started_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = library(tmp_path / "tiny")
    monkeypatch.setattr("eval.suites.cost.repeat", lambda *_: REPEATS[0].measured)
    run(request(tmp_path, folder, repeats="1"))
    (folder / "leaflet.md").write_text("# Examplol\n\nOther words.\n")
    with pytest.raises(UnusableSet, match="another run"):
        run(request(tmp_path, folder, repeats="1"))


class FakeProduct:
    """The product over an index that is there."""

    settings_fingerprint = "f"
    settings_json = "{}"
    generator = FakeGenerator()

    def __init__(self, home: Path, generations: FakeGenerations) -> None:
        self.home = home
        self.generations = generations


def test_a_file_of_questions_is_asked_of_the_index_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generations = FakeGenerations()
    with generations.begin() as building:
        building.add([split_document("Examplol", ["Examplol relieves itch."])])
        manifest = building.publish()
    asked: list[tuple[Path | None, Path | None]] = []

    @contextmanager
    def in_force(request: SuiteRequest, documents: None) -> Iterator[FakeProduct]:
        yield FakeProduct(tmp_path / "home", generations)

    def once(aside: Path, home: Path | None, documents: Path | None, _: object) -> Repeat:
        asked.append((home, documents))
        return item(1, 1.0, 2.0, None, (0, 300)).measured

    monkeypatch.setattr("eval.suites.cost.library", in_force)
    monkeypatch.setattr("eval.suites.cost.repeat", once)
    run(request(tmp_path, library(tmp_path / "tiny") / "questions.toml", repeats="2"))
    assert asked == [(tmp_path / "home", None)] * 2
    assert read_run(tmp_path / "out").card.generation == manifest


@pytest.mark.parametrize("options", [{"repeats": "0"}, {"library": "gone"}, {"times": "3"}])
def test_an_option_that_is_none_is_refused(options: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UnusableSet, match=r"--set|folder of documents|no option"):
        run(request(tmp_path, library(tmp_path / "tiny"), **options))
