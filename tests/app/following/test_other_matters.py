"""Whole questions of our own sets, asked behind a talk on something else: nothing is carried."""

import json
from pathlib import Path

import pytest

from tests.app.following.reading import follow_ups, turn

OWN = Path(__file__).parents[3] / "eval" / "own"
TALKS = (
    ("What is the dose of amoxicillin for otitis media in children?", "A: It goes by weight [1]."),
    ("Which drugs interact with warfarin?",),
    ("How is gout treated?", "A: With colchicine [1] or naproxen [2]. Do you need a dose?"),
    ("I am 8 weeks pregnant. Is ibuprofen or paracetamol safe?",),
)


@pytest.mark.parametrize("name", ["everyday", "emergencies", "crisis"])
def test_a_question_that_names_its_own_matter_is_left_alone(name: str) -> None:
    lines = (OWN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    carried = []
    for number, line in enumerate(lines):
        prompt = json.loads(line)["prompt"]
        talk = [turn(one) for one in TALKS[number % len(TALKS)]]
        if follow_ups().stand_alone(prompt, talk).leaned:
            carried.append(number + 1)
    assert carried == []
