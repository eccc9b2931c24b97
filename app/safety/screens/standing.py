"""How something said stands: denied, long past, of nobody in particular, of the speaker or another.

By small rules over the words around it; the words are in `words/standing.toml`.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final

from app.safety.screens.phrases import Met, Phrases
from app.safety.screens.said import Said
from app.safety.words import word_table

BEFORE: Final = 7
"""Words before a phrase, in its clause, among which a denial of it stands."""


class Who(StrEnum):
    SPEAKER = "speaker"
    OTHER = "other"
    """Somebody whom the speaker knows or has before them."""
    GROUP = "group"
    """People in general: `adolescents`, `those who`."""
    NOBODY = "nobody"
    """Nobody was named, as in `want to die`."""


_PEOPLE: Final = frozenset({"speaker", "near", "kin", "meant", "general"})


@lru_cache(maxsize=1)
def marks() -> Phrases:
    """The words that tell, read once."""
    return Phrases(word_table("standing.toml"), {})


class Standing:
    """The words of one text that tell how its phrases stand."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._marks: Final[tuple[Met, ...]] = tuple(marks().find(said))

    def denied(self, met: Met) -> bool:
        """Whether a denial before the phrase, in its clause, reaches it."""
        first = max(self._said.clause(met.first), met.first - BEFORE)
        turned = max((one.end for one in self._between("turning", first, met.first)), default=first)
        hollow = [(one.first, one.end) for one in self._marks if one.name == "hollow"]
        return any(
            not any(begin <= one.first < end for begin, end in hollow)
            for one in self._between("denying", turned, met.first)
        )

    def over(self, met: Met) -> bool:
        """Whether it is told as long past, and nothing says that it goes on, or all is well."""
        first, end = self._said.sentence(met.first)
        if not self._stands("past", first, end):
            return False
        if not self._stands("now", first, end):
            return True
        rest = (first, len(self._said.words))
        return self._stands("well", *rest) and not self._stands("pressing", *rest)

    def idiom(self, met: Met) -> bool:
        """Whether it is part of a way of speaking that means no such thing."""
        return any(
            one.name == "idiom" and one.first < met.end and met.first < one.end
            for one in self._marks
        )

    def told(self, met: Met) -> bool:
        """Whether it belongs to a book, a film, a lesson, and is not said to be meant."""
        whole = (0, len(self._said.words))
        return self._stands("fiction", *self._said.sentence(met.first)) and not self._stands(
            "meant_so", *whole
        )

    def who(self, met: Met) -> Who:
        """Of whom: the nearest person named inside the phrase or before it in its sentence."""
        first, _ = self._said.sentence(met.first)
        addressed = [one.end - 1 for one in self._between("addressed", first, met.end)]
        named = [
            (one.first, one.name)
            for one in self._marks
            if one.name in _PEOPLE and first <= one.first < met.end and one.first not in addressed
        ]
        for at, name in reversed(named):
            if name == "meant":
                continue
            if name == "general" and not self._ours(at):
                if at >= met.first and any(there < at for there, _ in named):
                    continue
                return Who.GROUP
            return Who.SPEAKER if name == "speaker" else Who.OTHER
        return Who.OTHER if named else Who.NOBODY

    def _ours(self, at: int) -> bool:
        return at > 0 and self._said.words[at - 1] in {"my", "our", "his", "her", "these", "two"}

    def acute(self) -> bool:
        """Whether the text speaks of somebody who is there now."""
        return any(one.name == "acute" for one in self._marks)

    def _between(self, name: str, first: int, end: int) -> list[Met]:
        return [one for one in self._marks if one.name == name and first <= one.first < end]

    def _stands(self, name: str, first: int, end: int) -> bool:
        return bool(self._between(name, first, end))
