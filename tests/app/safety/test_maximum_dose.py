"""Doses over the maximum, near misses, and what the library states of doses."""

from decimal import Decimal

import pytest

from app.domain.corpus import Span
from app.domain.facts import (
    ContraindicationFact,
    DoseFact,
    DoseRole,
    Fact,
    Frequency,
    Per,
    Quantity,
    Rate,
)
from app.domain.formulary import RenalBand, RenalMeasure
from app.domain.question import Question, Speaker, Turn
from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.domain.subject import Subject
from app.safety.checks.maximum_dose import MaximumDoseOfClaim, MaximumDoseOfQuestion
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.doses import doses_in
from app.safety.situation.reader import QuestionReader
from tests.app.safety.groups import claim_of

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


DAILY = (
    ("Paracetamol 500 mg to 1 g every 4 to 6 hours, maximum 4 g in 24 hours.", (2000, 4000)),
    ("Take 4 g of paracetamol a day.", (4000, 4000)),
    ("I take 4000 mg ibuprofen a day", (4000, 4000)),
    ("Ibuprofen 400 mg three times daily with food.", (1200, 1200)),
    ("Take two 500 mg tablets of paracetamol four times a day.", (4000, 4000)),
    ("2 x 500mg paracetamol qds", (4000, 4000)),
    ("Paracetamol 500 mg tablets: take 2 tablets every six hours.", (4000, 4000)),
    ("methotrexate 2.5 mg tablets: take 6 tablets once weekly", (15 / 7, 15 / 7)),
    ("Methotrexate 15 mg once weekly.", (15 / 7, 15 / 7)),
    ("once-weekly methotrexate 15 mg", (15 / 7, 15 / 7)),
    ("Alendronate 70 mg once a week", (10, 10)),
    ("levothyroxine 1,000 micrograms daily", (1, 1)),
    ("Levothyroxine 100 \u00b5g od", (0.1, 0.1)),
    ("Digoxin 0,25 mg once daily", (0.25, 0.25)),
    ("The maximum daily dose of ibuprofen is 2400 mg.", (2400, 2400)),
    ("Apixaban 5 mg or 2.5 mg twice daily", (5, 10)),
    ("oxycodone 5-10 mg q4-6h prn", (20, 60)),
    ("tramadol 100 mg every 4 to 6 hours, up to 4 times daily", (400, 400)),
    ("Give paracetamol, 1 g, max 4 doses in 24 hours", (4000, 4000)),
    ("Ibuprofen 3.2 g/day in divided doses", (3200, 3200)),
    ("Ibuprofen 1.2 g divided three times a day", (1200, 1200)),
    ("prednisolone 40 mg on alternate days", (20, 20)),
    ("amlodipine 5 mg every morning and night", (10, 10)),
    ("ceftriaxone 2 g IV every 24 hours", (2000, 2000)),
    ("gabapentin five hundred milligrams three times a day", (1500, 1500)),
    ("codeine 30 mg 4-hourly", (180, 180)),
    ("Nitrofurantoin 100 mg twice daily for a week", (200, 200)),
    ("Sertraline may be increased up to 200 mg daily.", (200, 200)),
    ("metformin 500 mg with each meal", (1500, 1500)),
    ("propranolol 40 mg b.d.", (80, 80)),
    ("co-amoxiclav 500/125 three times a day", (1500, 1500)),
    ("Paracetamol 1 g. Repeat every 6 hours: paracetamol 1 g every 6 hours", (4000, 4000)),
)


