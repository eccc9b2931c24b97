import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.domain.corpus import Passage, Span, content_id


def passage(text: str, offset: int, *sentences: tuple[int, int]) -> Passage:
    return Passage(
        id=content_id(text),
        document_id="d",
        source="s",
        path=("Title", "Dose"),
        span=Span(start=offset, end=offset + len(text)),
        text=text,
        sentences=tuple(Span(start=a, end=b) for a, b in sentences),
    )


def test_a_span_cannot_run_backwards() -> None:
    with pytest.raises(ValidationError, match="ends"):
        Span(start=3, end=2)


@given(st.lists(st.text()), st.lists(st.text()))
def test_ids_are_equal_only_for_equal_parts(left: list[str], right: list[str]) -> None:
    encodable = [[p.encode(errors="ignore").decode() for p in parts] for parts in (left, right)]
    assert (content_id(*encodable[0]) == content_id(*encodable[1])) == (
        encodable[0] == encodable[1]
    )


def test_an_id_does_not_depend_on_where_one_part_ends() -> None:
    assert content_id("ab", "c") != content_id("a", "bc")


def test_sentences_are_read_in_document_offsets() -> None:
    found = passage("One. Two.", 100, (100, 104), (105, 109))
    assert found.sentence_texts() == ("One.", "Two.")


def test_a_passage_without_marked_sentences_is_one_sentence() -> None:
    assert passage("One. Two.", 7).sentence_texts() == ("One. Two.",)


def test_the_heading_path_is_indexed_with_the_words() -> None:
    assert passage("Take one.", 0).indexed_text == "Title - Dose\nTake one."


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Span.model_validate({"start": 0, "end": 1, "colour": "red"})
