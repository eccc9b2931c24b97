"""What a formulary's rows state."""

import pytest

from app.domain.facts import (
    ClassFact,
    ContraindicationFact,
    DoseFact,
    DoseRole,
    IngredientFact,
    Per,
    RestrictionFact,
)
from app.domain.formulary import FormularyRow, RenalBand, RenalMeasure
from ingest.facts.extract import with_facts
from tests.ingest.facts.documents import figures, formulary, read, table

BAND = RenalBand(measure=RenalMeasure.CRCL, low=15.0, high=30.0)
ROW = FormularyRow(
    drug="Exampla MR",
    ingredient="examplol hydrochloride",
    route="oral",
    indication="itch",
    population="adults",
    dose="62.5",
    unit="micrograms",
    frequency="twice daily",
    maximum="250 micrograms in 24 hours",
    renal=BAND,
)


def changed(**fields: object) -> FormularyRow:
    return ROW.model_copy(update=fields)


def test_a_row_states_its_dose_and_its_maximum() -> None:
    facts = formulary(ROW)
    assert [type(fact) for fact in facts] == [IngredientFact, DoseFact, DoseFact]
    dose, most = facts[1:]
    assert isinstance(dose, DoseFact)
    assert isinstance(most, DoseFact)
    assert (figures(dose), dose.amount.unit, dose.renal) == (
        "0.0625 mg/dose",
        "micrograms",
        BAND,
    )
    assert dose.frequency is not None
    assert dose.frequency.written == "twice daily"
    assert (dose.population, dose.indication, dose.route) == ("adults", "itch", "oral")
    assert (most.role, figures(most), most.renal) == (DoseRole.MAXIMUM, "0.25 mg/day", BAND)
    assert {fact.ingredients for fact in facts} == {("examplol",)}


def test_a_daily_amount_is_a_days() -> None:
    dose = formulary(changed(frequency="daily", maximum=None))[1]
    assert isinstance(dose, DoseFact)
    assert dose.amount.per is Per.DAY


@pytest.mark.parametrize(
    "fields",
    [
        {"dose": "half", "maximum": None},
        {"dose": "62.5 mg", "maximum": None},
        {"dose": "62,5", "maximum": None},
        {"dose": None, "maximum": None},
        {"dose": None, "maximum": "250 micrograms"},
        {"frequency": None, "route": None, "maximum": None},
    ],
)
def test_a_dose_that_is_not_certain_is_left_out(fields: dict[str, object]) -> None:
    assert not [fact for fact in formulary(changed(**fields)) if isinstance(fact, DoseFact)]


def test_a_maximum_is_a_days_where_its_column_says_so() -> None:
    row = changed(dose=None, maximum="250 micrograms")
    (_, most) = formulary(row, line="Exampla; Daily maximum: 250 micrograms; Advice: slowly")
    assert isinstance(most, DoseFact)
    assert (most.role, most.amount.per) == (DoseRole.MAXIMUM, Per.DAY)


@pytest.mark.parametrize(
    "other",
    [("Renal function", "CrCl < 15 or on dialysis"), ("Note", "halve in kidney disease")],
)
def test_a_row_bound_to_kidneys_in_open_words_is_left_out(other: tuple[str, str]) -> None:
    assert formulary(changed(renal=None, other=(other,))) == ()
    assert formulary(changed(other=(other,)))


def test_a_dose_keeps_its_restriction_and_what_stands_beside() -> None:
    row = changed(restriction="clinic only", other=(("Note", "made up"),))
    dose = next(fact for fact in formulary(row) if isinstance(fact, DoseFact))
    told = next(fact for fact in formulary(row) if isinstance(fact, RestrictionFact))
    assert (dose.restriction, dose.beside) == ("clinic only", (("Note", "made up"),))
    assert (told.words, told.renal) == ("clinic only", BAND)


def test_contraindicated_needs_to_say_when() -> None:
    row = changed(dose=None, maximum=None, restriction="contraindicated")
    (_, fact) = formulary(row)
    assert isinstance(fact, ContraindicationFact)
    assert fact.renal == BAND
    assert [type(each) for each in formulary(row.model_copy(update={"renal": None}))] == [
        IngredientFact
    ]
    not_so = row.model_copy(update={"restriction": "not contraindicated"})
    assert [type(each) for each in formulary(not_so)] == [IngredientFact, RestrictionFact]


def test_a_combination_is_filed_under_its_set() -> None:
    facts = formulary(changed(ingredient="otherine + examplol"))
    assert {fact.ingredients for fact in facts} == {("examplol", "otherine")}


def test_without_an_ingredient_the_drugs_own_name_stands() -> None:
    facts = formulary(changed(ingredient=None))
    assert {fact.ingredients for fact in facts} == {("exampla mr",)}
    assert not [fact for fact in facts if isinstance(fact, IngredientFact)]
    assert formulary(changed(ingredient=None, drug="Insulin 30/70")) == ()


def test_a_class_column_is_read() -> None:
    facts = formulary(changed(other=(("Drug class", "itch relief"),)))
    assert [fact.name for fact in facts if isinstance(fact, ClassFact)] == ["itch relief"]


def test_a_decimal_comma_is_read_in_a_language_that_has_it() -> None:
    facts = formulary(changed(dose="62,5", maximum=None), language="de")
    assert [figures(fact) for fact in facts if isinstance(fact, DoseFact)] == ["0.0625 mg/dose"]


def test_a_table_without_typed_rows_states_nothing() -> None:
    plain = read([table(("Drug", "Dose"), ("Examplol", "5 mg once daily"))])
    assert with_facts(plain).facts == ()
