"""One file touched, one deleted, one superseded: exactly their passages change in every store."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.corpus import Audience
from app.domain.ranking import Access, Selection
from app.index.generations import HomeGenerations
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.reading import ReadDocument, SourceFile
from ingest.report import Report
from ingest.sources.csv import CsvReader
from ingest.sources.markdown import MarkdownReader
from tests.fakes import FakeEmbedder

CURRENT = Selection(access=Access(audiences=frozenset(Audience), tags=None))
DECLARATION = """name = "ward"
licence = "CC0-1.0"

[[document]]
path = "old.md"
{succession}
"""
FORMULARY = """
[formulary."{name}.csv"]
drug = "Medicine"
ingredient = "Active ingredient"
route = "Route"
dose = "Dose"
unit = "Unit"
frequency = "Frequency"
population = "Population"
"""
HEAD = "Medicine,Active ingredient,Route,Dose,Unit,Frequency,Population"
State = dict[str, tuple[object, ...]]


class CountingEmbedder(FakeEmbedder):
    """How many texts it was given to write, not counting those that a finished index is tried
    with one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.written = 0
        self.asked = 0

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += 1
        self.written += len(texts) if len(texts) > 1 else 0
        return super().embed_passages(texts)


class CountingReader(MarkdownReader):
    """Which files it read."""

    def __init__(self) -> None:
        self.read_files: list[str] = []

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        self.read_files.append(file.origin)
        return super().read(file, columns)


class Ward:
    """A folder of notes and formularies, and a real home."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "library"
        self.folder.mkdir()
        self.declare(superseded=False)
        for name in ("old", "new", "gout", "acne", "cough"):
            self.note(name, "once")
        for name, dose in {"touched": 1, "deleted": 20, "kept": 300}.items():
            self.formulary(name, dose)
        self.reader = CountingReader()
        self.embedder = CountingEmbedder()
        self.generations = HomeGenerations(root / "home", self.embedder)

    def declare(self, *, superseded: bool) -> None:
        succession = 'superseded_by = "new.md"' if superseded else ""
        names = ("touched", "deleted", "kept")
        formularies = [FORMULARY.format(name=name) for name in names]
        text = DECLARATION.format(succession=succession) + "".join(formularies)
        (self.folder / "corpus.toml").write_text(text)

    def note(self, name: str, often: str) -> None:
        sections = (
            f"## Part {n}\n\nThe {name} lotion {n} is applied {often} a day.\n" for n in "12"
        )
        (self.folder / f"{name}.md").write_text(f"# About {name}\n\n" + "\n".join(sections))

    def formulary(self, name: str, dose: int) -> None:
        rows = (f"{name}{n},{name}in{n},oral,{dose + n},mg,twice daily,adults" for n in range(3))
        (self.folder / f"{name}.csv").write_text("\n".join([HEAD, *rows]) + "\n")

    def ingest(self) -> Report:
        self.reader.read_files.clear()
        self.embedder.written = self.embedder.asked = 0
        return IngestJob(self.generations, [CsvReader(), self.reader], walk).run([self.folder])

    def state(self) -> dict[str, State]:
        """Passage id -> what each store holds of it, store by store."""
        library: State = {}
        dense: State = {}
        lexical: State = {}
        facts: State = {}
        with self.generations.lease() as snapshot:
            for split in snapshot.library.split_documents():
                for passage in split.passages:
                    library[passage.id] = (split.document.card, passage)
                    vector = self.embedder.embed_question(passage.indexed_text)
                    legs = snapshot.index.search(vector, passage.text, CURRENT, 100)
                    dense[passage.id] = tuple(
                        round(one.score, 4) for one in legs.dense if one.passage_id == passage.id
                    )
                    lexical[passage.id] = tuple(
                        True for one in legs.lexical if one.passage_id == passage.id
                    )
            for fact in snapshot.facts.every():
                facts[fact.passage_id] = (*facts.get(fact.passage_id, ()), fact)
        return {"library": library, "dense": dense, "lexical": lexical, "facts": facts}

    def passages_of(self, state: dict[str, State], *names: str) -> set[str]:
        return {
            passage_id
            for passage_id, (card, _) in state["library"].items()
            if str(getattr(card, "origin", "")).partition("#")[0] in names
        }


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    return Ward(tmp_path)


def changed(before: State, after: State) -> set[str]:
    """Passages that came, went, or are held otherwise."""
    return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}


def test_exactly_the_passages_of_what_changed_change_in_every_store(ward: Ward) -> None:
    ward.ingest()
    before = ward.state()
    ward.formulary("touched", 5)
    ward.note("gout", "twice")
    (ward.folder / "deleted.csv").unlink()
    (ward.folder / "acne.md").unlink()
    ward.declare(superseded=True)
    ward.ingest()
    after = ward.state()

    rewritten = ("touched.csv", "gout.md")
    gone = ("deleted.csv", "acne.md")
    moved = ward.passages_of(before, *rewritten, *gone) | ward.passages_of(after, *rewritten)
    superseded = ward.passages_of(before, "old.md")
    assert superseded == ward.passages_of(after, "old.md")
    assert len(superseded) == 2
    assert ward.passages_of(after, *gone) == set()
    assert ward.passages_of(after, *rewritten).isdisjoint(before["library"])

    for store in ("library", "dense", "lexical"):
        assert changed(before[store], after[store]) == moved | superseded, store
    tables = ward.passages_of(before, "touched.csv", "deleted.csv")
    tables |= ward.passages_of(after, "touched.csv")
    assert changed(before["facts"], after["facts"]) == tables
    assert tables & before["facts"].keys()
    assert tables & after["facts"].keys()
    for store in ("dense", "lexical"):
        assert all(before[store][one] and not after[store][one] for one in superseded)


def test_running_again_reads_nothing_and_embeds_nothing(ward: Ward) -> None:
    first = ward.ingest()
    assert ward.reader.read_files
    assert ward.embedder.asked
    again = ward.ingest()
    assert (again.written, again.removed, again.published) == (0, 0, False)
    assert again.unchanged == first.written
    assert again.generation == first.generation
    assert ward.reader.read_files == []
    assert ward.embedder.asked == 0


def test_a_touched_file_costs_its_own_reading_and_vectors_alone(ward: Ward) -> None:
    ward.ingest()
    ward.note("gout", "twice")
    ward.ingest()
    assert ward.reader.read_files == ["gout.md"]
    assert ward.embedder.written == 2
