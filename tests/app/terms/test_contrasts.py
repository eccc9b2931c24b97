"""Kinds that exclude one another: every entry on its own phrases."""

import pytest

from app.terms.contrasts import contrasts, kinds_in


@pytest.mark.parametrize("name", contrasts())
def test_each_kind_is_named_by_each_of_its_phrases(name: str) -> None:
    of_illness = contrasts()[name].before_illness
    missed = [
        (kind, phrase)
        for kind, one in contrasts()[name].values.items()
        for phrase in one.phrases
        if phrase not in contrasts()[name].hidden
        and kind
        not in kinds_in(f"they had {phrase}{' asthma' * (phrase in of_illness)} then").get(name, ())
    ]
    assert missed == []


@pytest.mark.parametrize("name", contrasts())
def test_no_phrase_is_of_two_kinds(name: str) -> None:
    phrases = [one for kind in contrasts()[name].values.values() for one in kind.phrases]
    assert len(set(phrases)) == len(phrases)


@pytest.mark.parametrize("name", contrasts())
def test_a_hidden_phrase_names_no_kind(name: str) -> None:
    hidden = contrasts()[name].hidden
    assert [one for one in hidden if name in kinds_in(f"about {one} here")] == []


@pytest.mark.parametrize(
    "text", ["severe renal impairment", "mild to moderate hepatic impairment", "no severe illness"]
)
def test_a_degree_of_kidneys_or_what_is_denied_is_no_severity(text: str) -> None:
    assert "severity" not in kinds_in(text)


def test_words_far_from_the_beginning_do_not_open_a_text() -> None:
    text = "Give the tablets with a glass of water where the disease is severe."
    assert kinds_in(text)["severity"] == {"severe"}
    assert "severity" not in kinds_in(text, within=40)


@pytest.mark.parametrize(
    "heading",
    [
        "Major Recommendations",
        "Major drug interactions",
        "Minor changes of this edition",
        "Critical questions",
        "Introduction",
        "Insufficient evidence",
        "Primary clinical questions",
    ],
)
def test_headings_of_any_guideline_name_no_kind_of_illness(heading: str) -> None:
    assert kinds_in(heading).keys().isdisjoint({"severity", "phase", "line", "rank of a disease"})


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Massive pulmonary embolism", "severe"),
        ("Extensive impetigo", "severe"),
        ("Minor stroke", "mild"),
        ("Severe disease", "severe"),
    ],
)
def test_a_degree_counts_before_the_illness_that_it_is_told_of(heading: str, kind: str) -> None:
    assert kinds_in(heading)["severity"] == {kind}
