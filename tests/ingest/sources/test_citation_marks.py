"""References taken out of a sentence: what is left reads as if they had never been there."""

import re

import pytest

from ingest.sources.citation_marks import cited, is_cited, without_marks


def written(text: str) -> str:
    """`{1}` stands for a reference that shows as 1."""
    return re.sub(r"\{([^}]*)\}", lambda found: cited(found[1]), text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Examplol works [{1}, {2}].", "Examplol works."),
        ("Examplol works [{1}\u2013{3}, 5] well.", "Examplol works well."),
        ("Examplol works.{1},{2} It is safe.", "Examplol works. It is safe."),
        ("Examplol{7} works", "Examplol works"),
        ("in 12{7}mg", "in 12 mg"),
        ("Examplol works {1}, and so on", "Examplol works, and so on"),
        ("fever, {1}, and cough", "fever, and cough"),
        ("rose (24%; {12}) and fell", "rose (24%) and fell"),
        ("rose ({12}; 24%) and fell", "rose (24%) and fell"),
        ("works (for review, see ref. {4})", "works"),
        ("works ({Alpha et al., 1999}; {Beta 2001b}).", "works."),
        ("works (see {Alpha, 1999})", "works"),
        ("As {Alpha et al. (1999)} found", "As Alpha et al. (1999) found"),
        ("{Alpha 1999} and {Beta 2001} differ", "Alpha 1999 and Beta 2001 differ"),
        ("(Alpha {1999}; Beta and Gamma {2001})", "(Alpha 1999; Beta and Gamma 2001)"),
        ("Alpha et al. ({1999}) found", "Alpha et al. found"),
        ("works ({Alpha, 1999)}.", "works."),
        ("a range [{9}]\u2013[{11}] of trials", "a range of trials"),
        ("no reference at all ( a )", "no reference at all ( a )"),
        ("{1} works", "works"),
        ("", ""),
    ],
)
def test_no_bracket_comma_or_blank_is_left_behind(text: str, left: str) -> None:
    assert without_marks(written(text)) == left


@pytest.mark.parametrize(
    ("text", "all_references"),
    [("{1},{2}", True), ("{1}-3", True), ("[{1}]", True), ("2", False), ("a,{1}", False)],
)
def test_a_raised_run_of_references_is_told_from_a_power(text: str, all_references: bool) -> None:
    assert is_cited(written(text)) is all_references


def test_a_text_that_holds_the_marks_own_characters_forges_none() -> None:
    assert without_marks(cited("\ue000Alpha 1999\ue001")) == "Alpha 1999"


def test_a_hostile_run_of_brackets_takes_no_time() -> None:
    text = "(" * 5000 + written("{1}") + ", " * 5000
    assert without_marks(text).startswith("((((")
