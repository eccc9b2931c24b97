"""The cues of one text, and how far a cue stands from a finding."""

from collections.abc import Iterable, Sequence

from app.safety.screens.emergency.patterns import Mention
from app.safety.screens.emergency.words import Word


class Cues:
    """Cues by kind and sentence."""

    def __init__(self, words: Sequence[Word], cues: Iterable[Mention]) -> None:
        self._words = words
        self._starts: dict[int, int] = {}
        for at, word in enumerate(words):
            self._starts.setdefault(word.sentence, at)
        self._by_kind: dict[tuple[str, int], list[Mention]] = {}
        for one in cues:
            self._by_kind.setdefault((one.meaning, self.sentence(one)), []).append(one)
        self._kinds = frozenset(kind for kind, _ in self._by_kind)

    def of(self, kind: str, sentence: int) -> list[Mention]:
        """The cues of a kind in a sentence."""
        return self._by_kind.get((kind, sentence), [])

    def anywhere(self, kind: str) -> bool:
        """Whether the text has a cue of the kind."""
        return kind in self._kinds

    def sentence(self, mention: Mention) -> int:
        """The number of its sentence."""
        return self._words[mention.first].sentence

    def clause(self, at: int) -> int:
        """The number of the clause of a word."""
        return self._words[at].clause

    def start(self, sentence: int) -> int:
        """The first word of a sentence."""
        return self._starts[sentence]

    def before(self, kind: str, mention: Mention) -> bool:
        """Whether a cue of the kind begins before the finding in its sentence."""
        return any(one.first < mention.first for one in self.of(kind, self.sentence(mention)))

    def between(self, kind: str, first: Mention, second: Mention) -> bool:
        """Whether a cue of the kind begins between two of one sentence."""
        return any(
            first.last < one.first < second.first for one in self.of(kind, self.sentence(first))
        )

    def within(self, kind: str, cue: Mention) -> bool:
        """Whether `cue` begins in words that are a cue of the kind."""
        return any(one.first <= cue.first <= one.last for one in self.of(kind, self.sentence(cue)))

    def apart(self, first: Mention, second: Mention) -> int:
        """How many words that are no fillers stand between; 0 where they overlap."""
        end, start = self._words[first.last], self._words[second.first]
        return max(0, start.before - end.before - (not end.filler))

    def one_clause(self, first: Mention, second: Mention) -> bool:
        """Whether the end of the first and the beginning of the second stand in one clause."""
        return self.clause(first.last) == self.clause(second.first)

    def opens(self, cue: Mention) -> bool:
        """Whether its sentence begins with the cue: `two years ago, I had ...`."""
        return cue.first == self.start(self.sentence(cue))

    def reaches(self, cue: Mention, mention: Mention, most: int) -> bool:
        """Whether a cue before a finding stands within `most` words of it, without a turn."""
        return (
            cue.last < mention.first
            and self.apart(cue, mention) <= most
            and not self.between("turn", cue, mention)
        )
