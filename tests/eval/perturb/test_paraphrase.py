import tomllib

import pytest

from eval.perturb.paraphrase import TABLE, paraphrased

SYNONYMS = tomllib.loads(TABLE.read_text())["synonym"]


@pytest.mark.parametrize(
    ("question", "changed"),
    [
        ("What is the dose of examplol?", "Please tell me the dose of examplol."),
        ("Which dose of examplol is safe?", "What dose of examplol is safe?"),
        ("What dose of examplol is safe?", "Which dose of examplol is safe?"),
        ("How much examplol may I take?", "What amount of examplol may I take?"),
        ("How often is it given?", "How frequently is it given?"),
        ("How many tablets a day?", "What number of tablets a day?"),
        ("Why is examplol avoided?", "For what reason is examplol avoided?"),
        ("When is examplol stopped?", "At what point is examplol stopped?"),
        ("Can I drive?", "Yes or no: can I drive?"),
        ("What is melarexin?", "I would like to know: what is melarexin?"),
        ("List uses of zelotrane.", "Name uses of zelotrane."),
        ("Zelotrane stops cough.", "Is it true that Zelotrane stops cough?"),
        ("Examplol after a heart attack", "Examplol after a myocardial infarction"),
        ("Does dyspnea pass?", "Yes or no: does shortness of breath pass?"),
        ("Is it a kidney stones case?", "Yes or no: is it a renal calculi case?"),
    ],
)
def test_whole_questions(question: str, changed: str) -> None:
    assert paraphrased(question, "q") == changed


@pytest.mark.parametrize("synonym", SYNONYMS, ids=lambda one: str(one["clinical"][0]))
def test_every_synonym_goes_both_ways(synonym: dict[str, list[str]]) -> None:
    for said, instead in (("clinical", "lay"), ("lay", "clinical")):
        for term in synonym[said]:
            assert (
                paraphrased(f"examplol with {term}", "q") == f"examplol with {synonym[instead][0]}"
            )


@pytest.mark.parametrize(
    "question",
    [
        "pulmonary hypertension",
        "yellow fever",
        "Haemophilus influenza",
        "hip fracture",
        "the heart",
    ],
)
def test_terms_that_mean_something_else_stay(question: str) -> None:
    assert paraphrased(question, "q") is None


def test_how_much_is_is_not_an_amount() -> None:
    changed = paraphrased("How much is too much examplol?", "q")
    assert changed == "I would like to know: how much is too much examplol?"
