"""How the parts stand that an answer needs, for operators."""

from app.domain.frozen import Frozen


class Part(Frozen):
    """One part of the service. `why` is in our own words: no path, address or account."""

    name: str
    ready: bool
    needed: bool
    """Whether the service cannot answer without it."""
    why: str = ""


class ModelLoad(Frozen):
    """What a language model of this machine has to do, and has done since it was started."""

    waiting: int = 0
    """Questions in line."""
    read: int = 0
    """Tokens of prompts, those known from an earlier prompt included."""
    written: int = 0
    """Tokens."""
