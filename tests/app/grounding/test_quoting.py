"""Which words a claim in a model's own words is shown to stand on."""

from hypothesis import given
from hypothesis import strategies as st

from app.grounding.quoting import MOST, quote
from tests.app.generation.passages import evidence

EVIDENCE = evidence(
    "Examplol relieves itch in adults. Give examplol 5 mg each evening. Repeat it after six hours.",
    "Examplol may cause a headache. Children are given 2 mg of examplol. Keep it dry.",
)


def quoted(claim: str) -> list[tuple[int, str]]:
    return [(each.label, each.text) for each in quote(claim, EVIDENCE)]


def test_one_sentence_is_enough_where_it_carries_the_claim() -> None:
    assert quoted("In the evening 5 mg of examplol are given.") == [
        (1, "Give examplol 5 mg each evening.")
    ]


def test_the_number_decides_between_like_sentences() -> None:
    assert quoted("Examplol is given as 2 mg.") == [(2, "Children are given 2 mg of examplol.")]


def test_a_claim_of_two_sources_quotes_both_in_their_order() -> None:
    assert quoted("Examplol may cause a headache, and it relieves itch in adults.") == [
        (1, "Examplol relieves itch in adults."),
        (2, "Examplol may cause a headache."),
    ]


def test_headings_choose_between_sentences_that_say_the_same() -> None:
    two = evidence("Give 5 mg each evening.", title="Zamplol") + evidence(
        "Give 5 mg every evening.", title="Examplol"
    )
    relabelled = (two[0], two[1].model_copy(update={"label": 2}))
    (only,) = quote("Examplol: give 5 mg in the evening.", relabelled)
    assert only.label == 2


def test_nothing_is_quoted_for_words_that_no_source_holds() -> None:
    assert quoted("Zorvimab frobnicates quux.") == []
    assert quote("Give examplol.", ()) == ()


@given(st.text(max_size=200))
def test_whatever_the_claim_quotes_are_verbatim_and_few(claim: str) -> None:
    found = quote(claim, EVIDENCE)
    assert len(found) <= MOST
    for each in found:
        assert each.text in EVIDENCE[each.label - 1].passage.text
