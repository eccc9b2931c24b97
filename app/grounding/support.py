"""What speaks for an answer, as plain numbers for a fitted model. More is always more support."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from app.domain.answer import CitedClaim, Evidence, Verdict, VerdictKind
from app.domain.confidence import Found
from app.domain.ranking import Hit, Place
from app.terms.stems import stems

CARRIES: Final = "entailment"
"""The verifier whose strength is the probability that the quotes carry the claim."""
FIRST: Final = 10
"""Ranks of a leg that count as its first ones: what a reader would look at."""


class Before(NamedTuple):
    """Of one question and its evidence, before anything is drafted."""

    nearest: float
    """Cosine of the nearest passage, in [-1, 1]."""
    sentence: float
    """Cosine of the nearest sentence, in [-1, 1]."""
    margin: float
    """Cosine of the nearest passage less that of the nearest one of another document, in [0, 2]."""
    lexical_margin: float
    """The same of BM25, as a share of the best score, in [0, 1]."""
    reranked_margin: float
    """The same of the reranker's own score; 0 without a reranker."""
    words_first: float
    """Share of the question's content words that stand in the first passage, in [0, 1]."""
    words: float
    """Share of them that stand in any."""
    legs_first: float
    """1 / rank of the first passage, mean of the two legs, in [0, 1]."""
    legs_shared: float
    """Share of the admitted passages that are among the first ones of both legs, in [0, 1]."""


class After(NamedTuple):
    """Of the judged claims."""

    carried: float
    """Probability that the quotes carry a claim, mean over the claims, in [0, 1]."""
    carried_least: float
    """The least of them."""
    verified: float
    """Share of the verdicts that say "supported", in [0, 1]."""
    kept: float
    """Share of the drafted claims that were not withheld, in [0, 1]."""
    verbatim: float
    """Share of the claims that are quotations, in [0, 1]."""
    first_document: float
    """Share of the claims that cite the document that was ranked first, in [0, 1]."""
    one_document: float
    """Share of the claims that cite the document that is cited most, in (0, 1]."""
    cited_nearness: float
    """Cosine of the nearest passage that a claim cites, mean over the claims, in [-1, 1]."""
    seconded: float
    """Largest share of a claim's content words in a passage of a document that it does not cite,
    mean over the claims, in [0, 1]."""
    answered: float
    """Share of the question's content words that stand in the claims, in [0, 1]."""


def before(found: Found) -> Before:
    """The features of what was found; there is evidence."""
    hits = [each.hit for each in found.evidence if each.hit]
    cosines = _best_of_documents([(hit.document_id, hit.dense) for hit in hits])
    words = _best_of_documents([(hit.document_id, hit.lexical) for hit in hits])
    reranked = _best_of_documents([(hit.document_id, hit.reranked) for hit in hits])
    asked = frozenset(stems(found.question))
    held = [frozenset(stems(each.passage.indexed_text)) for each in found.evidence]
    return Before(
        nearest=cosines[0] if cosines else 0.0,
        sentence=found.signs.sentence if found.signs else 0.0,
        margin=_margin(cosines),
        lexical_margin=_margin(words) / words[0] if words and words[0] > 0.0 else 0.0,
        reranked_margin=_margin(reranked),
        words_first=_share(asked, held[0]),
        words=_share(asked, frozenset().union(*held)),
        legs_first=_reciprocal_rank(hits[0]) if hits else 0.0,
        legs_shared=sum(_among_the_first(hit) for hit in hits) / len(found.evidence),
    )


def after(found: Found, claims: Sequence[CitedClaim], withheld: int) -> After:
    """The features of the claims that are shown, at least one."""
    carried = [_carried(claim) for claim in claims]
    verdicts = [verdict for claim in claims for verdict in claim.verdicts]
    cited = [{citation.document_id for citation in claim.citations} for claim in claims]
    first = found.evidence[0].document.id
    most = Counter(document for each in cited for document in each).most_common(1)[0][1]
    asked = frozenset(stems(found.question))
    said = frozenset(stem for claim in claims for stem in stems(claim.text))
    return After(
        carried=sum(carried) / len(claims),
        carried_least=min(carried),
        verified=sum(map(_supports, verdicts)) / len(verdicts) if verdicts else 0.0,
        kept=len(claims) / (len(claims) + withheld),
        verbatim=sum(all(c.quote == one.text for c in one.citations) for one in claims)
        / len(claims),
        first_document=sum(first in each for each in cited) / len(claims),
        one_document=most / len(claims),
        cited_nearness=sum(_nearness(one, found.evidence) for one in claims) / len(claims),
        seconded=sum(_seconded(one, found.evidence) for one in claims) / len(claims),
        answered=_share(asked, said),
    )


def _best_of_documents(places: Sequence[tuple[str, Place | None]]) -> list[float]:
    """The best score of each document that has one, best first."""
    best: dict[str, float] = {}
    for document, place in places:
        if place is not None:
            best[document] = max(best.get(document, place.score), place.score)
    return sorted(best.values(), reverse=True)


def _margin(scores: Sequence[float]) -> float:
    """0 where there is nothing to compare with: that is no sign of a lead."""
    return scores[0] - scores[1] if len(scores) > 1 else 0.0


def _share(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 0.0


def _reciprocal_rank(hit: Hit) -> float:
    return sum(1.0 / place.rank for place in (hit.dense, hit.lexical) if place) / 2


def _among_the_first(hit: Hit) -> bool:
    return all(place is not None and place.rank <= FIRST for place in (hit.dense, hit.lexical))


def _carried(claim: CitedClaim) -> float:
    return max((each.strength for each in claim.verdicts if each.by == CARRIES), default=0.0)


def _supports(verdict: Verdict) -> bool:
    return verdict.kind is VerdictKind.SUPPORTED


def _nearness(claim: CitedClaim, evidence: Sequence[Evidence]) -> float:
    cited = {citation.passage_id for citation in claim.citations}
    hits = [each.hit for each in evidence if each.hit and each.passage.id in cited]
    return max((hit.dense.score for hit in hits if hit.dense), default=0.0)


def _seconded(claim: CitedClaim, evidence: Sequence[Evidence]) -> float:
    cited = {citation.document_id for citation in claim.citations}
    said = frozenset(stems(claim.text))
    return max(
        (
            _share(said, frozenset(stems(each.passage.text)))
            for each in evidence
            if each.document.id not in cited
        ),
        default=0.0,
    )
