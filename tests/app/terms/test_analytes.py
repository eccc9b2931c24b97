"""Each analyte by its codes and words, and what is near it and none."""

import pytest

from app.terms.analytes import analytes, analytes_named, by_loinc, by_name, method, panels

ALL = sorted(analytes())


def names(text: str) -> set[str]:
    return {name for name, _, _ in analytes_named(text)}


def test_there_are_enough_and_no_code_means_two() -> None:
    codes = [code for one in analytes().values() for code in one.loinc]
    codes += [code for one in panels().values() for code in one.loinc]
    assert len(analytes()) >= 70
    assert len(codes) == len(set(codes))
    assert all(member in analytes() for one in panels().values() for member in one.members)


def test_codes_hold_their_check_digit() -> None:
    codes = [code for one in analytes().values() for code in one.loinc]
    codes += [code for one in panels().values() for code in one.loinc]
    assert [code for code in codes if not checked(code)] == []
    assert checked("2160-0")
    assert not checked("2160-1")


def checked(code: str) -> bool:
    """Whether the last digit of a LOINC code checks the others (modulus 10)."""
    digits, check = code.split("-")
    doubled = [int(one) * (2 - at % 2) for at, one in enumerate(reversed(digits))]
    return (sum(one // 10 + one % 10 for one in doubled) + int(check)) % 10 == 0


@pytest.mark.parametrize("name", ALL)
def test_every_word_and_code_means_its_analyte(name: str) -> None:
    one = analytes()[name]
    assert all(by_loinc(code) == {name} for code in one.loinc)
    for word in (*one.words, *one.capitals):
        assert name in names(f"What was the last {word}?"), word
    for word in (*one.words, *one.alone, *one.capitals):
        assert by_name(word) == {name}, word


@pytest.mark.parametrize("name", ALL)
def test_a_range_is_told_where_there_is_a_unit(name: str) -> None:
    one = analytes()[name]
    assert (one.range is None) == (one.unit == "")
    if one.range is not None:
        assert one.range[0] < one.range[1]


@pytest.mark.parametrize("name", [name for name in ALL if name != "crcl"])
@pytest.mark.parametrize(
    "other",
    [
        "{} in urine",
        "{} antibody",
        "family history of {}",
        "fetal {}",
        "{} of the donor",
        "goal {}",
    ],
)
def test_what_is_measured_elsewhere_is_another(name: str, other: str) -> None:
    assert by_name(other.format(analytes()[name].words[0])) == frozenset()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Creatinine [Mass/volume] in Serum or Plasma", {"creatinine"}),
        ("Creatinine, serum", {"creatinine"}),
        ("Hemoglobin [Mass/volume] in Blood", {"haemoglobin"}),
        ("Haemoglobin", {"haemoglobin"}),
        ("Leukocytes [#/volume] in Blood by Automated count", {"white cells"}),
        ("Estimated Glomerular Filtration Rate", {"egfr"}),
        ("eGFR (CKD-EPI 2021)", {"egfr"}),
        ("Pain severity - 0-10 verbal numeric rating [Score] - Reported", {"pain score"}),
        ("Tobacco smoking status NHIS", {"smoking status"}),
        ("Creatinine clearance 24h urine", {"crcl"}),
        ("Blood Pressure", {"systolic pressure", "diastolic pressure"}),
        ("Calcium corrected for albumin", {"adjusted calcium"}),
        ("HbA1c (IFCC)", {"hba1c"}),
        ("troponin", {"troponin i", "troponin t"}),
        ("K", {"potassium"}),
        ("Creatinine [Mass/volume] in Urine", set()),
        ("Glucose tolerance test 2 hours", set()),
        ("Peanut IgE Ab in Serum", set()),
        ("Family history of high cholesterol", set()),
        ("Hemoglobin S", set()),
        ("Hemoglobin A", set()),
        ("Potassium S/P", {"potassium"}),
        ("Fetal heart rate", set()),
        ("Weight of placenta", set()),
        ("", set()),
        ("\u8840\u7cd6", set()),
    ],
)
def test_names_of_results(text: str, meant: set[str]) -> None:
    assert by_name(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("When was her last HbA1c?", {"hba1c"}),
        ("is metformin right at this kidney function?", {"creatinine", "egfr", "crcl"}),
        ("How is his sugar?", {"glucose", "fasting glucose"}),
        ("latest fasting blood sugar", {"fasting glucose"}),
        ("blood count", set(panels()["blood count"].members)),
        ("What is her BP?", {"systolic pressure", "diastolic pressure"}),
        ("trend of serum potassium", {"potassium"}),
        ("What was the digoxin level?", {"digoxin level"}),
        ("ACR last year", {"albumin-creatinine ratio"}),
        ("CK on statins", {"ck"}),
        ("potassium chloride 20 mmol", set()),
        ("sodium valproate 500 mg", set()),
        ("calcium channel blockers", set()),
        ("Is digoxin safe?", set()),
        ("low molecular weight heparin", set()),
        ("blood pressure tablets", set()),
        ("A patient with ckd", set()),
        ("the patient's PT came", set()),
        ("Was she pregnant?", set()),
        ("iron tablets", set()),
        ("acr 20 response", set()),
    ],
)  # fmt: skip
def test_names_in_questions(text: str, meant: set[str]) -> None:
    assert names(text) == meant


def test_places_are_those_of_the_words() -> None:
    text = "last HbA1c and kidney function"
    assert [text[start:end] for _, start, end in analytes_named(text)] == [
        "HbA1c", "kidney function", "kidney function", "kidney function",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "codes", "text", "how"),
    [
        ("egfr", ["33914-3"], "", "MDRD"),
        ("egfr", ["98979-8"], "GFR by MDRD", "CKD-EPI 2021"),
        ("egfr", [], "eGFR CKD-EPI 2021", "CKD-EPI 2021"),
        ("egfr", ["69405-9"], "eGFR", None),
        ("egfr", [], "eGFR CKD-EPI", "CKD-EPI"),
        ("crcl", ["35591-7"], "", "Cockcroft-Gault"),
        ("crcl", ["2164-2"], "", "measured in urine"),
        ("crcl", [], "Creatinine clearance", None),
        ("creatinine", ["2160-0"], "Creatinine", None),
    ],
)
def test_how_a_value_came_about(name: str, codes: list[str], text: str, how: str | None) -> None:
    assert method(name, codes, text) == how


def test_an_average_that_is_worked_out_is_no_glucose() -> None:
    assert by_name("Estimated average glucose") == {"estimated average glucose"}
    assert by_name("Glucose") == {"glucose"}
