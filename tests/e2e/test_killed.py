"""`kill -9` at 100 instants of one job: after each the last good index answers, and after the last
restart everything is as if nothing had ever been interrupted."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import psutil
import pytest

from app.domain.corpus import Audience, SplitDocument
from app.domain.ranking import Access, LegHit, Selection
from app.index.generations import HomeGenerations
from app.index.leases import OpenSnapshot
from app.index.vectors import VectorCache
from ingest.ledger import LEDGER
from tests.e2e.killed_job import OUTSIDE, STAGES, Aim, Finished, Killed, Rememberer, Task
from tests.e2e.made_up_corpus import make_corpus
from tests.e2e.terminal import ROOT

if TYPE_CHECKING:
    from numpy.typing import NDArray

KILLS: Final = int(os.environ.get("CITEWELL_TEST_KILLS", "100"))
EACH: Final = 5 if KILLS >= 100 else 0
"""At least so many of them in each stage."""
ANY_TIME: Final = 15
"""So many of them at any instant, whatever the stage."""
SHORT: Final = 0.03
"""Seconds of a stage within which no timer can be aimed."""
QUIET: Final = {"PYTHONWARNINGS": "ignore::UserWarning"}
"""Python tells of the semaphores that a killed process left, and removes them."""
EVERYTHING: Final = Selection(access=Access(audiences=frozenset(Audience), tags=None))
NOTE: Final = "The usual dose of zebrafen in adults is 12 mg once daily."


class Site:
    """A home, the corpus that goes into it, and what its runs logged."""

    def __init__(self, root: Path, name: str) -> None:
        self.home = root / name
        self.folder = root / "corpus"
        self.note = root / "note"
        self.log = root / f"{name}.log"
        self.temporary = root / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.embedder = Rememberer(root / "embedder.json")

    def run(self, folder: Path, aim: Aim | None = None, *, alone: bool = False) -> int:
        """One run of the job, in a process and a group of its own; its exit status."""
        task = Task(home=self.home, folder=folder, log=self.log, aim=aim, alone=alone)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.killed_job", task.model_dump_json()],
            cwd=ROOT,
            env={
                **os.environ,
                "CITEWELL_HOME": str(self.home),
                "TMPDIR": str(self.temporary),
                **QUIET,
            },
            start_new_session=True,
        )
        return process.wait(600)

    def places(self) -> dict[str, str]:
        return {"CITEWELL_HOME": str(self.home), "TMPDIR": str(self.temporary)}

    def last(self) -> str:
        return self.log.read_text().splitlines()[-1]

    def ingested(self, folder: Path) -> Finished:
        """A whole run."""
        assert self.run(folder) == 0
        return Finished.model_validate_json(self.last())

    def generations(self) -> HomeGenerations:
        return HomeGenerations(self.home, self.embedder)

    def current(self) -> str:
        return (self.home / "current").read_text()

    def vectors(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Of passages, out of the cache, where all of them have to be."""
        card, file = self.embedder.card, self.home / "vectors.sqlite"
        cache = VectorCache(file, self.embedder.fingerprint, card.dimension)
        try:
            return cache.embed(texts, _refuse)
        finally:
            cache.close()

    def leftovers(self) -> list[Path]:
        return [*self.home.glob("building-*"), *self.temporary.iterdir()]

    def processes(self) -> list[psutil.Process]:
        """Whatever runs for this home."""
        return [one for one in psutil.process_iter() if _home_of(one) == str(self.home)]


def _refuse(texts: Sequence[str]) -> "NDArray[np.float32]":
    raise AssertionError(f"{len(texts)} passages of the index are not in the cache")


def _home_of(process: psutil.Process) -> str | None:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return process.environ().get("CITEWELL_HOME")
    except psutil.Error:
        return None


