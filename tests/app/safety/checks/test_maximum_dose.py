"""Doses over the maximum, and near misses."""

import pytest

from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.maximum_dose import MaximumDoseOfClaim, MaximumDoseOfQuestion
from app.safety.situation.reader import QuestionReader
from tests.app.safety.group import claim_of

ADULT = "What dose for a woman of 52?"
CHILD = "What dose for a boy of 6 who weighs 20 kg?"
BLOCK, WARN, PASS, OPEN = (
    CheckStatus.BLOCK,
    CheckStatus.WARN,
    CheckStatus.PASS,
    CheckStatus.NOT_CHECKED,
)


def asked(text: str, *earlier: str) -> Subject:
    turns = tuple(Turn(speaker=Speaker.USER, text=one) for one in earlier)
    question = Question.asked(text, conversation=turns)
    return Subject(question=question, situation=QuestionReader().read(question))


def of_claim(claim: str, ask: str = ADULT) -> tuple[CheckVerdict, ...]:
    return MaximumDoseOfClaim().check(claim_of(claim), asked(ask))


def worst(verdicts: tuple[CheckVerdict, ...]) -> CheckStatus:
    found = {one.status for one in verdicts}
    return next(one for one in (BLOCK, WARN, OPEN, PASS) if one in found)


CLAIMS = (
    ("Give paracetamol 2 g four times a day.", ADULT, BLOCK),
    ("Paracetamol 1 g every 3 hours is recommended.", ADULT, BLOCK),
    ("Take up to 6 g of paracetamol a day.", ADULT, BLOCK),
    ("Take 4 to 6 g of paracetamol daily.", ADULT, BLOCK),
    ("Do not exceed 8 g of paracetamol per day.", ADULT, BLOCK),
    ("The maximum daily dose of paracetamol is 6 g.", ADULT, BLOCK),
    ("Ibuprofen 800 mg every 4 hours is appropriate.", ADULT, BLOCK),
    ("Prescribe ibuprofen 1200 mg three times daily.", ADULT, BLOCK),
    ("Take 8 x 500 mg paracetamol twice a day.", ADULT, BLOCK),
    ("Metformin 2 g twice daily is recommended.", ADULT, BLOCK),
    ("Amlodipine 50 mg once daily.", ADULT, BLOCK),
    ("Start amlodipine at 20 mg od.", ADULT, BLOCK),
    ("Methotrexate 15 mg daily is recommended for rheumatoid arthritis.", ADULT, BLOCK),
    ("Give methotrexate 10 mg every day for psoriasis.", ADULT, BLOCK),
    ("Methotrexate 75 mg once weekly for psoriasis is recommended.", ADULT, BLOCK),
    ("Sertraline 300 mg daily is suitable.", ADULT, BLOCK),
    ("Lisinopril 100 mg once daily.", ADULT, BLOCK),
    ("Atorvastatin 160 mg at night is recommended.", ADULT, BLOCK),
    ("Pregabalin 400 mg twice daily.", ADULT, BLOCK),
    ("Levothyroxine 1000 mcg once daily is recommended.", ADULT, WARN),
    ("Give digoxin 2.5 mg daily.", ADULT, WARN),
    ("Colchicine 5 mg twice daily is recommended.", ADULT, WARN),
    ("Warfarin 50 mg daily.", ADULT, WARN),
    ("Apixaban 25 mg twice daily is recommended.", ADULT, WARN),
    ("Tramadol 100 mg every 4 hours.", ADULT, WARN),
    ("Zopiclone 15 mg at night is suitable.", ADULT, WARN),
    ("Citalopram 60 mg daily is recommended.", ADULT, WARN),
    ("Citalopram 40 mg daily is recommended.", "What dose for a man of 80?", WARN),
    ("Co-codamol 30/500, three tablets four times a day.", ADULT, BLOCK),
    ("Norco 10/325, two tablets every 3 hours, is recommended.", ADULT, BLOCK),
    ("Give gentamicin 15 mg/kg IV once daily.", ADULT, WARN),
    ("Enoxaparin 3 mg/kg subcutaneously daily.", ADULT, WARN),
    ("Sumatriptan 200 mg by mouth at onset is recommended.", ADULT, BLOCK),
    ("Loperamide 16 mg three times a day.", ADULT, WARN),
    ("Alendronate 70 mg once daily is recommended.", ADULT, WARN),
    ("Paracetamol 1 g every 4 to 6 hours is recommended.", ADULT, WARN),
    ("Paracetamol 1 g four times daily.", "What dose for a woman of 40 who weighs 42 kg?", WARN),
    ("Give amoxicillin 200 mg/kg/day.", CHILD, WARN),
    ("Give paracetamol 40 mg/kg every 6 hours.", CHILD, WARN),
    ("Paracetamol 1 g four times daily.", CHILD, WARN),
    ("Ibuprofen 600 mg three times a day is recommended.", CHILD, BLOCK),
    ("Ibuprofen 90 mg/kg/day in three doses is recommended.", CHILD, BLOCK),
    ("Children: paracetamol 30 mg/kg four times a day.", ADULT, WARN),
    ("Ivermectin 60 mg once daily is recommended.", ADULT, WARN),
    ("Flecainide 300 mg twice daily.", ADULT, WARN),
    ("Take six grams of paracetamol daily.", ADULT, BLOCK),
    ("Paracetamol 1500 mg QDS", ADULT, BLOCK),
    ("p a r a c e t a m o l 2 g four times a day is recommended", ADULT, BLOCK),
    ("Take 20 tablets of paracetamol 500 mg a day.", ADULT, BLOCK),
    ("Tylenol 1000 mg every 3 hours is recommended.", ADULT, BLOCK),
    ("Zolpidem 10-20 mg at bedtime", ADULT, WARN),
    ("Give ibuprofen 1 g four times daily; the maximum is 4 g per day.", ADULT, BLOCK),
    ("Start lisinopril 10 mg daily and increase to 120 mg daily.", ADULT, BLOCK),
    ("It is safe to take 6 g of paracetamol per day.", ADULT, BLOCK),
    ("Morphine 10 mg IV every 4 hours", CHILD, WARN),
    ("Give paracetamol 1 g qds and co-codamol 30/500 two tablets qds.", ADULT, BLOCK),
    ("Co-codamol 8/500 two tablets four times a day plus Tylenol 500 mg qds.", ADULT, BLOCK),
    # near misses
    ("Give paracetamol 1 g qds or co-codamol 30/500 two tablets qds.", ADULT, PASS),
    ("Paracetamol 500 mg qds and co-codamol 8/500 one tablet qds.", ADULT, PASS),
    ("Paracetamol is given as 1 g four times a day, whereas 6 g a day is dangerous.", ADULT, PASS),
    ("Taking 8 g of paracetamol a day causes liver injury.", ADULT, PASS),
    ("Paracetamol 15 mg/kg (maximum 1 g) every 6 hours", CHILD, PASS),
    ("Gentamicin 5 mg/kg once daily (maximum 500 mg).", ADULT, PASS),
    ("Metformin 500 mg twice daily, maximum 2 g daily.", ADULT, PASS),
    ("Vancomycin 15 mg/kg IV every 12 hours.", ADULT, PASS),
    ("Give paracetamol 1 g four times a day.", ADULT, PASS),
    ("Paracetamol 500 mg to 1 g every 4 to 6 hours, maximum 4 g in 24 hours.", ADULT, PASS),
    ("Paracetamol 1 g every 4 to 6 hours, no more than 4 doses in 24 hours.", ADULT, PASS),
    ("Do not exceed 4 g of paracetamol per day.", ADULT, PASS),
    ("Doses above 10 g of paracetamol cause liver failure.", ADULT, PASS),
    ("Paracetamol 10 g can be fatal.", ADULT, PASS),
    ("Never give more than 4 g of paracetamol a day.", ADULT, PASS),
    ("An overdose of paracetamol 20 g needs acetylcysteine.", ADULT, PASS),
    ("In the trial participants received ibuprofen 4800 mg daily.", ADULT, PASS),
    ("Avoid ibuprofen 4 g daily.", ADULT, PASS),
    ("Ibuprofen 400 mg three times daily.", ADULT, PASS),
    ("Methotrexate 15 mg once weekly is recommended.", ADULT, PASS),
    ("Methotrexate 2.5 mg tablets: six tablets once a week.", ADULT, PASS),
    ("Methotrexate is taken once weekly, never daily.", ADULT, PASS),
    ("Methotrexate 50 mg daily is given in leukaemia.", ADULT, PASS),
    ("Clopidogrel 300 mg loading dose, then 75 mg daily.", ADULT, PASS),
    ("Apixaban 10 mg twice daily for 7 days, then 5 mg twice daily.", ADULT, PASS),
    ("Rivaroxaban 15 mg twice daily for 21 days.", ADULT, PASS),
    ("Amiodarone 200 mg three times a day for a week.", ADULT, PASS),
    ("Levothyroxine 100 mcg once daily.", ADULT, PASS),
    ("Digoxin 250 micrograms daily.", ADULT, PASS),
    ("Colchicine 500 micrograms twice daily.", ADULT, PASS),
    ("Metformin 1 g twice daily; increase by 500 mg weekly to 2 g daily.", ADULT, PASS),
    ("Flucloxacillin 2 g IV every 4 hours.", ADULT, OPEN),
    ("Aciclovir 10 mg/kg IV every 8 hours.", ADULT, PASS),
    ("Gentamicin 5 mg/kg IV once daily.", ADULT, PASS),
    ("Alendronate 70 mg once a week.", ADULT, PASS),
    ("Aspirin 300 mg as a single dose, then 75 mg daily.", ADULT, PASS),
    ("Prednisolone 40 mg daily for 5 days.", ADULT, PASS),
    ("Amlodipine lowers blood pressure.", ADULT, PASS),
    ("Paracetamol is recommended.", ADULT, PASS),
    ("Co-codamol 30/500, two tablets four times a day.", ADULT, PASS),
    ("Amoxicillin 250 mg/5 mL suspension is available.", ADULT, PASS),
    ("Give paracetamol 15 mg/kg every 6 hours.", CHILD, PASS),
    ("Give paracetamol 240 mg four times daily.", CHILD, PASS),
    ("Give amoxicillin 90 mg/kg/day in two doses.", CHILD, PASS),
    ("Give paracetamol 240 mg four times daily.", "What dose for a boy of 6?", OPEN),
    ("Adults: paracetamol 1 g four times daily.", CHILD, PASS),
    ("Citalopram 20 mg daily.", "What dose for a man of 80?", PASS),
    ("Ketorolac 30 mg IV every 6 hours.", ADULT, PASS),
    ("Insulin glargine 20 units at night.", ADULT, OPEN),
    ("Cholecalciferol 50,000 units once weekly.", ADULT, PASS),
    ("Azithromycin 1 g as a single dose.", ADULT, PASS),
    ("Colchicine 5 mg daily has killed: deaths were reported.", ADULT, PASS),
)  # fmt: skip


