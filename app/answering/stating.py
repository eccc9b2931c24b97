"""Typed facts of the library, for the checks of one question.

They are those of every audience: what a label for clinicians contraindicates must stop an answer
to a patient too, who is told the rule and not the label's words (`checking.read_by`). Tags hold,
the question's filters do not: a search narrowed to one source is no reason to pass over a danger.
What is switched off states nothing.
"""

from app.answering.switching import NOTHING_OFF, barred_among
from app.domain.corpus import Audience
from app.domain.facts import F
from app.domain.ports.index import Snapshot
from app.domain.question import Caller
from app.domain.ranking import Access, Selection
from app.domain.switching import SwitchedOff


class LibraryStates:
    """Facts of one leased generation, each drug and kind read once. For one question's thread."""

    def __init__(self, snapshot: Snapshot, caller: Caller, off: SwitchedOff = NOTHING_OFF) -> None:
        self._snapshot = snapshot
        self._off = off
        access = Access(audiences=frozenset(Audience), tags=caller.access.tags)
        self._selection = Selection(access=access)
        self._facts: dict[tuple[frozenset[str], type], tuple[object, ...]] = {}
        self._titles: dict[str, str] = {}

    def facts(self, ingredient: str | frozenset[str], kind: type[F]) -> tuple[F, ...]:
        """Of a drug (of a combination: the set of its ingredients), by document and place."""
        named = frozenset({ingredient}) if isinstance(ingredient, str) else ingredient
        if (named, kind) not in self._facts:
            found = self._snapshot.facts.facts(ingredient, kind, self._selection)
            if self._off.has_documents:
                stated_in = {each.document_id for each in found}
                barred = barred_among(stated_in, self._snapshot, self._off)
                found = tuple(each for each in found if each.document_id not in barred)
            self._facts[named, kind] = found
        return self._facts[named, kind]  # type: ignore[return-value] # kept under its own kind

    def title(self, document_id: str) -> str:
        """Empty where the document is not there."""
        if document_id not in self._titles:
            card = self._snapshot.library.cards([document_id]).get(document_id)
            self._titles[document_id] = "" if card is None else card.title
        return self._titles[document_id]
