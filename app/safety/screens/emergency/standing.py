"""How a finding stands in its sentence: told of now, or denied, past, supposed, another's, general.

The order of the steps, and what a cue reaches, follow NegEx and ConText (Chapman and others 2001;
Harkema and others 2009) in outline; the cues are `app/safety/findings/cues.toml`.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from app.safety.screens.emergency.patterns import Mention
from app.safety.screens.emergency.vocabulary import Section
from app.safety.screens.emergency.words import Word

_LIST: Final = 9
_VERB: Final = 3
_NEAR: Final = 6
_PAST: Final = 9


class Standing(StrEnum):
    """How a finding is meant."""

    PRESENT = "present"
    DENIED = "denied"
    PAST = "past"
    SUPPOSED = "supposed"
    FAMILY = "family"
    GENERAL = "general"
    MILD = "mild"
    LONG = "long"


class Cues:
    """The cues of one text, by kind and sentence."""

    def __init__(self, words: Sequence[Word], cues: Iterable[Mention]) -> None:
        self._words = words
        self._by_kind: dict[tuple[str, int], list[Mention]] = {}
        for one in cues:
            key = one.meaning, words[one.first].sentence
            self._by_kind.setdefault(key, []).append(one)

    def of(self, kind: str, sentence: int) -> list[Mention]:
        """The cues of a kind in a sentence."""
        return self._by_kind.get((kind, sentence), [])

    def anywhere(self, kind: str) -> bool:
        return any(found == kind for found, _ in self._by_kind)

    def standing(self, mention: Mention, section: Section) -> Standing:
        """How the finding is meant, by the first step that says so."""
        if section is Section.WHO:
            return Standing.PRESENT
        sentence = self._words[mention.first].sentence
        now = self._now(mention, sentence)
        if self._denied(mention, sentence):
            return Standing.DENIED
        if self._before("family", mention, sentence) and not now:
            return Standing.FAMILY
        if self._supposed(mention, sentence) and not now:
            return Standing.SUPPOSED
        if self._general(sentence):
            return Standing.GENERAL
        if section is Section.KNOWN:
            return Standing.PRESENT
        if not now and self._past(mention, sentence, section):
            return Standing.PAST
        if section is not Section.RECENT and not now:
            if self._lasting(mention, sentence):
                return Standing.LONG
            if section is Section.GRADED and self._mild(mention, sentence):
                return Standing.MILD
        return Standing.PRESENT

    def _now(self, mention: Mention, sentence: int) -> bool:
        for cue in self.of("now", sentence):
            first, second = sorted((cue, mention), key=lambda each: each.first)
            if not self._between("turn", first, second, sentence):
                return True
        return False

    def _denied(self, mention: Mention, sentence: int) -> bool:
        either = max((one.first for one in self.of("or", sentence)), default=-1)
        listed = either >= 0 and self._words[either].clause >= self._words[mention.first].clause
        for cue in self.of("no", sentence):
            if self._exempt(cue, sentence) or cue.first in mention.at:
                continue
            if mention.first < cue.first < mention.last:
                return True
            if self._reaches(cue, mention, sentence, _LIST) and (
                self._one_clause(cue, mention) or (listed and either > cue.last)
            ):
                return True
        for cue in self.of("denies", sentence):
            if self._reaches(cue, mention, sentence, 4 * _LIST):
                return True
        for cue in self.of("not", sentence):
            if self._exempt(cue, sentence) or cue.first in mention.at:
                continue
            if mention.first < cue.first < mention.last:
                return True
            joined = listed and either > cue.last
            reach = _LIST if joined else _VERB
            if (
                self._reaches(cue, mention, sentence, reach)
                and (joined or self._one_clause(cue, mention))
                and not self._between("and", cue, mention, sentence)
            ):
                return True
        return any(
            cue.first > mention.last and self._apart(mention, cue) <= 2
            and self._one_clause(mention, cue)
            for cue in self.of("absent", sentence)
        )

    def _exempt(self, cue: Mention, sentence: int) -> bool:
        return any(one.first <= cue.first <= one.last for one in self.of("no_denial", sentence))

    def _reaches(self, cue: Mention, mention: Mention, sentence: int, most: int) -> bool:
        return (
            cue.last < mention.first
            and self._apart(cue, mention) <= most
            and not self._between("turn", cue, mention, sentence)
        )

    def _between(self, kind: str, first: Mention, second: Mention, sentence: int) -> bool:
        return any(
            first.last < one.first and one.last < second.first for one in self.of(kind, sentence)
        )

    def _before(self, kind: str, mention: Mention, sentence: int) -> bool:
        return any(one.first < mention.first for one in self.of(kind, sentence))

    def _supposed(self, mention: Mention, sentence: int) -> bool:
        return any(
            one.first < mention.first and not any(
                free.first <= one.first <= free.last for free in self.of("no_if", sentence)
            )
            for one in self.of("supposed", sentence)
        )

    def _general(self, sentence: int) -> bool:
        if self.of("person", sentence) or self.of("ongoing", sentence):
            return False
        if self.of("general", sentence):
            return True
        start = next(at for at, word in enumerate(self._words) if word.sentence == sentence)
        if any(one.first <= start + 2 for one in self.of("asks", sentence)):
            return True
        return any(one.first == start for one in self.of("asks_first", sentence)) and not any(
            one.first == start for one in self.of("tells", sentence)
        )

    def _past(self, mention: Mention, sentence: int, section: Section) -> bool:
        kinds = ("years",) if section is Section.RECENT else ("years", "months")
        return any(
            self._beside(kind, mention, sentence, _PAST, stop="and") for kind in kinds
        )

    def _lasting(self, mention: Mention, sentence: int) -> bool:
        for one in self.of("long", sentence):
            first, second = sorted((one, mention), key=lambda each: each.first)
            apart = self._apart(first, second)
            if (
                apart <= (_NEAR if self._one_clause(first, second) else 1)
                and not self._between("turn", first, second, sentence)
                and not (first is one and self._between("and", first, second, sentence))
            ):
                return True
        return False

    def _mild(self, mention: Mention, sentence: int) -> bool:
        return self._beside("effort", mention, sentence, _NEAR) or any(
            one.last < mention.first and self._apart(one, mention) <= 1
            or mention.first <= one.first <= mention.last
            for one in self.of("mild", sentence)
        )

    def _beside(
        self, kind: str, mention: Mention, sentence: int, most: int, stop: str | None = None
    ) -> bool:
        for one in self.of(kind, sentence):
            first, second = sorted((one, mention), key=lambda each: each.first)
            if stop and first is one and (
                self._between(stop, first, second, sentence)
                or not (self._one_clause(first, second) or self._opens(one))
            ):
                continue
            if self._apart(first, second) <= most and not self._between(
                "turn", first, second, sentence
            ):
                return True
        return False

    def _opens(self, cue: Mention) -> bool:
        """Whether a sentence begins with the cue: `two years ago, I had ...`."""
        before = cue.first - 1
        return before < 0 or self._words[before].sentence != self._words[cue.first].sentence

    def _apart(self, first: Mention, second: Mention) -> int:
        """How many words that are no fillers stand between; 0 where they overlap."""
        end, start = self._words[first.last], self._words[second.first]
        return max(0, start.count - end.count - (not end.filler))

    def _one_clause(self, first: Mention, second: Mention) -> bool:
        return self._words[first.last].clause == self._words[second.first].clause
