"""Every quantity of a claim stands in the words it quotes."""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.grounding.quantities.answers import Judged, judge
from app.grounding.quantities.context import Placed, placed
from app.grounding.quantities.quantity import Kind
from app.grounding.quantities.reading import read
from app.grounding.quantities.ways import implied


class NumberVerifier:
    """Reads claim and quote for doses, frequencies, limits, ages, routes, and compares them.

    Values are compared exactly, after conversion of units: 500 mg is 0.5 g and is not 500 mcg. A
    value counts for what it is said of: 10 mg of one drug is not 10 mg of another. A claim may
    leave out what the quote states.
    """

    name = "numbers"

    def verify(
        self,
        claim: DraftClaim,
        question: str,  # noqa: ARG002 - the port's signature
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        said = placed(read(claim.text))
        quoted = [each for quote in claim.quotes for each in placed(read(quote.text))]
        judged = [judge(each, quoted) for each in said]
        words = frozenset(word.casefold().strip(".,;:()") for quote in claim.quotes for word in quote.text.split())
        judged = [_told(each, words) for each in judged]
        for kind in (VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED):
            for each in judged:
                if each.kind is kind:
                    return Verdict(kind=kind, by=self.name, why=why(each))
        if not any(each.kind is VerdictKind.SUPPORTED for each in judged):
            return Verdict(kind=VerdictKind.NOT_APPLICABLE, by=self.name)
        return Verdict(kind=VerdictKind.SUPPORTED, by=self.name)


def _told(judged: Judged, words: frozenset[str]) -> Judged:
    quantity = judged.claim.quantity
    if quantity.kind is Kind.ROUTE and judged.kind is not VerdictKind.SUPPORTED and implied(quantity.name, words):
        return judged._replace(kind=VerdictKind.NOT_APPLICABLE)
    return judged


def why(judged: Judged) -> str:
    """What the claim says and what the quoted words say, for the person who reads it."""
    said = judged.claim.quantity.written
    if judged.quoted is None:
        return f"the quoted words do not say {said}"
    return f"the claim says {said}; the quoted words say {judged.quoted.quantity.written}"
