"""Whether a claim says the opposite of what it quotes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from app.grounding.certainty import unsettled
from app.grounding.paraphrase import bearings
from app.grounding.statements import Statement, statements
from app.grounding.wording import NEGATION, Comparison, compare
from app.terms.polarity_words import AXES

CLOSE: Final = 0.6
TIGHT: Final = 0.3
ALIKE: Final = 0.6
MARGIN: Final = 0.0
CANDIDATES: Final = 5
MANY: Final = 200

_SAYS: Final = {each.name: each.says for each in AXES}


class PolarityVerifier:
    """Negation, permission and direction of a claim against the words it quotes."""

    name = "polarity"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        quoted = [each.text for each in claim.quotes] or [each.passage.text for each in cited]
        if any(_within(claim.text, each) for each in quoted):
            return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)
        sources = tuple(dict.fromkeys(s for each in quoted for s in statements(each)))
        shelf = _Shelf(sources)
        found = [self._judge(each, shelf, question) for each in statements(claim.text)]
        for kind in (VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED, VerdictKind.SUPPORTED):
            for verdict in found:
                if verdict.kind is kind:
                    return verdict
        return Verdict(kind=VerdictKind.NOT_APPLICABLE, by=self.name)

    def _judge(self, claim: Statement, shelf: "_Shelf", question: str) -> Verdict:
        near = shelf.near(claim)
        close = [(c, each) for each in near if (c := compare(claim, each)).share >= CLOSE and c.tight >= TIGHT]
        if close:
            best = max(each.closeness for each, _ in close)
            top = [each for each in close if each[0].closeness == best]
            if all(each.turned for each, _ in top):
                return Verdict(kind=VerdictKind.CONTRADICTED, by=self.name, why=_why(top[0][0]))
            open_ = [why for _, each in top if (why := unsettled(claim, each, question))]
            if open_ and len(open_) == len(top):
                return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=open_[0])
            if any(each.agrees for each, _ in top):
                return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)
        alike = [each for each in near if _alike(claim, each) >= CLOSE]
        open_ = [why for each in alike if (why := unsettled(claim, each, question))]
        if open_ and len(open_) == len(alike):
            return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=open_[0])
        found = [b for each in near for b in bearings(claim, each) if b.share >= ALIKE]
        if found:
            best = max(each.share for each in found)
            same = [each.share for each in found if not each.opposed]
            against = max((each.share for each in found if each.opposed), default=0.0)
            if against > max(same, default=0.0) + MARGIN:
                return Verdict(kind=VerdictKind.CONTRADICTED, by=self.name, why="tier2 "+repr([b for b in found if b.share==against and b.opposed]))
            if max(same, default=0.0) >= against:
                return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)
        return Verdict(kind=VerdictKind.NOT_APPLICABLE, by=self.name)


class _Shelf:
    """The sentences of the quoted words, found by what they speak of."""

    def __init__(self, sources: Sequence[Statement]) -> None:
        self._sources = sources
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(sources):
            for key in {unit.key for unit in each.units}:
                self._with[key].append(number)

    def near(self, claim: Statement) -> list[Statement]:
        counts: Counter[int] = Counter()
        for key in {unit.key for unit in claim.units if not unit.turns}:
            holders = self._with.get(key, ())
            if len(holders) <= MANY:
                counts.update(holders)
        best = sorted(counts, key=lambda n: (-counts[n], len(self._sources[n].units), n))
        return [self._sources[number] for number in best[:CANDIDATES]]


def _alike(claim: Statement, source: Statement) -> float:
    wanted = {unit.key for unit in claim.units if unit.plain}
    return len(wanted & {unit.key for unit in source.units}) / len(wanted) if wanted else 0.0


def _within(claim: str, quote: str) -> bool:
    return " ".join(claim.split()) in " ".join(quote.split())


def _why(found: Comparison) -> str:
    if found.turned == NEGATION:
        if found.affirms:
            return "the source says that it is not so; the claim says that it is"
        return "the source says that it is so; the claim says that it is not"
    up, down = _SAYS[found.turned or ""]
    ours, theirs = (up, down) if found.affirms else (down, up)
    return f"the source says {theirs}; the claim says {ours}"
