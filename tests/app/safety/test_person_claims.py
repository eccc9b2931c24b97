"""Claims against the person a question tells of, through both checks."""

import pytest

from app.safety.checks.allergy import AllergyCheck
from app.safety.checks.contraindications import ContraindicationCheck
from app.safety.rule import Example
from tests.app.safety.group import claim_of, subject_of

CASES = (
    (
        "block",
        "I'm allergic to pen and have a chest infection",
        "Co-amoxiclav 500/125 mg three times a day for 5 days is first line.",
    ),
    (
        "warn",
        "She is 38 weeks pregnant with cystitis",
        "Nitrofurantoin 50 mg four times daily for 7 days.",
    ),
    ("block", "Pregnant, 16 weeks, hypertension", "Start enalapril 5 mg daily and titrate."),
    (
        "pass",
        "Pregnant, 16 weeks, hypertension",
        "Labetalol 100 mg twice daily is first line; ACE inhibitors should be stopped.",
    ),
    (
        "block",
        "I have a stomach ulcer and a bad back",
        "Naproxen 500 mg twice daily may be used for back pain.",
    ),
    (
        "pass",
        "I have a stomach ulcer and a bad back",
        "Paracetamol 1 g up to four times daily is preferred to NSAIDs.",
    ),
    (
        "block",
        "Asthmatic with essential tremor",
        "Propranolol 40 mg twice daily is the treatment of choice.",
    ),
    (
        "pass",
        "Asthmatic with essential tremor",
        "Primidone can be used where beta blockers are contraindicated, such as in asthma.",
    ),
    (
        "block",
        "25F migraine with aura, contraception?",
        "Combined hormonal contraception is suitable for most young women.",
    ),
    (
        "block",
        "eGFR 18, type 2 diabetes, what next?",
        "Metformin remains first line for type 2 diabetes.",
    ),
    (
        "pass",
        "eGFR 58, type 2 diabetes, what next?",
        "Metformin remains first line for type 2 diabetes.",
    ),
    (
        "pass",
        "eGFR 18, type 2 diabetes, what next?",
        "Metformin is contraindicated when eGFR is below 30.",
    ),
    ("block", "potassium 6.4 heart failure", "Add spironolactone 25 mg daily."),
    (
        "block",
        "woman with acne who is 10 weeks pregnant",
        "Oral isotretinoin is effective for severe acne and can be given.",
    ),
    (
        "warn",
        "woman with acne who is 10 weeks pregnant",
        "Isotretinoin requires effective contraception for one month before and after treatment.",
    ),
    (
        "block",
        "he has a metallic mitral valve and AF",
        "Dabigatran 150 mg twice daily prevents stroke in AF and is recommended.",
    ),
    ("warn", "he has a metallic mitral valve and AF", "Apixaban 5 mg twice daily is recommended."),
    (
        "block",
        "I had an angioedema on perindopril last year",
        "Ramipril 2.5 mg once daily is recommended for heart failure.",
    ),
    (
        "warn",
        "heart failure with EF 25%, rate control in AF",
        "Diltiazem 60 mg three times daily controls the rate.",
    ),
    (
        "pass",
        "heart failure with EF 25%, rate control in AF",
        "Bisoprolol controls the rate; avoid diltiazem and verapamil.",
    ),
    (
        "block",
        "epileptic wanting to stop smoking",
        "Bupropion 150 mg daily, increased to twice daily.",
    ),
    (
        "pass",
        "epileptic wanting to stop smoking",
        "Varenicline or nicotine replacement; bupropion should not be used in epilepsy.",
    ),
    (
        "block",
        "severe immunodeficiency, travel to Kenya",
        "Yellow fever vaccine is recommended for travellers.",
    ),
    ("block", "pregnant traveller, no rubella immunity", "Give the MMR vaccine."),
    (
        "pass",
        "pregnant traveller, no rubella immunity",
        "MMR vaccine should be given after delivery.",
    ),
    (
        "block",
        "narrow-angle glaucoma with urge incontinence",
        "Oxybutynin 5 mg twice daily is an option.",
    ),
    ("warn", "Parkinson's disease and vomiting", "Metoclopramide 10 mg three times a day."),
    ("warn", "previous heart attack and migraine", "Sumatriptan 50 mg at onset is recommended."),
    ("block", "history of DVT, wants contraception", "Microgynon is a suitable choice."),
    (
        "block",
        "active GI bleed, AF",
        "Rivaroxaban 20 mg daily is recommended for stroke prevention.",
    ),
    (
        "pass",
        "I am pregnant with a headache",
        "Paracetamol is safe in pregnancy; ibuprofen is best avoided.",
    ),
    ("block", "breastfeeding with a toothache", "Co-codamol 30/500 two tablets every six hours."),
    (
        "pass",
        "breastfeeding with a toothache",
        "Ibuprofen and paracetamol are compatible with breastfeeding.",
    ),
    (
        "block",
        "sulfa allergy HIV PCP prophylaxis",
        "Co-trimoxazole 480 mg daily is the drug of choice.",
    ),
    (
        "pass",
        "sulfa allergy HIV PCP prophylaxis",
        "Atovaquone is an alternative for those who cannot take co-trimoxazole.",
    ),
    (
        "block",
        "My throat closed up after aspirin once. Knee pain",
        "Diclofenac 50 mg three times daily with food.",
    ),
    (
        "block",
        "allergic to azithromycin, chlamydia",
        "Erythromycin 500 mg four times daily for 7 days.",
    ),
    (
        "block",
        "pregnant and chlamydia positive",
        "Doxycycline 100 mg bd for 7 days, or azithromycin 1 g.",
    ),
)


def worst(ask: str, text: str) -> str:
    subject, claim = subject_of(Example(ask=ask)), claim_of(text)
    verdicts = (
        *ContraindicationCheck().check(claim, subject),
        *AllergyCheck().check(claim, subject),
    )
    found = {one.status.value for one in verdicts}
    return next((one for one in ("block", "warn") if one in found), "pass")


@pytest.mark.parametrize(("expected", "ask", "claim"), CASES)
def test_a_claim_is_judged_by_the_person(expected: str, ask: str, claim: str) -> None:
    assert worst(ask, claim) == expected
