"""Whether a claim says the opposite of what it quotes: negation, permission, direction."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from app.grounding.certainty import unsettled
from app.grounding.exchange import EXCLUDING, NEGATION
from app.grounding.paraphrase import LINKS, Bearing, bearings
from app.grounding.statements import Statement, statements
from app.grounding.wording import Comparison, compare
from app.terms.polarity_words import AXES

CLOSE: Final = 0.6
"""Share of a claim's plain words that a sentence must have, in order, to be told from it word by
word. Set by judgement. With this and the next two, on SciFact-train: CONTRADICTED is said of 1 in
170 SUPPORT and 19 in 90 CONTRADICT pairs of the claims on which the rules were mended (those whose
number has an even SHA-1), and of 2 in 199 and 13 in 104 of the others."""
TIGHT: Final = 0.3
"""Share of that sentence's own words between the first and the last of them that the claim has.
From 0.2 to 0.5 the same label flips are found, and 18 to 16 of the 90 CONTRADICT pairs."""
ALIKE: Final = 0.6
"""Share of a claim's plain words that must stand around an assertion in other words. At 0.4 it was
22 instead of 18 of the 90 CONTRADICT pairs, and 4 instead of 2 false ones."""
HINT: Final = 0.3
"""Share of a claim's plain words below which no sentence is laid beside it."""
CANDIDATES: Final = 5
"""Sentences of the quoted words that a claim's sentence is held against."""
LONGEST_CLAIM: Final = 100
"""Sentences, no two alike, of a claim that is still checked."""
MANY: Final = 200
"""Sentences that a word may stand in before it tells nothing; bounds the time for long texts."""

_SAYS: Final = {each.name: each.says for each in AXES}
_SENTENCE_END = re.compile(r"[.;!?\n]")


class PolarityVerifier:
    """Compares what the claim asserts with what the quoted words assert of the same things.

    A sentence of the claim is held against the sentences most like it. In nearly the same words,
    the two are laid side by side and every word that turns one of them is accounted for; in other
    words, their assertions about the same things are compared. Words stand for themselves: no
    synonym is known but those of `app.terms.polarity_words`.
    """

    name = "polarity"
    objection = "it affirms what the quoted words deny, or the other way round"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """CONTRADICTED where an aligned statement goes the other way; UNSUPPORTED where the source
        leaves open, allows, or ties to a condition what the claim says is so, must be, or holds;
        NOT_APPLICABLE where nothing is alike or nothing could have been turned.

        A claim that names labels alone is held against the whole of the cited passages. Words cut
        out of a quote as they stand are not refused, unless they were cut from their negation.
        """
        quoted = [each.text for each in claim.quotes] or [each.passage.text for each in cited]
        said = statements(claim.text)
        if any(_cut_from(claim.text, each) for each in quoted):
            return self._verdict(_silent_or_not(said))
        if len(said) > LONGEST_CLAIM:
            return self._verdict(VerdictKind.UNSUPPORTED, "the claim is too long to be checked")
        sources = tuple(dict.fromkeys(one for each in quoted for one in statements(each)))
        shelf = _Shelf(sources)
        found = [self._judge(each, shelf, question) for each in said]
        for kind in (VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED, VerdictKind.SUPPORTED):
            for verdict in found:
                if verdict.kind is kind:
                    return verdict
        return self._verdict(VerdictKind.NOT_APPLICABLE)

    def _verdict(self, kind: VerdictKind, why: str = "", strength: float = 1.0) -> Verdict:
        return Verdict(kind=kind, by=self.name, why=why, strength=strength)

    def _judge(self, claim: Statement, shelf: "_Shelf", question: str) -> Verdict:
        near = shelf.near(claim)
        return (
            self._worded_alike(claim, near, question)
            or self._left_open(claim, near, question)
            or self._in_other_words(claim, near)
            or self._verdict(VerdictKind.NOT_APPLICABLE)
        )

    def _worded_alike(
        self, claim: Statement, near: Sequence[Statement], question: str
    ) -> Verdict | None:
        """By the closest sentence; of several as close, one that agrees is enough."""
        compared = [(compare(claim, each), each) for each in near if _alike(claim, each) >= HINT]
        close = [one for one in compared if one[0].share >= CLOSE and one[0].tight >= TIGHT]
        if not close:
            return None
        best = max(one.rank for one, _ in close)
        top = [one for one in close if one[0].rank == best]
        if all(one.turned for one, _ in top):
            return self._verdict(VerdictKind.CONTRADICTED, _turned(top[0][0]), best[0])
        if refused := self._left_open(claim, [each for _, each in top], question):
            return refused
        if any(one.agrees for one, _ in top):
            return self._verdict(VerdictKind.SUPPORTED, strength=best[0])
        return None

    def _left_open(
        self, claim: Statement, near: Sequence[Statement], question: str
    ) -> Verdict | None:
        """Where every sentence that speaks of the same leaves it open."""
        alike = [each for each in near if _alike(claim, each) >= CLOSE]
        reasons = [unsettled(claim, each, question) for each in alike]
        if reasons and reasons[0] and all(reasons):
            return self._verdict(VerdictKind.UNSUPPORTED, reasons[0])
        return None

    def _in_other_words(self, claim: Statement, near: Sequence[Statement]) -> Verdict | None:
        """By the assertion that most bears on the claim's; of two that bear alike, one for it."""
        alike = (each for each in near if _alike(claim, each) >= ALIKE)
        found = [one for each in alike for one in bearings(claim, each) if one.share >= ALIKE]
        if not found:
            return None
        best = max(found, key=lambda one: (one.share, not one.opposed))
        if best.opposed:
            return self._verdict(VerdictKind.CONTRADICTED, _opposed(best), best.share)
        return self._verdict(VerdictKind.SUPPORTED, strength=best.share)


