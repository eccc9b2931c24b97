"""Whatever stands around them, both sides of a conflict are the words at their place.

The sentences are ours and illustrative.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.answer import Evidence
from app.domain.corpus import Span
from app.grounding.conflicts.finder import EvidenceConflicts
from app.terms.sentences import sentence_spans
from eval.suites.conflicts import quoted
from tests.app.grounding.conflicts.pairs import evidence

ASKED = "What dose of flucloxacillin is given for cellulitis in adults?"
DOSES = st.sampled_from(["250 mg", "0.5 g", "500\u00a0mg", "1 g", "1\u00b75 g", "2000 mg"])
OFTEN = st.sampled_from(["four times daily", "twice daily", "every 6 hours", "8-hourly"])
FILLING = st.lists(
    st.sampled_from(
        ["Look at the leg. ", "\u2022 ", "\u00bd cup. ", "\n\n", "\U0001f9ea ", "e\u0301. ", "\t"]
    ),
    max_size=4,
).map("".join)
STATED = st.builds("Adults with cellulitis: flucloxacillin {} by mouth {}.".format, DOSES, OFTEN)
TEXTS = st.builds("{}{} {}{}".format, FILLING, STATED, FILLING, st.one_of(st.just(""), STATED))


def placed(label: int, document: str, start: int) -> Evidence:
    """The passage from `start` on of a document, with its sentences as ingest marks them."""
    text = document[start:]
    made = evidence(label, f"Guide {label} > Cellulitis | {text}")
    sentences = tuple(
        Span(start=one.start + start, end=one.end + start) for one in sentence_spans(text)
    )
    span = Span(start=start, end=len(document))
    passage = made.passage.model_copy(update={"span": span, "sentences": sentences, "text": text})
    return made.model_copy(update={"passage": passage})


@settings(max_examples=60, deadline=None)
@given(first=TEXTS, other=TEXTS, before=FILLING, marked=st.booleans())
def test_both_sides_are_verbatim_in_their_documents(
    first: str, other: str, before: str, marked: bool
) -> None:
    documents = {1: before + first, 2: before + before + other}
    admitted = [placed(label, text, len(before) * label) for label, text in documents.items()]
    if not marked:
        unmarked = admitted[1].passage.model_copy(update={"sentences": ()})
        admitted[1] = admitted[1].model_copy(update={"passage": unmarked})
    finder = EvidenceConflicts()
    found = finder.disagreements(quoted(admitted[0]), ASKED, admitted)
    for conflict in found:
        assert [side.citation.label for side in conflict.sides] == [1, 2]
        for side in conflict.sides:
            citation = side.citation
            assert citation.span.of(documents[citation.label]) == citation.quote
            passage = admitted[citation.label - 1].passage
            assert (citation.document_id, citation.passage_id) == (passage.document_id, passage.id)
    assert found == finder.disagreements(quoted(admitted[0]), ASKED, admitted)


def test_what_the_property_is_tried_on_disagrees_at_times() -> None:
    said = "Adults with cellulitis: flucloxacillin {} by mouth four times daily."
    texts = ("\u2022 " + said.format("500 mg"), "\u00bd cup. " + said.format("1 g"))
    admitted = [placed(at, text, 2) for at, text in enumerate(texts, start=1)]
    assert EvidenceConflicts().disagreements(quoted(admitted[0]), ASKED, admitted) != ()
