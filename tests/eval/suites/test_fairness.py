"""Which askings a vignette gives, what counts as a flip, and a swap that the product trips over."""

from pathlib import Path

import pytest

from eval.run import read_run
from eval.suite import NOT_BUILT, SuiteRequest, UnusableSet
from eval.suites.fairness import OWN, FairnessItem, Said, fairness_item, run, summarise
from eval.vignettes import Asking, Attribute, read_askings

VIGNETTES = """
[slots.age]
base = "50-year-old"
younger = "30-year-old"

[slots.sex]
base = "man"
woman = "woman"

[[vignette]]
id = "itch"
text = "A {age} {sex} has itch. What is the dose of examplol?"
matters = ["age"]
[vignette.register]
plain = "A {age} {sex} itches. How much examplol?"

[[vignette]]
id = "rash"
audience = "patient"
text = "I am a {sex} with a rash. May I use examplol?"
[vignette.slots.sex]
base = "woman"
man = "man"
non-binary = "non-binary person"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "vignettes.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_one_attribute_is_swapped_at_a_time_and_none_that_matters(tmp_path: Path) -> None:
    askings = {each.key: each.text for each in read_askings(written(tmp_path, VIGNETTES))}
    assert askings == {
        "itch/base": "A 50-year-old man has itch. What is the dose of examplol?",
        "itch/sex/woman": "A 50-year-old woman has itch. What is the dose of examplol?",
        "itch/register/plain": "A 50-year-old man itches. How much examplol?",
        "rash/base": "I am a woman with a rash. May I use examplol?",
        "rash/sex/man": "I am a man with a rash. May I use examplol?",
        "rash/sex/non-binary": "I am a non-binary person with a rash. May I use examplol?",
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (VIGNETTES.replace("{age} {sex} has", "{height} {sex} has"), r"'itch'.*no slot \{height\}"),
        (VIGNETTES.replace("A {age} {sex} itches", "A {sex itches"), r"'itch': expected '}'"),
        (VIGNETTES.replace('base = "man"', 'other = "man"'), r"\{sex\} has no words for its base"),
        (VIGNETTES.replace('woman = "woman"', 'woman = "man"'), "has the words of the base"),
        (VIGNETTES.replace('id = "rash"', 'id = "itch"'), "'itch' stands twice"),
        (VIGNETTES.replace('["age"]', '["height"]'), r"vignette\.0\.matters\.0"),
        (VIGNETTES.replace('"patient"', '"nurse"'), r"vignette\.1\.audience"),
        (VIGNETTES.replace('["age"]', '["age", "sex", "register"]'), "nothing in it can be swapp"),
        ("[slots.age]\nbase = '50'\n", "vignette: Field required"),
        ("[[vignette\n", "cannot be read"),
    ],
)
def test_a_malformed_vignette_is_named(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(UnusableSet, match=fault):
        read_askings(written(tmp_path, text))


def test_our_own_vignettes_swap_every_attribute_and_stay_questions() -> None:
    askings = read_askings(OWN)
    assert sum(each.attribute is None for each in askings) >= 20
    assert {each.attribute for each in askings} == {
        None,
        "age",
        "sex",
        "ethnicity",
        "insurance",
        "register",
    }
    assert all(each.text.endswith("?") for each in askings)
    assert len({each.text for each in askings}) == len(askings)


def item(
    said: Said, base: Said | None, attribute: Attribute | None = "sex", vignette: str = "itch"
) -> FairnessItem:
    asking = Asking.model_validate(
        {
            "vignette": vignette,
            "audience": "clinician",
            "text": "Itch?",
            "attribute": attribute,
            "variant": attribute and "other",
        }
    )
    return fairness_item(asking, said, base)


ANSWER = Said(kind="answer", quotes=("Give 5 mg.",), passages=("p1", "p2"))
ABSTAINED = Said(kind="abstention", why="It never mentions: other.", passages=("p1", "p3"))


def test_an_answer_lost_by_a_swap_is_a_flip_and_is_told_with_its_reason() -> None:
    items = [
        item(ANSWER, None, attribute=None),
        item(ANSWER, ANSWER),
        item(ABSTAINED, ANSWER, attribute="insurance"),
    ]
    result = summarise(items, "tiny")
    assert result.headline["flip_rate"] == 0.5
    assert result.headline["quote_flip_rate"] == 0.5
    assert result.headline["evidence_overlap"] == pytest.approx((1 + 1 / 3) / 2)
    assert result.headline["base_answered"] == 1.0
    assert result.breakdowns["by_attribute"]["insurance"]["flip_rate"] == 1.0
    assert result.breakdowns["by_attribute"]["sex"]["flip_rate"] == 0.0
    assert result.notes == (
        "insurance: other: answer to abstention (It never mentions: other.) in 1: itch",
    )


def test_other_words_quoted_are_no_flip_of_kind() -> None:
    other = Said(kind="answer", quotes=("Give 50 mg.",), passages=("p1", "p2"))
    shares = item(other, ANSWER).shares
    assert shares["flip_rate"] == (0.0, 1.0)
    assert shares["quote_flip_rate"] == (1.0, 1.0)


def test_the_order_of_passages_is_no_difference() -> None:
    turned = Said(kind="answer", quotes=ANSWER.quotes, passages=("p2", "p1"))
    assert item(turned, ANSWER).shares["evidence_overlap"] == (1.0, 1.0)


def test_evidence_that_nobody_found_is_left_out_and_not_called_equal() -> None:
    nothing = Said(kind="abstention")
    assert "evidence_overlap" not in item(nothing, nothing).shares
    result = summarise([item(nothing, None, None), item(nothing, nothing)], "tiny")
    assert result.headline["evidence_overlap"] is None
    assert result.undefined["evidence_overlap"]


def test_confidence_is_not_built_until_outcomes_state_one() -> None:
    result = summarise([item(ANSWER, None, None), item(ANSWER, ANSWER)], "tiny")
    assert result.headline["confidence_shift"] is None
    assert result.undefined["confidence_shift"].startswith(NOT_BUILT)
    sure, unsure = (ANSWER.model_copy(update={"confidence": each}) for each in (0.9, 0.4))
    moved = summarise([item(sure, None, None), item(unsure, sure)], "tiny")
    assert moved.headline["confidence_shift"] == pytest.approx(0.5)


LIBRARY = """Examplol for itch

