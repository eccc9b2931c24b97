"""An index written in parts ranks like one written at once, and can be changed like one."""

from pathlib import Path

import pytest

from app.domain.corpus import Audience, SplitDocument
from app.domain.ranking import Access, Filters, LegHit, Legs, Selection
from app.index.edge.layout import MOST_PARTS
from app.index.edge.reader import EdgeReader
from app.index.edge.writer import EdgeWriter
from app.index.files import copy_tree
from app.index.manifest import ANALYZER
from tests.fakes import FakeEmbedder, entries, split_document

EMBEDDER = FakeEmbedder()
DIMENSION = EMBEDDER.card.dimension
EVERYTHING = Selection(
    access=Access(audiences=frozenset(Audience), tags=None),
    filters=Filters(include_superseded=True),
)
WORDS = ("fever", "rest", "dose", "drug", "child", "renal", "daily", "liver", "cough", "honey")
PART = 40
WHOLE = 10_000
QUESTIONS = ("renal dose", "child fever daily", "honey", "liver drug rest cough")


def documents(first: int, last: int) -> list[SplitDocument]:
    return [split_document(f"Note {n}", [_text(n)]) for n in range(first, last)]


def _text(n: int) -> str:
    return " ".join(WORDS[(n * step) % 10] for step in range(1, 3 + n % 6))


def write(folder: Path, given: list[SplitDocument], part: int, exact_up_to: int = WHOLE) -> int:
    writer = EdgeWriter(folder, DIMENSION, ANALYZER, part=part, exact_up_to=exact_up_to)
    upsert(writer, given)
    return writer.seal()


def upsert(writer: EdgeWriter, given: list[SplitDocument]) -> None:
    held = entries(given)
    for start in range(0, len(held), 10):
        some = held[start : start + 10]
        writer.upsert(some, EMBEDDER.embed_passages([each.passage.indexed_text for each in some]))


def answers(folder: Path, expected: int) -> list[Legs]:
    reader = EdgeReader(folder, DIMENSION, ANALYZER, expected)
    try:
        return [
            reader.search(EMBEDDER.embed_question(each), each, EVERYTHING, expected)
            for each in QUESTIONS
        ]
    finally:
        reader.close()


def assert_same(one: list[Legs], other: list[Legs]) -> None:
    for mine, its in zip(one, other, strict=True):
        assert_alike(mine.dense, its.dense)
        assert_alike(mine.lexical, its.lexical)


def assert_alike(mine: tuple[LegHit, ...], its: tuple[LegHit, ...]) -> None:
    scores = {hit.passage_id: hit.score for hit in its}
    assert len(scores) > PART // 4
    assert {hit.passage_id: hit.score for hit in mine} == pytest.approx(scores, rel=1e-6)


def parts(folder: Path) -> int:
    return sum(1 for each in (folder / "segments").iterdir() if each.is_dir())


def test_an_index_in_parts_scores_as_one_written_at_once(tmp_path: Path) -> None:
    given = documents(1, 201)
    assert write(tmp_path / "parts", given, PART) == 200
    assert write(tmp_path / "whole", given, WHOLE) == 200
    assert parts(tmp_path / "parts") > 4
    assert parts(tmp_path / "whole") == 1
    assert_same(answers(tmp_path / "parts", 200), answers(tmp_path / "whole", 200))


@pytest.mark.slow
def test_there_are_never_more_parts_than_are_searched_fast(tmp_path: Path) -> None:
    assert write(tmp_path / "edge", documents(1, 401), 10) == 400
    assert 10 < parts(tmp_path / "edge") <= MOST_PARTS + 1


def test_what_is_replaced_or_deleted_in_a_copy_no_longer_counts(tmp_path: Path) -> None:
    first = documents(1, 201)
    write(tmp_path / "first", first, PART)
    before = answers(tmp_path / "first", 200)
    copy_tree(tmp_path / "first", tmp_path / "second")
    writer = EdgeWriter(tmp_path / "second", DIMENSION, ANALYZER, part=PART)
    gone, replaced = first[5:65:3], first[100:160:4]
    writer.delete([each.document.id for each in gone])
    held = entries(replaced)
    writer.upsert(held, EMBEDDER.embed_passages(["fever"] * len(held)))
    upsert(writer, documents(300, 320))
    assert writer.seal() == 200
    anew = EdgeWriter(tmp_path / "anew", DIMENSION, ANALYZER)
    left = [each for each in first if each not in gone and each not in replaced]
    upsert(anew, left + documents(300, 320))
    anew.upsert(held, EMBEDDER.embed_passages(["fever"] * len(held)))
    assert anew.seal() == 200
    assert_same(answers(tmp_path / "second", 200), answers(tmp_path / "anew", 200))
    assert_same(answers(tmp_path / "first", 200), before)


def test_opening_writes_nothing_into_a_sealed_index(tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    write(folder, documents(1, 1 + 2 * PART), PART)
    held = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    answers(folder, 2 * PART)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == held


def test_above_the_bound_all_parts_become_one_that_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    write(folder, documents(1, 101), PART)
    assert parts(folder) > 2
    assert write(folder, documents(101, 301), PART, exact_up_to=150) == 300
    graphs = [each for each in folder.rglob("*graph*") if each.is_file()]
    assert graphs
    assert write(folder, documents(301, 311), PART, exact_up_to=150) == 310
    assert write(tmp_path / "whole", documents(1, 311), WHOLE) == 310
    whole = answers(tmp_path / "whole", 310)
    for mine, its in zip(answers(folder, 310), whole, strict=True):
        assert_alike(mine.lexical, its.lexical)
        assert mine.dense[0].score == pytest.approx(its.dense[0].score, rel=1e-6)