class _Shelf:
    """The sentences of the quoted words, found by what they speak of."""

    def __init__(self, sources: Sequence[Statement]) -> None:
        self._sources = sources
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(sources):
            for key in {unit.key for unit in each.units}:
                self._with[key].append(number)

    def near(self, claim: Statement) -> list[Statement]:
        """Those that share most with the claim's sentence, the shorter of two first."""
        shared: Counter[int] = Counter()
        for key in {unit.key for unit in claim.units if not unit.turns}:
            holders = self._with.get(key, ())
            if len(holders) <= MANY:
                shared.update(holders)
        best = sorted(shared, key=lambda at: (-shared[at], len(self._sources[at].units), at))
        return [self._sources[at] for at in best[:CANDIDATES]]


def _alike(claim: Statement, source: Statement) -> float:
    """Share of the claim's plain words that the source has anywhere; in [0, 1]."""
    wanted = {unit.key for unit in claim.units if unit.plain}
    return len(wanted & {unit.key for unit in source.units}) / len(wanted) if wanted else 0.0


def _silent_or_not(said: Sequence[Statement]) -> VerdictKind:
    if any(not unit.plain for each in said for unit in each.units):
        return VerdictKind.SUPPORTED
    return VerdictKind.NOT_APPLICABLE


def _cut_from(claim: str, quote: str) -> bool:
    """Whether the claim is a part of the quote as it stands, and no negation was cut off before."""
    part, whole = " ".join(claim.split()), " ".join(quote.split())
    return bool(part) and any(not _turns_on(whole[:at]) for at in _places(part, whole))


def _places(part: str, whole: str) -> Iterator[int]:
    """Where a part stands between whole words, the first few times."""
    at = whole.find(part)
    for _ in range(CANDIDATES):
        if at < 0:
            return
        end = at + len(part)
        joined = at > 0 and (whole[at - 1] + part[0]).isalnum()
        goes_on = end < len(whole) and (part[-1] + whole[end]).isalnum()
        if not joined and not goes_on:
            yield at
        at = whole.find(part, at + 1)


def _turns_on(before: str) -> bool:
    """Whether the sentence that was begun before turns what follows."""
    begun = _SENTENCE_END.split(before)[-1]
    return any(
        unit.turns or any(name in EXCLUDING and value < 0 for name, value in unit.signs)
        for each in statements(begun)
        for unit in each.units
    )


def _turned(found: Comparison) -> str:
    if found.turned and found.turned != NEGATION:
        return _told(found.turned, found.affirms)
    if found.affirms:
        return "the source says that it is not so; the claim says that it is"
    return "the source says that it is so; the claim says that it is not"


def _opposed(found: Bearing) -> str:
    axis = found.claim.axis
    if found.source_axis != axis:
        axis = next(name for name in (axis, found.source_axis) if name in LINKS)
        return _told(axis, (found.claim.says > 0) if found.claim.axis == axis else True)
    return _told(axis, found.claim.says > 0)


def _told(axis: str, affirms: bool) -> str:
    up, down = _SAYS[axis]
    ours, theirs = (up, down) if affirms else (down, up)
    return f"the source says {theirs}; the claim says {ours}"