@pytest.fixture
def root() -> Iterator[Path]:
    # a short path: sockets lie below it
    folder = Path(tempfile.mkdtemp(prefix="kill-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.timeout(5400)
def test_a_hundred_kills_leave_no_trace(root: Path) -> None:
    site = Site(root, "killed")
    site.note.mkdir()
    (site.note / "corpus.toml").write_text('name = "note"\nlicence = "CC0-1.0"\n')
    (site.note / "note.md").write_text(f"# Zebrafen\n\n## Dose\n\n{NOTE}\n")
    site.ingested(site.note)
    question = site.embedder.embed_question("What is the dose of zebrafen?")

    dice = random.Random(100)
    editions = 0
    make_corpus(site.folder, "a")
    kills = Kills(dice)
    while not kills.enough:
        before = site.current()
        alone = dice.random() < 0.5
        status = site.run(site.folder, kills.aim(), alone=alone)
        if status == -signal.SIGKILL:
            kills.count(Killed.model_validate_json(site.last()))
        else:
            assert status == 0
            kills.learn(Finished.model_validate_json(site.last()))
        until_none(site)
        with site.generations().lease() as snapshot:
            assert_answers(snapshot, question)
        if site.current() != before:
            # it was published: another edition of the whole corpus is the next job
            editions += 1
            make_corpus(site.folder, kills.edition(editions))
    print(kills.table())
    whole = site.ingested(site.folder)
    assert whole.published
    assert whole.passages > 2000

    straight = Site(root, "straight")
    straight.home.mkdir()
    shutil.copy(site.home / "vectors.sqlite", straight.home)
    straight.ingested(straight.note)
    straight.ingested(straight.folder)
    held, expected = holdings(site), holdings(straight)
    legs, expected_legs = held.pop("legs"), expected.pop("legs")
    for name, those in expected.items():
        assert held[name] == those, name
    for passage, found in expected_legs.items():
        assert len(found.dense) == 5
        for leg in ("dense", "lexical"):
            mine, theirs = getattr(legs[passage], leg), getattr(found, leg)
            assert ranked_alike(mine, theirs), (leg, mine, theirs)
    assert len(expected["passages"]) > 2000
    assert len(expected["facts"]) >= 200
    assert_embedded(site, expected["documents"])
    until_none(site)
    assert site.leftovers() == []
    for stage in STAGES:
        assert kills.hit[stage] >= EACH, kills.table()
    assert kills.hit.total() >= KILLS


class Kills:
    """Where to kill next, and where it hit."""

    def __init__(self, dice: random.Random) -> None:
        self.hit: Counter[str] = Counter()
        self._dice = dice
        self._tries = 0
        self._usual: Finished | None = None
        self._how: Counter[str] = Counter()
        self._embedded_within = 6.0

    @property
    def enough(self) -> bool:
        assert self._tries < 2 * KILLS, self.table()
        fewest = min(self.hit[stage] for stage in STAGES)
        return self.hit.total() >= KILLS and fewest >= EACH

    def aim(self) -> Aim | None:
        """The stages that were hit least come first; embedding first of all, while the vectors are
        not yet in the cache."""
        self._tries += 1
        if self.hit["embedding"] < EACH:
            # more of it is in the cache from kill to kill
            nth = 1 + self.hit["embedding"] // 2
            soon = self._embedded_within
            return Aim(stage="embedding", nth=nth, after=self._dice.uniform(soon / 12, soon))
        if self._usual is None:
            return None  # one whole run, to see how long a stage takes
        if self._dice.random() < ANY_TIME / KILLS:
            return Aim(stage=None, after=self._dice.uniform(0, 1.1 * self._usual.seconds))
        met = [stage for stage in STAGES if self._usual.stages[stage]]
        fewest = min(self.hit[stage] for stage in met)
        stage = self._dice.choice([one for one in met if self.hit[one] == fewest])
        times = self._usual.stages[stage]
        nth = self._dice.randint(1, len(times))
        took = times[nth - 1]
        how = self._dice.choice(
            ["enter", "leave"] if took < SHORT else ["enter", "leave", "within"]
        )
        return Aim(stage=stage, nth=nth, how=how, after=self._dice.uniform(0, took))

    def count(self, killed: Killed) -> None:
        self.hit[killed.stage] += 1
        self._how["the process alone" if killed.alone else "its group"] += 1

    def learn(self, finished: Finished) -> None:
        """The stages of a run that had an earlier edition to replace; where it was to be killed in
        embedding, that takes less on this machine."""
        if self.hit["embedding"] < EACH:
            self._embedded_within /= 2
        if (
            finished.stages["copying the generation"] and finished.stages["removing"]
        ) or self._usual is None:
            self._usual = finished

    def edition(self, number: int) -> str:
        """Of the corpus: a new one while embedding is to be killed, for words that were embedded
        once are not embedded again; then one of two."""
        return str(number) if self.hit["embedding"] < EACH else "ab"[number % 2]

    def table(self) -> str:
        lines = [f"{self.hit[stage]:4}  {stage}" for stage in (*STAGES, OUTSIDE)]
        return "\n".join([f"{self.hit.total()} kills: {dict(self._how)}", *lines])


def assert_answers(snapshot: OpenSnapshot, question: "NDArray[np.float32]") -> None:
    """The note that was there before the first kill is found by both legs, and the generation is
    whole."""
    assert snapshot.index.count() == snapshot.manifest.counts.passages
    assert snapshot.library.count()[1] == snapshot.manifest.counts.passages
    legs = snapshot.index.search(question, "dose of zebrafen", EVERYTHING, 3)
    for leg in (legs.dense, legs.lexical):
        (passage,) = snapshot.library.passages([leg[0].passage_id])
        assert NOTE in passage.text


def assert_embedded(site: Site, documents: list[dict[str, Any]]) -> None:
    """A sample of the vectors is what the embedder makes of the words."""
    split = [SplitDocument.model_validate(one) for one in documents]
    texts = [one.passages[0].indexed_text for one in split][:64]
    kept, made = site.vectors(texts), site.embedder.embed_passages(texts)
    assert float(np.min(np.sum(kept * made, axis=1))) > 0.999


def until_none(site: Site) -> None:
    """Wait for the end of what the killed process left running."""
    deadline = time.monotonic() + 60
    while left := site.processes():
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def holdings(site: Site) -> dict[str, Any]:
    """Everything that the home's current generation holds."""
    generations = site.generations()
    assert generations.verify(site.current()).problems == ()
    with generations.lease() as snapshot:
        documents = list(snapshot.library.split_documents())
        passages = [one for document in documents for one in document.passages]
        vectors = site.vectors([one.indexed_text for one in passages])
        legs = {}
        for passage, vector in zip(passages, vectors, strict=True):
            found = snapshot.index.search(vector, passage.text[:80], EVERYTHING, 5)
            assert found.dense[0].score > 0.9999, passage
            legs[passage.id] = found
        held = {
            "documents": [one.model_dump(mode="json") for one in documents],
            "passages": sorted(one.id for one in passages),
            "index": sorted(snapshot.index.passage_ids()),
            "facts": [one.model_dump(mode="json") for one in snapshot.facts.every()],
            "ledger": ledger(generations.folder(site.current()) / LEDGER),
            "legs": legs,
        }
    generations.close()
    return held


def ranked_alike(one: Sequence[LegHit], other: Sequence[LegHit]) -> bool:
    """The same scores, and the same passages but for those that share the last of them: which of
    them are still among so few is nowhere said."""
    if not np.allclose([hit.score for hit in one], [hit.score for hit in other], atol=1e-3):
        return False
    ids = [{hit.passage_id for hit in leg} for leg in (one, other)]
    last = max(one[-1].score, other[-1].score) + 0.002
    above = {hit.passage_id for hit in (*one, *other) if hit.score > last}
    return above <= ids[0] & ids[1]


def ledger(file: Path) -> list[tuple[Any, ...]]:
    """Every row of every table."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        tables = [name for (name,) in names.fetchall()]
        rows = [db.execute(f"SELECT * FROM {name}").fetchall() for name in tables]  # noqa: S608
    assert all(len(one) > 1 for one in rows[:2]), tables
    return [(name, *row) for name, held in zip(tables, rows, strict=True) for row in sorted(held)]
