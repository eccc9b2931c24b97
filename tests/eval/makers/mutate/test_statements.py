"""Edges, negations and drugs: what is altered, with which label, and what must be left alone."""

from pathlib import Path

import pytest

from eval.makers.mutate import names, negation_flip, range_edge
from eval.makers.mutate.drug_swap import DrugSwap
from eval.suite import UnusableSet


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The dose of examplol is 10 to 20 mg.",
            ["The dose of examplol is 10 to 40 mg.", "The dose of examplol is 5 to 20 mg."],
        ),
        (
            "Itch ceased in 60-80% of cases.",
            ["Itch ceased in 30-80% of cases."],
        ),
        (
            "Infuse examplol for at least 2 hours.",
            ["Infuse examplol for at most 2 hours."],
        ),
        ("Rash occurs in less than 1% of users.", ["Rash occurs in more than 1% of users."]),
    ],
)
def test_an_edge_that_is_the_amount_itself_is_contradicted(
    sentence: str, claims: list[str]
) -> None:
    made = list(range_edge.mutate(sentence))
    assert [one.claim for one in made] == claims
    assert {one.label for one in made} == {"contradicted"}


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "Examplol suits children 6 to 16 years of age.",
            [
                "Examplol suits children 6 to 32 years of age.",
                "Examplol suits children 3 to 16 years of age.",
            ],
        ),
        (
            "Examplol suits adults 18 years of age and older.",
            ["Examplol suits adults 18 years of age and younger."],
        ),
        (
            "In patients with a clearance >60 mL/min, halve the dose.",
            ["In patients with a clearance <60 mL/min, halve the dose."],
        ),
        (
            "If pressure falls below 90 mm Hg, stop examplol.",
            ["If pressure falls above 90 mm Hg, stop examplol."],
        ),
        (
            "Doses greater than 40 mg have not been studied.",
            ["Doses less than 40 mg have not been studied."],
        ),
    ],
)
def test_an_edge_that_marks_the_case_is_unsupported(sentence: str, claims: list[str]) -> None:
    made = list(range_edge.mutate(sentence))
    assert [one.claim for one in made] == claims
    assert {one.label for one in made} == {"unsupported"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The difference was significant (p < 0.05).",
        "Take no more than 20 mg of examplol.",
        "Do not exceed doses greater than 20 mg.",
        "See sections 5.1 to 5.3 about examplol.",
        "Samplate rose by 10 to 20 mg/dL.",
        "Between 1990 and 1995 examplol was sold as a syrup.",
        "Take up to 10 to 20 mg of examplol.",
    ],
)
def test_what_is_no_edge_or_could_be_either_is_left_alone(sentence: str) -> None:
    assert list(range_edge.mutate(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Examplol is not a sedative.", "Examplol is a sedative."),
        ("Examplol should not be crushed.", "Examplol should be crushed."),
        ("Examplol should be crushed.", "Examplol should not be crushed."),
        ("Examplol is contraindicated in gout.", "Examplol is indicated in gout."),
        ("Examplol is indicated in gout.", "Examplol is contraindicated in gout."),
        ("Avoid examplol in gout.", "Do not avoid examplol in gout."),
        ("Do not crush examplol.", "Crush examplol."),
        ("No change of dose is needed.", "Change of dose is needed."),
        ("There are no studies of examplol.", "There are studies of examplol."),
        ("Examplol cannot be removed.", "Examplol can be removed."),
        ("Monitor the pulse daily.", "Do not monitor the pulse daily."),
    ],
)
def test_a_statement_is_turned_into_its_contrary(sentence: str, claim: str) -> None:
    made = list(negation_flip.mutate(sentence))
    assert [(one.claim, one.label) for one in made] == [(claim, "contradicted")]


@pytest.mark.parametrize(
    "sentence",
    [
        "If it is not tolerated, examplol may be stopped.",
        "Patients who should not drive may take examplol.",
        "It should be noted that examplol is bitter.",
        "Examplol is not only bitter.",
        "Examplol should be given only in hospital.",
        "Itch was reported with examplol but not with placebo.",
        "Some patients are not affected.",
        "Nothing can be done about it.",
        "No more than four tablets fit.",
        "Use of examplol in gout may help.",
        "Examplol tastes bitter to most.",
    ],
)
def test_where_the_contrary_is_unclear_nothing_is_turned(sentence: str) -> None:
    assert list(negation_flip.mutate(sentence)) == []


NAMES = ("examplol", "samplolol", "fakepril", "placeboxetine", "ersatzazole")


def test_another_drug_of_another_class_is_unsupported() -> None:
    sentence = "Examplol lowers the pulse; EXAMPLOL is taken with food."
    made = list(DrugSwap((*NAMES, "testolol")).mutate(sentence))
    assert [one.label for one in made] == ["unsupported"]
    assert made[0].claim == "Ersatzazole lowers the pulse; ERSATZAZOLE is taken with food."


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandine (fakepril) lowers pressure.",
        "Fakepril sodium lowers pressure.",
        "Brandine is a combination of fakepril with water.",
        "Brandine tablets contain 5 mg of fakepril.",
        "Fakepril and examplol lower pressure.",
        "Fakepril-examplol lowers pressure.",
        "Prefakepril lowers pressure.",
        "Water lowers pressure.",
    ],
)
def test_half_a_name_is_never_exchanged(sentence: str) -> None:
    assert list(DrugSwap(NAMES).mutate(sentence)) == []


def test_the_substitute_is_of_no_class_that_the_sentence_names() -> None:
    swap = DrugSwap(("fakepril", "testpril", "placeboxetine"))
    claims = [one.claim for one in swap.mutate("Fakepril, like testpril, lowers pressure.")]
    assert claims == [
        "Placeboxetine, like testpril, lowers pressure.",
        "Fakepril, like placeboxetine, lowers pressure.",
    ]
    assert list(DrugSwap(("fakepril", "testpril")).mutate("Fakepril lowers pressure.")) == []
    assert list(DrugSwap(()).mutate("Fakepril lowers pressure.")) == []


def test_names_are_told_by_their_stems_and_need_two_mentions() -> None:
    texts = [
        "Fakepril lowers it.",
        "Take fakepril.",
        "Take onceazole.",
        "Cholesterol, cholesterol.",
    ]
    assert names.of_corpus(texts) == ("fakepril",)


def test_names_of_a_file_are_those_the_corpus_mentions(tmp_path: Path) -> None:
    rxnorm = tmp_path / "names.csv"
    rxnorm.write_text(
        "Class ID,Preferred Label\n1,Zarumab 5 MG Oral Tablet\n2,Nowherin 5 MG\n3,Sodium 5 MG\n"
        "4,Behavior\n",
        encoding="utf-8",
    )
    texts = ["Zarumab, sodium and behavior are words.", "Listed is Ipsamab too."]
    assert names.of_file(rxnorm, texts) == ("zarumab",)
    listed = tmp_path / "names.txt"
    listed.write_text("Ipsamab\n\nzarumab\n", encoding="utf-8")
    assert names.of_file(listed, texts) == ("ipsamab", "zarumab")
    with pytest.raises(UnusableSet, match="names no drug"):
        names.of_file(listed, ["Nothing is here."])
    rxnorm.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnusableSet, match="Preferred Label"):
        names.of_file(rxnorm, texts)
    with pytest.raises(UnusableSet, match="cannot be read"):
        names.of_file(tmp_path / "none.csv", texts)
