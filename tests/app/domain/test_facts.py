"""Facts as values: units normalised, rates by the day, spans that fit their quote."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from app.domain.facts import AnyFact, DoseFact, FactKind, Per, Quantity, Rate, kind_of
from tests.facts import stated

ONE = stated("One")


def test_micrograms_are_normalised_without_rounding() -> None:
    quantity = Quantity(
        low=Decimal("62.5"),
        high=Decimal("125"),
        unit="micrograms",
        per=Per.DOSE,
        normal_unit="mg",
        factor=Decimal("0.001"),
    )
    assert quantity.normal == (Decimal("0.0625"), Decimal("0.125"))
    assert Quantity.model_validate_json(quantity.model_dump_json()) == quantity


def test_every_four_to_six_hours_is_four_to_six_times_a_day() -> None:
    assert Rate(least=1, most=1, shortest=240, longest=360).per_day == (
        Fraction(4),
        Fraction(6),
    )
    assert Rate(least=1, most=1, shortest=20160, longest=20160).per_day == (
        Fraction(1, 14),
        Fraction(1, 14),
    )


def test_a_quantity_that_ends_below_its_beginning_is_refused() -> None:
    with pytest.raises(ValidationError, match="below its beginning"):
        Quantity(
            low=Decimal(5),
            high=Decimal(2),
            unit="mg",
            per=Per.DOSE,
            normal_unit="mg",
            factor=Decimal(1),
        )


@pytest.mark.parametrize(
    ("field", "value"),
    [("quote", "5 mg"), ("ingredients", ["otherine", "examplol"]), ("ingredients", [])],
)
def test_a_fact_that_contradicts_itself_is_refused(field: str, value: object) -> None:
    whole = ONE.facts[0].model_dump(mode="json")
    with pytest.raises(ValidationError):
        DoseFact.model_validate({**whole, field: value})


def test_a_fact_is_read_back_as_its_kind_and_has_an_id_of_its_own() -> None:
    adapter: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
    for fact in ONE.facts:
        again = adapter.validate_json(fact.model_dump_json())
        assert again == fact
        assert again.id == fact.id
    assert ONE.facts[0].id != ONE.facts[1].id
    assert kind_of(DoseFact) is FactKind.DOSE
