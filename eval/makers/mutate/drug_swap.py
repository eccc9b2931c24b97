"""Another drug with the same words: what a sentence says of one, claimed of a second.

The sentence does not speak of the second drug: unsupported. The second one comes from the same
corpus and from another class, and the sentence does not name it. A name in brackets, with its salt
or joined to another is left alone: exchanging half a name makes no drug. So is what a product
contains: naming another content contradicts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.corpus import content_id
from eval.makers.mutate.mutation import Mutated
from eval.makers.mutate.names import family

_VOWELS: Final = "aeiou"
_HALF_BEFORE: Final = re.compile(r"[(\[/-]\s?$|\band $|\b(?:contain\w*|combination of)\b[^,;]*$")
_HALF_AFTER: Final = re.compile(
    r"\s?[)/\]-]|\s\(|\s[A-Z0-9]\b"
    r"|,? (?:hydrochloride|hcl|sodium|potassium|calcium|maleate|mesylate|besylate"
    r"|tartrate|bitartrate|succinate|fumarate|acetate|citrate|phosphate|sulfate|nitrate|bromide"
    r"|hydrobromide|magnesium|medoxomil|cilexetil|etexilate|proxetil|mofetil|axetil|acid|and"
    r"|mononitrate|dinitrate|ethylsuccinate|estolate|stearate|palmitate|lactobionate"
    r"|arginine|erbumine|trometamol|tromethamine)\b",
    re.IGNORECASE,
)


class DrugSwap:
    """Exchanges drugs among a list of names."""

    KIND: Final = "drug_swap"

    def __init__(self, names: Sequence[str]) -> None:
        """`names` lower-cased."""
        self._names = tuple(sorted(set(names)))
        spelt = "|".join(sorted(map(re.escape, self._names), key=len, reverse=True))
        self._any = re.compile(rf"(?<![\w-])(?:{spelt or '(?!)'})(?![\w-])", re.IGNORECASE)

    def mutate(self, sentence: str) -> Iterator[Mutated]:
        """Each drug of the sentence, wherever it is named, exchanged for one other."""
        mentions = list(self._any.finditer(sentence))
        there = dict.fromkeys(each.group().lower() for each in mentions)
        for name in there:
            ours = [each for each in mentions if each.group().lower() == name]
            if any(
                _HALF_BEFORE.search(sentence[: each.start()])
                or _HALF_AFTER.match(sentence, each.end())
                for each in ours
            ):
                continue
            other = self._other(name, sentence, {family(each) for each in there})
            if other is not None:
                yield Mutated(_exchanged(sentence, name, other), "unsupported")

    def _other(self, name: str, sentence: str, families: set[str]) -> str | None:
        """A drug of no class that the sentence names, the same one each time; it takes the same
        article."""
        fitting = [
            each
            for each in self._names
            if family(each) not in families
            and each not in sentence.lower()
            and (each[0] in _VOWELS) == (name[0] in _VOWELS)
        ]
        if not fitting:
            return None
        return fitting[int(content_id(name, sentence), 16) % len(fitting)]


def _exchanged(sentence: str, name: str, other: str) -> str:
    def cased(found: re.Match[str]) -> str:
        if found.group().isupper():
            return other.upper()
        return other.capitalize() if found.group()[0].isupper() else other

    return re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", cased, sentence, flags=re.IGNORECASE)
