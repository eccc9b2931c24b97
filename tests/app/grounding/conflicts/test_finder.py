"""Sources that disagree are found, and those that speak of different cases are left alone.

The sentences are ours and illustrative.
"""

import pytest

from app.domain.citation import Origin
from app.domain.conflict import About
from app.grounding.conflicts.finder import MOST, EvidenceConflicts
from eval.suites.conflicts import quoted
from tests.app.grounding.conflicts.pairs import disagreements, evidence

ASKED = "How is cellulitis treated with flucloxacillin in adults?"
FIRST = "Skin guide > Cellulitis | Adults with cellulitis: flucloxacillin {} by mouth {}."
OTHER = "District manual > Cellulitis | In adults with cellulitis give flucloxacillin {} orally {}."
STATED = FIRST.format("500 mg", "four times daily for 7 days")


@pytest.mark.parametrize(
    ("about", "dose", "rest", "says"),
    [
        (About.DOSE, "1 g", "four times a day for 7 days", ("500 mg", "1 g")),
        (About.DOSE, "600 mg", "four times a day for 7 days", ("500 mg", "600 mg")),
        (About.FREQUENCY, "500 mg", "twice daily for 7 days", ("four times", "twice")),
        (About.DURATION, "500 mg", "four times daily for 14 days", ("7 days", "14 days")),
    ],
)
def test_a_regimen_that_differs_is_found_and_told(
    about: About, dose: str, rest: str, says: tuple[str, str]
) -> None:
    (found,) = disagreements(ASKED, STATED, OTHER.format(dose, rest))
    assert found.about is about
    assert found.subject == "flucloxacillin"
    assert all(word in side.says for word, side in zip(says, found.sides, strict=True))
    assert [side.citation.label for side in found.sides] == [1, 2]


@pytest.mark.parametrize(
    ("dose", "rest"),
    [
        ("0.5 g", "every 6 hours for one week"),
        ("500 mg", "four times daily for 5 to 7 days"),
        ("250 mg to 500 mg", "four times daily"),
        ("2 g", "daily in four divided doses"),
    ],
)
def test_the_same_in_other_units_and_ranges_that_overlap_are_no_conflict(
    dose: str, rest: str
) -> None:
    assert disagreements(ASKED, STATED, OTHER.format(dose, rest)) == ()


@pytest.mark.parametrize(
    "other",
    [
        "Manual > Cellulitis | Children with cellulitis: flucloxacillin 250 mg four times daily.",
        "Manual > Cellulitis | Cellulitis: flucloxacillin 2 g intravenously four times daily.",
        "Manual > Endocarditis | Endocarditis: flucloxacillin 2 g every 4 hours.",
        "Manual > Cellulitis | Severe cellulitis in adults: flucloxacillin 1 g four times daily.",
        "Manual > Cellulitis > Renal impairment | With a creatinine clearance below 10 mL/min give "
        "flucloxacillin 250 mg four times daily in cellulitis.",
        "Manual > Cellulitis | Adults with cellulitis: cefalexin 1 g four times daily.",
        "Manual > Cellulitis | Adults with cellulitis: the loading dose of flucloxacillin is 2 g.",
        "Manual > Cellulitis | Adults with cellulitis: flucloxacillin up to 4 g a day.",
        "Trial > Methods | Adults with cellulitis were randomised to flucloxacillin 1 g four times "
        "daily or placebo.",
    ],
    ids=["age", "route", "illness", "severity", "kidneys", "drug", "loading", "limit", "study"],
)
def test_another_case_is_no_conflict(other: str) -> None:
    assert disagreements(ASKED, STATED, other) == ()


def test_a_formulary_row_that_says_the_same_is_no_conflict() -> None:
    row = (
        "Formulary | Medicine: Paracetamol; Route: oral; Population: adults; Dose: 500-1000; "
        "Unit: mg; Frequency: every 4 to 6 hours; Maximum: {} in 24 hours"
    )
    asked = "What is the maximum dose of paracetamol in adults?"
    first = "Pain > Adults | The maximum dose of paracetamol for an adult is 4 g in 24 hours."
    assert disagreements(asked, first, row.format("4 g")) == ()
    (found,) = disagreements(asked, first, row.format("3 g"))
    assert found.about is About.LIMIT
    dose = "Paracetamol > Adults | The dose of paracetamol for an adult is {} every 4 to 6 hours."
    assert disagreements(asked, dose.format("500 mg to 1 g"), row.format("4 g")) == ()
    (found,) = disagreements(asked, dose.format("325 mg"), row.format("4 g"))
    assert found.about is About.DOSE


