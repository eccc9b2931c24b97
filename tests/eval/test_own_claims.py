"""Our own claims for the checks of a patient's safety, half held out: format, counts, no copies."""

from collections import Counter
from typing import get_args

from eval.jsonl import read_jsonl
from eval.patient_claims import Check, PatientClaim
from eval.prompts import OWN

VIEW, HELD = (
    read_jsonl(path, PatientClaim)
    for path in (OWN / "patient_claims.jsonl", OWN / "patient_claims_held.jsonl")
)
EVERY = [*VIEW, *HELD]


def test_every_check_has_hits_and_near_misses_in_both_halves() -> None:
    for half in (VIEW, HELD):
        fired = Counter(one.expected.check for one in half if one.expected.status in _FIRES)
        passed = Counter(one.expected.check for one in half if one.expected.status == "pass")
        assert set(fired) == set(get_args(Check)) == set(passed)
        assert any(one.expected.status == "not_checked" for one in half)


def test_there_are_enough_and_the_halves_are_alike() -> None:
    assert len(EVERY) >= 130
    view, held = (Counter(one.expected.check for one in half) for half in (VIEW, HELD))
    assert all(abs(view[check] - held[check]) <= 2 for check in get_args(Check))


def test_no_id_and_no_item_stands_twice_nor_nearly_twice_in_the_other_half() -> None:
    assert len({one.id for one in EVERY}) == len(EVERY)
    assert len({(one.question.casefold(), one.claim.casefold()) for one in EVERY}) == len(EVERY)
    near = [
        (a.id, b.id)
        for a in VIEW
        for b in HELD
        if len(words(a) & words(b)) / len(words(a) | words(b)) >= 0.7
    ]
    assert not near


def test_tetracyclines_in_pregnancy_stand_in_both_halves_blocked_and_passed_and_after_a_turn() -> (
    None
):
    for half in (VIEW, HELD):
        named = [one for one in half if "cycline" in one.claim and one.expected.check in _SITUATION]
        statuses = Counter(one.expected.status for one in named)
        assert min(statuses["block"], statuses["pass"]) >= 4
        assert any(one.conversation for one in named)


_FIRES = {"block", "warn"}
_SITUATION = {"contraindications", "age"}


def words(one: PatientClaim) -> frozenset[str]:
    text = " ".join((*one.conversation, one.question, one.claim)).casefold()
    return frozenset("".join(char if char.isalnum() else " " for char in text).split())
