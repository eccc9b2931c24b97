"""Duplicates, and doses that nobody could read."""

import pytest

from app.domain.answer import CitedClaim
from app.domain.citation import Citation, Origin
from app.domain.corpus import Span
from app.domain.patient import Medicine, Situation, Teller, Told, Use
from app.domain.question import Question
from app.domain.safety import CheckStatus
from app.domain.subject import Subject
from app.safety.checks.duplicate import DuplicateOfClaim
from app.safety.checks.order_dose import OrderDose


def claim(text: str) -> CitedClaim:
    span = Span(start=0, end=1)
    cited = Citation(
        label=1, document_id="d", passage_id="d", source="d", span=span, quote="x",
        origin=Origin.RECORD,
    )  # fmt: skip
    return CitedClaim(text=text, citations=(cited,))


def medicine(words: str, *ingredients: str, use: Use = Use.TAKEN) -> Medicine:
    told = Told(by=Teller.RECORD, words=words)
    return Medicine(ingredients=frozenset(ingredients), use=use, told=told)


def subject(*medicines: Medicine) -> Subject:
    return Subject(question=Question(text=""), situation=Situation(medicines=medicines))


def duplicates(text: str, *medicines: Medicine) -> list[CheckStatus]:
    return [one.status for one in DuplicateOfClaim().check(claim(text), subject(*medicines))]


PASS, WARN, UNKNOWN = CheckStatus.PASS, CheckStatus.WARN, CheckStatus.NOT_CHECKED


@pytest.mark.parametrize(
    ("text", "taken", "status"),
    [
        ("Give warfarin.", medicine("Warfarin 5 mg", "warfarin"), WARN),
        ("Give warfarin.", medicine("Ramipril 5 mg", "ramipril"), PASS),
        ("Give warfarin.", medicine("Warfarin 5 mg", "warfarin", use=Use.STOPPED), PASS),
        ("Give warfarin.", medicine("Warfarin 5 mg", "warfarin", use=Use.ASKED), PASS),
        ("Give codeine/paracetamol.", medicine("Paracetamol 500 mg", "acetaminophen"), WARN),
        ("Give hydrocortisone cream.", medicine("Hydrocortisone 10 mg", "hydrocortisone"), PASS),
        ("Give hydrocortisone cream.", medicine("Hydrocortisone cream", "hydrocortisone"), WARN),
        ("Avoid warfarin.", medicine("Warfarin 5 mg", "warfarin"), PASS),
    ],
)
def test_what_is_taken_already_is_a_duplicate(
    text: str, taken: Medicine, status: CheckStatus
) -> None:
    assert duplicates(text, taken) == [status]


def test_each_medicine_that_is_doubled_is_told() -> None:
    both = (medicine("Warfarin 5 mg, a", "warfarin"), medicine("Warfarin 1 mg, b", "warfarin"))
    assert duplicates("Give warfarin.", *both) == [WARN, WARN]


@pytest.mark.parametrize(
    ("text", "asked", "status"),
    [
        ("Give metformin. 500 mg twice daily.", ("metformin",), PASS),
        ("Give metformin.", ("metformin",), UNKNOWN),
        ("Give metformin. As directed.", ("metformin",), UNKNOWN),
        ("Give metformin. 500 mg.", ("metformin",), UNKNOWN),
        ("Give amoxicillin/clavulanate. 625 mg three times daily.", ("amoxicillin", "clavulanate"),
         UNKNOWN),
        ("Give timolol eye drops. 1 drop twice daily.", ("timolol",), PASS),
    ],
)  # fmt: skip
def test_a_dose_that_was_not_read_is_no_pass(
    text: str, asked: tuple[str, ...], status: CheckStatus
) -> None:
    order = medicine(text, *asked, use=Use.ASKED)
    (verdict,) = OrderDose().check(claim(text), subject(order))
    assert verdict.status is status
    assert bool(verdict.supply) is (status is UNKNOWN)
