"""One repeat of a measurement of cost: ingesting and answering, each in a process of its own.

    python -m eval.repeat ingest|answer TASK.json RESULT.json

The models are loaded, by one file ingested or one question asked, before the clock starts. Nothing
is printed but what went wrong.
"""

import sys
import time
from pathlib import Path
from typing import Final

from app.domain.answer import StageTiming
from app.domain.frozen import Frozen
from app.domain.question import Question
from eval.asked import AskedQuestion, OutcomeKind, kind_of
from eval.bench.peak_memory import run_measured
from eval.compose import CALLER, Pipeline, file_ingest, pipeline
from eval.suite import UnusableSet

WARM_FILE: Final = "Warm-up\n\nOne made-up sentence to begin with.\n"
WARM_QUESTION: Final = "What does the made-up sentence begin with?"


class Task(Frozen):
    """`documents` are ingested into `home` by the one process, `questions` asked by the other."""

    home: str
    warm: str
    """A folder with one file."""
    documents: str
    questions: tuple[AskedQuestion, ...]


class Ingested(Frozen):
    documents: int
    passages: int
    seconds: float


class Timed(Frozen):
    """One question, asked once."""

    id: str
    outcome: OutcomeKind
    seconds: float
    stages: tuple[StageTiming, ...]


class Answered(Frozen):
    questions: tuple[Timed, ...]


class Repeat(Frozen):
    ingested: Ingested | None
    """None where an index was there already."""
    answered: Answered
    ingest_peak_bytes: int | None
    answer_peak_bytes: int


def repeat(
    folder: Path, home: Path | None, documents: Path | None, questions: tuple[AskedQuestion, ...]
) -> Repeat:
    """Both processes, one after the other.

    Args:
        folder: an empty one, for the documents' home and for what the processes tell each other.
        home: of the index to ask where there are no `documents` to ingest.

    Raises:
        UnusableSet: a process failed, or nothing could be read.
    """
    warm = folder / "warm"
    warm.mkdir()
    (warm / "warm.txt").write_text(WARM_FILE, encoding="utf-8")
    task = Task(
        home=str(home or folder / "home"),
        warm=str(warm),
        documents=str(documents or ""),
        questions=questions,
    )
    (folder / "task.json").write_text(task.model_dump_json(), encoding="utf-8")
    ingested, ingest_peak = None, None
    if documents is not None:
        text, ingest_peak = _process("ingest", folder)
        ingested = Ingested.model_validate_json(text)
    text, answer_peak = _process("answer", folder)
    return Repeat(
        ingested=ingested,
        answered=Answered.model_validate_json(text),
        ingest_peak_bytes=ingest_peak,
        answer_peak_bytes=answer_peak,
    )


def _process(what: str, folder: Path) -> tuple[str, int]:
    """What it wrote, and its peak memory in bytes."""
    result = folder / f"{what}.json"
    ran = run_measured(
        [sys.executable, "-m", "eval.repeat", what, str(folder / "task.json"), str(result)]
    )
    return result.read_text(encoding="utf-8"), ran.peak_bytes


def ingest(task: Task) -> Ingested:
    """Raises UnusableSet where no document could be read."""
    read = file_ingest(Path(task.home))
    read(Path(task.warm))
    report = read(Path(task.documents))
    if not report.written:
        raise UnusableSet(report.why_nothing())
    return Ingested(documents=report.written, passages=report.passages, seconds=report.seconds)


def answer(task: Task) -> Answered:
    with pipeline(Path(task.home)) as parts:
        parts.answering.answer(Question.asked(WARM_QUESTION), CALLER)
        return Answered(questions=tuple(_timed(parts, one) for one in task.questions))


def _timed(parts: Pipeline, asked: AskedQuestion) -> Timed:
    question = Question.asked(asked.question, asked.audience)
    started = time.perf_counter()
    outcome = parts.answering.answer(question, CALLER)
    seconds = time.perf_counter() - started
    return Timed(
        id=asked.id, outcome=kind_of(outcome), seconds=seconds, stages=outcome.trace.timings
    )


def main() -> None:
    what, task_file, result_file = sys.argv[1:]
    task = Task.model_validate_json(Path(task_file).read_text(encoding="utf-8"))
    result = ingest(task) if what == "ingest" else answer(task)
    Path(result_file).write_text(result.model_dump_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