def test_two_daily_doses_that_differ_by_a_quarter_are_still_two() -> None:
    (found,) = disagreements(
        "What dose of aspirin prevents pre-eclampsia?",
        "One > Pre-eclampsia | To prevent pre-eclampsia give aspirin 81 mg/day in pregnancy.",
        "Two > Pre-eclampsia | To prevent pre-eclampsia give aspirin 100 mg daily in pregnancy.",
    )
    assert found.about is About.DOSE


def test_a_duration_counts_whatever_it_is_counted_from() -> None:
    (found,) = disagreements(
        "How long is apixaban taken after a deep vein thrombosis?",
        "One > Deep vein thrombosis | Apixaban 5 mg twice daily for 3 months.",
        "Two > Deep vein thrombosis | Apixaban 5 mg twice daily for 6 months after a deep vein "
        "thrombosis.",
    )
    assert found.about is About.DURATION


def test_a_dose_above_the_others_limit_is_a_conflict() -> None:
    other = "Manual > Cellulitis | Adults with cellulitis: flucloxacillin, maximum 1 g daily."
    (found,) = disagreements(ASKED, STATED, other)
    assert found.about is About.LIMIT


def test_two_limits_that_differ_are_a_conflict() -> None:
    (found,) = disagreements(
        "What is the maximum dose of paracetamol in adults?",
        "Pain > Paracetamol | The maximum dose of paracetamol in adults is 4 g in 24 hours.",
        "Notice > Paracetamol | Adults should not take more than 3 g of paracetamol per day.",
    )
    assert found.about is About.LIMIT


def test_the_kidney_function_from_which_it_is_forbidden_is_compared() -> None:
    (found,) = disagreements(
        "Below which eGFR is metformin contraindicated?",
        "One > Metformin | Metformin is contraindicated when the eGFR is below 30 mL/min.",
        "Two > Metformin | Metformin is contraindicated below an eGFR of 45 mL/min.",
    )
    assert found.about is About.LIMIT


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("Doxycycline may be used in pregnancy.", True),
        ("Doxycycline is recommended in pregnancy.", True),
        ("Avoid doxycycline in pregnancy.", False),
        ("Doxycycline may be used in pregnancy if nothing else is at hand.", False),
        ("Erythromycin may be used in pregnancy.", False),
        ("Doxycycline is contraindicated in pregnancy; erythromycin may be used instead.", False),
    ],
)
def test_for_and_against_one_drug_are_told_apart(second: str, found: bool) -> None:
    said = disagreements(
        "Can doxycycline be used in pregnancy?",
        "Antibiotics > Pregnancy | Doxycycline is contraindicated in pregnancy.",
        f"Handbook > Pregnancy | {second}",
    )
    assert [each.about for each in said] == [About.DIRECTION] * found


def test_a_choice_that_a_document_offers_is_no_disagreement() -> None:
    other = OTHER.format("1 g", "three times daily for 7 days")
    assert disagreements(ASKED, STATED, other) != ()
    choice = f"{other} Or flucloxacillin 500 mg orally four times daily for 7 days."
    assert disagreements(ASKED, STATED, choice) == ()


def test_two_doses_of_one_sentence_belong_each_to_its_drug() -> None:
    (found,) = disagreements(
        "How is gonorrhoea treated?",
        "One > Gonorrhoea | Ceftriaxone 250 mg IM in a single dose PLUS azithromycin 1 g orally.",
        "Two > Gonorrhoea | Ceftriaxone 500 mg IM in a single dose PLUS azithromycin 1 g orally.",
    )
    assert found.subject == "ceftriaxone"
    assert [side.says for side in found.sides] == ["250 mg", "500 mg"]


