"""Names of medicines that are spelled wrongly, by the fewest slips that make a known name of them.

Optimal string alignment distance (Damerau, A technique for computer detection and correction of
spelling errors, Communications of the ACM 7(3), 1964), also of what both sound like: `ph` is `f`,
a doubled letter is one, and so on. Precision goes first: short names, ordinary words and names of
one letter more or less that are somebody else's are left alone.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 6
"""Letters. A shorter name becomes another one by a single letter."""
LONGEST: Final = 30
_TWO_SLIPS_FROM: Final = 9
"""Letters from which two slips are allowed: of fewer, two leave too little of the name."""
_SOUNDS: Final = (
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ch(?=[lr])|ck|qu|[kq]"), "c"),
    (re.compile("[yj]"), "i"),
    (re.compile("ae|oe"), "e"),
    (re.compile("[zx]"), "s"),
    (re.compile("rh"), "r"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_DIGITS: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})


class DrugSlips:
    """The names that a misspelling may have been meant for.

    Args:
        names: single words of `SHORTEST` letters or more.
        lookalikes: groups of names that have been taken for each other.
        ordinary: words that are no misspelling, however near a name they are.
    """

    def __init__(
        self,
        names: Iterable[str],
        lookalikes: Iterable[Collection[str]],
        ordinary: Collection[str],
    ) -> None:
        self._known: Final = frozenset(
            name for name in names if SHORTEST <= len(name) <= LONGEST and name.isalpha()
        )
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        self._sounds: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._known):
            sound = _sound(name)
            self._by_start[sound[0]].append(name)
            self._sounds[sound[0]].append(sound)
        self._ordinary: Final = ordinary
        self._confused: Final[Mapping[str, frozenset[str]]] = _joined(lookalikes)

    def nearest(self, word: str) -> tuple[str, ...]:
        """The known names that `word` is the likeliest slip of: one, or several where it lies
        between them; none where it is a name itself, an ordinary word, or no near name is known.

        Nothing is remembered of it: it may be a word of a patient's record.
        """
        word = word.casefold()
        if not SHORTEST <= len(word) <= LONGEST or word in self._known:
            return ()
        if not word.isalpha():
            plain = word.translate(_DIGITS)
            each = (plain, word.replace("1", "l").translate(_DIGITS))
            return tuple(one for one in dict.fromkeys(each) if one in self._known)
        if word in self._ordinary or _inflected(word, self._known):
            return ()
        nearest: dict[str, float] = {}
        for slips, name in sorted(self._near(word)):
            nearest.setdefault(name, slips)
        if not nearest:
            return ()
        found = [(slips, name) for name, slips in nearest.items()]
        least = min(nearest.values())
        best = [name for slips, name in found if slips == least]
        confused = {other for name in best for other in self._confused.get(name, ())}
        between = [name for slips, name in found if slips == least + 1 and name in confused]
        return (*best, *between)

    def _near(self, word: str) -> Iterator[tuple[float, str]]:
        """(slips, name) of the names within reach; one may come twice."""
        sound = _sound(word)
        names = self._by_start.get(sound[0], [])
        most = _slips(word)
        for name, slips, _ in process.extract(
            word, names, scorer=OSA.distance, score_cutoff=most, limit=None
        ):
            if slips <= _slips(name):
                yield slips, name
        for _, _, at in process.extract(
            sound,
            self._sounds.get(sound[0], []),
            scorer=OSA.distance,
            score_cutoff=most - 1,
            limit=None,
        ):
            yield min(most, _slips(names[at])), names[at]


def _slips(word: str) -> int:
    """How many of them may have made `word`."""
    return 2 if len(word) >= _TWO_SLIPS_FROM else 1


def _joined(groups: Iterable[Collection[str]]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in groups:
        for name in group:
            found[name] |= {*group} - {name}
    return {name: frozenset(others) for name, others in found.items()}


_ENDINGS: Final = re.compile(r"(?:es|s|ed|ing|al|ic|ate|like|ised|ized|ism)$")


def _inflected(word: str, known: Collection[str]) -> bool:
    """Whether `word` is a form of a name: `heparinised`, `cyclosporins`."""
    match = _ENDINGS.search(word)
    return match is not None and any(
        one in known for one in (word[: match.start()], f"{word[: match.start()]}e")
    )


def _sound(word: str) -> str:
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word