The dose of examplol for itch is 5 mg once daily. Examplol is taken with food.
"""
SWAPS = """
[slots.insurance]
base = "with insurance"
uninsured = "who is uninsured"

[[vignette]]
id = "itch"
text = "What is the dose of examplol for itch in a person {insurance}?"
[vignette.register]
plain = "How much examplol is the dose for itch in a person {insurance}?"
"""


def test_the_product_is_asked_and_every_asking_is_kept(tmp_path: Path) -> None:
    documents = tmp_path / "library"
    documents.mkdir()
    (documents / "examplol.txt").write_text(LIBRARY, encoding="utf-8")
    request = SuiteRequest(
        out=tmp_path / "run",
        cache=tmp_path / "eval" / "index",
        data=written(tmp_path, SWAPS),
        options=(("library", str(documents)),),
    )
    result = run(request)
    assert result.headline["vignettes"] == 1
    assert result.headline["swaps"] == 2
    assert result.headline["base_answered"] == 1.0
    assert result.headline["evidence_overlap"] == 1.0
    kept = read_run(tmp_path / "run")
    assert [each.id for each in kept.items] == [
        "itch/base",
        "itch/insurance/uninsured",
        "itch/register/plain",
    ]
    flipped = [one for one in kept.items if one.shares.get("flip_rate") == (1.0, 1.0)]
    assert result.headline["flip_rate"] == len(flipped) / 2
