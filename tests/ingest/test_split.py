"""Passages keep every promise a citation rests on. All clinical wording is illustrative."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.corpus import Passage, Provenance, SplitDocument, content_id
from app.domain.formulary import FormularyRow
from ingest.assemble import assemble
from ingest.reading import Block, BlockKind, ReadDocument, Table
from ingest.split import LONGEST_PASSAGE, split

PROVENANCE = Provenance(source="sample", licence="CC0-1.0")


def splitted(*blocks: Block, longest: int = LONGEST_PASSAGE) -> SplitDocument:
    read = ReadDocument(title="Guide", blocks=blocks)
    return split(assemble(read, "guide.md", PROVENANCE), longest)


def prose(text: str, page: int | None = None) -> Block:
    return Block(kind=BlockKind.PROSE, text=text, page=page)


def heading(text: str, level: int = 1) -> Block:
    return Block(kind=BlockKind.HEADING, text=text, level=level)


def table(rows: int, records: bool = False) -> Block:
    cells = tuple((f"Drug {i}", f"{i}.5 mg") for i in range(rows))
    typed = tuple(FormularyRow(drug=name, dose=dose) for name, dose in cells) if records else ()
    return Block(
        kind=BlockKind.TABLE, table=Table(header=("Drug", "Dose"), rows=cells, records=typed)
    )


def texts(made: SplitDocument) -> list[str]:
    return [passage.text for passage in made.passages]


words = st.text(
    st.sampled_from("abcDE 25.,;:!?()\u2265\u00b5\u00ad\n\t"), min_size=0, max_size=200
) | st.text(max_size=60)
tables = st.builds(
    lambda header, rows: Block(kind=BlockKind.TABLE, table=Table(header=header, rows=rows)),
    st.lists(words, max_size=3).map(tuple),
    st.lists(st.lists(words, min_size=1, max_size=4).map(tuple), min_size=1, max_size=5).map(tuple),
)
blocks = st.lists(
    st.builds(heading, words, st.integers(1, 6))
    | st.builds(prose, words, st.none() | st.integers(1, 4))
    | tables
    | st.builds(table, st.integers(1, 4), st.booleans()),
    max_size=12,
)


@given(blocks, st.integers(1, 400))
def test_every_passage_keeps_the_promise(given_blocks: list[Block], longest: int) -> None:
    read = ReadDocument(title="Guide", blocks=tuple(given_blocks))
    assembled = assemble(read, "guide.md", PROVENANCE)
    made = split(assembled, longest)
    document = made.document

    for passage in made.passages:
        assert document.text[passage.span.start : passage.span.end] == passage.text
        assert 0 < len(passage.text) <= longest
        assert passage.text == passage.text.strip()
        assert passage.id == content_id(document.id, str(passage.span.start), str(passage.span.end))
        home = [
            section
            for section in document.sections
            if section.span.start <= passage.span.start and passage.span.end <= section.span.end
        ]
        assert [section.path for section in home] == [passage.path]
        marks = [passage.span.start, *(n for s in passage.sentences for n in (s.start, s.end))]
        assert marks == sorted(marks)
        assert passage.sentences[0].start == passage.span.start
        assert passage.sentences[-1].end == passage.span.end
        assert "".join("".join(passage.sentence_texts()).split()) == "".join(passage.text.split())

    assert all(a.span.end <= b.span.start for a, b in pairwise(made.passages))
    assert len({passage.id for passage in made.passages}) == len(made.passages)
    body = "".join(piece.span.of(document.text) for piece in assembled.pieces)
    assert "".join("".join(texts(made)).split()) == "".join(body.split())


def test_a_passage_never_crosses_a_heading() -> None:
    made = splitted(
        prose("Before."), heading("Dose"), prose("Give 5 mg."), heading("Harm"), prose("Rash.")
    )
    assert texts(made) == ["Before.", "Give 5 mg.", "Rash."]
    assert [p.path for p in made.passages] == [("Guide",), ("Guide", "Dose"), ("Guide", "Harm")]


def test_a_passage_ends_with_a_sentence_and_none_is_a_scrap() -> None:
    made = splitted(
        prose(" ".join(f"Sentence number {i} is of middling length." for i in range(35)))
    )
    lengths = [len(text) for text in texts(made)]
    assert len(lengths) == 2
    assert min(lengths) > 0.8 * max(lengths)
    assert all(text.endswith(".") for text in texts(made))


def test_a_break_prefers_the_end_of_a_paragraph() -> None:
    first = " ".join(f"First paragraph, sentence {i}." for i in range(22))
    second = " ".join(f"Second paragraph, sentence {i}." for i in range(30))
    assert texts(splitted(prose(first), prose(second))) == [first, second]


def test_an_overlong_sentence_is_cut_at_a_clause_and_not_before_a_unit() -> None:
    made = splitted(
        prose("give slowly with care 2.5 mg of exampril, then review the level often"), longest=45
    )
    assert texts(made) == [
        "give slowly with care 2.5 mg of exampril,",
        "then review the level often",
    ]
    assert texts(splitted(prose("take with water each day 2.5 mg of exampril"), longest=29)) == [
        "take with water each day",
        "2.5 mg of exampril",
    ]


def test_a_small_table_stays_whole_with_the_line_that_introduces_it() -> None:
    made = splitted(
        prose("It lowers pressure."), prose("Doses by drug:"), table(3), prose("Review.")
    )
    assert texts(made) == [
        "It lowers pressure.",
        "Doses by drug:\n\n" + "\n".join(f"Drug: Drug {i}; Dose: {i}.5 mg." for i in range(3)),
        "Review.",
    ]
    assert len(made.passages[1].sentences) == 4


def test_a_large_table_breaks_between_rows_that_each_repeat_the_header() -> None:
    made = splitted(table(80), longest=300)
    rows = [row for text in texts(made) for row in text.split("\n")]
    assert rows == [f"Drug: Drug {i}; Dose: {i}.5 mg." for i in range(80)]
    assert len(made.passages) > 5
    assert [len(p.sentences) for p in made.passages] == [
        p.text.count("\n") + 1 for p in made.passages
    ]


def test_a_row_with_a_record_is_a_passage_of_its_own() -> None:
    made = splitted(prose("Doses:"), table(3, records=True))
    assert texts(made)[1:] == [f"Drug: Drug {i}; Dose: {i}.5 mg." for i in range(3)]
    assert [p.record.drug if p.record else None for p in made.passages] == [
        None,
        "Drug 0",
        "Drug 1",
        "Drug 2",
    ]


def test_a_passage_names_the_pages_it_stands_on() -> None:
    made = splitted(
        prose("One.", 1), prose("Two.", 2), prose("Two again.", 2), heading("Dose"), prose("x", 4)
    )
    assert [passage.pages for passage in made.passages] == [(1, 2), (4, 4)]
    assert splitted(prose("One.")).passages[0].pages is None


def test_headings_alone_make_no_passage() -> None:
    assert splitted(heading("Dose"), heading("Harm")).passages == ()


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 0 characters"):
        splitted(prose("One."), longest=0)


def test_the_same_document_is_split_the_same_way_twice() -> None:
    made: list[tuple[Passage, ...]] = [
        splitted(heading("Dose"), prose("Give 5 mg. Review."), table(9)).passages for _ in range(2)
    ]
    assert made[0] == made[1]
