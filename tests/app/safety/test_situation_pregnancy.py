"""Pregnancy, its weeks, and breastfeeding, of the one who is asked about."""

import pytest

from tests.app.safety.situation_words import amiss

CASES = (
    (
        "Which antibiotic for a UTI in a pregnant woman at 29 weeks?",
        "pregnant, weeks 29 to 30, female",
    ),
    ("I'm expecting my first baby", "pregnant"),
    ("28 weeks pregnant with heartburn", "pregnant, weeks 28 to 29"),
    ("I'm 28 weeks and have a cough", "pregnant, weeks 28 to 29"),
    ("G2P1 at 30/40, proteinuria", "pregnant, weeks 30 to 31"),
    ("gravid patient with pyelonephritis", "pregnant"),
    ("second trimester, migraine", "pregnant, weeks 14 to 28"),
    ("UTI at 33+4", ""),
    ("UTI at 29 weeks, which antibiotic", "pregnant, weeks 29 to 30"),
    ("hypertension in pregnancy", "pregnant"),
    ("Is valproate teratogenic?", "pregnant"),
    ("she is pregant and has a cold", "pregnant"),
    ("my wife's pregnant, can she take paracetamol", "pregnant"),
    ("my wife is pregnant, can I take ibuprofen", "! pregnant"),
    ("I think I could be pregnant", "pregnant"),
    ("antenatal clinic, asthma flare", "pregnant"),
    ("preggers n got thrush wot can i take", "pregnant"),
    ("up the duff with hay fever", "pregnant"),
    ("30F, not pregnant, acne", "not pregnant, female"),
    ("She isn't pregnant", "not pregnant"),
    ("pregnancy test negative", "not pregnant"),
    ("negative pregnancy test", "not pregnant"),
    ("postmenopausal woman with osteoporosis", "not pregnant, female"),
    ("trying to conceive, on lithium", "not pregnant, planning pregnancy, taken lithium"),
    (
        "we're trying for a baby, is methotrexate ok",
        "planning pregnancy, asked methotrexate, ! pregnant",
    ),
    ("I want to get pregnant next year", "planning pregnancy, ! pregnant"),
    ("preventing pregnancy after isotretinoin", "! pregnant"),
    ("I don't want to get pregnant", "! pregnant"),
    ("She had a DVT in her last pregnancy", "! pregnant"),
    ("history of gestational diabetes", "! pregnant"),
    ("6 weeks postpartum, breastfeeding", "not pregnant, breastfeeding"),
    ("I gave birth last week", "not pregnant"),
    ("neither pregnant nor breastfeeding", "not pregnant, not breastfeeding"),
    ("not breastfeeding", "not breastfeeding"),
    ("Can a nursing mother take codeine?", "breastfeeding, asked codeine"),
    ("im breast feeding can i have ibuprofen", "breastfeeding, asked ibuprofen"),
    ("she lives in a nursing home", "! breastfeeding"),
    ("a breastfed 3-week-old with thrush", "! breastfeeding, ! pregnant"),
    ("baby born at 28 weeks, caffeine dose", "! pregnant"),
    ("HbA1c fell at 26 weeks in the trial", "! pregnant"),
    ("symptoms for 12 weeks", "! pregnant"),
    ("treatment of ectopic pregnancy with methotrexate", "! pregnant"),
    ("I am pregnant || what can I take for a UTI?", "pregnant"),
    ("She is 28 weeks pregnant || she has a UTI || which antibiotic?", "pregnant, weeks 28 to 29"),
    (
        "I'm pregnant, 20 weeks || I had the baby yesterday, is codeine ok?",
        "not pregnant, ! weeks 20 to 21",
    ),
    ("pregnant woman with a UTI || and for a man?", "! pregnant, male"),
    ("I'm pregnant || no I mean my sister, I am not pregnant", "not pregnant"),
    ("first trimester || it's now 30 weeks, is ibuprofen ok?", "pregnant, weeks 30 to 31"),
    ("I'm breastfeeding || can I take tramadol", "breastfeeding"),
    ("wife 34 wks, migraines, what can she have", "pregnant, weeks 34 to 35"),
    ("Im 5 wks preg n on sertraline", "pregnant, weeks 5 to 6, taken sertraline"),
    ("30 yo F, LMP 8 weeks ago, b-hCG positive", "pregnant, female"),
    ("her pregnancy test is positive", "pregnant"),
    ("G1P0 34+2 weeks, BP 160/110", "pregnant, weeks 34 to 35"),
    ("hi im 7 months gone and got a sore throat", "pregnant, weeks 26 to 35"),
    ("I'm a nurse; patient on lithium needs an NSAID", "! breastfeeding"),
    ("gave birth 3 weeks ago and nursing", "not pregnant, breastfeeding"),
    ("serum lactate 4", "! breastfeeding"),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_pregnancy_and_breastfeeding_are_told(text: str, expected: str) -> None:
    assert not amiss(text, expected)