def test_what_is_said_of_one_drug_is_not_held_against_another_that_the_patient_has() -> None:
    asked = "What is the maximum dose of amlodipine?"
    first = "Label > Amlodipine | The maximum dose of amlodipine is 10 mg once daily."
    other = (
        "Other label > Interactions | Limit the dose of simvastatin in patients on amlodipine to "
        "20 mg daily."
    )
    assert disagreements(asked, first, other) == ()


def test_a_limit_beside_one_drug_is_not_that_beside_another() -> None:
    asked = "What is the maximum dose of simvastatin?"
    said = "{} > Interactions | Limit the dose of simvastatin in patients on {} to {} daily."
    first = said.format("One", "amlodipine", "20 mg")
    assert disagreements(asked, first, said.format("Two", "verapamil", "10 mg")) == ()
    assert disagreements(asked, first, said.format("Two", "amlodipine", "10 mg")) != ()


def test_that_it_is_watched_is_no_advice_for_a_drug() -> None:
    against = "One > Lithium | Lithium should not be given with thiazides."
    watched = "Two > Lithium | Monitoring of lithium is recommended."
    assert disagreements("Can lithium be given?", against, watched) == ()


def test_a_brand_and_its_ingredients_are_one_drug() -> None:
    (found,) = disagreements(
        "What dose of Augmentin is used for a dog bite in adults?",
        "Bites > Dog bite | Adults: amoxicillin/clavulanate 875 mg by mouth twice daily.",
        "Ward > Dog bite | Adults: Augmentin 375 mg orally twice daily.",
    )
    assert found.about is About.DOSE


def test_the_same_document_does_not_contradict_itself_nor_the_patients_record_a_guideline() -> None:
    one = evidence(1, STATED)
    other = evidence(2, OTHER.format("1 g", "four times daily"))
    claims, finder = quoted(one), EvidenceConflicts()
    assert finder.disagreements(claims, ASKED, (one, other)) != ()
    same = other.model_copy(update={"document": one.document})
    record = other.model_copy(update={"origin": Origin.RECORD})
    assert finder.disagreements(claims, ASKED, (one, same)) == ()
    assert finder.disagreements(claims, ASKED, (one, record)) == ()


def test_both_sides_are_verbatim_and_in_place() -> None:
    first, second = evidence(1, STATED), evidence(2, OTHER.format("1 g", "four times daily"))
    (found,) = EvidenceConflicts().disagreements(quoted(first), ASKED, (first, second))
    for side, passage in zip(found.sides, (first.passage, second.passage), strict=True):
        assert side.citation.span.of(passage.text) == side.citation.quote
        assert side.citation.document_id == side.document.id


def test_copies_of_one_disagreement_do_not_hide_another() -> None:
    copies = [OTHER.format("1 g", "four times daily")] * MOST
    last = OTHER.format("2 g", "four times daily")
    found = disagreements(ASKED, STATED, *copies, last)
    says = [each.sides[1].says for each in found]
    assert len(says) == MOST
    assert says[0].startswith("1 g")
    assert says[1].startswith("2 g")


def test_a_disagreement_that_is_quoted_from_both_sides_is_told_once() -> None:
    first = evidence(1, "One > Pregnancy | NSAIDs are contraindicated in pregnancy.")
    second = evidence(2, "Two > Pregnancy | Ibuprofen is recommended in pregnancy.")
    claims = (*quoted(first), *quoted(second))
    asked = "Are NSAIDs used in pregnancy?"
    (found,) = EvidenceConflicts().disagreements(claims, asked, (first, second))
    assert found.subject == "nsaid"


def test_a_class_is_advised_without_each_of_its_members() -> None:
    asked = "Are NSAIDs used in pain?"
    favoured = "One > Pain | NSAIDs are recommended in pain."
    excepted = "Two > Pain | Ibuprofen is not recommended in pain."
    assert disagreements(asked, favoured, excepted) == ()
    assert disagreements(asked, excepted, favoured) == ()


def test_more_than_an_answer_shows_are_cut() -> None:
    others = (OTHER.format("1 g", f"four times daily. Manual {n}") for n in range(MOST + 2))
    assert len(disagreements(ASKED, STATED, *others)) == MOST
