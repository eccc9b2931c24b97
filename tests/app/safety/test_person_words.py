"""What verifiers are told of the person beyond the question's own words."""

from datetime import date

import pytest

from app.domain.patient import Kidney, Range, Situation, Teller, Told, Whom, YesNo
from app.safety.person_words import whom

RECORD = Told(by=Teller.RECORD, words="as recorded", resource="Observation/1", on=date(2026, 9, 1))
EARLIER = Told(by=Teller.CONVERSATION, words="earlier")
NOW = Told(by=Teller.QUESTION, words="now")
OLD = RECORD.model_copy(update={"stale": True})


def of(age: float, told: Told = RECORD) -> Range:
    return Range(low=age, high=age, told=told)


@pytest.mark.parametrize(
    ("situation", "words", "group"),
    [
        (Situation(), "", ""),
        (
            Situation(age=of(4), sex="male"),
            "The patient is a boy of 4 years.",
            "in a child",
        ),
        (Situation(age=of(0.6)), "The patient is a child of 7 months.", "in a child"),
        (Situation(age=of(76), sex="female"), "The patient is a woman of 76 years.", ""),
        (
            Situation(pregnant=YesNo(holds=True, told=EARLIER)),
            "The patient is pregnant.",
            "in pregnancy",
        ),
        (Situation(pregnant=YesNo(holds=False, told=RECORD)), "", ""),
        (Situation(pregnant=YesNo(holds=True, told=OLD)), "", ""),
        (Situation(age=of(4, NOW), sex="male"), "", ""),
    ],
)
def test_what_a_record_or_an_earlier_turn_tells_is_worded(
    situation: Situation, words: str, group: str
) -> None:
    assert whom(situation) == Whom(words=words, group=group)


def test_each_measure_of_the_kidneys_goes_by_its_own_name() -> None:
    creatinine = Kidney(measure="creatinine", low=168, high=168, told=RECORD)
    situation = Situation(age=of(76), sex="female", weight=of(68), kidneys=(creatinine,))
    assert whom(situation).words == (
        "The patient is a woman of 76 years, with an eGFR of 27 mL/min/1.73 m2, "
        "with a creatinine clearance of 27 mL/min."
    )
    reported = Kidney(measure="egfr", low=31, high=31, told=RECORD)
    assert "an eGFR of 31 " in whom(Situation(age=of(76), kidneys=(reported,))).words


def test_a_value_that_the_question_tells_or_that_is_too_old_is_not_repeated() -> None:
    for told in (NOW, OLD):
        kidneys = (Kidney(measure="egfr", low=31, high=31, told=told),)
        assert "eGFR" not in whom(Situation(age=of(76), sex="male", kidneys=kidneys)).words
