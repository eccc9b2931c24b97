"""Sentences that single out whom, when or how are not held against those that do not.

The sentences are ours and illustrative.
"""

import pytest

from app.domain.conflict import About
from tests.app.grounding.conflicts.pairs import disagreements

PAIRS = [
    (
        "What is the dose of enoxaparin to prevent thrombosis?",
        "Thrombosis | Enoxaparin 40 mg once daily.",
        "Thrombosis | In patients weighing more than 120 kg enoxaparin 60 mg once daily.",
    ),
    (
        "What is the dose of paracetamol for pain in adults?",
        "Pain | Adults: paracetamol 1 g four times daily.",
        "Pain | Adults who weigh less than 50 kg: paracetamol 500 mg four times daily.",
    ),
    (
        "What is the maximum dose of paracetamol?",
        "Pain | The maximum dose of paracetamol is 4 g in 24 hours.",
        "Pain | In malnourished adults the maximum dose of paracetamol is 2 g in 24 hours.",
    ),
    (
        "What is the dose of clopidogrel after a coronary syndrome?",
        "Coronary syndrome | Clopidogrel 75 mg once daily.",
        "Coronary syndrome | In poor metabolisers clopidogrel 150 mg once daily.",
    ),
    (
        "What is the dose of clozapine in schizophrenia?",
        "Schizophrenia | Clozapine 300 mg daily.",
        "Schizophrenia | In smokers clozapine 450 mg daily.",
    ),
    (
        "What is the dose of rosuvastatin?",
        "Lipids | Start rosuvastatin 10 mg once daily.",
        "Lipids | Patients of Asian origin: start rosuvastatin 5 mg once daily.",
    ),
    (
        "What is the dose of amoxicillin for pneumonia in adults?",
        "Pneumonia | Amoxicillin 500 mg three times daily for 5 days.",
        "Pneumonia | If not better after 3 days: amoxicillin 1 g three times daily for 5 days.",
    ),
    (
        "For how long is amoxicillin given against Helicobacter pylori?",
        "Helicobacter | Amoxicillin 1 g twice daily for 7 days.",
        "Helicobacter | Amoxicillin 1 g twice daily for 14 days after failed treatment.",
    ),
    (
        "What is the dose of prednisolone in asthma?",
        "Asthma exacerbation | Prednisolone 40 mg daily for 5 days.",
        "Asthma | Prednisolone 10 mg daily.",
    ),
    (
        "Is amoxicillin recommended for cystitis?",
        "Cystitis | Amoxicillin is not recommended for empirical treatment.",
        "Cystitis | Amoxicillin is recommended where the organism is sensitive.",
    ),
    (
        "How long is clopidogrel taken after a stent?",
        "Stent | Clopidogrel 75 mg once daily for 6 months after a bare-metal stent.",
        "Stent | Clopidogrel 75 mg once daily for 12 months after a drug-eluting stent.",
    ),
    (
        "What is the maximum dose of ibuprofen?",
        "Pain | The maximum dose of ibuprofen is 2.4 g daily.",
        "Pain | Bought over the counter, the maximum dose of ibuprofen is 1.2 g daily.",
    ),
    (
        "Is metformin recommended in type 2 diabetes?",
        "Type 2 diabetes | Metformin is recommended.",
        "Type 2 diabetes | Metformin should not be used with contrast media.",
    ),
    (
        "Is zopiclone recommended for insomnia?",
        "Insomnia | Zopiclone is recommended.",
        "Insomnia | Zopiclone should not be taken with alcohol.",
    ),
    (
        "Is omeprazole recommended in reflux?",
        "Reflux | Omeprazole is recommended.",
        "Reflux | Omeprazole capsules should not be given crushed.",
    ),
    (
        "Is citalopram recommended in depression?",
        "Depression | Citalopram is recommended.",
        "Depression | Citalopram is contraindicated in QT prolongation.",
    ),
    (
        "Is citalopram recommended in depression?",
        "Depression | Citalopram is recommended.",
        "Depression | Citalopram is contraindicated in patients who take an MAOI.",
    ),
    (
        "Is metoclopramide recommended for nausea?",
        "Nausea | Metoclopramide is recommended.",
        "Nausea | Metoclopramide is not recommended in people under 20.",
    ),
    (
        "Is penicillin recommended for a sore throat?",
        "Sore throat | Penicillin is recommended.",
        "Sore throat | Penicillin is not recommended for viral sore throat.",
    ),
    (
        "What is the dose of warfarin in atrial fibrillation?",
        "Atrial fibrillation | Warfarin 5 mg daily.",
        "Atrial fibrillation | Patients with an INR above 5: warfarin 2 mg daily.",
    ),
    (
        "How long is rifampicin taken for tuberculosis?",
        "Tuberculosis | Rifampicin 600 mg daily for 6 months.",
        "Tuberculous meningitis | Rifampicin 600 mg daily for 12 months.",
    ),
    (
        "For how long is ceftriaxone given for pyelonephritis?",
        "Pyelonephritis | Ceftriaxone 1 g once daily until afebrile for 48 hours.",
        "Pyelonephritis | Ceftriaxone 1 g once daily for 7 days.",
    ),
]
GOUT = "What is the dose of colchicine in gout?"
COLCHICINE = "One > Gout | Colchicine 500 micrograms twice daily."


@pytest.mark.parametrize(("asked", "one", "other"), PAIRS)
def test_what_one_sentence_alone_singles_out_is_another_case(
    asked: str, one: str, other: str
) -> None:
    one, other = f"One guide > {one}", f"Other guide > {other}"
    assert disagreements(asked, one, other) == ()
    assert disagreements(asked, other, one) == ()


@pytest.mark.parametrize(
    "other",
    [
        "Do not give colchicine 1 mg twice daily.",
        "Avoid colchicine 1 mg every hour.",
        "Colchicine 1 mg twice daily must never be given.",
        "Formerly colchicine 1 mg twice daily was the usual dose.",
    ],
)
def test_a_dose_that_is_advised_against_or_was_given_once_is_not_stated(other: str) -> None:
    assert disagreements(GOUT, COLCHICINE, f"Other > Gout | {other}") == ()


def test_a_dose_beside_one_that_is_advised_against_is_stated() -> None:
    other = "Other > Gout | Colchicine 1 mg twice daily, but colchicine 3 mg should not be given."
    (found,) = disagreements(GOUT, COLCHICINE, other)
    assert found.about is About.DOSE
    assert found.sides[1].says == "1 mg twice daily"


def test_a_case_that_the_other_side_or_the_question_names_too_is_the_same() -> None:
    favour = "One > Depression | Citalopram is recommended{}."
    against = "Other > Depression | Citalopram is contraindicated in QT prolongation."
    asked = "Is citalopram recommended in {}?"
    for question, first in (
        (asked.format("depression"), favour.format(" in QT prolongation")),
        (asked.format("depression with QT prolongation"), favour.format("")),
    ):
        (found,) = disagreements(question, first, against)
        assert found.about is About.DIRECTION


def test_a_weight_in_a_dose_singles_nobody_out() -> None:
    (found,) = disagreements(
        "What is the dose of amoxicillin in children with otitis media?",
        "One > Otitis media | Children: amoxicillin 15 mg/kg body weight three times daily.",
        "Other > Otitis media | Children: amoxicillin 30 mg/kg three times daily.",
    )
    assert found.about is About.DOSE
