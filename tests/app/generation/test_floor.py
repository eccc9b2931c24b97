"""When the evidence does not answer."""

import pytest

from app.domain.signs import Signs
from app.generation.floor import NEARNESS, measured_floor
from app.generation.names import alike, unmentioned
from tests.app.generation.passages import evidence


class Ordinary:
    """Knows these words and no others."""

    def holds(self, word: str) -> bool:
        return word in {"dose", "itch", "statin", "bleeding", "treated", "adult"}


EVIDENCE = evidence(
    "Prednisolone and apixaban are illustrative here.",
    "Haemorrhage, oedema and a tumour of the esophagus were glycosylated.",
)


@pytest.mark.parametrize(
    "question",
    [
        "dose of apixaban",
        "Apixabans?",
        "hemorrhage or edema",
        "tumors in the oesophagus",
        "glycosylation",
        "What itch is treated?",
        "What dose in CKD?",
    ],
)
def test_spelling_and_inflection_do_not_make_a_name_strange(question: str) -> None:
    assert unmentioned(question, EVIDENCE, Ordinary()) == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("dose of prednisone", ("prednisone",)),
        ("dose of Rivaroxaban or apixaban", ("Rivaroxaban",)),
        ("zorvimab, zorvimab and vexolol", ("zorvimab", "vexolol")),
    ],
)
def test_a_name_that_no_evidence_holds_is_told(question: str, names: tuple[str, ...]) -> None:
    assert unmentioned(question, EVIDENCE, Ordinary()) == names


@pytest.mark.parametrize(
    "question",
    [
        "pretreated statins",
        "untreated itching",
        "Which antibiotics in adulthood?",
        "contraindicated?",
    ],
)
def test_words_of_the_trade_and_derived_words_are_no_names(question: str) -> None:
    held = evidence("Words of another kind, and adulthood.")
    assert unmentioned(question, held, Ordinary()) == ()


def test_a_prefix_before_a_strange_word_hides_no_name() -> None:
    held = evidence("Words of another kind.")
    drugs = ("remdesivir", "pregabalin", "Coversyl", "abilify", "xenical", "premarin", "zestoretic")
    assert unmentioned(" or ".join(drugs), held, Ordinary()) == drugs


def test_a_heading_mentions_a_name_too() -> None:
    given = evidence("The dose is 5 mg.", title="Zorvimab")
    assert unmentioned("dose of zorvimab", given, Ordinary()) == ()


def test_evidence_that_is_far_from_the_question_is_refused() -> None:
    far, near = NEARNESS - 0.1, NEARNESS + 0.1
    assert measured_floor(Signs(sentence=far, passage=far)) is not None
    assert measured_floor(Signs(sentence=near, passage=near)) is None
    assert measured_floor(Signs(sentence=near + 0.1, passage=far)) is None


def test_a_missing_name_outweighs_any_nearness() -> None:
    refusal = measured_floor(Signs(sentence=1.0, passage=1.0, unmentioned=("zorvimab",)))
    assert refusal is not None
    assert "zorvimab" in refusal


@pytest.mark.parametrize("word", ["epithelial", "metabolize", "circulatory", "infectiveness"])
def test_a_describing_word_names_nothing(word: str) -> None:
    assert unmentioned(f"{word} itch", EVIDENCE, Ordinary()) == ()


@pytest.mark.parametrize(
    "drug",
    ["methotrexate", "valproate", "phenobarbital", "digoxin", "bisphosphonates", "cetirizine"],
)
def test_a_drug_whose_name_looks_like_an_ordinary_word_is_a_name(drug: str) -> None:
    assert unmentioned(f"dose of {drug}", EVIDENCE, Ordinary()) == (drug,)


def test_a_misspelt_name_is_asked_back_and_never_taken_for_the_right_one() -> None:
    assert unmentioned("dose of apixiban", EVIDENCE, Ordinary()) == ("apixiban",)
    assert alike(("apixiban",), EVIDENCE) == ("apixaban",)
    signs = Signs(sentence=1.0, passage=1.0, unmentioned=("apixiban",), alike=("apixaban",))
    refusal = measured_floor(signs)
    assert refusal is not None
    assert refusal.endswith("never mention: apixiban. Did you mean apixaban?")


@pytest.mark.parametrize("name", ["prednisone", "zorvimab", "Apixaban", "tumr"])
def test_a_name_further_than_one_slip_away_is_not_asked_back(name: str) -> None:
    assert alike((name,), EVIDENCE) == ()


@pytest.mark.parametrize("words", ["uninsured", "on Medicaid", "insured by Medicare"])
def test_how_the_asker_is_insured_is_not_looked_for_in_the_evidence(words: str) -> None:
    assert unmentioned(f"dose of apixaban, {words}", EVIDENCE, Ordinary()) == ()
