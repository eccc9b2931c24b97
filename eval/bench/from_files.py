"""A sample of a BEIR set as text files, and what a pipeline takes to make them searchable."""

import random
import shutil
import sys
from pathlib import Path
from typing import Final

from app.domain.frozen import Frozen
from eval.bench.files_to_searchable import Measured, Task
from eval.bench.peak_memory import run_measured
from eval.sets import RetrievalSet
from eval.suite import UnusableSet

BOTH: Final = ("citewell", "straightforward")
SEED: Final = 20260101


class FromFiles(Frozen):
    """One pipeline, once."""

    measured: Measured
    peak_bytes: int


class TextFiles:
    """The set's documents as text files in `folder`, a new one, and its questions.

    `characters` is the length of all files.
    """

    def __init__(self, folder: Path, data: RetrievalSet) -> None:
        self._folder = folder
        self._questions = {one.id: one.text for one in data.questions}
        folder.mkdir()
        self.characters = _write_files(folder / "files", data)
        (folder / "warm").mkdir()
        (folder / "warm" / "warm.txt").write_text(
            "Warm-up\n\nOne made-up sentence to begin with.\n"
        )

    def measure(self, which: str) -> FromFiles:
        """One of `BOTH`, in a process and a home of its own that nothing was kept in before.

        Raises:
            UnusableSet: it failed.
        """
        home, result = self._folder / "home", self._folder / "result.json"
        described = self._folder / "task.json"
        task = Task(
            warm=str(self._folder / "warm"),
            files=str(self._folder / "files"),
            home=str(home),
            questions=self._questions,
        )
        described.write_text(task.model_dump_json(), encoding="utf-8")
        module = "eval.bench.files_to_searchable"
        ran = run_measured([sys.executable, "-m", module, which, str(described), str(result)])
        measured = Measured.model_validate_json(result.read_text(encoding="utf-8"))
        shutil.rmtree(home, ignore_errors=True)
        return FromFiles(measured=measured, peak_bytes=ran.peak_bytes)


def sample(data: RetrievalSet, documents: int) -> RetrievalSet:
    """At most so many documents: those that questions need, question by question in a random
    order, up to half of them, then any others; with the questions whose relevant documents are
    all there."""
    chance = random.Random(SEED)
    wanted: dict[str, None] = {}
    order = list(data.qrels)
    chance.shuffle(order)
    for question in order:
        relevant = [name for name, grade in data.qrels[question].items() if grade > 0]
        if len(wanted.keys() | set(relevant)) <= max(documents // 2, 1):
            wanted.update(dict.fromkeys(relevant))
    others = [one.id for one in data.documents if one.id not in wanted]
    chance.shuffle(others)
    held = set(wanted) | set(others[: max(documents - len(wanted), 0)])
    qrels = {
        question: row
        for question, row in data.qrels.items()
        if all(name in held for name, grade in row.items() if grade > 0)
    }
    if not qrels:
        raise UnusableSet(f"{documents} documents hold the answer to no question: take more.")
    return data.model_copy(
        update={
            "documents": tuple(one for one in data.documents if one.id in held),
            "questions": tuple(one for one in data.questions if one.id in qrels),
            "qrels": qrels,
        }
    )


def _write_files(folder: Path, data: RetrievalSet) -> int:
    folder.mkdir()
    characters = 0
    for one in data.documents:
        words = (
            f"{one.title}\n\n{one.text}\n" if one.text.strip() else f"{one.title}\n\n{one.title}\n"
        )
        (folder / f"{one.id}.txt").write_text(words, encoding="utf-8")
        characters += len(words)
    return characters
