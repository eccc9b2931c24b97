"""One pipeline, from files to searchable and then asked, in a process of its own.

    python -m eval.bench.files_to_searchable citewell|straightforward TASK.json RESULT.json

The models are loaded, and one file is ingested, before the clock starts.
"""

import sys
import time
from pathlib import Path
from typing import Final

from app.domain.frozen import Frozen
from app.domain.ranking import Selection
from eval.bench.straightforward import Straightforward
from eval.compose import OPERATOR, file_ingest, pipeline

DEPTH: Final = 100
"""Passages asked for: ten documents are named even where each has ten passages."""


class Task(Frozen):
    warm: str
    """A folder with one file."""
    files: str
    home: str
    questions: dict[str, str]


class Measured(Frozen):
    seconds: float
    passages: int
    rankings: dict[str, tuple[str, ...]]
    """Question -> documents (file names without suffix), best first."""


def citewell(task: Task) -> Measured:
    home = Path(task.home)
    ingest = file_ingest(home)
    ingest(Path(task.warm))
    started = time.perf_counter()
    ingest(Path(task.files))
    seconds = time.perf_counter() - started
    rankings = {}
    with pipeline(home) as parts, parts.generations.lease() as snapshot:
        for key, question in task.questions.items():
            hits = parts.retriever.retrieve(
                question, snapshot, Selection(access=OPERATOR), DEPTH
            ).hits
            cards = snapshot.library.cards(sorted({hit.document_id for hit in hits}))
            names = (Path(cards[hit.document_id].origin).stem for hit in hits)
            rankings[key] = tuple(dict.fromkeys(names))
        passages = snapshot.index.count()
    return Measured(seconds=seconds, passages=passages, rankings=rankings)


def straightforward(task: Task) -> Measured:
    theirs = Straightforward()
    theirs.add_files(sorted(Path(task.warm).iterdir()))
    started = time.perf_counter()
    passages = theirs.add_files(sorted(Path(task.files).iterdir()))
    seconds = time.perf_counter() - started
    rankings = {
        key: tuple(dict.fromkeys(theirs.search(question, DEPTH)))
        for key, question in task.questions.items()
    }
    return Measured(seconds=seconds, passages=passages, rankings=rankings)


def main() -> None:
    which, task_file, result_file = sys.argv[1:]
    task = Task.model_validate_json(Path(task_file).read_text(encoding="utf-8"))
    measured = {"citewell": citewell, "straightforward": straightforward}[which](task)
    Path(result_file).write_text(measured.model_dump_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
