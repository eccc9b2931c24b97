"""Which sentences may be quoted."""

import pytest

from app.generation.sentences import candidates, quotable
from tests.app.generation.passages import evidence


@pytest.mark.parametrize(
    "text",
    [
        "Give 5 mg twice daily with food.",
        "Stop the drug if the rash spreads.",
        "Examplol 2.5 mg twice daily when eGFR is 15-29 mL/min",
        "Do not combine examplol with samplazine (see section 4), because bleeding may follow.",
        "Smith et al reported a lower dose, and the lower dose is now advised for everyone.",
    ],
)
def test_a_statement_can_be_quoted(text: str) -> None:
    assert quotable(text)


@pytest.mark.parametrize(
    "text",
    [
        "Contraindications",
        "Dose Adjustment In Renal Impairment",
        "TREATMENT OF ADULTS IN HOSPITAL",
        "Uncomplicated Infections of the Throat, the Bladder, and the Skin",
        "Do not use this drug in any of these cases:",
        "What should I do if I miss a dose?",
        "4.2 Posology and method of administration ........ 12",
        "Dosing in children . . . . . . . . 7",
        "12. Author AB, Writer CD. An illustrative paper. Some Journal 2011;12(3):45-67.",
        "See Table 4.",
        "Table 2.",
        "Illustrative sample text of a library. Not for clinical use.",
        "All rights reserved by the publisher.",
        "12.5 / 37.2 / 88.1 / 4.4 (7.2)",
        "",
    ],
)
def test_what_says_nothing_alone_cannot_be_quoted(text: str) -> None:
    assert not quotable(text)


def test_a_lists_mark_makes_no_new_sentence() -> None:
    given = evidence(
        "\u2022 Offer examplol to adults at risk.",
        "\u25cf Offer examplol to adults at risk.",
        "8. Offer examplol to adults at risk.",
    )
    assert len(candidates(given)) == 1


def test_equal_sentences_are_offered_once_and_in_reading_order() -> None:
    given = evidence(
        "Examplol treats itch in adults. Give it once daily with water.",
        "Give it  once daily with water. Stop it after seven days of use.",
    )
    offered = [(each.label, each.position) for each in candidates(given)]
    assert offered == [(1, 0), (1, 1), (2, 1)]
