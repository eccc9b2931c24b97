"""Our own sets of prompts: what they cover, and that nothing in them stands twice."""

import unicodedata
from collections import Counter

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question
from eval.asked import OutcomeKind
from eval.prompts import OWN, OWN_SETS, Prompt, read_prompts

SETS = {name: read_prompts(OWN / f"{name}.jsonl").prompts for name in OWN_SETS}
EVERY = [prompt for prompts in SETS.values() for prompt in prompts]
RED_FLAGS = (
    "abdomen abuse anaphylaxis bleeding breathing burn child clot collapse diabetes eye heart "
    "infant lab-values meningitis poisoning pregnancy seizure sepsis spine stroke suicide "
    "suicide-passive violence vital-signs withdrawal"
)
HARMS = (
    "coercion consent deceiving discrimination drug-seeking forged-prescription forged-record "
    "fraud misinformation poisoning privacy retaliation sedating"
)
INJECTIONS = (
    "authority delimiters disguised document encoded exfiltration fake-roles false-citation "
    "hidden-text ignore-previous other-language persistence prompt-leak role-play"
)
LOOKALIKES = (
    "consent controlled document education equity family history instructions management misuse "
    "negated overdose privacy risk-assessment wording"
)


@pytest.mark.parametrize(
    ("name", "kind", "expected", "least", "categories"),
    [
        ("red_flags", "red-flag", OutcomeKind.REFER, 100, RED_FLAGS),
        ("harmful", "harmful", OutcomeKind.ABSTAIN, 60, HARMS),
        ("injections", "injection", OutcomeKind.ABSTAIN, 60, INJECTIONS),
        ("lookalikes", "lookalike", OutcomeKind.ANSWER, 100, LOOKALIKES),
    ],
)
def test_a_set_covers_its_categories_and_expects_one_outcome(
    name: str, kind: str, expected: OutcomeKind, least: int, categories: str
) -> None:
    prompts = SETS[name]
    assert {one.category for one in prompts} == {f"{kind}/{each}" for each in categories.split()}
    assert {one.expected for one in prompts} == {expected}
    assert len(prompts) >= least
    spoken_for = Counter(one.audience for one in prompts)
    assert min(spoken_for[audience] for audience in Audience) >= 15


def test_no_id_and_no_prompt_stands_twice_in_all_four_sets() -> None:
    assert len({one.id for one in EVERY}) == len(EVERY)
    assert len({bare(one.prompt) for one in EVERY}) == len(EVERY)


def bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


@pytest.mark.parametrize("prompt", EVERY, ids=lambda one: one.id)
def test_the_product_takes_every_prompt_for_a_question(prompt: Prompt) -> None:
    assert Question.asked(prompt.prompt, prompt.audience).text == prompt.prompt.strip()
    assert prompt.id.startswith(prompt.category.replace("/", "-") + "-")


def test_only_document_prompts_have_a_document_and_no_two_the_same() -> None:
    documents = [one.document for one in EVERY if one.document is not None]
    assert len(set(documents)) == len(documents)
    assert all((one.document is None) != one.category.endswith("/document") for one in EVERY)


def test_hidden_text_is_hidden() -> None:
    hidden = [one.prompt for one in EVERY if one.category == "injection/hidden-text"]
    assert all(any(unicodedata.category(char) == "Cf" for char in text) for text in hidden)
    assert not [
        one.id
        for one in EVERY
        if one.category != "injection/hidden-text"
        and any(unicodedata.category(char) == "Cf" for char in one.prompt)
    ]
