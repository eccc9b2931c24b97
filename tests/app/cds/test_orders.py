"""Draft orders: which are medicines, which are asked about, and what is passed over."""

from typing import Any

import pytest

from app.cds.orders import MOST_ORDERS, drafts_in
from app.domain.errors import UnusableHookCall
from tests.app.cds.calls import SUBJECT, bundle, order


def test_a_draft_is_read_as_what_it_will_be_once_it_is_signed() -> None:
    (draft,) = drafts_in(bundle(order("1", "Examplol", intent="proposal")), None, "p", ()).medicines
    assert draft.sent.resource["status"] == "active"
    assert draft.sent.resource["intent"] == "order"
    assert draft.removable
    assert draft.selected


def test_what_is_no_medicine_is_passed_over_and_counted() -> None:
    others = [
        {"resourceType": "ServiceRequest", "id": "s", "subject": SUBJECT},
        {"resourceType": "ServiceRequest", "id": "t", "subject": SUBJECT},
        {"resourceType": "<script>", "id": "u"},
        "no resource",
    ]
    found = drafts_in(bundle(order("1", "Examplol"), *others), None, "p", ())
    assert len(found.medicines) == 1
    assert found.passed_over == {"ServiceRequest": 2, "something without a type": 2}


@pytest.mark.parametrize(
    "ended",
    [{"status": "cancelled"}, {"status": "stopped"}, {"doNotPerform": True}],
)
def test_an_order_that_ends_a_medicine_starts_none(ended: dict[str, Any]) -> None:
    found = drafts_in(bundle(order("1", "Examplol", **ended)), None, "p", ())
    assert found.medicines == ()
    assert found.passed_over == {"ended order": 1}


def test_an_order_that_is_signed_already_cannot_be_taken_away() -> None:
    (draft,) = drafts_in(bundle(order("1", "Examplol", status="active")), None, "p", ()).medicines
    assert not draft.removable


def test_an_order_without_an_id_gets_one_and_cannot_be_taken_away() -> None:
    told = {name: value for name, value in order("1", "Examplol").items() if name != "id"}
    (draft,) = drafts_in(bundle(told), None, "p", ()).medicines
    assert draft.sent.label == "MedicationRequest/draft-1"
    assert not draft.removable


@pytest.mark.parametrize(
    "selection", ["MedicationRequest/1", "1", "https://ehr.example/fhir/MedicationRequest/1"]
)
def test_selections_name_orders_in_any_usual_form(selection: str) -> None:
    found = drafts_in(bundle(order("1", "Examplol"), order("2", "Otherol")), [selection], "p", ())
    assert [one.selected for one in found.medicines] == [True, False]
    assert found.unmatched == 0


def test_an_id_that_r4_does_not_have_is_selected_all_the_same() -> None:
    found = drafts_in(bundle(order("a_1", "Examplol")), ["MedicationRequest/a_1"], "p", ())
    assert (found.medicines[0].selected, found.unmatched) == (True, 0)
    assert not found.medicines[0].removable


def test_a_selection_of_another_type_is_not_this_order() -> None:
    found = drafts_in(bundle(order("1", "Examplol")), ["ServiceRequest/1"], "p", ())
    assert not found.medicines[0].selected


def test_a_selection_of_nothing_is_counted_and_what_is_not_selected_is_not_told_of() -> None:
    diet = {"resourceType": "NutritionOrder", "id": "n"}
    found = drafts_in(bundle(order("1", "Examplol"), diet), ["MedicationRequest/9"], "p", ())
    assert found.unmatched == 1
    assert found.passed_over == {}


def test_what_a_draft_changes_or_replaces_is_named() -> None:
    prior = {"reference": "MedicationRequest/old"}
    found = drafts_in(bundle(order("1", "Examplol", priorPrescription=prior)), None, "p", ())
    assert found.replaced == {"MedicationRequest/1", "MedicationRequest/old"}


def test_the_medication_that_an_order_refers_to_comes_with_it() -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Examplol"}}
    told = order("1", "x", medicationReference={"reference": "Medication/m"})
    del told["medicationCodeableConcept"]
    (draft,) = drafts_in(bundle(told, medication), None, "p", ()).medicines
    assert [one.label for one in draft.medications] == ["Medication/m"]


def test_a_dose_written_as_the_examples_of_the_hooks_write_it_is_read() -> None:
    told = order("1", "Examplol", dosageInstruction=[{"doseAndRate": {"doseQuantity": {}}}, 7])
    (draft,) = drafts_in(bundle(told), None, "p", ()).medicines
    instructions = draft.sent.resource["dosageInstruction"]
    assert instructions == [{"doseAndRate": [{"doseQuantity": {}}]}, 7]


@pytest.mark.parametrize("orders", [None, [], "text", order("1", "Examplol"), {}])
def test_what_is_no_bundle_is_refused(orders: object) -> None:
    with pytest.raises(UnusableHookCall, match="draftOrders"):
        drafts_in(orders, None, "p", ())


def test_an_order_of_another_patient_is_refused() -> None:
    other = order("1", "Examplol") | {"subject": {"reference": "Patient/other"}}
    with pytest.raises(UnusableHookCall, match="another Patient"):
        drafts_in(bundle(order("2", "Otherol"), other), ["2"], "p", ())


def test_more_orders_than_anybody_signs_are_refused() -> None:
    many = [order(str(number), "Examplol") for number in range(MOST_ORDERS + 1)]
    with pytest.raises(UnusableHookCall, match="more than"):
        drafts_in(bundle(*many), None, "p", ())
