"""Doses in a label's sentences: what is wholly understood, and nothing that may be another's."""

import pytest

from app.domain.facts import DoseFact, DoseRole
from app.domain.formulary import RenalMeasure
from tests.ingest.facts.documents import BOTH, doses, figures, heading, label, of, prose


@pytest.mark.parametrize(
    ("sentence", "amounts", "often"),
    [
        ("The recommended dose is 5 mg twice daily.", ["5 mg/dose"], (2, 2)),
        ("The dose of EXAMPLA is 5 mg orally twice daily with food.", ["5 mg/dose"], (2, 2)),
        ("The usual dose of examplol tablets is 5 to 10 mg once daily.", ["5-10 mg/dose"], (1, 1)),
        ("The dosage is 10 or 20 mg once daily.", ["10 mg/dose", "20 mg/dose"], (1, 1)),
        ("The dose is 5 mg every 8 hours [see Clinical Studies (14)].", ["5 mg/dose"], (3, 3)),
        ("The dosage range of Exampla is 0.5 g to 1 g daily.", ["500-1000 mg/day"], None),
        ("The total daily dose is 20 mg in two divided doses.", ["20 mg/day"], (2, 2)),
        ("The dose is 0.05 mg/kg/day.", ["0.05 mg/kg/day"], None),
    ],
)
def test_a_dose_is_read_from_its_sentence(
    sentence: str, amounts: list[str], often: tuple[int, int] | None
) -> None:
    found = doses(sentence)
    assert [figures(dose) for dose in found] == amounts
    for dose in found:
        assert dose.quote == sentence
        assert dose.ingredients == ("examplol",)
        assert dose.population is None
        rate = dose.frequency.rate if dose.frequency else None
        assert (rate and tuple(map(int, rate.per_day))) == often


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("The recommended starting dose is 5 mg once daily.", DoseRole.STARTING),
        ("The initial adult dose is 5 mg once daily.", DoseRole.STARTING),
        ("The maintenance dose is 5 mg once daily.", DoseRole.MAINTENANCE),
        ("The maximum recommended dose is 20 mg/day.", DoseRole.MAXIMUM),
        ("A loading dose is 20 mg by intravenous infusion.", DoseRole.LOADING),
        ("Adults may be started on 5 mg once daily.", DoseRole.STARTING),
    ],
)
def test_a_maximum_is_no_starting_dose(sentence: str, role: DoseRole) -> None:
    assert [dose.role for dose in doses(sentence)] == [role]


@pytest.mark.parametrize(
    ("sentence", "population", "indication"),
    [
        ("The dose for adults with itch is 5 mg daily.", "adults with itch", None),
        ("For children over 6 years, the dose is 5 mg daily.", "children over 6 years", None),
        ("Elderly patients: 2.5 mg once daily.", "Elderly patients", None),
        ("Severe hypertension - 10 mg once daily.", None, "Severe hypertension"),
        ("Patients of 50 kg or more should receive 5 mg daily.", "Patients of 50 kg or more", None),
        ("The usual pediatric dose is 2 mg once daily.", "pediatric", None),
    ],
)
def test_for_whom_a_dose_is_stays_with_it(
    sentence: str, population: str | None, indication: str | None
) -> None:
    (dose,) = doses(sentence)
    assert (dose.population, dose.indication) == (population, indication)


@pytest.mark.parametrize(
    "sentence",
    [
        "The recommended dose is 5 mg.",
        "The dose is 160 mg initially, followed by 80 mg two weeks later.",
        "The dose is 5 mg twice daily, or 10 mg once daily.",
        "The dose of otherine is 5 mg once daily.",
        "Otherine: 5 mg once daily.",
        "The dose is 5 mg otherine once daily.",
        "The dose is 5 mg once daily unless the patient is frail.",
        "The dose is 5 mg once daily with 10 mg of otherine.",
        "The dose is not 5 mg once daily.",
        "Doses above 5 mg once daily have not been studied.",
        "The dose may be increased by 5 mg once weekly.",
        "The maximum starting dose is 5 mg once daily.",
        "The dose for the first week is 5 mg once daily.",
        "Patients not taking otherine should receive 5 mg once daily.",
        "Usual adult dose: 5 mg once daily until better.",
        "The dose in patients with renal impairment is 5 mg once daily.",
        "The dose is 5 mg once daily or as directed.",
        "The dose is 2,5 mg once daily.",
        "Patients received 5 mg once daily in one study.",
    ],
)
def test_what_is_not_certain_is_left_out(sentence: str) -> None:
    assert doses(sentence) == []


