"""People are found by lists and by the words before them; eponyms, drugs and places are not."""

import pytest

from app.safety.identifiers.finder import PresidioFinder

FINDER = PresidioFinder()


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in FINDER.find(text) if one.kind == "name"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mrs Hargreaves has gout.", ["Hargreaves"]),
        ("MRS HARGREAVES has gout.", ["HARGREAVES"]),
        ("Dr. Kwabena A. Owusu-Ansah prescribed it.", ["Kwabena A. Owusu-Ansah"]),
        ("Drs Okafor and Lindqvist agree.", ["Okafor", "Lindqvist"]),
        ("Dr White and Mr Young agree.", ["White", "Young"]),
        ("my name is catrin prosser and I itch", ["catrin"]),
        ("My name is Catrin Prosser.", ["Catrin Prosser"]),
        ("patient mr okonkwo, 55, dizzy", ["okonkwo"]),
        ("Name:   Nayla Example", ["Nayla Example"]),
        ("Seen by Bhattacharyya, who agrees.", ["Bhattacharyya"]),
        ("Signed: Dr Priyanka Raghunathan, GMC", ["Priyanka Raghunathan"]),
        ("SMITH, John was seen", ["SMITH, John"]),
        ("Her husband Desmond snores.", ["Desmond"]),
        ("Kind regards,\nÉlodie Charpentier", ["Élodie Charpentier"]),
        ("Rosalind's daughter has a rash.", ["Rosalind"]),
        ("Jean-Baptiste Lefèvre ran out of it.", ["Jean-Baptiste Lefèvre"]),
        ("Björn Þórsson is dizzy.", ["Björn Þórsson"]),
        ("emma johnson asks whether it is safe", ["emma johnson"]),
        ("James O'Reilly Jr. has gout", ["James O'Reilly Jr."]),
        ("Seen by J. Smith, MD. Stable.", ["J. Smith"]),
        ("It was signed, A Banerjee FRCS", ["A Banerjee"]),
        ("Jane Doe DOB 1/2/1950", ["Jane Doe"]),
        ("lives with her son Cormac.", ["Cormac"]),
        ("Discharged: 19/02/24\nDear Dr Whitfield,", ["Whitfield"]),
        ("Siobhan is allergic to penicillin.", ["Siobhan"]),
        ("患者姓名 Name: 王小明 has gout", ["王小明"]),
    ],
)
def test_a_name_is_found_whole(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Addison's disease, Graves' disease, Crohn's disease.",
        "The Wells score, the Glasgow Coma Scale, Child-Pugh B, Apgar 9",
        "A Thomas splint, a Foley catheter, a Swan-Ganz catheter",
        "Gilbert's syndrome and Wilson disease in a patient with Parkinson's",
        "Yasmin, Ella and Camila are pills; Allegra is none.",
        "patient with Systemic Lupus Erythematosus treated by Rituximab",
        "treatment of Urinary Tract Infections in Children",
        "Patient Health Questionnaire; seen by Cardiology; referred by GP",
        "Discussed with Haematology. Reviewed by Consultant. Signed by Nurse Practitioner.",
        "St John's wort and the Charlotte Maxeke Hospital",
        "Will grace periods apply? Mark the site. Frank haematuria. May I take it?",
        "I'm Diabetic and I am Muslim. I am ALLERGIC to nuts.",
        "ELISA and PETRA; SAM; the MIRA assay; accompanied by DNA",
        "According to Kumar and Clark, Davidson's Principles, and Harrison",
        "Smith et al. 2019 and Jones (2020); see Johnson AB, Lee C. N Engl J Med 2021",
        "Pfizer said; Medicare says; the CDC told",
        "a medicine called Entresto, a drug named Zoloft",
        "Dear Doctor, Dear Sir or Madam, Hello Team",
        "Past Medical History: Hypertension. Social History: Smoker. Drug Chart: Metformin.",
    ],
)
def test_what_is_nobodys_name_is_left(text: str) -> None:
    assert found(text) == []
