"""The same question in other words of medicine, searched for beside the question itself.

A brand becomes its ingredient, a misspelled medicine the right one, an abbreviation what it stands
for and the reverse, a British spelling the American one and the reverse. The words are exchanged
and not added: added, they drown the question's own in the search by words (on SciFact train
nDCG@10 fell by .004), while the exchanged question, weighed as below, costs nothing there and wins
back most of what an abbreviation or a brand costs (eval/README.md). Classes stay as they are: their
members are other questions.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from app.domain.ports.drugs import DrugResolver
from app.domain.ranking import Expansion, Rewording
from app.terms.clinical_abbreviations import clinical_abbreviations
from app.terms.spellings import other_spelling

WEIGHT: Final = 0.2
"""Of the other wording beside the question's own; .25 and more cost the questions as they stand.
Chosen on SciFact train (0.15 to 0.5), so that figures on it are in-sample."""
WEIGHT_OF_MEDICINES: Final = 0.5
"""Where the question has a brand, an abbreviation or a misspelling of a medicine: passages call it
by its ingredient. Chosen on the same set with brands put for ingredients."""
_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_UNLIKE_PASSAGES: Final = frozenset({"brand", "abbreviation", "misspelling"})
_GENERIC: Final = frozenset({"ingredient", "salt"})


class _Change(NamedTuple):
    start: int
    end: int
    added: str
    weight: float


class QueryExpander:
    """Rewords questions.

    Args:
        drugs: resolves the names of medicines.
        names: ingredient -> its nonproprietary names, the canonical one first.
    """

    def __init__(self, drugs: DrugResolver, names: Callable[[str], tuple[str, ...]]) -> None:
        self._drugs = drugs
        self._names = names

    def reworded(self, question: str) -> Rewording | None:
        """The question in other words; None where none are known for any of it."""
        changes = sorted((*self._medicines(question), *_abbreviations(question), *_spelt(question)))
        parts: list[str] = []
        kept: list[_Change] = []
        at = 0
        for one in changes:
            if one.start >= at:
                parts += [question[at : one.start], one.added]
                kept.append(one)
                at = one.end
        if not kept:
            return None
        return Rewording(
            text="".join((*parts, question[at:])),
            weight=max(one.weight for one in kept),
            changes=tuple(
                dict.fromkeys(
                    Expansion(written=question[one.start : one.end], added=one.added)
                    for one in kept
                )
            ),
        )

    def _medicines(self, question: str) -> Iterator[_Change]:
        for one in self._drugs.mentions(question):
            if one.identity is None:
                continue
            ingredients = sorted(one.identity.ingredients)
            if one.kind in _UNLIKE_PASSAGES:
                added = " ".join(self._names(each)[0] for each in ingredients)
                yield _Change(one.start, one.end, added, WEIGHT_OF_MEDICINES)
            elif one.kind in _GENERIC and len(ingredients) == 1:
                others = [
                    name for name in self._names(ingredients[0]) if name != one.written.casefold()
                ]
                if others:
                    yield _Change(one.start, one.end, others[0], WEIGHT)


def _abbreviations(question: str) -> Iterator[_Change]:
    said = question.casefold()
    for form in clinical_abbreviations().found(question):
        if not any(other.casefold() in said for other in form.others):
            for place in re.finditer(rf"(?<![\w-]){re.escape(form.written)}(?![\w-])", question):
                yield _Change(*place.span(), form.others[0], WEIGHT)


def _spelt(question: str) -> Iterator[_Change]:
    for word in _WORD.finditer(question):
        other = other_spelling(word.group())
        if other is not None:
            yield _Change(*word.span(), other, WEIGHT)