@pytest.mark.parametrize(
    "before",
    [
        "In patients on dialysis use less.",
        "Patients taking otherine need care.",
        "Children need less.",
        "For the first week:",
        "Severe cases",
        "Hepatic impairment lowers the clearance.",
    ],
)
def test_a_sentence_that_may_bind_the_next_one_takes_its_dose_away(before: str) -> None:
    assert len(doses("The dose is 5 mg once daily.")) == 1
    assert doses(before, "The dose is 5 mg once daily.") == []


@pytest.mark.parametrize(
    "path",
    [
        ("2.3 Dosage Adjustments",),
        ("2.4 Renal Impairment",),
        ("2.5 Patients Taking Otherine",),
        ("2.6 Switching from Otherine",),
    ],
)
def test_a_dose_under_a_heading_for_other_cases_is_left_out(path: tuple[str, ...]) -> None:
    assert doses("The dose is 5 mg once daily.", under=path) == []


def test_a_heading_that_names_persons_is_the_population() -> None:
    (dose,) = doses("The dose is 5 mg once daily.", under=("2.1 Adults",))
    assert dose.population == "Adults"
    assert dose.headings == ("Exampla", "2 DOSAGE AND ADMINISTRATION", "2.1 Adults")


def test_a_kidney_band_is_kept_with_the_measure_it_names() -> None:
    (low,) = doses(
        "For patients with creatinine clearance <30 mL/min, the dose is 5 mg once daily."
    )
    (egfr,) = doses(
        "The dose in patients with an eGFR of 30 to 59 mL/min/1.73 m\u00b2 is 5 mg once daily."
    )
    assert low.renal is not None
    assert (low.renal.measure, low.renal.low, low.renal.high) == (RenalMeasure.CRCL, None, 30.0)
    assert egfr.renal is not None
    assert (egfr.renal.measure, egfr.renal.low, egfr.renal.high) == (RenalMeasure.EGFR, 30.0, 60.0)


def test_a_band_with_two_ends_is_never_read_as_open() -> None:
    found = doses(
        "The dose in patients with creatinine clearance > 10 mL/min and < 30 mL/min is 5 mg daily."
    )
    bands = [dose.renal for dose in found]
    assert all(band and band.low and band.low > 10.0 and band.high == 30.0 for band in bands)


def test_a_second_clause_without_persons_of_its_own_is_left_out() -> None:
    found = doses("The dose for adults is 5 mg once daily; the maximum dose is 20 mg once daily.")
    assert [figures(dose) for dose in found] == ["5 mg/dose"]


def test_doses_stand_under_dosage_and_administration_alone() -> None:
    text = "The recommended dose is 5 mg once daily."
    for name in ("14 CLINICAL STUDIES", "10 OVERDOSAGE", "Medication Guide", "Package Label"):
        assert of(label(heading(name), *prose(text)), DoseFact) == []


def test_a_combination_has_no_doses_of_one_of_its_ingredients() -> None:
    text = prose("The recommended dose is 5 mg once daily.")
    whole = label(heading("2 DOSAGE AND ADMINISTRATION"), *text, products=(BOTH,))
    assert of(whole, DoseFact) == []


