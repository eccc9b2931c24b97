"""Hooks over the real reader, rules and checks: what is said, and everything that can be wrong."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cds.support import MOST_OF_PATIENT, HookSupport
from app.domain.decision_support import Card, HookCall, Indicator
from app.domain.errors import CitewellError, NotFound, UnusableHookCall, UnusableRecord
from tests.app.cds.calls import (
    Json,
    allergy,
    condition,
    measured,
    order,
    prefetch,
    selecting,
    signing,
    taken,
    viewing,
)
from tests.app.cds.supports import CALLER, support
from tests.app.patient.bundles import RXNORM, TODAY, reader
from tests.decision_support import FakeCardLog, FakeOrderChecks

SIGN, SELECT, VIEW = "citewell-order-sign", "citewell-order-select", "citewell-patient-view"
IBUPROFEN = order("i", "Ibuprofen 400 mg tablet", "1 tablet three times daily")
WARFARIN = taken("Warfarin 5 mg tablet", "w")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> HookSupport:
    return support(tmp_path_factory.mktemp("home"))


def topics(cards: tuple[Card, ...], indicator: Indicator | None = None) -> list[str]:
    return [one.source.topic.code for one in cards if indicator in (None, one.indicator)]


def test_an_order_beside_the_record_is_held_against_it(hooks: HookSupport) -> None:
    cards = hooks.cards(SIGN, signing(IBUPROFEN, sent=prefetch(WARFARIN)), CALLER)
    assert topics(cards, Indicator.CRITICAL) == ["interactions"]
    assert cards[0].indicator is Indicator.CRITICAL
    assert "MedicationRequest/w" in cards[0].detail.replace("\\", "")


def test_what_two_drafts_meet_together_is_told_once(hooks: HookSupport) -> None:
    first, second = order("1", "Warfarin 5 mg tablet", "5 mg once daily"), IBUPROFEN
    cards = hooks.cards(SIGN, signing(first, second), CALLER)
    assert topics(cards, Indicator.CRITICAL) == ["interactions"]


def test_selections_narrow_what_is_asked_and_not_what_it_is_held_against(
    hooks: HookSupport,
) -> None:
    orders = (order("1", "Warfarin 5 mg tablet", "50 mg once daily"), IBUPROFEN)
    cards = hooks.cards(SELECT, selecting(["MedicationRequest/i"], *orders), CALLER)
    assert topics(cards, Indicator.CRITICAL) == ["interactions"]
    assert "Ibuprofen" in cards[0].summary
    assert not any("Warfarin" in one.summary for one in cards)
    assert hooks.cards(SELECT, selecting([], *orders), CALLER) == ()


def test_a_medicine_that_is_only_a_code_is_checked(hooks: HookSupport) -> None:
    coded = {"coding": [{"system": RXNORM, "code": "5640"}]}
    told = order("i", "", medicationCodeableConcept=coded)
    cards = hooks.cards(SIGN, signing(told, sent=prefetch(WARFARIN)), CALLER)
    assert "interactions" in topics(cards, Indicator.CRITICAL)


def test_an_order_that_changes_one_of_the_record_is_no_duplicate_of_it(hooks: HookSupport) -> None:
    again = order("w", "Warfarin 3 mg tablet", "3 mg once daily", status="active")
    assert "duplicate" not in topics(
        hooks.cards(SIGN, signing(again, sent=prefetch(WARFARIN)), CALLER)
    )
    prior = {"reference": "MedicationRequest/w"}
    follows = order("n", "Warfarin 3 mg tablet", "3 mg once daily", priorPrescription=prior)
    assert "duplicate" not in topics(
        hooks.cards(SIGN, signing(follows, sent=prefetch(WARFARIN)), CALLER)
    )
    beside = order("n", "Warfarin 3 mg tablet", "3 mg once daily")
    assert "duplicate" in topics(
        hooks.cards(SIGN, signing(beside, sent=prefetch(WARFARIN)), CALLER)
    )


def test_what_is_not_known_is_one_card_that_says_what_to_send(hooks: HookSupport) -> None:
    told = (IBUPROFEN, order("z", "Zzyzxol 5 mg tablet"), order("m", "Metformin 500 mg tablet"))
    cards = hooks.cards(SIGN, signing(*told), CALLER)
    (info,) = [one for one in cards if one.indicator is Indicator.INFO]
    detail = info.detail.replace("\\", "")
    assert "eGFR in mL/min/1.73 m2" in detail
    assert "Zzyzxol 5 mg tablet" in detail
    assert "no dose of a day could be read of metformin" in detail
    assert "allergies to medicines" in detail
    assert info.override_reasons == ()


def test_nothing_to_say_is_no_card(hooks: HookSupport) -> None:
    assert hooks.cards(SIGN, signing(), CALLER) == ()
    assert hooks.cards(VIEW, viewing(), CALLER) == ()


def test_one_order_that_cannot_be_read_loses_no_other(hooks: HookSupport) -> None:
    broken: list[Json] = [
        order("b", "", medicationCodeableConcept={}),
        order("c", "Examplol", authoredOn="no date"),
        {**order("d", "Examplol"), "medication": {"concept": {"text": "R5"}}},
        {**order("e", "Examplol"), "medicationCodeableConcept": 7},
    ]
    cards = hooks.cards(SIGN, signing(*broken, IBUPROFEN, sent=prefetch(WARFARIN)), CALLER)
    assert "interactions" in topics(cards, Indicator.CRITICAL)
    unused = cards[-1].detail.replace("\\", "")
    for place in range(len(broken)):
        assert f"context.draftOrders.entry[{place}].resource" in unused


def test_two_drafts_of_one_id_are_not_taken_for_one(hooks: HookSupport) -> None:
    cards = hooks.cards(SIGN, signing(order("1", "Aspirin"), order("1", "Warfarin")), CALLER)
    assert "repeats the id of another" in cards[-1].detail


def test_parts_of_the_record_that_cannot_be_read_are_told_with_their_place(
    hooks: HookSupport,
) -> None:
    broken = {**condition("Gout"), "onsetDateTime": "no date"}
    outcome = {"resourceType": "OperationOutcome"}
    sent = {**prefetch(broken), "allergies": outcome}
    detail = hooks.cards(SIGN, signing(sent=sent), CALLER)[-1].detail.replace("\\", "")
    assert "prefetch.conditions.entry[0].resource" in detail
    assert "Allergies could not be fetched" in detail


def test_what_says_itself_that_it_states_nothing_is_not_told_of(hooks: HookSupport) -> None:
    mistaken = {"coding": [{"code": "entered-in-error"}]}
    told = {**allergy("Penicillin"), "verificationStatus": mistaken}
    del told["clinicalStatus"]
    assert hooks.cards(VIEW, viewing(told), CALLER) == ()


def test_orders_that_are_no_medicines_are_passed_over_and_said_so(hooks: HookSupport) -> None:
    (card,) = hooks.cards(SIGN, signing({"resourceType": "ServiceRequest", "id": "s"}), CALLER)
    assert card.indicator is Indicator.INFO
    assert "1 x ServiceRequest" in card.detail


def test_a_record_is_told_against_itself_in_five_cards_at_most(hooks: HookSupport) -> None:
    many = [
        "Simvastatin 40 mg",
        "Clarithromycin 500 mg",
        "Warfarin 5 mg",
        "Ibuprofen 400 mg",
        "Amiodarone 200 mg",
        "Methotrexate 2.5 mg",
        "Trimethoprim 200 mg",
        "Spironolactone 25 mg",
        "Ramipril 5 mg",
        "Lithium carbonate 400 mg",
    ]
    record = [taken(f"{text} tablet", f"t{n}") for n, text in enumerate(many)]
    broken = {**condition("Gout"), "onsetDateTime": "no date"}
    cards = hooks.cards(VIEW, viewing(*record), CALLER)
    assert len(cards) == MOST_OF_PATIENT
    assert not [one for one in cards if one.suggestions]
    told = hooks.cards(VIEW, viewing(*record, broken), CALLER)
    assert len(told) == MOST_OF_PATIENT
    assert "were not used" in told[-1].summary


def test_two_checks_of_one_measure_are_one_card(hooks: HookSupport) -> None:
    kidneys = measured("62238-1", "eGFR", 22, "mL/min/{1.73_m2}")
    metformin = "Metformin 500 mg tablet"
    seen = hooks.cards(VIEW, viewing(taken(metformin), kidneys), CALLER)
    signed = hooks.cards(
        SIGN, signing(order("m", metformin, "1 tablet twice daily"), sent=prefetch(kidneys)), CALLER
    )
    for cards in (seen, signed):
        (card,) = [one for one in cards if one.indicator is not Indicator.INFO]
        assert "**Also:**" in card.detail
    assert seen[0].suggestions == ()


@pytest.mark.parametrize("user", ["Patient/p", "RelatedPerson/7"])
def test_a_patient_who_looks_at_the_record_reads_no_words_for_clinicians(
    user: str, hooks: HookSupport
) -> None:
    record = [taken("Warfarin 5 mg", "w"), taken("Ibuprofen 400 mg", "i")]
    assert hooks.cards(VIEW, viewing(*record), CALLER) != ()
    assert hooks.cards(VIEW, viewing(*record, user=user), CALLER) == ()


WRONG: dict[str, tuple[str, HookCall, type[CitewellError]]] = {
    "no such service": ("citewell-nothing", signing(), NotFound),
    "another hook": (SIGN, selecting([], IBUPROFEN), UnusableHookCall),
    "an unknown hook": (SIGN, signing(hook="appointment-book"), UnusableHookCall),
    "no patient": (SIGN, signing(patient=None), UnusableHookCall),
    "another patient": (SIGN, signing(patient="other"), UnusableHookCall),
    "no user": (SIGN, signing(user=None), UnusableHookCall),
    "no drafts": (SIGN, signing(draft_orders=None), UnusableHookCall),
    "no selections": (SELECT, signing(IBUPROFEN, hook="order-select"), UnusableHookCall),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_call_that_is_not_what_the_hook_defines_is_refused(case: str, hooks: HookSupport) -> None:
    service, call, error = WRONG[case]
    with pytest.raises(error):
        hooks.cards(service, call, CALLER)


@pytest.mark.parametrize(
    "resource",
    [
        {**taken("Examplol"), "medication": {"concept": {"text": "R5"}}},
        {**taken("Examplol"), "context": {"reference": "Encounter/1"}},
        {**condition("Gout"), "clinicalStatus": "active"},
    ],
)
def test_another_release_of_fhir_is_refused_with_its_place(
    resource: Json, hooks: HookSupport
) -> None:
    with pytest.raises(UnusableRecord) as refused:
        hooks.cards(SIGN, signing(sent=prefetch(resource)), CALLER)
    assert refused.value.path.startswith("prefetch.")
    assert "FHIR" in str(refused.value)


def test_cards_are_remembered_by_id_and_rule_and_without_a_word(tmp_path: Path) -> None:
    log = FakeCardLog()
    hooks = support(tmp_path, log)
    cards = hooks.cards(
        SIGN, signing(IBUPROFEN, sent=prefetch(WARFARIN, allergy("Penicillin"))), CALLER
    )
    assert list(log.cards) == [one.uuid for one in cards]
    first = log.cards[cards[0].uuid]
    assert (first.service, first.indicator, first.caller) == (SIGN, Indicator.CRITICAL, "tests")
    assert first.suggestions == tuple(one.uuid for one in cards[0].suggestions)
    told = "".join(one.model_dump_json() for one in log.cards.values()).lower()
    for word in ("ibuprofen 400", "warfarin 5", "penicillin allergy", "patient/p"):
        assert word not in told


def test_orders_that_are_not_selected_stand_beside_those_that_are(tmp_path: Path) -> None:
    checks = FakeOrderChecks({})
    real = support(tmp_path)
    hooks = HookSupport(
        records=reader(),
        summarising=real._summarising,
        checks=checks,
        log=FakeCardLog(),
    )
    hooks.cards(SELECT, selecting(["b"], order("a", "Examplol"), order("b", "Otherol")), CALLER)
    assert (checks.asked, checks.beside) == ([("Otherol",)], [("Examplol",)])


def test_the_repr_of_a_call_holds_nothing_of_a_patient() -> None:
    call = signing(IBUPROFEN, sent=prefetch(WARFARIN), patient="p-1234567")
    for word in ("Ibuprofen", "Warfarin", "p-1234567", "Practitioner"):
        assert word not in repr(call)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["resourceType", "id", "entry", "resource", "subject", "status", "link"]
            ),
            inner | st.sampled_from(["Bundle", "MedicationRequest", "Patient", "Condition", "p"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(orders=_JSON, conditions=_JSON)
def test_no_json_breaks_a_service(orders: Any, conditions: Any, hooks: HookSupport) -> None:
    call = signing(draft_orders=orders, sent={**prefetch(), "conditions": conditions})
    try:
        cards = hooks.cards(SIGN, call, CALLER)
    except CitewellError:
        return
    assert all(one.indicator is Indicator.INFO for one in cards)


def test_a_large_record_is_read_and_a_result_too_old_is_not_gone_by(hooks: HookSupport) -> None:
    old = (TODAY - timedelta(days=3_000)).isoformat()
    record = [{**condition("Gout", f"c{number}"), "recordedDate": old} for number in range(1_000)]
    cards = hooks.cards(SIGN, signing(IBUPROFEN, sent=prefetch(WARFARIN, *record)), CALLER)
    assert "interactions" in topics(cards, Indicator.CRITICAL)


def test_an_order_system_that_names_its_server_is_understood(hooks: HookSupport) -> None:
    server = "https://ehr.example/fhir"
    absolute = {"subject": {"reference": f"{server}/Patient/p"}}
    sent = prefetch(WARFARIN | absolute)
    call = signing(IBUPROFEN | absolute, sent=sent, fhir_server=server)
    assert "interactions" in topics(hooks.cards(SIGN, call, CALLER), Indicator.CRITICAL)
