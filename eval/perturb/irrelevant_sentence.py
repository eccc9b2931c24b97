"""A sentence that has nothing to do with the question, before it or after it."""

import random
from typing import Final

SENTENCES: Final = (
    "I have a busy afternoon ahead of me.",
    "My colleague asked me this over lunch.",
    "It is raining again today.",
    "I am writing this on my phone.",
    "Thank you for looking into this.",
    "There is no hurry with this one.",
    "I could not find it in my notes.",
    "We were talking about it this morning.",
    "I am new here and still learning.",
    "My shift ends in an hour.",
)
"""Our own; none names a patient, a medicine or a disease, asks anything, or gives an order."""


def with_an_irrelevant_sentence(question: str, key: str) -> str | None:
    """Always applies. A question without an end mark gets a full stop where a sentence follows."""
    draw = random.Random(f"irrelevant_sentence/{key}")
    sentence = draw.choice(SENTENCES)
    if draw.random() < 0.5:
        return f"{sentence} {question}"
    ended = question if question.endswith((".", "?", "!")) else f"{question}."
    return f"{ended} {sentence}"