def test_a_sentence_cut_to_fit_a_passage_is_left_out() -> None:
    long = "The dose is 5 mg once daily, " + "as was said before, " * 80 + "and no more."
    assert doses(long) == []


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("The dose is 0\u00b75 mg once daily.", ["0.5 mg/dose"]),
        ("The dose is .5 mg once daily.", ["0.5 mg/dose"]),
        ("The dose is \u00bd tablet once daily.", ["0.5 tablet/dose"]),
        ("The dose is 1\u00bd tablets once daily.", ["1.5 tablet/dose"]),
        ("The dose is 5\u221210 mg once daily.", ["5-10 mg/dose"]),
        ("The dose is 1/2 tablet once daily.", []),
        ("The dose is 1 1/2 tablets once daily.", []),
        ("The dose is one and a half tablets once daily.", []),
        ("The dose for children is half: 5 mg once daily.", []),
        ("The dose is 1.000 mg once daily.", []),
        ("The dose is 1 000 mg once daily.", []),
        ("The dose is 1.2.3 or 10 mg once daily.", []),
        ("The dose is up to 10 mg once daily.", []),
        ("The dose is less than 10 mg once daily.", []),
        ("The total daily dose is 20 mg twice daily.", []),
        ("Adults receiving \u00bd tablet: 5 mg once daily.", []),
    ],
)
def test_a_number_keeps_its_point_and_its_fraction(sentence: str, amounts: list[str]) -> None:
    assert [figures(dose) for dose in doses(sentence)] == amounts


@pytest.mark.parametrize(
    ("path", "indication"),
    [
        (("2.1 Hypertension",), "Hypertension"),
        (("2.2 Rheumatoid Arthritis and Itch",), "Rheumatoid Arthritis and Itch"),
        (("2.1 Dosage for Ulcers",), "Dosage for Ulcers"),
        (("2.1 Ulcers", "2.1.1 Recommended Starting Dosage"), "Ulcers"),
        (("2.1 Ulcers", "2.1.1 Adults"), "Ulcers"),
        (("2.1 Recommended Dosage",), None),
        (("2.1 General Dosing Information",), None),
        (("2.1 Important Administration Instructions",), None),
        (("2.1 Tablets",), None),
        (("2.1 Adults",), None),
    ],
)
def test_a_heading_that_names_an_illness_is_the_indication(
    path: tuple[str, ...], indication: str | None
) -> None:
    (dose,) = doses("The recommended dose is 5 mg once daily.", under=path)
    assert dose.indication == indication


@pytest.mark.parametrize(
    "before",
    [
        "For hypertension, the dose is 5 mg once daily.",
        "Hypertension: 5 mg once daily.",
        "For the treatment of ulcers, examplol is given in the evening.",
        "In severe itch the response may be slow.",
    ],
)
def test_a_dose_for_one_illness_is_not_stated_for_another(before: str) -> None:
    after = "The maximum dose is 20 mg once daily."
    assert all(dose.indication for dose in doses(before, after))
    assert [dose.indication for dose in doses(before, "Asthma: 10 mg once daily.")][-1] == "Asthma"
    inner = doses(before, "Adults should receive 10 mg once daily.")
    assert all(dose.indication for dose in inner)


def test_the_reach_of_an_illness_ends_with_its_heading() -> None:
    found = of(
        label(
            heading("2 DOSAGE AND ADMINISTRATION"),
            heading("2.1 Hypertension", 2),
            *prose("The dose is 5 mg once daily."),
            heading("2.2 Asthma", 2),
            *prose("The dose is 10 mg once daily."),
            heading("2.3 Recommended Dosage", 2),
            *prose("The dose is 20 mg once daily."),
        ),
        DoseFact,
    )
    assert [(figures(dose), dose.indication) for dose in found] == [
        ("5 mg/dose", "Hypertension"),
        ("10 mg/dose", "Asthma"),
        ("20 mg/dose", None),
    ]


def test_persons_of_a_heading_stay_beside_those_of_the_sentence() -> None:
    (dose,) = doses("Patients with itch should receive 5 mg once daily.", under=("2.1 Children",))
    assert dose.population == "Children; Patients with itch"
    (dose,) = doses("The dose is 5 mg daily.", under=("2.1 Children", "2.1.1 Patients with itch"))
    assert dose.population == "Children; Patients with itch"


def test_a_heading_that_begins_with_an_age_keeps_it() -> None:
    for name in ("12 years of age and older", "2.1 12 years of age and older"):
        (dose,) = doses("The dose is 5 mg once daily.", under=(name,))
        assert dose.population == "12 years of age and older"
