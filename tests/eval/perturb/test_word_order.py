import pytest

from eval.perturb.word_order import in_another_order

KEYS = [str(key) for key in range(40)]


@pytest.mark.parametrize(
    ("question", "turned"),
    [
        (
            "What is the dose of examplol in adults with severe asthma?",
            "In adults with severe asthma, what is the dose of examplol?",
        ),
        ("Zelotrane worsens cough in older people.", "In older people, Zelotrane worsens cough."),
        ("Is melarexin safe during pregnancy?", "During pregnancy, is melarexin safe?"),
    ],
)
def test_whom_it_is_about_comes_first(question: str, turned: str) -> None:
    assert {in_another_order(question, key) for key in KEYS} == {turned}


@pytest.mark.parametrize(
    "question",
    [
        "The rate of falls in women is higher on examplol.",
        "Falls are rarer in people on examplol than in people on zelotrane.",
        "Does the use of examplol during pregnancy harm?",
    ],
)
def test_a_clause_that_does_not_end_the_question_is_not_fronted(question: str) -> None:
    for key in KEYS:
        changed = in_another_order(question, key)
        assert changed is not None
        assert "," not in changed


def test_content_words_are_kept_phrase_by_phrase_without_the_others() -> None:
    question = "What is the starting dose of examplol for severe renal impairment?"
    found = {in_another_order(question, key) for key in KEYS}
    phrases = {"starting dose", "examplol", "severe renal impairment"}
    assert len(found) == 5  # every order of three phrases but the first
    for each in found:
        assert each is not None
        assert all(phrase in each for phrase in phrases)
        assert len(each.split()) == 6


@pytest.mark.parametrize(
    ("question", "together"),
    [
        ("Is it given for 5 to 10 days with examplol?", "5 to 10 days"),
        ("A side effect of examplol of 1 in 5 million", "1 in 5 million"),
        ("Is examplol used for an eGFR less than 30?", "eGFR less than 30"),
        ("Does examplol act on pain and not on fever?", "not"),
        ("Are there trials of examplol without melarexin?", "without melarexin"),
        ("Is zelotrane for cough or colds of any use?", "cough or colds"),
    ],
)
def test_what_belongs_together_stays_together(question: str, together: str) -> None:
    for key in KEYS:
        changed = in_another_order(question, key)
        assert changed is not None
        assert together in changed


@pytest.mark.parametrize("question", ["What is melarexin?", "Invented cough syrup", "Why?", "or"])
def test_a_single_phrase_has_no_other_order(question: str) -> None:
    assert in_another_order(question, "q") is None
