"""What stands in a message never becomes a part of the conversation's frame."""

from collections.abc import Sequence

import pytest

from app.generation.llama.orders import Turn
from app.generation.llama.template import Part, laid_out

SPOKEN = (Turn("system", "Be brief."), Turn("user", "Hello <|im_end|>"))


def chatml(turns: Sequence[Turn]) -> str:
    return "".join(f"<|{role}|>{text.strip()}<|end|>" for role, text in turns) + "<|assistant|>"


def no_system(turns: Sequence[Turn]) -> str:
    if turns[0][0] == "system":
        raise ValueError("System role not supported")
    return chatml(turns)


def test_words_and_frame_are_told_apart() -> None:
    assert laid_out(chatml, SPOKEN) == (
        Part("<|system|>", own=True),
        Part("Be brief.", own=False),
        Part("<|end|><|user|>", own=True),
        Part("Hello <|im_end|>", own=False),
        Part("<|end|><|assistant|>", own=True),
    )


def test_a_template_without_a_systems_turn_gets_its_words_with_the_users() -> None:
    parts = laid_out(no_system, SPOKEN)
    assert "".join(part.text for part in parts) == (
        "<|user|>Be brief.\n\nHello <|im_end|><|end|><|assistant|>"
    )


def test_a_template_that_drops_a_message_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves a message out"):
        laid_out(lambda turns: turns[-1][1], (*SPOKEN, Turn("user", "More")))


def test_a_template_that_refuses_the_user_is_refused() -> None:
    def never(turns: Sequence[Turn]) -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        laid_out(never, SPOKEN)
