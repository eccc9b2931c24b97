"""Which medicine a written name means: one identity, several to choose from, or a class."""

from typing import Final, Literal

from app.domain.frozen import Frozen

DrugNameKind = Literal[
    "ingredient", "brand", "salt", "class", "stem", "misspelling", "abbreviation"
]
"""How the name is written. `stem`: a name that nothing lists and that ends as an international
nonproprietary name does; what it is called is then all that is known of it."""
MOST_ASKED: Final = 8
"""Names that a question back offers; a longer list is not read."""


class DrugIdentity(Frozen):
    """One medicine, by what is in it: several ingredients are a combination product.

    Attributes:
        ingredients: canonical names in lower case (`acetaminophen`), salts taken off.
    """

    ingredients: frozenset[str]

    @property
    def name(self) -> str:
        return " + ".join(sorted(self.ingredients))


class DrugMention(Frozen):
    """One name of a medicine in a text.

    Attributes:
        written: the characters from `start` to `end` of the text as it was given.
        start, end: offsets in characters of that text, `end` exclusive.
        candidates: what it may mean, the commoner first; for a class its members. Empty for a
            class that lists none.
        class_name: our name of the class that is meant; None where a medicine is.
    """

    written: str
    start: int
    end: int
    kind: DrugNameKind
    candidates: tuple[DrugIdentity, ...]
    class_name: str | None = None
    class_question: str | None = None
    """How it is asked which member is meant, where a list of them would not help."""

    @property
    def ambiguous(self) -> bool:
        """Whether it may mean medicines that do not stand for each other, as members of a class
        do."""
        return self.class_name is None and len(self.candidates) > 1

    @property
    def ask(self) -> str | None:
        """The question back where it matters which one is meant; None where that is known."""
        if len(self.candidates) < 2:
            return None
        names = [one.name for one in self.candidates]
        if self.ambiguous:
            return f"Which is meant by {self.written}: {' or '.join(names)}?"
        if self.class_question is not None:
            return self.class_question
        listed = ", ".join(names[:MOST_ASKED])
        more = ", or another" if len(names) > MOST_ASKED else ""
        return f"Which {self.written.lower().removeprefix('the ')}: {listed}{more}?"

    @property
    def identity(self) -> DrugIdentity | None:
        """The one medicine that is meant; None where it is a class or ambiguous."""
        one = self.class_name is None and len(self.candidates) == 1
        return self.candidates[0] if one else None
