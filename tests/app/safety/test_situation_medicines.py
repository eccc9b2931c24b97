"""Medicines as taken, asked about, stopped or not taken at all."""

import pytest

from tests.app.safety.situation_words import amiss, read

CASES = (
    ("I take warfarin for my heart", "taken warfarin"),
    ("He's been on bisoprolol for years", "taken bisoprolol"),
    ("Mum is on apixaban and digoxin", "taken apixaban, taken digoxin"),
    ("currently taking sertraline 50 mg, wants something for sleep", "taken sertraline"),
    ("What is the dose of rivaroxaban in AF?", "asked rivaroxaban, ! taken rivaroxaban"),
    ("is clarithromycin ok", "asked clarithromycin"),
    ("When was my last flu shot?", "! asked influenza vaccine"),
    ("Has she had the flu jab?", "! asked influenza vaccine"),
    ("When should I have my flu shot?", "asked influenza vaccine"),
    ("Has she had antibiotics like amoxicillin? Can she have it?", "asked amoxicillin"),
    ("Can I take naproxen?", "asked naproxen"),
    ("can my husband have sildenafil", "asked sildenafil"),
    ("Should she be given metoclopramide?", "asked metoclopramide"),
    ("Is it safe to use diclofenac gel?", "asked diclofenac"),
    ("Dose of amoxicillin for a chest infection", "asked amoxicillin"),
    ("Can I have ibuprofen with my apixaban?", "asked ibuprofen, taken apixaban"),
    ("Is ibuprofen ok while taking lithium?", "asked ibuprofen, taken lithium"),
    ("on methotrexate, needs antibiotics, trimethoprim?", "taken methotrexate"),
    (
        "Patient takes simvastatin. Can clarithromycin be prescribed?",
        "taken simvastatin, asked clarithromycin",
    ),
    (
        "I'm taking ramipril, amlodipine and aspirin. Can I add ibuprofen?",
        "taken ramipril, taken amlodipine, taken aspirin, asked ibuprofen",
    ),
    (
        "DH: metformin 1 g bd, gliclazide 80 mg, atorvastatin 20 mg",
        "taken metformin, taken gliclazide, taken atorvastatin",
    ),
    (
        "Medications: furosemide, spironolactone, ramipril",
        "taken furosemide, taken spironolactone, taken ramipril",
    ),
    ("Current meds are levothyroxine and omeprazole", "taken levothyroxine, taken omeprazole"),
    ("My GP prescribed doxycycline", "taken doxycycline"),
    ("She was started on amiodarone last month", "taken amiodarone"),
    ("He was put on clopidogrel after the stent", "taken clopidogrel"),
    ("my metformin makes me sick", "taken metformin"),
    ("her usual prednisolone", "taken prednisolone"),
    ("I use a salbutamol inhaler", "taken albuterol"),
    ("I stopped sertraline two weeks ago", "stopped sertraline, ! taken sertraline"),
    ("He came off warfarin in May", "stopped warfarin"),
    ("She is no longer taking tamoxifen", "stopped tamoxifen"),
    ("used to take amitriptyline", "stopped amitriptyline"),
    ("previously on methotrexate", "stopped methotrexate"),
    ("Her lithium was stopped by the psychiatrist", "stopped lithium"),
    ("not on any warfarin", "! taken warfarin, ! asked warfarin"),
    ("I don't take aspirin", "! taken aspirin, ! asked aspirin"),
    ("She isn't taking metformin", "! taken metformin"),
    ("Which painkiller can I take?", "! asked analgesic"),
    ("Which antibiotic for pneumonia?", "! asked antibiotic"),
    ("What is the best antihypertensive in diabetes?", "! asked antihypertensive"),
    ("Can I take ibuprofen with my blood thinner?", "taken anticoagulant, asked ibuprofen"),
    ("Is it ok to take antihistamines?", "asked antihistamine"),
    ("He takes a statin and a beta blocker", "taken statin, taken beta_blocker"),
    ("on water tablets, leg cramps", "taken diuretic"),
    ("I take a blood thinner, apixaban, is naproxen ok", "taken apixaban, ! taken anticoagulant"),
    ("alternative to ibuprofen for back pain", "! asked ibuprofen"),
    ("What can I take instead of omeprazole?", "! asked omeprazole"),
    ("Does warfarin interact with fluconazole?", "asked warfarin, asked fluconazole"),
    ("side effects of lisinopril", "asked lisinopril"),
    ("information on gabapentin please", "asked gabapentin, ! taken gabapentin"),
    ("co-codamol for back pain", "asked acetaminophen+codeine"),
    ("Augmentin dose in adults", "asked amoxicillin+clavulanate"),
    ("I'm on the pill, is doxycycline ok", "taken oral contraceptive, asked doxycycline"),
    ("my husband takes finasteride and I'm pregnant", "! taken finasteride, pregnant"),
    ("My mother takes warfarin. Can I take ibuprofen?", "! taken warfarin, asked ibuprofen"),
    ("My mother takes warfarin. Can she have ibuprofen?", "taken warfarin, asked ibuprofen"),
    ("insulin resistance and diet", "! asked insulin_class"),
    ("serum potassium 5.9", "! asked potassium"),
    ("Taking St Johns wort and the pill", "taken st john's wort, taken oral contraceptive"),
    ("currently prescribed: tramadol, pregabalin", "taken tramadol, taken pregabalin"),
    ("DHx: ramipril 10mg, furosemide 40mg", "taken ramipril, taken furosemide"),
    ("My dad's on apixaban and has been prescribed clarithromycin", "taken apixaban"),
    ("Mother had angioedema on ramipril. Is losartan safe for her?", "! taken ramipril"),
    ("I take apixaban || can I take ibuprofen?", "taken apixaban, asked ibuprofen"),
    (
        "Tell me about methotrexate || can I take it with trimethoprim?",
        "asked methotrexate, asked trimethoprim",
    ),
    ("What is the dose of apixaban? || and with an eGFR of 20?", "asked apixaban, egfr 20"),
    ("dose of nitrofurantoin || is that safe in pregnancy?", "asked nitrofurantoin, pregnant"),
    (
        "What is the dose of apixaban? || Is it safe to take ibuprofen for a headache?",
        "asked ibuprofen, ! asked apixaban",
    ),
    ("Can I take ibuprofen? || Which antibiotic for a UTI?", "! asked ibuprofen"),
    (
        "which antibiotic? || > Nitrofurantoin 100 mg twice daily. || can I take it with alcohol?",
        "asked nitrofurantoin",
    ),
    (
        "I take warfarin || I stopped warfarin last week. Is aspirin ok?",
        "stopped warfarin, ! taken warfarin",
    ),
    (
        "my blood thinner is apixaban || can I have ibuprofen with my blood thinner?",
        "taken apixaban, ! taken anticoagulant",
    ),
    ("She hasn't stopped warfarin. Ibuprofen?", "taken warfarin, ! stopped warfarin"),
    ("She has never stopped taking warfarin. Ibuprofen?", "taken warfarin"),
    ("I take warfarin || My husband stopped warfarin. Can I take ibuprofen?", "taken warfarin"),
    ("I take warfarin || My mother never took warfarin. Can I have ibuprofen?", "taken warfarin"),
    ("I take warfarin || My wife is not on warfarin, can I take ibuprofen?", "taken warfarin"),
    ("I take lithium || New patient: 40-year-old man with gout", "! taken lithium, gout"),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_medicine_stands_to_the_person_as_told(text: str, expected: str) -> None:
    assert not amiss(text, expected)


def test_a_class_is_asked_back_with_its_usual_members() -> None:
    (thinner,) = [
        one for one in read("Ibuprofen with my blood thinner?").medicines if one.class_name
    ]
    assert thinner.which == (
        "Which blood thinner: warfarin, apixaban, rivaroxaban, dabigatran, edoxaban or another?"
    )
    assert {"warfarin", "apixaban", "enoxaparin"} <= thinner.ingredients


def test_who_told_it_is_said_with_the_words() -> None:
    person = read("I take Eliquis || can I take ibuprofen?")
    assert [(one.told.by.value, one.told.words) for one in person.medicines] == [
        ("question", "ibuprofen"),
        ("conversation", "Eliquis"),
    ]
