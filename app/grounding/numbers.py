"""Every quantity of a claim stands in the words it quotes."""

from collections.abc import Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.grounding.quantities.answers import Judged, judge
from app.grounding.quantities.context import placed
from app.grounding.quantities.quantity import Kind
from app.grounding.quantities.quoted import quoted_quantities
from app.grounding.quantities.reading import read
from app.grounding.quantities.tokens import plain, tokens
from app.grounding.quantities.ways import implied

LONGEST: Final = 5_000
"""Characters of a claim; a sentence has some hundreds."""
MOST: Final = 100
"""Quantities of a claim."""


class NumberVerifier:
    """Reads claim and quote for doses, frequencies, limits, ages and routes, and compares them.

    Values are compared exactly, after conversion of units: 500 mg is 0.5 g and is not 500 mcg. A
    value counts for what it is said of: 10 mg of one drug is not 10 mg of another. A claim may
    leave out what the quote states.
    """

    name = "numbers"
    objection = "a number in it does not stand so in the quoted words"

    def verify(
        self,
        claim: DraftClaim,
        question: str,  # noqa: ARG002 - the port's signature
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """CONTRADICTED where the quoted words give another value for what the claim says,
        UNSUPPORTED where they give none, or one for other cases; NOT_APPLICABLE where the claim
        states no quantity. A claim too long to be checked is UNSUPPORTED."""
        if any(quote.text == claim.text for quote in claim.quotes):
            # so that an answer of quotations loads no units, which takes a second
            return Verdict(
                kind=VerdictKind.SUPPORTED, by=self.name, why="the claim is the quoted words"
            )
        if len(claim.text) > LONGEST:
            return self._refused("the claim is too long for its figures to be checked")
        said = placed(read(claim.text))
        if not said:
            return Verdict(kind=VerdictKind.NOT_APPLICABLE, by=self.name)
        if len(said) > MOST:
            return self._refused("the claim states more figures than can be checked")
        quoted = [one for quote in claim.quotes for one in quoted_quantities(quote, cited)]
        judged = [judge(each, quoted) for each in said]
        for kind in (VerdictKind.CONTRADICTED, VerdictKind.UNSUPPORTED):
            for each in judged:
                if each.kind is kind and not _told(each, claim.quotes):
                    return Verdict(kind=kind, by=self.name, why=why(each))
        stand = any(each.kind is VerdictKind.SUPPORTED for each in judged)
        kind = VerdictKind.SUPPORTED if stand else VerdictKind.NOT_APPLICABLE
        return Verdict(kind=kind, by=self.name)

    def _refused(self, reason: str) -> Verdict:
        return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=reason)


def why(judged: Judged) -> str:
    """What the claim says and what the quoted words say, for the person who reads it."""
    said = judged.claim.quantity
    if judged.quoted is None:
        return f"the claim says {said.written}; the quoted words do not"
    other = judged.quoted.quantity
    if said.written.casefold() == other.written.casefold():
        return f"the quoted words say {other.written}, but not of what the claim says it"
    return f"the claim says {said.written}; the quoted words say {other.written}"


def _told(judged: Judged, quotes: Sequence[Quote]) -> bool:
    """Whether a route follows from other words of the quotes, as tablets are taken by mouth."""
    quantity = judged.claim.quantity
    if quantity.kind is not Kind.ROUTE:
        return False
    texts = (plain(quote.text[:LONGEST]) for quote in quotes)
    return implied(quantity.name, frozenset(token.text for text in texts for token in tokens(text)))
