"""A home folder through crashes, swaps, damage, and settings that do not fit."""

import json
import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.corpus import Audience, SplitDocument
from app.domain.errors import BuildFailed, DiskFull, IndexMismatch, IndexUnavailable, WriterBusy
from app.domain.ranking import Access, Selection
from app.index.generations import HomeGenerations
from app.index.known_item import TRIED
from app.index.manifest import ANALYZER
from tests.fakes import FakeEmbedder, split_document

ROOT = Path(__file__).parents[3]
EVERYONE = Selection(access=Access(audiences=frozenset(Audience), tags=None))
FEVER = split_document("Fever", ["Fever is treated with rest.", "Call if it lasts."])
COUGH = split_document("Cough", ["Cough is treated with honey."])


def publish(generations: HomeGenerations, *documents: SplitDocument) -> str:
    with generations.begin() as building:
        building.add(documents)
        return building.publish().generation


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def answers(generations: HomeGenerations, question: str) -> str:
    """The title of the document found first by both legs."""
    with generations.lease() as snapshot:
        vector = FakeEmbedder().embed_question(question)
        legs = snapshot.index.search(vector, question, EVERYONE, 3)
        assert legs.dense[0].document_id == legs.lexical[0].document_id
        return snapshot.library.cards([legs.dense[0].document_id])[legs.dense[0].document_id].title


BUILDER = """
import sys
from pathlib import Path
from app.index.generations import HomeGenerations
from tests.fakes import FakeEmbedder, split_document
with HomeGenerations(Path(sys.argv[1]), FakeEmbedder()).begin() as building:
    print("begun", flush=True)
    for i in range(600):
        building.add([split_document(f"Extra {i}", [f"Extra words {i}.", f"More words {i}."])])
    print("added", flush=True)
    building.publish()
print("published", flush=True)
"""


