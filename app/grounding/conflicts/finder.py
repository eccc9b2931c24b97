"""Other evidence that states otherwise than a claim that is shown.

A sentence of another document contradicts the quoted one where both are about the question and the
same drug, people, illness, route and function of the organs, and what they state cannot both hold.
Where either document states what the other does in another of its admitted sentences, they do not
disagree: they offer a choice.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from app.domain.answer import CitedClaim, DraftClaim, Evidence, Quote, VerdictKind
from app.domain.conflict import About, Disagreement, Side
from app.domain.corpus import Span
from app.grounding.applicability import ApplicabilityVerifier
from app.grounding.conflicts.differing import Difference, agrees, difference
from app.grounding.conflicts.named import same_drug
from app.grounding.conflicts.proviso import one_proviso
from app.grounding.conflicts.regimen import Regimen
from app.grounding.conflicts.setting import Asked, same_case
from app.grounding.conflicts.stated import Stated, names_one_of, stated_in

MOST: Final = 5
"""Disagreements that an answer shows."""


class _Found(NamedTuple):
    mine: Stated
    theirs: Stated
    told: Difference

    @property
    def documents(self) -> frozenset[str]:
        return frozenset((self.mine.evidence.document.id, self.theirs.evidence.document.id))


class EvidenceConflicts:
    """Finds what admitted evidence states otherwise than the quotations of an answer."""

    def __init__(self) -> None:
        self._applicability = ApplicabilityVerifier()

    def disagreements(
        self, claims: Sequence[CitedClaim], question: str, admitted: Sequence[Evidence]
    ) -> tuple[Disagreement, ...]:
        """At most `MOST`, in the order of the claims; one for a drug, a matter and two documents.
        What yet another document says in the same words comes last.

        Args:
            claims: as shown; their quotations are compared, not their words.
            admitted: all evidence of the question.
        """
        if len({each.document.id for each in admitted}) < 2:
            return ()
        labels = {citation.label for claim in claims for citation in claim.citations}
        cited = [one for each in admitted if each.label in labels for one in stated_in(each)]
        shown = [
            one
            for claim in claims
            for citation in claim.citations
            for one in cited
            if one.evidence.label == citation.label and _touch(one.citation.span, citation.span)
        ]
        drugs = {one.regimen.drug.names for one in shown}
        others = (
            each for each in admitted if each.label not in labels and names_one_of(each, drugs)
        )
        stated = [*cited, *(one for each in others for one in stated_in(each))]
        found: list[_Found] = []
        copies: list[_Found] = []
        for one in self._differing(shown, stated, question):
            if not any(_repeats(one, other) for other in (*found, *copies)):
                said_before = any(_same_words(one, other) for other in found)
                (copies if said_before else found).append(one)
        return tuple(_disagreement(one) for one in (*found, *copies)[:MOST])

    def _differing(
        self, shown: Sequence[Stated], stated: Sequence[Stated], question: str
    ) -> Iterator[_Found]:
        asked = Asked.by(question)
        for mine in shown:
            for theirs in stated:
                if theirs.evidence.document.id == mine.evidence.document.id or not same_drug(
                    mine.regimen.drug.names, theirs.regimen.drug.names
                ):
                    continue
                told = difference(mine.regimen, theirs.regimen)
                if (
                    told is not None
                    and not _member_excepted(mine.regimen, theirs.regimen, told.about)
                    and _same(mine, theirs, told.about, asked)
                    and _one_case(mine, theirs, told.about, question)
                    and not self._offered(mine, theirs, told.about, stated, asked)
                    and self._about_the_same(mine, theirs, question)
                ):
                    yield _Found(mine, theirs, told)

    def _offered(
        self,
        mine: Stated,
        theirs: Stated,
        about: About,
        stated: Sequence[Stated],
        asked: Asked,
    ) -> bool:
        """Whether one of the two documents states elsewhere what the other does."""
        return any(
            each.evidence.document.id == other.evidence.document.id
            and same_drug(each.regimen.drug.names, one.regimen.drug.names)
            and agrees(one.regimen, each.regimen, about)
            and _same(one, each, about, asked)
            for one, other in ((mine, theirs), (theirs, mine))
            for each in stated
        )

    def _about_the_same(self, mine: Stated, theirs: Stated, question: str) -> bool:
        """Whether both apply to the question, and each to what the other says."""
        for one, other in ((mine, theirs), (theirs, mine)):
            quote = Quote(label=other.evidence.label, text=other.citation.quote)
            claim = DraftClaim(text=one.citation.quote, quotes=(quote,))
            said = self._applicability.verify(claim, question, (other.evidence,), ())
            if said.kind is VerdictKind.UNSUPPORTED:
                return False
        return True


def _repeats(one: _Found, other: _Found) -> bool:
    """Whether the same two documents disagree on the same, seen from either."""
    return (
        one.told.about is other.told.about
        and one.documents == other.documents
        and same_drug(one.mine.regimen.drug.names, other.mine.regimen.drug.names)
    )


def _same_words(one: _Found, other: _Found) -> bool:
    """Whether a third document, as labels of one product are, repeats the other side's words."""
    told = [each.theirs.citation.quote.split() for each in (one, other)]
    return one.told == other.told and told[0] == told[1]


def _disagreement(found: _Found) -> Disagreement:
    mine, theirs, told = found
    return Disagreement(
        about=told.about,
        subject=mine.regimen.drug.spoken,
        sides=(_side(mine, told.mine), _side(theirs, told.theirs)),
    )


def _member_excepted(mine: Regimen, theirs: Regimen, about: About) -> bool:
    """Whether a class is advised and one of its members advised against: a class is advised without
    each of its members."""
    return about is About.DIRECTION and any(
        one.drug.is_class and not other.drug.is_class and one.advice > 0
        for one, other in ((mine, theirs), (theirs, mine))
    )


def _one_case(mine: Stated, theirs: Stated, about: About, question: str) -> bool:
    """Of advice: whether neither side gives it for a case of its own."""
    return about is not About.DIRECTION or one_proviso(
        mine.citation.quote, mine.layers, theirs.citation.quote, theirs.layers, question
    )


def _same(mine: Stated, theirs: Stated, about: About, asked: Asked) -> bool:
    beside = mine.regimen.beside == theirs.regimen.beside
    return beside and same_case(mine.setting, theirs.setting, asked, about)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _side(stated: Stated, says: str) -> Side:
    return Side(citation=stated.citation, document=stated.evidence.document, says=says)
