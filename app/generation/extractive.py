"""The answer without a language model: the best sentences of the evidence, word for word."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Insufficient, Quote
from app.domain.ports.embedding import Embedder
from app.domain.rescaling import rescaled
from app.generation.choice import Scored, choose
from app.generation.floor import Floor, measured_floor, signs
from app.generation.kidney import agreement, stated
from app.generation.sentences import Candidate, candidates
from app.generation.study import report_bonus
from app.generation.words import bm25

SENTENCES: Final = 3
READ: Final = 8
"""Sentences whose vectors are compared, the best by words and cues: each costs 2-3 ms."""
RETRIEVAL_WEIGHT: Final = 0.3
DOSE_BONUS: Final = 0.2
KIDNEY_WEIGHT: Final = 0.3

_ASKS_DOSE = re.compile(
    r"\b(?:dos(?:e|es|age|ing)|how (?:much|many|often)|maximum|regimen|titrat\w*)\b", re.IGNORECASE
)
_DOSE = re.compile(
    r"\d\s?(?:mg|g|mcg|micrograms?|\u00b5g|\u03bcg|ng|ml|mmol|units?|iu|puffs?|tablets?|sachets?)\b",
    re.IGNORECASE,
)


class ExtractiveGenerator:
    """Quotes up to `sentences` sentences that answer the question and do not repeat each other.

    Relevance is the mean of BM25 among the candidate sentences and of the cosine to the question,
    either rescaled to [0, 1]. Cues add to it: the passage's score in the ranking, where an abstract
    tells its finding, a dose where a dose is asked for, the kidney function that the question
    states. Maximal marginal relevance picks; the floor decides whether anything is said at all.

    Args:
        embedder: gives the sentences' and the question's vectors.
        sentences: at most this many are quoted.
        read: this many sentences are embedded for one question.
        floor: says why the evidence does not answer, or None where it does.
    """

    def __init__(
        self,
        embedder: Embedder,
        sentences: int = SENTENCES,
        read: int = READ,
        floor: Floor = measured_floor,
    ) -> None:
        self._embedder = embedder
        self._sentences = sentences
        self._read = read
        self._floor = floor

    @property
    def fingerprint(self) -> str:
        return f"extractive-1:{self._sentences}:{self._read}"

    def draft(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Iterator[DraftClaim | Insufficient]:
        """Each claim is one sentence that quotes itself, verbatim; in reading order."""
        scored = self.rank(question, evidence)
        if not scored:
            yield Insufficient(why="The passages found hold no sentence that can be quoted.")
            return
        refusal = self._floor(
            signs(
                question,
                evidence,
                best=scored[0].candidate.evidence,
                sentence=max(each.cosine for each in scored),
            )
        )
        if refusal is not None:
            yield Insufficient(why=refusal)
            return
        for each in choose(scored, self._sentences):
            text = each.candidate.text
            yield DraftClaim(text=text, quotes=(Quote(label=each.candidate.label, text=text),))

    def rank(self, question: str, evidence: Sequence[Evidence]) -> list[Scored]:
        """The sentences that were read, most relevant first."""
        offered = candidates(evidence)
        if not offered:
            return []
        words = rescaled(bm25(question, [each.text for each in offered]))
        cues = _cues(question, offered)
        first = [0.5 * word + cue for word, cue in zip(words, cues, strict=True)]
        read = sorted(range(len(offered)), key=lambda at: (-first[at], at))[: self._read]
        vectors = self._embedder.embed_passages([offered[at].text for at in read])
        cosines = [float(c) for c in vectors @ self._embedder.embed_question(question)]
        scored = [
            Scored(offered[at], first[at] + 0.5 * meaning, cosine, vector)
            for at, meaning, cosine, vector in zip(
                read, rescaled(cosines), cosines, vectors, strict=True
            )
        ]
        return sorted(scored, key=lambda each: (-each.relevance, each.candidate.place))


def _cues(question: str, offered: Sequence[Candidate]) -> list[float]:
    """What to add to the relevance of each candidate."""
    evidence = {each.label: each.evidence for each in offered}
    ranks = rescaled([each.hit.score if each.hit else 0.0 for each in evidence.values()])
    retrieved = dict(zip(evidence, ranks, strict=True))
    reports = {
        label: report_bonus(each.passage.sentence_texts()) for label, each in evidence.items()
    }
    asks_dose = _ASKS_DOSE.search(question) is not None
    kidney = stated(question)
    return [
        RETRIEVAL_WEIGHT * retrieved[each.label]
        + reports[each.label][each.position]
        + DOSE_BONUS * (asks_dose and _DOSE.search(each.text) is not None)
        + KIDNEY_WEIGHT * agreement(kidney, each.text)
        for each in offered
    ]
