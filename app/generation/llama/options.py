"""What a site chooses of its local model, and what of it this file can give."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.generation.llama.card import ModelCard

USUAL_CONTEXT: Final = 8192
"""Tokens, where the model was trained on longer texts: eight passages of 1,200 characters take
about 3,000, and the attention cache grows with every token."""
LEAST_CONTEXT: Final = 1536
"""Tokens: what the model is told to do, one passage of 1,200 characters (600 tokens at two
characters a token, the worst usual case), and room for an answer."""


@dataclass(frozen=True)
class ModelOptions:
    """One GGUF file and how to run it.

    Args:
        path: of the file.
        context: tokens of prompt and answer together; None: `USUAL_CONTEXT`, or what the model was
            trained on where that is less.
        threads: None: as many as this process may use.
        waiting: questions that may wait while one is answered.
        seconds: an answer may take, from when its turn came; and a question may wait.
        sha256: what the file's checksum must be; None where none was recorded.
        template: a chat template (Jinja) in place of the file's own.
        lookup: guess ahead from the prompt (`lookup.py`).
    """

    path: Path
    context: int | None = None
    threads: int | None = None
    waiting: int = 8
    seconds: float = 120.0
    sha256: str | None = None
    template: str | None = None
    lookup: bool = False


@dataclass(frozen=True)
class Runnable:
    """What of a model will run: how many tokens of context, and under which template."""

    card: ModelCard
    context: int
    template: str


def runnable(card: ModelCard, options: ModelOptions) -> Runnable:
    """The model as it will run.

    Raises:
        ConfigurationError: it is cut off, one of several parts, no chat model, has no template, or
            its context is too short or shorter than asked.
    """
    path = card.path
    if card.embeds is not None:
        raise ConfigurationError(
            f"{path} cannot hold a conversation: {card.embeds}. Name a chat (instruct) model."
        )
    if card.parts > 1:
        raise ConfigurationError(
            f"{path} is one of {card.parts} parts: join them into one file first "
            "(llama-gguf-split --merge)."
        )
    if card.needed > card.size:
        raise ConfigurationError(
            f"{path} is cut off: it has {card.size:,} bytes and its weights need {card.needed:,}. "
            "Copy or download it again."
        )
    template = options.template or card.template
    if template is None:
        raise ConfigurationError(
            f"{path} has no chat template, so it is a base model that only continues text, or was "
            "converted without one: take the instruct version, or set a template for it."
        )
    return Runnable(card, _context(card, options.context), template)


def _context(card: ModelCard, asked: int | None) -> int:
    if asked is not None and asked > card.trained_context:
        raise ConfigurationError(
            f"A context of {asked:,} tokens is asked for and {card.path} was trained on "
            f"{card.trained_context:,}: beyond that it writes nonsense. Ask for less."
        )
    context = asked or min(card.trained_context, USUAL_CONTEXT)
    if context < LEAST_CONTEXT:
        raise ConfigurationError(
            f"A context of {context:,} tokens is too small for one passage and an answer "
            f"({LEAST_CONTEXT:,} at least; {card.path} was trained on {card.trained_context:,})."
        )
    return context
