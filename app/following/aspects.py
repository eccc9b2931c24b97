"""What is asked as a noun (`dose`, `side effects`), and what of the talk it is asked of."""

from app.following.reading import Part, Thing
from app.following.thread import Thread
from app.following.vocabulary import Aspect, vocabulary


def subject_of(aspect: Aspect, thread: Thread) -> tuple[Thing, ...]:
    """What of the talk it is asked of."""
    wanted = {"medicine": True, "matter": False, "any": None}[aspect.wants]
    found = thread.focus(medicine=wanted)
    return () if wanted is False and found and found[0].medicine else found


def aspect_of(part: Part) -> Aspect:
    """The aspect that a part of a sentence names."""
    return vocabulary().aspects[int(part.name.split()[1])]
