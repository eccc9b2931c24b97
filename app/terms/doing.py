"""Words around an act, whatever the act is: asking for it, asking about it, acting against it.

The words are in `doing.toml`.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files

from app.domain.frozen import Frozen


class Saying(Frozen):
    says: tuple[str, ...]


class Doing(Frozen):
    """The notation of a saying is told where they are looked for."""

    sets: dict[str, str]
    """What `@name` stands for in a saying."""
    asking: Saying
    """How a thing is asked for."""
    starts: Saying
    """Verbs that begin an order."""
    knowing: Saying
    """What follows is asked about, not asked for."""
    opening: Saying
    """The same, where a sentence begins with it."""
    after: Saying
    """A passive behind it that acts against it: `can be prevented`."""
    countering: Saying
    """What follows is acted against."""
    meeting: Saying
    """Having to do with a wrong that others did."""
    turning: Saying
    """Less of what follows: good of a bad thing, bad of a good one."""
    neglecting: Saying
    """Passing over what follows: bad, whatever it is."""
    going_on: Saying
    """Asking to go on with what was asked before."""
    hidden: Saying
    """What only looks like one of the others."""


@lru_cache(maxsize=1)
def doing() -> Doing:
    """The words as they are installed."""
    text = files("app.terms").joinpath("doing.toml").read_text(encoding="utf-8")
    return Doing.model_validate(tomllib.loads(text))