def build(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_build_killed_at_any_instant_leaves_a_whole_generation(home: Path) -> None:
    generations = HomeGenerations(home, FakeEmbedder())
    first = publish(generations, FEVER)
    instants = random.Random(7)
    for after in ("begun", "added", "begun", "added"):
        process = build(home)
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == after:
                break
        time.sleep(instants.uniform(0.0, 1.5 if after == "added" else 0.5))
        process.kill()
        process.communicate()
        current = generations.current()
        assert current is not None
        assert generations.verify(current.generation).problems == ()
        assert answers(generations, "rest fever") == "Fever"
        if current.generation != first:
            assert current.counts.documents == 601
    process = build(home)
    assert process.communicate()[0].splitlines()[-1] == "published"
    current = generations.current()
    assert current is not None
    assert current.counts.documents == 601
    assert list(home.glob("building-*")) == []


def test_vectors_of_an_interrupted_build_are_not_computed_again(home: Path) -> None:
    embedder = FakeEmbedder()
    generations = HomeGenerations(home, embedder)
    many = [split_document(f"D{i}", [f"Words {i}."]) for i in range(600)]
    with generations.begin() as building:
        building.add(many)
    done = embedder.embedded
    assert done == 600
    publish(generations, *many)
    generations.rebuild()
    known_items = 2 * TRIED  # each build embeds those anew, to check what it has in the index
    assert embedder.embedded <= done + known_items


def test_another_process_holds_the_writer_lock(home: Path) -> None:
    process = build(home)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "begun"
    with (
        pytest.raises(WriterBusy, match="Another process"),
        HomeGenerations(home, FakeEmbedder()).begin(),
    ):
        pass
    process.kill()
    process.communicate()


def test_questions_in_flight_survive_a_swap(home: Path) -> None:
    generations = HomeGenerations(home, FakeEmbedder(), kept=2)
    publish(generations, FEVER)
    stop = threading.Event()
    failures: list[BaseException] = []
    seen: set[str] = set()

    def ask() -> None:
        while not stop.is_set():
            try:
                with generations.lease() as snapshot:
                    before = snapshot.manifest.counts.passages
                    assert answers(generations, "fever rest") == "Fever"
                    assert snapshot.index.count() == before
                    assert snapshot.library.count()[1] == before
                    seen.add(snapshot.manifest.generation)
                time.sleep(0.01)  # leaves the builder some of the processor
            except BaseException as error:  # noqa: BLE001 - reported by the main thread
                failures.append(error)
                return

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    published = [publish(generations, split_document(f"New {i}", ["New."])) for i in range(3)]
    deadline = time.monotonic() + 20
    while published[-1] not in seen and not failures and time.monotonic() < deadline:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert published[-1] in seen
    assert len(list((home / "generations").iterdir())) == 2


def test_a_server_sees_what_another_process_published(home: Path) -> None:
    server = HomeGenerations(home, FakeEmbedder())
    publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    with server.lease() as before:
        publish(HomeGenerations(home, FakeEmbedder()), COUGH)
        assert answers(server, "honey cough") == "Cough"
        assert before.index.count() == 2
    server.close()
    assert answers(server, "honey cough") == "Cough"


def test_a_new_generation_that_does_not_open_leaves_the_old_one_in_service(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    generations = HomeGenerations(home, FakeEmbedder())
    publish(generations, FEVER)
    assert answers(generations, "fever rest") == "Fever"
    second = publish(HomeGenerations(home, FakeEmbedder()), COUGH)
    damaged = next((home / "generations" / second / "edge").rglob("*.mappings"))
    os.truncate(damaged, damaged.stat().st_size // 2)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert answers(generations, "fever rest") == "Fever"
    assert len(caplog.records) == 1
    assert "damaged" in caplog.text


def test_any_truncated_file_is_noticed_before_the_engine_reads_it(home: Path) -> None:
    generation = publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    folder = home / "generations" / generation
    files = [
        file
        for file in folder.rglob("*")
        if file.is_file() and file.stat().st_size and file.name != "manifest.json"
    ]
    assert len(files) > 20
    for file in files:
        content = file.read_bytes()
        os.truncate(file, len(content) // 2)
        with (
            pytest.raises(IndexUnavailable, match="rollback"),
            HomeGenerations(home, FakeEmbedder()).lease(),
        ):
            pass
        file.write_bytes(content)
    assert answers(HomeGenerations(home, FakeEmbedder()), "fever rest") == "Fever"


def test_verify_notices_a_changed_byte(home: Path) -> None:
    generations = HomeGenerations(home, FakeEmbedder())
    generation = publish(generations, FEVER)
    assert generations.verify(generation).problems == ()
    library = home / "generations" / generation / "library.sqlite"
    content = library.read_bytes()
    library.write_bytes(content.replace(b"treated", b"created"))
    (problem,) = generations.verify(generation).problems
    assert "library.sqlite" in problem


def test_a_broken_manifest_names_the_way_out(home: Path) -> None:
    generation = publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    (home / "generations" / generation / "manifest.json").write_text('{"generation": ')
    generations = HomeGenerations(home, FakeEmbedder())
    with pytest.raises(IndexUnavailable, match=r"manifest\.json"), generations.lease():
        pass
    with generations.begin(fresh=True) as building:
        building.add([COUGH])
        building.publish()
    assert answers(generations, "honey cough") == "Cough"


def test_another_embedder_is_refused_in_one_line_and_a_rebuild_mends_it(home: Path) -> None:
    first = publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    (home / "generations" / first / "ledger.json").write_text("kept")
    other = HomeGenerations(home, FakeEmbedder(dimension=32, name="other-model"))
    with pytest.raises(IndexMismatch) as refused, other.lease():
        pass
    assert "\n" not in str(refused.value)
    for told in ("fake-bag-of-words", "other-model", "CITEWELL_EMBEDDER", "index rebuild"):
        assert told in str(refused.value)
    with pytest.raises(IndexMismatch), other.begin():
        pass
    done: list[tuple[int, int]] = []
    rebuilt = other.rebuild(lambda *step: done.append(step))
    assert done == [(1, 1)]
    assert rebuilt.embedder.name == "other-model"
    assert (other.folder(rebuilt.generation) / "ledger.json").read_text() == "kept"
    with other.lease() as snapshot:
        assert snapshot.index.count() == 2
    with pytest.raises(IndexMismatch):
        other.rollback(first)
    assert other.current() == rebuilt
    assert other.verify(first).unchecked != ()


def test_another_analyzer_is_refused(home: Path) -> None:
    publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    other = HomeGenerations(home, FakeEmbedder(), ANALYZER.model_copy(update={"k": 0.9}))
    with pytest.raises(IndexMismatch, match=r"k=1.2.*k=0.9.*rebuild"), other.lease():
        pass


def test_a_newer_format_is_refused(home: Path) -> None:
    generation = publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    file = home / "generations" / generation / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"format": 99}))
    with (
        pytest.raises(IndexMismatch, match="format 99"),
        HomeGenerations(home, FakeEmbedder()).lease(),
    ):
        pass


def test_vectors_in_the_wrong_order_are_not_published(home: Path) -> None:
    class Shuffled(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
            rows = super().embed_passages(texts)
            return rows[::-1].copy() if len(texts) > 1 else rows

    generations = HomeGenerations(home, FakeEmbedder())
    first = publish(generations, FEVER)
    mixed = HomeGenerations(home, Shuffled())
    with pytest.raises(BuildFailed, match="known-item"):
        publish(mixed, COUGH, split_document("Ear", ["Ear pain."]))
    current = generations.current()
    assert current is not None
    assert current.generation == first


def test_an_embedder_that_yields_nan_publishes_nothing(home: Path) -> None:
    class Broken(FakeEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
            rows = super().embed_passages(texts)
            rows[:] = np.nan
            return rows

    generations = HomeGenerations(home, Broken())
    with pytest.raises(ValueError, match="finite"):
        publish(generations, FEVER)
    assert generations.current() is None


def test_the_same_passage_id_in_two_documents_publishes_nothing(home: Path) -> None:
    generations = HomeGenerations(home, FakeEmbedder())
    twin = SplitDocument(document=COUGH.document, passages=FEVER.passages)
    with pytest.raises(BuildFailed, match="same id"):
        publish(generations, FEVER, twin)
    assert generations.current() is None


def test_old_generations_go_and_never_the_current_one(home: Path) -> None:
    generations = HomeGenerations(home, FakeEmbedder(), kept=2)
    first = publish(generations, FEVER)
    second = publish(generations, COUGH)
    assert [each.generation for each in generations.kept()] == [second, first]
    third = publish(generations, split_document("Ear", ["Ear pain."]))
    assert [each.generation for each in generations.kept()] == [third, second]
    generations.rollback(second)
    fourth = publish(generations, split_document("Eye", ["Eye pain."]))
    assert generations.kept()[0].generation == fourth
    current = generations.current()
    assert current is not None
    assert (current.generation, current.parent) == (fourth, second)


def test_equal_libraries_have_equal_hashes_whatever_the_way_there(home: Path) -> None:
    direct = HomeGenerations(home / "direct", FakeEmbedder())
    detour = HomeGenerations(home / "detour", FakeEmbedder())
    publish(direct, FEVER, COUGH)
    publish(detour, COUGH, split_document("Gone", ["Soon gone."]))
    with detour.begin() as building:
        building.remove([split_document("Gone", ["Soon gone."]).document.id])
        building.add([FEVER])
        building.publish()
    one, other = direct.current(), detour.current()
    assert one is not None
    assert other is not None
    assert one.corpus_sha256 == other.corpus_sha256
    question = "fever rest"
    vector = FakeEmbedder().embed_question(question)
    with direct.lease() as first, detour.lease() as second:
        assert first.index.search(vector, question, EVERYONE, 9) == second.index.search(
            vector, question, EVERYONE, 9
        )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB that can really fill up."""
    image, mount = tmp_path / "disk.img", tmp_path / "disk"
    mount.mkdir()
    image.touch()
    os.truncate(image, 64 * 2**20)
    for command in (
        ["mkfs.ext4", "-q", "-F", "-m", "0", str(image)],
        ["mount", "-o", "loop", str(image), str(mount)],
    ):
        if os.geteuid() or not shutil.which(command[0]):
            pytest.skip("a small disk needs root, mkfs.ext4 and mount")
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("a small disk cannot be mounted here")
    yield mount
    subprocess.run(["umount", "-l", mount], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that takes all but `leave` bytes."""
    filler = disk / "filler"
    os.sync()
    with filler.open("wb", buffering=0) as stream:
        free = shutil.disk_usage(disk).free
        os.posix_fallocate(stream.fileno(), 0, free - max(leave, 2**19))
        stream.seek(0, os.SEEK_END)
        with suppress(OSError):
            while not leave:
                stream.write(bytes(4096))
    return filler


def test_on_a_full_disk_nothing_is_built_and_the_published_one_opens(small_disk: Path) -> None:
    home = small_disk / "home"
    publish(HomeGenerations(home, FakeEmbedder()), FEVER)
    filler = fill(small_disk, 0)
    with pytest.raises(DiskFull, match="space"):
        publish(HomeGenerations(home, FakeEmbedder()), COUGH)
    assert answers(HomeGenerations(home, FakeEmbedder()), "fever rest") == "Fever"
    filler.unlink()
    publish(HomeGenerations(home, FakeEmbedder()), COUGH)
    assert answers(HomeGenerations(home, FakeEmbedder()), "honey cough") == "Cough"


@pytest.mark.parametrize("left", [1, 2, 4, 8])
def test_a_disk_that_fills_up_during_a_build_is_an_error(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    monkeypatch.setattr("app.index.disk_space.SPARE", 0)
    home = small_disk / "home"
    generations = HomeGenerations(home, FakeEmbedder(dimension=512))
    publish(generations, FEVER)
    fill(small_disk, left * 2**20)
    many = [
        split_document(f"D{i}", [f"Words {i} {j} " * 40 for j in range(20)]) for i in range(300)
    ]
    with pytest.raises(DiskFull, match="space"):
        publish(generations, *many)
    with HomeGenerations(home, FakeEmbedder(dimension=512)).lease() as snapshot:
        assert snapshot.index.count() == snapshot.manifest.counts.passages == 2
    assert list(home.glob("building-*")) == []


def test_an_interrupt_reaches_the_builder_and_not_its_engine(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(home)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "begun"
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert "KeyboardInterrupt" in said
    assert list(home.glob("building-*")) == []
