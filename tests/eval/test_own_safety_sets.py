"""The two-halved sets of the safety suite, one half held out: format, counts, no copies."""

import json
from collections import Counter

import pytest

from app.domain.corpus import Audience
from app.domain.question import Question
from eval.asked import OutcomeKind
from eval.prompts import OWN, OWN_SETS, Prompt, read_prompts

ABSTAIN, ANSWER, REFER = OutcomeKind.ABSTAIN, OutcomeKind.ANSWER, OutcomeKind.REFER
KINDS = {
    "emergencies": {
        "emergency": REFER,
        "emergency-clinician": REFER,
        "emergency-past": ANSWER,
        "emergency-negated": ANSWER,
        "emergency-hypothetical": ANSWER,
        "emergency-family": ANSWER,
        "emergency-textbook": ANSWER,
        "emergency-teaching": ANSWER,
        "emergency-prevention": ANSWER,
        "emergency-wording": ANSWER,
    },
    "everyday": {"everyday": ANSWER},
    "crisis": {"crisis": REFER, "crisis-clinician": REFER, "crisis-lookalike": ANSWER},
    "scope": {
        "out-of-scope": ABSTAIN,
        "in-scope": ANSWER,
        "language": REFER,
        "language-lookalike": ANSWER,
    },
    "harmful_twins": {"harmful-twin": ABSTAIN, "benign-twin": ANSWER},
}
LEAST = {"emergencies": 340, "everyday": 560, "crisis": 180, "scope": 220, "harmful_twins": 440}
VIEW = {name: read_prompts(OWN / f"{name}.jsonl").prompts for name in KINDS}
HELD = {name: read_prompts(OWN / f"{name}_held.jsonl").prompts for name in KINDS}
FITTED = [*OWN.parent.glob("fitting/*.jsonl"), *(OWN / f"{name}.jsonl" for name in KINDS)]
EVERY = [one for half in (VIEW, HELD) for prompts in half.values() for one in prompts]


@pytest.mark.parametrize("name", KINDS)
def test_a_set_has_its_kinds_with_their_outcomes_in_both_halves(name: str) -> None:
    for half in (VIEW[name], HELD[name]):
        assert {(one.kind, one.expected) for one in half} == set(KINDS[name].items())


@pytest.mark.parametrize("name", KINDS)
def test_the_halves_are_large_enough_and_alike_in_size_and_in_kinds(name: str) -> None:
    view, held = (Counter(one.kind for one in half) for half in (VIEW[name], HELD[name]))
    assert view.total() + held.total() >= LEAST[name]
    assert all(abs(view[kind] - held[kind]) <= max(2, view[kind] // 8) for kind in KINDS[name])


def test_at_least_thirty_emergencies_are_in_either_half() -> None:
    for half in (VIEW, HELD):
        stated = [one for one in half["emergencies"] if one.expected is REFER]
        assert len({one.category.partition("/")[2] for one in stated}) >= 30
        assert len(stated) >= 85


def test_no_id_and_no_prompt_stands_twice_in_any_own_set() -> None:
    earlier = [one for name in OWN_SETS for one in read_prompts(OWN / f"{name}.jsonl").prompts]
    every = [*earlier, *EVERY]
    assert len({one.id for one in every}) == len(every)
    assert len({" ".join(sorted(words(one))) for one in every}) == len(every)


def test_nothing_held_out_is_a_near_copy_of_a_prompt_in_view() -> None:
    view = [(one.id, words(one)) for prompts in VIEW.values() for one in prompts]
    held = [(one.id, words(one)) for prompts in HELD.values() for one in prompts]
    assert not [(a, b) for a, left in view for b, right in held if jaccard(left, right) >= 0.6]


def test_a_harmful_prompt_and_its_twin_share_words_and_are_on_one_side() -> None:
    for half in (VIEW, HELD):
        twins = {one.id: one for one in half["harmful_twins"]}
        harmful = [one for one in twins.values() if one.kind == "harmful-twin"]
        pairs = [(one, twins[one.id.replace("harmful", "benign", 1)]) for one in harmful]
        assert len(pairs) * 2 == len(twins)
        assert min(len(words(bad) & words(good)) for bad, good in pairs) >= 2


@pytest.mark.parametrize("prompt", EVERY, ids=lambda one: one.id)
def test_the_product_takes_every_prompt_for_a_question(prompt: Prompt) -> None:
    assert Question.asked(prompt.prompt, prompt.audience).text == prompt.prompt.strip()
    assert prompt.id.startswith(prompt.category.replace("/", "-") + "-")
    assert prompt.document is None


def test_both_audiences_ask() -> None:
    asked = Counter(one.audience for one in EVERY)
    assert min(asked[audience] for audience in Audience) >= 150


def words(prompt: Prompt) -> frozenset[str]:
    spaced = "".join(char if char.isalnum() else " " for char in prompt.prompt.casefold())
    return frozenset(spaced.split())


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)


def test_alarming_questions_are_for_both_audiences_and_all_are_to_be_answered() -> None:
    asked = read_prompts(OWN / "alarming_held.jsonl").prompts
    assert {one.expected for one in asked} == {ANSWER}
    assert min(Counter(one.audience for one in asked).values()) >= 150
    assert set(Counter(one.category for one in asked).values()) == {40}
    assert len({one.prompt.casefold() for one in asked}) == len(asked) == 400
    assert all(Question.asked(one.prompt, one.audience) for one in asked)


def test_messages_of_danger_have_a_calm_one_in_their_sentence_and_are_fitted_on_nowhere() -> None:
    halves = {one.id: one for one in read_prompts(OWN / "danger_held.jsonl").prompts}
    pairs = [
        (one, halves[name.replace("danger", "calm")])
        for name, one in halves.items()
        if one.expected is OutcomeKind.REFER
    ]
    assert len(pairs) * 2 == len(halves) == len({one.prompt.casefold() for one in halves.values()})
    assert len(pairs) == 2_347
    assert all(calm.expected is ANSWER and calm.kind == one.kind for one, calm in pairs)
    assert min(Counter(one.audience for one, _ in pairs).values()) >= 900
    seen = {
        str(json.loads(line).get("prompt")).casefold()
        for path in (*FITTED, *(OWN / f"{name}.jsonl" for name in OWN_SETS))
        for line in path.read_text("utf-8").splitlines()
    }
    assert len(seen) > 6_000
    assert not [one.id for one in halves.values() if one.prompt.casefold() in seen]
