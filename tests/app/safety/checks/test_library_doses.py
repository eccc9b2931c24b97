"""What documents of the library state of doses, held against questions and claims."""

from decimal import Decimal

import pytest

from app.domain.corpus import Span
from app.domain.facts import (
    ContraindicationFact,
    DoseFact,
    DoseRole,
    F,
    Fact,
    Frequency,
    Per,
    Quantity,
    Rate,
)
from app.domain.formulary import RenalBand, RenalMeasure
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict, Provenance
from app.domain.subject import Subject
from app.safety.checks.maximum_dose import MaximumDoseOfClaim
from app.safety.checks.renal import RenalOfClaim, RenalOfQuestion
from app.safety.situation.reader import QuestionReader
from tests.app.patient.entered import medicine, record, result
from tests.app.safety.checks.test_maximum_dose import ADULT, BLOCK, PASS, WARN, asked, worst
from tests.app.safety.group import claim_of


def fact(text: str, quantity: Quantity, **more: object) -> DoseFact:
    return DoseFact(
        ingredients=("ibuprofen",),
        document_id="d",
        passage_id="p",
        span=Span(start=0, end=len(text)),
        quote=text,
        amount=quantity,
        **more,
    )


def mg(amount: int, per: Per) -> Quantity:
    figure = Decimal(amount)
    return Quantity(
        low=figure, high=figure, unit="mg", per=per, normal_unit="mg", factor=Decimal(1)
    )


class Library:
    def __init__(self, *facts: Fact) -> None:
        self._facts = facts

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
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


NORMAL = fact(
    "Illustrative: 400 mg three times daily",
    mg(400, Per.DOSE),
    renal=RenalBand(measure=RenalMeasure.EGFR, low=45),
)


@pytest.mark.parametrize(
    ("egfr", "text", "stated", "warns"),
    [
        (75, "What was her last potassium?", NORMAL, False),
        (75, "Is ibuprofen right for her?", NORMAL, True),
        (22, "What was her last potassium?", LOWERED, True),
        (75, "Is ibuprofen right for her?", LOWERED, False),
    ],
)
def test_a_dose_for_good_kidneys_is_told_where_it_is_asked_for(
    egfr: float, text: str, stated: DoseFact, *, warns: bool
) -> None:
    held = record(medicine("Ibuprofen 400 mg"), result("egfr", egfr, "mL/min/{1.73_m2}", number=5))
    question = Question.asked(text, record=held)
    subject = Subject(
        question=question,
        situation=QuestionReader().read(question),
        stated=Library(stated),
    )
    assert bool(stated_of(RenalOfQuestion().check(subject))) is warns
