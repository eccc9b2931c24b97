"""The answer without a language model: the best sentences of the evidence, word for word."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.answer import DraftClaim, Evidence, Insufficient, Quote
from app.domain.leaving import Left, stays
from app.domain.ports.embedding import Embedder, Vocabulary
from app.domain.ports.generation import Drafts
from app.domain.rescaling import rescaled
from app.domain.signs import Signs
from app.generation.choice import Scored, choose
from app.generation.floor import Floor, measured_floor
from app.generation.kidney import agreement, stated
from app.generation.names import alike, still_in, unmentioned
from app.generation.sentences import Candidate, candidates
from app.generation.study import report_bonus
from app.generation.word_match import bm25

SENTENCES: Final = 3
READ: Final = 4
"""Sentences whose vectors are compared, the best by words and cues. They are what an answer's time
goes into (12 ms each on one core, the question 18 ms); with 4 to 30 of them the first choice on
SciFact-train rationales is right equally often (.66-.68 on one half, .70-.71 on the other)."""
READ_CHARACTERS: Final = 240
"""Of a sentence that are embedded. Only rows of tables are longer, and they say at the start what
they are about."""
WORDS_WEIGHT: Final = 0.5
MEANING_WEIGHT: Final = 0.3
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

    Relevance is a weighted sum of BM25 among the candidate sentences and of the cosine to the
    question, either rescaled to [0, 1]. Cues add to it: the passage's score in the ranking, where
    an abstract tells its finding, a dose where a dose is asked for, the kidney function that the
    question states. Maximal marginal relevance picks; the floor decides whether anything is said.

    Args:
        embedder: gives the sentences' and the question's vectors.
        vocabulary: tells names from ordinary words.
        sentences: at most this many are quoted.
        read: this many sentences are embedded for one question.
        floor: says why the evidence does not answer, or None where it does.
        redact: takes what identifies somebody out of a question: a patient's name that the evidence
            does not mention is no reason to say nothing, and is not repeated in one.
    """

    def __init__(
        self,
        embedder: Embedder,
        vocabulary: Vocabulary,
        sentences: int = SENTENCES,
        read: int = READ,
        floor: Floor = measured_floor,
        redact: Callable[[str], str] = str,
    ) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._read = read
        self._floor = floor
        self._redact = redact

    @property
    def fingerprint(self) -> str:
        return f"extractive-1:{self._sentences}:{self._read}"

    def draft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        left: Left = stays,  # noqa: ARG002 - it takes milliseconds
    ) -> Drafts:
        """Each claim is one sentence that quotes itself, verbatim; in reading order."""
        return self._drafted(question, evidence, frozenset())

    def again(self, question: str, evidence: Sequence[Evidence], refused: frozenset[str]) -> Drafts:
        """The same without the sentences that were refused."""
        return self._drafted(question, evidence, refused)

    def _drafted(
        self, question: str, evidence: Sequence[Evidence], refused: frozenset[str]
    ) -> Drafts:
        scored = self._ranked(question, evidence, refused)
        refusal = self._refused(question, evidence, scored)
        if refusal is not None:
            yield Insufficient(why=refusal)
            return
        for each in choose(scored, self._sentences):
            text = each.candidate.text
            yield DraftClaim(text=text, quotes=(Quote(label=each.candidate.label, text=text),))

    def refusal(self, question: str, evidence: Sequence[Evidence]) -> str | None:
        """Why the evidence does not answer the question; None where it may."""
        return self._refused(question, evidence, self._ranked(question, evidence))

    def redraft(
        self,
        question: str,  # noqa: ARG002 - the port's signature
        evidence: Sequence[Evidence],  # noqa: ARG002
        failed: DraftClaim,  # noqa: ARG002
        why: str,  # noqa: ARG002
        left: Left = stays,  # noqa: ARG002
    ) -> DraftClaim | None:
        """None: a quotation that fails has no better wording."""
        return None

    def first(self, question: str, evidence: Sequence[Evidence]) -> Quote | None:
        """The sentence put first, whatever the floor says; None where none can be quoted."""
        scored = self._ranked(question, evidence)
        if not scored:
            return None
        best = scored[0].candidate
        return Quote(label=best.label, text=best.text)

    def signs(self, question: str, evidence: Sequence[Evidence]) -> Signs | None:
        """What the floor decides by; None where no sentence can be quoted."""
        scored = self._ranked(question, evidence)
        return self._signs(question, evidence, scored) if scored else None

    def _refused(
        self, question: str, evidence: Sequence[Evidence], scored: Sequence[Scored]
    ) -> str | None:
        if not scored:
            return "The passages found hold no sentence that can be quoted."
        return self._floor(self._signs(question, evidence, scored))

    def _signs(
        self, question: str, evidence: Sequence[Evidence], scored: Sequence[Scored]
    ) -> Signs:
        sentence = max(each.cosine for each in scored)
        passages = [each.hit.dense.score for each in evidence if each.hit and each.hit.dense]
        names = unmentioned(question, evidence, self._vocabulary)
        names = still_in(self._redact(question), names) if names else names
        return Signs(
            sentence=sentence,
            passage=max(passages, default=sentence),
            unmentioned=names,
            alike=alike(names, evidence),
        )

    def _ranked(
        self, question: str, evidence: Sequence[Evidence], refused: frozenset[str] = frozenset()
    ) -> list[Scored]:
        """The sentences that were read, most relevant first."""
        offered = [each for each in candidates(evidence) if each.text not in refused]
        if not offered:
            return []
        words = rescaled(bm25(question, [each.text for each in offered]))
        cues = _cues(question, offered)
        first = [WORDS_WEIGHT * word + cue for word, cue in zip(words, cues, strict=True)]
        read = sorted(range(len(offered)), key=lambda at: (-first[at], at))[: self._read]
        vectors = self._embedder.embed_passages([offered[at].text[:READ_CHARACTERS] for at in read])
        cosines = [float(c) for c in vectors @ self._embedder.embed_question(question)]
        scored = [
            Scored(offered[at], first[at] + MEANING_WEIGHT * meaning, cosine, vector)
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
