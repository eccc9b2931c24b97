"""Orders in words: what is recommended is what is in the order, whatever the record's words say."""

import pytest

from app.domain.record import Course, MedicineEntry
from app.safety.checks.recommended import recommended_in
from app.safety.claim_medicines import recommended, recommended_together
from app.safety.order_words import OrderWords
from app.terms.drugs import drug_names


def order(name: str, known: set[str] | None = None, dosage: str = "") -> MedicineEntry:
    return MedicineEntry(
        resource="MedicationRequest/1",
        at="Bundle.entry[1].resource",
        name=name,
        known_as=frozenset(known or drug_names().named(name).ingredients),
        course=Course.ACTIVE,
        dosage=dosage,
    )


def worded(name: str, known: set[str] | None = None, dosage: str = "") -> str:
    return OrderWords().worded(order(name, known, dosage))


@pytest.mark.parametrize(
    ("name", "dosage"),
    [
        ("Warfarin 5 mg tablet", "1 tablet once daily"),
        ("DO NOT GIVE warfarin", ""),
        ("Warfarin 5 mg tablet", "Do not take with alcohol. Stop if you bleed. Avoid aspirin."),
        ("Warfarin (contraindicated in pregnancy)", "never with food"),
        ("is warfarin safe?", "?"),
    ],
)
def test_words_of_a_record_do_not_turn_the_order_round(name: str, dosage: str) -> None:
    text = worded(name, {"warfarin"}, dosage)
    assert "warfarin" in {one.name for one in recommended_in(text)}
    assert "warfarin" in {drug for one in recommended(text) for drug in one.names}


def test_a_combined_product_is_one_and_its_parts_are_not_taken_together() -> None:
    text = worded("Co-trimoxazole 480 mg tablet", {"sulfamethoxazole", "trimethoprim"})
    assert {one.name for one in recommended_in(text)} == {"sulfamethoxazole", "trimethoprim"}
    assert list(recommended_together(text)) == []


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Timolol 0.5% eye drops", "eye drops"),
        ("Ciprofloxacin 0.3% otic solution", "ear drops"),
        ("Beclometasone 50 microgram nasal spray", "nasal spray"),
        ("Salbutamol 100 microgram inhaler", "inhaler"),
        ("Clotrimazole 500 mg pessary", "pessary"),
        ("Hydrocortisone 1% cream", "cream"),
    ],
)
def test_a_form_that_acts_where_it_is_put_is_kept(name: str, form: str) -> None:
    text = worded(name)
    assert text.endswith(f" {form}.")
    assert all(one.local for one in recommended(text))


def test_tablets_count_by_the_strength_in_the_name() -> None:
    assert "500 mg tablet, 2 tablets" in worded("Paracetamol 500 mg tablet", None, "2 tablets qds")
    assert "mg tablet" not in worded("Paracetamol 500 mg tablet", None, "1 g four times daily")


def test_an_order_that_is_no_medicine_known_here_has_no_words() -> None:
    assert worded("Zzyzxol 5 mg") == ""


def test_a_class_is_named_where_nothing_else_is_known() -> None:
    entry = order("statin").model_copy(update={"known_as": frozenset(), "class_name": "statin"})
    assert OrderWords().worded(entry) == "Give statin."
    unknown = entry.model_copy(update={"class_name": "no_such_class"})
    assert OrderWords().worded(unknown) == ""


def test_a_dosage_too_long_to_be_one_is_left_out() -> None:
    assert worded("Warfarin", None, "1 tablet " * 200) == "Give warfarin."
