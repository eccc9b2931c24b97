"""From written names of medicines to identities, and from those to classes."""

from typing import Protocol

from app.domain.drugs import DrugMention


class DrugResolver(Protocol):
    """Resolves names; knows nothing of doses or advice."""

    @property
    def release(self) -> str:
        """What was loaded behind the names that are shipped; empty: nothing."""
        ...

    def mentions(self, text: str) -> tuple[DrugMention, ...]:
        """Every medicine and class that `text` names, in order, none overlapping another. Time
        grows with the length of `text`."""
        ...

    def resolve(self, name: str) -> DrugMention | None:
        """What `name` means where all of it is the name of one medicine or class; None where
        nothing is known by it."""
        ...

    def classes_of(self, ingredient: str) -> frozenset[str]:
        """Our names of all classes that an ingredient (by any of its names) belongs to, narrower
        and wider; empty where none is known."""
        ...

    def members(self, class_name: str) -> frozenset[str]:
        """The canonical names of all ingredients of a class; empty where no such class is known."""
        ...
