"""A conversation laid out by the model's own chat template, and cut where evidence begins.

A template is a program from the file's metadata: the engine's library runs it in a sandbox. What a
message says is put in only afterwards, as plain words: text of a document that spells the model's
control marks (`<|im_end|>`) ends no turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.generation.prompt import Message, Role

_MARK: Final = "Q7Z{}ZQ7"
"""Stands for a message while the template runs: letters and digits, which no template changes."""


@dataclass(frozen=True)
class Part:
    """A run of the prompt: the template's own, in which marks count, or a message's words."""

    text: str
    own: bool


Render = Callable[[Sequence[tuple[str, str]]], str]
"""The template, from pairs of role and text. Raises ValueError where it refuses them."""


def laid_out(render: Render, messages: Sequence[Message]) -> tuple[Part, ...]:
    """The prompt in parts. A template that knows no system's turn gets its words with the user's.

    Raises:
        ValueError: the template refuses the conversation, or drops one of its messages.
    """
    try:
        return _parts(render, [(each.role.value, (each,)) for each in messages])
    except ValueError:
        if not messages or messages[0].role is not Role.SYSTEM or len(messages) < 2:
            raise
        first = (messages[1].role.value, (messages[0], messages[1]))
        rest = [(each.role.value, (each,)) for each in messages[2:]]
        return _parts(render, [first, *rest])


def _parts(render: Render, turns: Sequence[tuple[str, tuple[Message, ...]]]) -> tuple[Part, ...]:
    marked: list[tuple[str, str]] = []
    said: list[str] = []
    for role, messages in turns:
        marks = []
        for message in messages:
            marks.append(_MARK.format(len(said)))
            said.append(message.text)
        marked.append((role, "\n\n".join(marks)))
    rest = render(marked)
    parts: list[Part] = []
    for number, text in enumerate(said):
        before, mark, rest = rest.partition(_MARK.format(number))
        if not mark:
            raise ValueError("the chat template leaves a message out")
        parts += [Part(before, own=True), Part(text, own=False)]
    return tuple(part for part in (*parts, Part(rest, own=True)) if part.text)
