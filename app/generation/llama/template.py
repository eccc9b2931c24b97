"""A conversation laid out by the model's own chat template, and cut where evidence begins.

A template is a program from the file's metadata: the engine's library runs it in a sandbox. What a
message says is put in only afterwards, as plain words: text of a document that spells the model's
control marks (`<|im_end|>`) ends no turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.generation.llama.orders import Turn

_MARK: Final = "Q7Z{}ZQ7"
"""Stands for a message while the template runs: letters and digits, which no template changes."""


@dataclass(frozen=True)
class Part:
    """A run of the prompt: the template's own, in which marks count, or a message's words."""

    text: str
    own: bool


Render = Callable[[Sequence[Turn]], str]
"""The template. Raises ValueError where it refuses them."""


def laid_out(render: Render, turns: Sequence[Turn]) -> tuple[Part, ...]:
    """The prompt in parts. A template that knows no system's turn gets its words with the user's.

    Raises:
        ValueError: the template refuses the conversation, or drops one of its messages.
    """
    try:
        return _parts(render, [(each.role, (each,)) for each in turns])
    except ValueError:
        if len(turns) < 2 or turns[0].role != "system":
            raise
        rest = [(each.role, (each,)) for each in turns[2:]]
        return _parts(render, [(turns[1].role, (turns[0], turns[1])), *rest])


def _parts(render: Render, turns: Sequence[tuple[str, tuple[Turn, ...]]]) -> tuple[Part, ...]:
    marked: list[Turn] = []
    said: list[str] = []
    for role, spoken in turns:
        marks = []
        for each in spoken:
            marks.append(_MARK.format(len(said)))
            said.append(each.text)
        marked.append(Turn(role, "\n\n".join(marks)))
    rest = render(marked)
    parts: list[Part] = []
    for number, text in enumerate(said):
        before, mark, rest = rest.partition(_MARK.format(number))
        if not mark:
            raise ValueError("the chat template leaves a message out")
        parts += [Part(before, own=True), Part(text, own=False)]
    return tuple(part for part in (*parts, Part(rest, own=True)) if part.text)