@pytest.mark.parametrize(("claim", "ask", "status"), CLAIMS)
def test_claims(claim: str, ask: str, status: CheckStatus) -> None:
    said = of_claim(claim, ask)
    assert worst(said) is status, said


QUESTIONS = (
    ("is 6 g paracetamol a day ok?", WARN),
    ("I take 4000 mg ibuprofen a day", WARN),
    ("Can I take 2 paracetamol 500mg tablets every 2 hours?", WARN),
    ("can i take 20 paracetamol a day", WARN),
    ("Is it OK to take more than 4 g of paracetamol a day?", WARN),
    ("My rheumatologist says methotrexate 10 mg daily, right?", WARN),
    ("amlodipine 20mg od for a 60 year old?", WARN),
    ("Can my son of 5 who weighs 18 kg have ibuprofen 400 mg four times a day?", WARN),
    ("I take paracetamol 1 g four times a day with co-codamol 8/500 2 tablets qds", WARN),
    ("Patient on digoxin 2.5 mg daily feels sick", WARN),
    ("is 4 grammes of paracetamol a day ok?", PASS),
    ("I take ibuprofen 400 mg three times a day", PASS),
    ("Can I take 8 paracetamol a day?", PASS),
    ("I take methotrexate 15 mg weekly", PASS),
    ("What is the maximum dose of ibuprofen?", PASS),
    ("Paracetamol overdose of 20 g: when to give acetylcysteine?", PASS),
    ("Why do doses above 10 g of paracetamol a day harm?", WARN),
    ("How much paracetamol for a child of 20 kg?", PASS),
    ("", PASS),
)


@pytest.mark.parametrize(("ask", "status"), [one for one in QUESTIONS if one[0]])
def test_questions(ask: str, status: CheckStatus) -> None:
    said = MaximumDoseOfQuestion().check(asked(ask))
    assert worst(said) is status, said


def test_a_dose_told_in_the_turn_before_counts() -> None:
    said = MaximumDoseOfQuestion().check(asked("Is that too much?", "I take 6 g paracetamol a day"))
    assert worst(said) is WARN


def test_an_amount_without_a_name_is_of_what_was_asked_about() -> None:
    said = of_claim("Take 2 g four times a day.", "How much paracetamol can a woman of 52 take?")
    assert worst(said) is BLOCK


def test_a_missing_weight_is_asked_for() -> None:
    (said,) = of_claim("Give paracetamol 240 mg four times daily.", "What dose for a boy of 6?")
    assert said.supply == ("weight in kg",)


def test_a_claim_without_an_amount_says_so() -> None:
    (said,) = of_claim("Paracetamol is recommended.")
    assert said.why == "no amount is stated"