@pytest.mark.parametrize(("text", "day"), DAILY)
def test_the_amount_of_a_day_is_read(text: str, day: tuple[float, float]) -> None:
    read = [one.per_day for one in doses_in(text) if one.per_day]
    assert any(one == pytest.approx(day, rel=0.01) for one in read), read


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("co-codamol 30/500, two tablets qds", {"codeine": 240, "acetaminophen": 4000}),
        ("co-codamol, two tablets four times a day", {"codeine": 64, "acetaminophen": 4000}),
        ("Norco 10/325 two tablets every 4 hours", {"hydrocodone": 120, "acetaminophen": 3900}),
        ("Norco 10/325 every 6 hours", {"hydrocodone": 40, "acetaminophen": 1300}),
        ("hydrocodone/acetaminophen 10/325 mg 2 tablets q4h", {"acetaminophen": 3900}),
        ("hydrocodone 5 mg/acetaminophen 325 mg, 2 tablets every 4 hours", {"acetaminophen": 3900}),
        ("Percocet 5/325. Take 2 tablets every 6 hours.", {"oxycodone": 40, "acetaminophen": 2600}),
        ("aspirin 75 mg od and clopidogrel 75 mg od", {"aspirin": 75, "clopidogrel": 75}),
        ("75 mg aspirin and 300 mg clopidogrel daily", {"aspirin": 75, "clopidogrel": 300}),
        ("codeine 30 mg and metronidazole 400 mg tds", {"codeine": 90, "metronidazole": 1200}),
    ],
)  # fmt: skip
def test_several_ingredients_are_counted_apart(text: str, amounts: dict[str, float]) -> None:
    read = {one.drug: one.per_day[1] for one in doses_in(text) if one.per_day}
    assert {drug: read.get(drug) for drug in amounts} == pytest.approx(amounts)


@pytest.mark.parametrize(
    "text",
    [
        "amoxicillin suspension 250 mg/5 mL three times a day",
        "dopamine 5 mcg/kg/min",
        "A serum digoxin of 2 ng/mL is toxic.",
        "doxorubicin 75 mg/m2 every 21 days",
        "Metformin: increase by 500 mg weekly.",
        "LDL cholesterol fell on atorvastatin by 30%.",
        "Paracetamol is safe at usual doses.",
        "A woman of 52 who weighs 70 kg takes amlodipine.",
    ],
)
def test_what_is_no_dose_is_not_read_for_one(text: str) -> None:
    assert doses_in(text) == ()


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
    # near misses
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


