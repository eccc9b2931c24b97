import pytest

from eval.perturb.brand_names import by_brand


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Is warfarin safe with ibuprofen?", "Is Coumadin safe with Advil?"),
        ("Metformin in old age", "Glucophage in old age"),
        ("Does examplol help?", None),
        ("esomeprazole-induced", None),
    ],
)
def test_medicines_are_called_by_their_brands(question: str, asked: str | None) -> None:
    assert by_brand(question, "q") == asked
