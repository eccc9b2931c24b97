"""Rules of applicability beyond groups: partners, purposes, states, drugs named in passing."""

import pytest

from app.domain.answer import DraftClaim, Quote, VerdictKind
from app.grounding.applicability import ApplicabilityVerifier
from eval.gold_claims import GoldClaim, GoldEvidence, as_evidence
from eval.jsonl import read_jsonl
from eval.prompts import OWN

VERIFIER = ApplicabilityVerifier()


def refused(question: str, path: str, text: str, around: str = "") -> bool:
    one = as_evidence(1, GoldEvidence(text=around or text, path=tuple(path.split(" > "))))
    draft = DraftClaim(text=text, quotes=(Quote(label=1, text=text),))
    return VERIFIER.verify(draft, question, [one], [one]).kind is VerdictKind.UNSUPPORTED


@pytest.mark.parametrize(
    ("path", "text", "wrong"),
    [
        ("Warfarin > Antibacterials", "Erythromycin raises the INR.", False),
        ("Warfarin > Antibacterials", "Metronidazole doubles the INR.", True),
        ("Warfarin > Macrolides", "The INR may rise.", False),
        ("Warfarin > Alcohol", "Small regular amounts are allowed.", True),
        ("Acenocoumarol > Macrolides", "Erythromycin raises the INR.", True),
        ("Warfarin > Dose", "Take it at six in the evening.", True),
        ("Warfarin > Other medicines", "The combination needs an earlier INR.", False),
    ],
)
def test_a_question_on_two_together_needs_words_about_both(
    path: str, text: str, wrong: bool
) -> None:
    assert refused("Do warfarin and erythromycin interact?", path, text) is wrong


def test_the_passage_may_name_the_partner_that_the_quotation_does_not() -> None:
    text = "The INR may rise within days of starting warfarin."
    around = f"Erythromycin inhibits an enzyme. {text}"
    question = "Do warfarin and erythromycin interact?"
    assert refused(question, "Warfarin > Dose", text)
    assert not refused(question, "Warfarin > Dose", text, around)


@pytest.mark.parametrize(
    ("question", "path", "text"),
    [
        ("On lithium and ramipril, gout: naproxen dose?", "Naproxen > Gout", "750 mg at first."),
        ("Codeine or tramadol with a dry cough?", "Codeine > Cough", "15 mg at night."),
    ],
)
def test_drugs_that_are_not_asked_about_together_need_not_both_be_named(
    question: str, path: str, text: str
) -> None:
    assert not refused(question, path, text)


@pytest.mark.parametrize(
    ("question", "heading", "wrong"),
    [
        ("Swab-positive influenza: oseltamivir dose?", "Post-exposure prophylaxis", True),
        ("Swab-positive influenza: oseltamivir dose?", "Treatment", False),
        ("Oseltamivir dose for flu?", "Prevention", True),
        ("My flatmate has flu. Oseltamivir so that I do not get it?", "Treatment", True),
        ("Acute attack of gout: colchicine?", "Flare prophylaxis", True),
        ("Acute attack of gout: colchicine?", "Acute gout", False),
        ("Newly diagnosed AF: apixaban?", "Prevention of stroke in atrial fibrillation", False),
        ("Propranolol for migraine?", "Migraine prophylaxis", False),
        ("Statin after a heart attack?", "Primary prevention", True),
        ("Statin after a heart attack?", "Secondary prevention", False),
        ("Needlestick: which HIV drugs?", "Pre-exposure prophylaxis", True),
        ("Confirmed DVT: dalteparin dose?", "Thromboprophylaxis after surgery", True),
    ],
)
def test_prevention_is_told_from_treatment_without_either_word(
    question: str, heading: str, wrong: bool
) -> None:
    assert refused(question, f"Illustrative note > {heading}", "One tablet a day.") is wrong


@pytest.mark.parametrize(
    ("question", "heading", "wrong"),
    [
        ("Is she able to take it? She is not pregnant.", "Use in pregnancy", True),
        ("Is she able to take it? She is not pregnant.", "Adults outside pregnancy", False),
        ("Pregnant: which dose?", "Not pregnant", True),
        ("Nursing a newborn: which dose?", "Women who are not lactating", True),
        ("Not breastfeeding: which dose?", "Breast-feeding", True),
        ("Normal renal function: which dose?", "Renal impairment", True),
        ("Normal renal function: which dose?", "Normal kidneys", False),
        ("eGFR 18: which dose?", "Preserved renal function", True),
        ("Child-Pugh score 8: which dose?", "Normal hepatic function", True),
        ("20 weeks pregnant: which dose?", "Pregnancy > First trimester", True),
        ("20 weeks pregnant: which dose?", "Pregnancy > From 16 weeks", False),
        ("A 29-week preterm on day 3: which dose?", "Babies of 37 weeks or more", True),
        ("Vitamin drops for a breastfed 4-week-old?", "Breast-feeding mothers", True),
        ("A smoker of 60: which scan?", "Non-smokers", True),
        ("No penicillin allergy: which antibiotic?", "Penicillin allergy", True),
        ("Penicillin allergy: which antibiotic?", "Penicillin allergy", False),
        ("No asthma. Which dose?", "People with asthma", True),
        ("Asthma. Which dose?", "People without asthma", True),
        ("He wants to know the dose.", "Women", True),
    ],
)  # fmt: skip
def test_a_state_on_one_side_only_is_another_patient(
    question: str, heading: str, wrong: bool
) -> None:
    assert refused(question, f"Illustrative note > {heading}", "5 mg a day.") is wrong


def test_a_drug_that_the_patient_has_may_be_left_for_another() -> None:
    asked = "Starting prednisolone. How do I protect the bones?"
    assert not refused(asked, "Osteoporosis", "Alendronate is given once a week.")
    assert refused("Starting prednisolone. What is the dose?", "Osteoporosis", "Alendronate 70 mg.")


def test_a_symptom_is_not_its_illness() -> None:
    asked = "Which syrup eases a cough in adults?"
    assert not refused(asked, "Illustrative note > Bronchitis", "Honey may help.")


def test_the_pairs_that_the_rules_were_written_with_are_told_apart() -> None:
    pairs = read_jsonl(OWN / "applicability_wording.jsonl", GoldClaim)
    wrong: dict[VerdictKind, list[str]] = {VerdictKind.SUPPORTED: [], VerdictKind.UNSUPPORTED: []}
    for pair in pairs:
        (one,) = pair.evidence
        said = refused(pair.question, " > ".join(one.path), one.text)
        if said != (pair.label is VerdictKind.UNSUPPORTED):
            wrong[pair.label].append(pair.id)
    mismatched = sum(pair.label is VerdictKind.UNSUPPORTED for pair in pairs)
    assert len(wrong[VerdictKind.UNSUPPORTED]) <= 0.05 * mismatched, wrong
    assert len(wrong[VerdictKind.SUPPORTED]) <= 0.05 * (len(pairs) - mismatched), wrong