def test_an_overlong_text_is_read_in_linear_time() -> None:
    import time

    def seconds(text: str) -> float:
        begin = time.perf_counter()
        doses_in(text)
        return time.perf_counter() - begin

    line = (
        "Paracetamol 500 mg to 1 g every 4 to 6 hours, 2 tablets or 3 x 500 mg, maximum 4 g daily. "
    )
    digits = "12 34 5,000 6 or 7 to 8 tablets of 9 x "
    for part in (line, digits, "paracetamol ", "4 g or "):
        seconds(part * 10)
        small = seconds(part * (10_000 // len(part)))
        large = seconds(part * (100_000 // len(part)))
        assert large < 40 * small + 0.5, part


def fact(text: str, quantity: Quantity, **more: object) -> DoseFact:
    return DoseFact(
        ingredients=("ibuprofen",),
        document_id="d",
        passage_id="p",
        span=Span(start=0, end=len(text)),
        quote=text,
        amount=quantity,
        **more,  # type: ignore[arg-type]
    )


def mg(amount: int, per: Per) -> Quantity:
    figure = Decimal(amount)
    return Quantity(
        low=figure, high=figure, unit="mg", per=per, normal_unit="mg", factor=Decimal(1)
    )


class Library:
    def __init__(self, *facts: Fact) -> None:
        self._facts = facts

    def facts(self, ingredient: str | frozenset[str], kind: type) -> tuple:  # type: ignore[type-arg]
        return tuple(
            one for one in self._facts if isinstance(one, kind) and ingredient in one.ingredients
        )

    def title(self, document_id: str) -> str:
        return f"title of {document_id}"


def with_library(ask: str, *facts: Fact) -> Subject:
    subject = asked(ask)
    return Subject(question=subject.question, situation=subject.situation, stated=Library(*facts))


MAXIMUM = fact("Illustrative: at most 1200 mg a day", mg(1200, Per.DAY), role=DoseRole.MAXIMUM)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("Give ibuprofen 600 mg three times a day.", BLOCK),
        ("Give ibuprofen 400 mg three times a day.", PASS),
        ("Avoid ibuprofen 600 mg three times a day.", PASS),
        ("Give ibuprofen 600 mg IV three times a day.", BLOCK),
    ],
)
def test_the_maximum_of_the_library(claim: str, status: CheckStatus) -> None:
    said = MaximumDoseOfClaim().check(claim_of(claim), with_library(ADULT, MAXIMUM))
    assert worst(said) is status
    if status is BLOCK:
        assert said[0].provenance is Provenance.LIBRARY
        assert said[0].library[0].title == "title of d"


def test_rule_and_library_are_shown_together() -> None:
    subject = with_library(ADULT, MAXIMUM)
    (said,) = MaximumDoseOfClaim().check(claim_of("Give ibuprofen 2 g three times a day."), subject)
    assert said.rule == "maximum/ibuprofen"
    assert said.library[0].quote == MAXIMUM.quote


@pytest.mark.parametrize(
    "more",
    [
        {"population": "children"},
        {"renal": RenalBand(measure=RenalMeasure.EGFR, high=30)},
        {"role": DoseRole.STARTING},
    ],
)
def test_a_maximum_of_others_is_not_held_against_an_adult(more: dict[str, object]) -> None:
    stated = fact("Illustrative", mg(600, Per.DAY), **{"role": DoseRole.MAXIMUM, **more})
    claim = claim_of("Give ibuprofen 400 mg three times a day.")
    assert worst(MaximumDoseOfClaim().check(claim, with_library(ADULT, stated))) is PASS


def test_a_maximum_of_one_indication_warns() -> None:
    stated = fact("Illustrative", mg(600, Per.DAY), role=DoseRole.MAXIMUM, indication="fever")
    claim = claim_of("Give ibuprofen 400 mg three times a day.")
    assert worst(MaximumDoseOfClaim().check(claim, with_library(ADULT, stated))) is WARN


TWICE = Frequency(written="twice daily", rate=Rate(least=2, most=2, shortest=1440, longest=1440))
BAND = RenalBand(measure=RenalMeasure.EGFR, low=15, high=30)
LOWERED = fact("Illustrative: 200 mg twice daily", mg(200, Per.DOSE), frequency=TWICE, renal=BAND)
POOR = "What dose of ibuprofen for a woman of 52 with an eGFR of 22?"
GOOD = "What dose of ibuprofen for a woman of 52 with an eGFR of 80?"


def stated_of(verdicts: tuple[CheckVerdict, ...]) -> set[CheckStatus]:
    return {one.status for one in verdicts if one.provenance is Provenance.LIBRARY}


@pytest.mark.parametrize(
    ("claim", "ask", "statuses"),
    [
        ("Give ibuprofen 400 mg three times a day.", POOR, {WARN}),
        ("Give ibuprofen 200 mg twice daily.", POOR, set()),
        ("Give ibuprofen 400 mg daily in two doses.", POOR, set()),
        ("Give ibuprofen 400 mg three times a day.", GOOD, set()),
        ("Avoid ibuprofen 400 mg three times a day.", POOR, set()),
    ],
)
def test_a_dose_of_the_library_for_a_band(claim: str, ask: str, statuses: set[CheckStatus]) -> None:
    said = RenalOfClaim().check(claim_of(claim), with_library(ask, LOWERED))
    assert stated_of(said) == statuses


FORBIDDEN = ContraindicationFact(
    ingredients=("ibuprofen",),
    document_id="d",
    passage_id="p",
    span=Span(start=0, end=12),
    quote="Illustrative",
    against="Illustrative",
    renal=RenalBand(measure=RenalMeasure.EGFR, high=30),
)


@pytest.mark.parametrize(
    ("ask", "statuses"),
    [
        (POOR, {BLOCK}),
        (GOOD, set()),
        ("Ibuprofen for a woman of 52 with a creatinine clearance of 22 mL/min?", set()),
        ("Ibuprofen for a woman of 52?", set()),
    ],
)
def test_a_contraindication_of_the_library_for_a_band(ask: str, statuses: set[CheckStatus]) -> None:
    claim = claim_of("Ibuprofen is recommended.")
    assert stated_of(RenalOfClaim().check(claim, with_library(ask, FORBIDDEN))) == statuses


def test_a_question_is_told_of_the_band() -> None:
    said = RenalOfQuestion().check(with_library(POOR, LOWERED))
    assert stated_of(said) == {WARN}
