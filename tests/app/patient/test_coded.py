"""What codes and words mean, one by one; and where they disagree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.record import Coding
from app.patient.code_tables import ICD10_CM, LOINC, RXNORM, SNOMED
from app.patient.coded import Known, allergen, analyte, medicine, problem

CKD = "chronic kidney disease"
ICD10 = "http://hl7.org/fhir/sid/icd-10"


def coded(system: str, code: str, display: str = "") -> tuple[Coding, ...]:
    return (Coding(system=system, code=code, display=display),)


@pytest.mark.parametrize(
    ("system", "code", "meant"),
    [
        (SNOMED, "44054006", {"type 2 diabetes"}),
        (SNOMED, "38341003", {"hypertension"}),
        (SNOMED, "195967001", {"asthma"}),
        (SNOMED, "431857002", {"chronic kidney disease", "chronic kidney disease stage 4"}),
        (SNOMED, "72892002", {"pregnancy"}),
        (SNOMED, "444814009", {"sinusitis"}),
        (SNOMED, "13200003", {"peptic ulcer"}),
        (SNOMED, "59282003", {"pulmonary embolism", "venous thromboembolism"}),
        (SNOMED, "44465007", set()),
        ("urn:oid:2.16.840.1.113883.6.96", "195967001", {"asthma"}),
        (f"{SNOMED}/", "195967001", {"asthma"}),
        ("http://example.org", "195967001", set()),
        ("", "195967001", set()),
        (ICD10_CM, "E11.9", {"type 2 diabetes"}),
        (ICD10_CM, "E119", {"type 2 diabetes"}),
        (ICD10, "E11.2", {"type 2 diabetes", "diabetic nephropathy"}),
        (ICD10, "E10", {"type 1 diabetes"}),
        (ICD10_CM, "N18.4", {"chronic kidney disease", "chronic kidney disease stage 4"}),
        (ICD10_CM, "N18.32", {"chronic kidney disease", "chronic kidney disease stage 3b"}),
        (ICD10_CM, "N18.30", {"chronic kidney disease", "chronic kidney disease stage 3"}),
        (ICD10_CM, "N18.6", {"chronic kidney disease", "chronic kidney disease stage 5"}),
        (ICD10_CM, "N18.9", {"chronic kidney disease"}),
        (ICD10_CM, "I50.22", {"heart failure"}),
        (ICD10_CM, "Z33.1", {"pregnancy"}),
        (ICD10_CM, "Z34.80", {"pregnancy"}),
        (ICD10_CM, "Z39.1", {"breastfeeding"}),
        (ICD10_CM, "O24.410", {"pregnancy", "gestational diabetes"}),
        (ICD10_CM, "O00.101", {"ectopic pregnancy"}),
        (ICD10_CM, "O80", set()),
        (ICD10_CM, "K70.30", {"cirrhosis", "alcoholic liver disease", "liver disease"}),
        (ICD10_CM, "K72.90", {"liver failure", "active liver disease", "liver disease"}),
        (ICD10_CM, "D66", {"haemophilia"}),
        (ICD10_CM, "K25.4", {"peptic ulcer", "active bleeding"}),
        (ICD10_CM, "K25.9", {"peptic ulcer"}),
        (ICD10_CM, "I48.91", {"atrial fibrillation"}),
        (ICD10_CM, "I48.92", {"atrial flutter"}),
        (ICD10_CM, "J45.909", {"asthma"}),
        (ICD10_CM, "Z99.2", {"dialysis"}),
        (ICD10_CM, "S93.401A", set()),
        (ICD10_CM, "Z20.1", set()),
        (ICD10_CM, "E", set()),
        (ICD10_CM, "", set()),
    ],
)
def test_codes_of_conditions(system: str, code: str, meant: set[str]) -> None:
    assert problem(coded(system, code), "") == Known(frozenset(meant))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Anemia (disorder)", {"anaemia"}),
        ("Anaemia", {"anaemia"}),
        ("Chronic kidney disease stage 3b (disorder)", {CKD, f"{CKD} stage 3b"}),
        ("CKD stage IIIa", {CKD, f"{CKD} stage 3a"}),
        ("CKD G4", {CKD, f"{CKD} stage 4"}),
        ("End-stage renal disease", {CKD, f"{CKD} stage 5"}),
        ("Normal pregnancy", {"pregnancy"}),
        (
            "Alcoholic cirrhosis of liver with ascites",
            {"cirrhosis", "alcoholic liver disease", "liver disease", "ascites"},
        ),
        ("Bleeding duodenal ulcer", {"peptic ulcer", "active bleeding"}),
        ("Migraine with aura", {"migraine", "migraine with aura"}),
        ("Von Willebrand disorder", {"von willebrand disease"}),
        ("History of cardiac arrest (situation)", {"cardiac arrest"}),
        ("CKD 4", {CKD, f"{CKD} stage 4"}),
        ("NIDDM", {"type 2 diabetes"}),
        ("Crohn's disease", {"crohn's disease", "inflammatory bowel disease"}),
        ("Pulmonary embolism", {"pulmonary embolism", "venous thromboembolism"}),
        ("Malignant neoplasm of upper lobe, right bronchus or lung", {"lung cancer", "cancer"}),
        ("Malignant neoplasm of prostate", {"prostate cancer", "cancer"}),
        ("Secondary malignant neoplasm of liver", set()),
        ("Hypertensive heart disease without heart failure", set()),
        ("Heart disease without angina pectoris", set()),
        ("Gastric ulcer without hemorrhage or perforation", {"peptic ulcer"}),
        ("Concussion with no loss of consciousness", {"concussion", "head injury"}),
        ("Encounter for supervision of normal pregnancy", {"pregnancy"}),
        ("Cervical cancer screening", set()),
        ("Stroke risk assessment", set()),
        ("No diabetes", set()),
        ("Not pregnant", set()),
        ("Family history of breast cancer", set()),
        ("Screening for tuberculosis", set()),
        ("Exposure to tuberculosis", set()),
        ("Suspected pulmonary embolism", set()),
        ("Fetus with unknown complication", set()),
        ("Laceration of thigh", set()),
        ("\u7cd6\u5c3f\u75c5", set()),
        ("\u0621" * 1000, set()),
        ("", set()),
    ],
)  # fmt: skip
def test_words_of_conditions(text: str, meant: set[str]) -> None:
    assert problem((), text).names == meant


@pytest.mark.parametrize(
    ("codings", "text", "said"),
    [
        (coded(SNOMED, "44054006", "Diabetes"), "Diabetes", None),
        (coded(SNOMED, "44054006"), "Type 2 diabetes mellitus", None),
        (coded(SNOMED, "53741008"), "Old myocardial infarction", None),
        (coded(SNOMED, "195967001"), "Menkes disease", None),
        (coded(SNOMED, "195967001"), "\u5598\u606f", None),
        (coded("http://example.org", "1"), "Asthma", None),
        (
            coded(SNOMED, "44054006"),
            "Asthma",
            "The code means type 2 diabetes, the words mean asthma.",
        ),
        (
            coded(SNOMED, "44054006", "Asthma"),
            "",
            "The code means type 2 diabetes, the words mean asthma.",
        ),
        (
            coded(SNOMED, "44054006") + coded(ICD10_CM, "J45.9"),
            "",
            "One code means type 2 diabetes, another asthma.",
        ),
    ],
)
def test_codes_and_words_of_conditions(
    codings: tuple[Coding, ...], text: str, said: str | None
) -> None:
    assert problem(codings, text).disagreement == said


def test_both_meanings_are_kept_where_they_disagree() -> None:
    assert problem(coded(SNOMED, "44054006"), "Asthma").names == {"type 2 diabetes", "asthma"}


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("161", {"acetaminophen"}),
        ("11289", {"warfarin"}),
        ("6809", {"metformin"}),
        ("153165", {"atorvastatin"}),
        ("860975", {"metformin"}),
        ("562251", {"amoxicillin", "clavulanate"}),
        ("751905", {"ethinyl estradiol", "norgestimate"}),
        ("748962", {"norethindrone"}),
        ("563026", {"diazepam"}),
        ("1367439", {"ethinyl estradiol", "etonogestrel"}),
        ("835900", {"cyclosporine"}),
        ("999999999", set()),
        ("-1", set()),
        ("\u0661\u0666\u0661", set()),
        ("161x", set()),
        ("", set()),
    ],
)
def test_codes_of_medicines(code: str, meant: set[str]) -> None:
    assert medicine(coded(RXNORM, code), "") == Known(frozenset(meant))


@pytest.mark.parametrize(
    ("text", "meant", "class_name"),
    [
        ("NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector", {"epinephrine"}, None),
        ("Acetaminophen 325 MG / Hydrocodone 5 MG", {"acetaminophen", "hydrocodone"}, None),
        ("24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet", {"metformin"}, None),
        ("Valium", {"diazepam"}, None),
        ("Vitamin B 12 5 MG/ML Injectable Solution", {"cyanocobalamin"}, None),
        ("co-amoxiclav 500/125", {"amoxicillin", "clavulanate"}, None),
        ("paracetamol 500mg tablets", {"acetaminophen"}, None),
        ("Penicillin V Potassium 250 MG Oral Tablet", {"penicillin v"}, None),
        ("metfromin 500 mg", {"metformin"}, None),
        ("an SSRI", set(), "ssri"),
        ("blood thinner", set(), "anticoagulant"),
        ("SSRI (sertraline)", {"sertraline"}, None),
        ("walking stick", set(), None),
        ("\u30ef\u30eb\u30d5\u30a1\u30ea\u30f3", set(), None),
        ("", set(), None),
    ],
)  # fmt: skip
def test_words_of_medicines(text: str, meant: set[str], class_name: str | None) -> None:
    assert medicine((), text) == Known(frozenset(meant), class_name)


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("11289", "Metformin", "The code means warfarin, the words mean metformin."),
        ("11289", "Coumadin 5 mg", None),
        ("562251", "Amoxicillin 250 mg", None),
        ("11289", "walking stick", None),
    ],
)
def test_codes_and_words_of_medicines(code: str, text: str, said: str | None) -> None:
    assert medicine(coded(RXNORM, code), text).disagreement == said


@pytest.mark.parametrize(
    ("codings", "text", "meant", "class_name"),
    [
        ((), "Penicillin", set(), "penicillin"),
        ((), "Allergy to penicillin (disorder)", set(), "penicillin"),
        ((), "PCN", set(), "penicillin"),
        ((), "Sulfa drugs", set(), "sulfonamide_antibiotic"),
        ((), "sulfonamide", set(), "sulfonamide_antibiotic"),
        ((), "NSAIDs", set(), "nsaid"),
        ((), "cephalosporins", set(), "cephalosporin"),
        ((), "ACE inhibitors", set(), "ace_inhibitor"),
        ((), "Amoxicillin", {"amoxicillin"}, None),
        ((), "Penicillin V", {"penicillin v"}, None),
        ((), "co-trimoxazole", {"trimethoprim", "sulfamethoxazole"}, None),
        ((), "Aspirin and other NSAIDs", {"aspirin"}, "nsaid"),
        ((), "Allergy to codeine", {"codeine"}, None),
        ((), "IV dye", set(), "iodinated_contrast"),
        ((), "Lisinopril (cough)", {"lisinopril"}, None),
        (coded(SNOMED, "91936005"), "", set(), "penicillin"),
        (coded(SNOMED, "387458008"), "", {"aspirin"}, None),
        (coded(RXNORM, "7980"), "", {"penicillin g"}, None),
        (coded(ICD10_CM, "Z88.0"), "", set(), "penicillin"),
        (coded(ICD10_CM, "Z88.2"), "", set(), "sulfonamide_antibiotic"),
        ((), "Egg", set(), None),
        ((), "Latex allergy", set(), None),
        ((), "Allergy to peanuts", set(), None),
        ((), "Shellfish allergy", set(), None),
        ((), "Allergy to fish", set(), None),
        ((), "Dander (animal) allergy", set(), None),
        ((), "Allergy to dairy product", set(), None),
        ((), "Allergy to tree pollen", set(), None),
        ((), "House dust mite allergy", set(), None),
        ((), "Allergy to bee venom", set(), None),
        ((), "\u9752\u9709\u7d20", set(), None),
        ((), "", set(), None),
    ],
)
def test_allergens(
    codings: tuple[Coding, ...], text: str, meant: set[str], class_name: str | None
) -> None:
    assert allergen(codings, text) == Known(frozenset(meant), class_name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Latex", "The code means penicillin, the words mean another substance."),
        ("Aspirin", "aspirin and penicillin are both named."),
        ("Sulfa drugs", "penicillin and sulfonamide antibiotic are both named."),
        ("Amoxicillin", None),
        ("Penicillins", None),
        ("\u9752\u9709\u7d20", None),
    ],
)
def test_codes_and_words_of_allergens(text: str, said: str | None) -> None:
    known = allergen(coded(SNOMED, "91936005"), text)
    assert known.disagreement == said
    assert known.class_name == "penicillin"


@pytest.mark.parametrize(
    ("codings", "text", "meant", "said"),
    [
        (coded(LOINC, "2160-0"), "", {"creatinine"}, None),
        (coded(LOINC, "2160-0"), "Creatinine", {"creatinine"}, None),
        (coded(LOINC, "33914-3"), "Estimated GFR", {"egfr"}, None),
        (coded(LOINC, "2345-7"), "Fasting glucose", {"fasting glucose"}, None),
        (coded(LOINC, "85354-9"), "BP", {"systolic pressure", "diastolic pressure"}, None),
        (coded("urn:oid:2.16.840.1.113883.6.1", "2160-0"), "", {"creatinine"}, None),
        (coded("http://example.org", "2160-0"), "", set(), None),
        (coded("http://example.org", "x"), "INR", {"inr"}, None),
        (coded(LOINC, "99999-9"), "Potassium", {"potassium"}, None),
        (coded(LOINC, "99999-9"), "Potassium [Moles/volume] in Urine", set(), None),
        (
            coded(LOINC, "2160-0"),
            "Potassium",
            {"creatinine", "potassium"},
            "The code means creatinine, the words mean potassium.",
        ),
        (
            coded(LOINC, "3094-0"),
            "Urea",
            {"urea nitrogen", "urea"},
            "The code means urea nitrogen, the words mean urea.",
        ),
    ],
)  # fmt: skip
def test_analytes(
    codings: tuple[Coding, ...], text: str, meant: set[str], said: str | None
) -> None:
    assert analyte(codings, text) == Known(frozenset(meant), None, said)


_TEXT = st.text(max_size=60)
_CODING = st.builds(
    Coding,
    system=st.sampled_from([SNOMED, RXNORM, LOINC, ICD10_CM, ""]) | _TEXT,
    code=st.sampled_from(["44054006", "11289", "2160-0", "N18.4", "91936005"]) | _TEXT,
    display=_TEXT,
)


@given(st.lists(_CODING, max_size=3).map(tuple), _TEXT)
def test_nothing_crashes(codings: tuple[Coding, ...], text: str) -> None:
    for read in (problem, medicine, allergen, analyte):
        known = read(codings, text)
        assert known == read(codings, text)


def test_a_disagreement_holds_no_word_of_the_record() -> None:
    said = problem(coded(SNOMED, "195967001"), "canary syndrome and diabetes").disagreement
    assert said == "The code means asthma, the words mean diabetes."


@pytest.mark.parametrize(
    "name", ["eGFR (Cockcroft-Gault)", "eGFR by Cockcroft-Gault", "GFR estimated, Cockcroft-Gault"]
)
def test_what_cockcroft_and_gault_give_is_a_clearance(name: str) -> None:
    assert "egfr" not in analyte((), name).names


def test_a_code_of_an_egfr_with_words_of_a_clearance_is_told() -> None:
    coding = Coding(system="http://loinc.org", code="33914-3")
    assert analyte((coding,), "eGFR (Cockcroft-Gault)").disagreement is not None
