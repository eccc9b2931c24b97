import pytest

from eval.perturb.swap import Rule, Swapper

SWAPPER = Swapper(
    [
        Rule(said="lung fever", instead="pneumonia"),
        Rule(said="fever", instead="pyrexia", not_after=("hay",), not_before=("chart",)),
        Rule(said="pyrexia", instead="fever"),
        Rule(said="LF", instead="lung fever", exact_case=True),
    ]
)


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("a lung fever", "a pneumonia"),
        ("Fever of 39", "Pyrexia of 39"),
        ("two fevers", "two pyrexias"),
        ("fever and pyrexia", "Pyrexia and fever"),
        ("an LF", "an lung fever"),
        ("LF is frequent", "Lung fever is frequent"),
    ],
)
def test_terms_are_swapped(text: str, swapped: str) -> None:
    assert SWAPPER.swapped(text) == swapped


@pytest.mark.parametrize(
    "text",
    ["an lf", "feverish", "fever-like", "anti-fever", "hay fever", "Hay fever", "fever charts", ""],
)
def test_what_means_something_else_stays(text: str) -> None:
    assert SWAPPER.swapped(text) is None


def test_a_term_with_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="said twice: fever"):
        Swapper([Rule(said="fever", instead="a"), Rule(said="Fever", instead="b")])
