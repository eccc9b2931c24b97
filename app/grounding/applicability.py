"""Whether quoted words are about the drug, the people, the route and the illness asked about.

It is the check that a verbatim quotation can fail: every word is right, and it stands in the
section on adults while a child was asked about. What the words say of themselves counts first,
then the headings above them from the last one up, then the title. Words that name no group, route
or drug apply to all.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Verdict, VerdictKind
from app.grounding.borrowed import adds_nothing
from app.grounding.compared import Axis, Compared
from app.grounding.differences import POPULATION
from app.grounding.formulation import combination, release, salt
from app.grounding.illness import indication
from app.grounding.layers import LONGEST, Layer, layers_of
from app.grounding.operation import operation
from app.grounding.purpose import purpose
from app.grounding.subject import drug
from app.grounding.together import together
from app.grounding.without import without

AXES: Final[tuple[Axis, ...]] = (
    drug, combination, salt, release, without, *POPULATION, indication, operation, purpose,
)  # fmt: skip
CLAIMED: Final[tuple[Axis, ...]] = (drug, *POPULATION)
"""What a claim in words of its own is held to; illnesses are named in claims in passing."""


class ApplicabilityVerifier:
    """The quotation against the question, and a claim in other words against the quotation."""

    name = "applicability"
    objection = "the quoted words are about other patients, another drug, route or illness"

    def verify(
        self,
        claim: DraftClaim,
        question: str,
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """UNSUPPORTED where a quotation is about something else; `why` says what.

        Of several quotations one may be about something else, where the claim has no word of it
        that the others do not have. SUPPORTED where something could be compared and all of it
        agrees, NOT_APPLICABLE where question and quotations have nothing to compare. Quotations
        that are not in `cited` are for `QuoteVerifier` to refuse and are passed over.
        """
        compared = _compared(claim, question[:LONGEST], cited)
        differing = next((one for one in compared if one.differs), None)
        if differing is not None:
            return Verdict(kind=VerdictKind.UNSUPPORTED, by=self.name, why=differing.differs)
        if compared:
            axes = ", ".join(dict.fromkeys(one.axis for one in compared))
            return Verdict(kind=VerdictKind.SUPPORTED, by=self.name, why=f"agrees in {axes}")
        return Verdict(
            kind=VerdictKind.NOT_APPLICABLE, by=self.name, why="nothing to compare was named"
        )


def _compared(claim: DraftClaim, question: str, cited: Sequence[Evidence]) -> list[Compared]:
    """What the quotations that the claim's words come from say, on every axis."""
    quoted = [
        (text, list(_one_quotation(claim.text, question, text, around, layers)))
        for text, around, layers in _quoted(claim, cited)
    ]
    applying = [text for text, found in quoted if _agrees(found)]
    return [
        one
        for text, found in quoted
        if _agrees(found) or not adds_nothing(claim.text[:LONGEST], text, applying)
        for one in found
    ]


def _agrees(found: Sequence[Compared]) -> bool:
    return not any(one.differs for one in found)


def _one_quotation(
    claim: str, question: str, text: str, around: str, layers: Sequence[Layer]
) -> Iterable[Compared]:
    pair = together(question, layers, around) if question else None
    if pair is not None:
        yield pair
    both = pair is not None and not pair.differs
    yield from _on([one for one in AXES if not (both and one is drug)], question, layers)
    if claim.strip() not in text:
        yield from (
            one._replace(differs=one.differs.replace("the question is", "the claim is", 1))
            for one in _on(CLAIMED, claim[:LONGEST], layers)
        )


def _quoted(
    claim: DraftClaim, cited: Sequence[Evidence]
) -> Iterable[tuple[str, str, tuple[Layer, ...]]]:
    """Each quotation, its passage and its layers; the whole passage where a claim names its label
    alone."""
    by_label = {each.label: each for each in cited}
    quotes = [(quote.label, quote.text) for quote in claim.quotes]
    bare = set(claim.labels) - {label for label, _ in quotes}
    quotes += [(label, by_label[label].passage.text) for label in sorted(bare & by_label.keys())]
    for label, text in quotes:
        if label in by_label:
            one = by_label[label]
            yield text, one.passage.text[:LONGEST], layers_of(text, one)


def _on(axes: Sequence[Axis], asked: str, layers: Sequence[Layer]) -> Iterable[Compared]:
    return (one for axis in axes if asked and (one := axis(asked, layers)) is not None)
