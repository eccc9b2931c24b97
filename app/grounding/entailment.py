"""Whether the words a claim quotes say what the claim says: the default, without a model of
entailment.

Token and embedding alignment, weighed by a logistic model that was fitted on annotated claims. It
tells a claim about something else from one that is supported; a claim that says the contrary it
finds half of the time, so it never says CONTRADICTED. `eval/README.md` has its figures.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from app.domain.answer import DraftClaim, Evidence, Quote, Verdict, VerdictKind
from app.domain.fitted import FittedLogistic
from app.domain.ports.embedding import Embedder
from app.grounding.fitted_model import read_model
from app.grounding.matching.exchanged import Exchanged, exchanged_name
from app.grounding.matching.features import Features, Tokens, features, stems_of
from app.grounding.matching.words import words_of

NAME: Final = "entailment"
_BLANKS = re.compile(r"\s+")
_EDGES = " .;:,"


class Model(Embedder, Tokens, Protocol):
    """An embedder that gives the vectors of tokens, and knows words."""


class EntailmentVerifier:
    """Alignment of the claim with the sentences of its quotes.

    A claim that stands in its quote word for word, or is a part of it, is SUPPORTED without any
    model. One that is worded as its quote but names something else is UNSUPPORTED. Of any other the
    fitted probability decides. `strength` is that probability, 1 and 0 in the first two cases: how
    likely the quotes support the claim, whatever the verdict.

    Args:
        embedder: its card must state the weights that the model was fitted with, otherwise nothing
            but the first two cases is judged.
        model: a file of a site's own; None is the packaged model.

    Raises:
        ConfigurationError: the model's file is no good.
    """

    name = NAME
    objection = "the quoted words do not carry it"
    feature_names: tuple[str, ...] = Features._fields

    def __init__(self, embedder: Model, model: Path | None = None) -> None:
        self._embedder = embedder
        self._model = read_model(model)

    def verify(
        self,
        claim: DraftClaim,
        question: str,  # noqa: ARG002 - the port's signature
        cited: Sequence[Evidence],
        admitted: Sequence[Evidence],  # noqa: ARG002 - the port's signature
    ) -> Verdict:
        """SUPPORTED, UNSUPPORTED, or NOT_APPLICABLE where the model cannot tell or has no say."""
        if not claim.quotes:
            return self._says(VerdictKind.NOT_APPLICABLE, 0.0, "the claim quotes no words")
        if any(stands_in(claim.text, quote.text) for quote in claim.quotes):
            return self._says(VerdictKind.SUPPORTED, 1.0, "the quoted words say it word for word")
        if (exchanged := self._exchanged(claim, cited)) is not None:
            return self._says(
                VerdictKind.UNSUPPORTED,
                0.0,
                f"the claim says {exchanged.ours!r} where the quoted words say "
                f"{exchanged.theirs!r}",
            )
        if (why := self._misfit) is not None:
            return self._says(VerdictKind.NOT_APPLICABLE, 0.0, why)
        return self._weighed(self._model.probability(self._measured(claim, cited)._asdict()))

    def features(self, claim: DraftClaim, cited: Sequence[Evidence]) -> tuple[float, ...]:
        """`Featured`: in the order of `feature_names`, for whoever fits a model on them."""
        return tuple(self._measured(claim, cited))

    def _weighed(self, p: float) -> Verdict:
        told = f"{round(100 * p)} of 100 claims that match their quotes like this are supported"
        if p >= self._model.supported_from:
            return self._says(VerdictKind.SUPPORTED, p, told)
        if p < self._model.unsupported_below:
            return self._says(
                VerdictKind.UNSUPPORTED, p, f"the quoted words do not say this: only {told}"
            )
        return self._says(VerdictKind.NOT_APPLICABLE, p, f"cannot tell: {told}")

    def _measured(self, claim: DraftClaim, cited: Sequence[Evidence]) -> Features:
        return features(
            claim.text, _sentences(claim.quotes, cited), _named(claim, cited), self._embedder
        )

    def _exchanged(self, claim: DraftClaim, cited: Sequence[Evidence]) -> Exchanged | None:
        sentences, ours = _sentences(claim.quotes, cited), words_of(claim.text)
        quoted = frozenset().union(*map(stems_of, (*sentences, *_named(claim, cited))))
        found = (exchanged_name(ours, words_of(s), quoted, self._embedder) for s in sentences)
        return next((each for each in found if each is not None), None)

    @cached_property
    def _misfit(self) -> str | None:
        """Why the fitted model has no say with this embedder; None where it has."""
        fitted: FittedLogistic = self._model
        if self._embedder.card.weights_sha256 == fitted.weights_sha256:
            return None
        return (
            f"the model of entailment was fitted with the embedder {fitted.embedder} and not with "
            f"{self._embedder.card.name}"
        )

    def _says(self, kind: VerdictKind, strength: float, why: str) -> Verdict:
        return Verdict(kind=kind, by=self.name, why=why, strength=strength)


def stands_in(claim: str, quote: str) -> bool:
    """Whether the claim is the quote or a run of its words, but for white space, for what stands at
    the claim's ends, and for a capital at its beginning."""
    wanted = _BLANKS.sub(" ", claim).strip(_EDGES)
    if not wanted:
        return False
    given = _BLANKS.sub(" ", quote)
    first, rest = wanted[0].casefold(), wanted[1:]
    # no pattern is made of it: `re` remembers patterns, and it may be words of a patient's record
    return any(
        given[at].casefold() == first
        and given.startswith(rest, at + 1)
        and not _in_word(given, at - 1)
        and not _in_word(given, at + len(wanted))
        for at in range(len(given) - len(wanted) + 1)
    )


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")


def _sentences(quotes: Sequence[Quote], cited: Sequence[Evidence]) -> list[str]:
    """The quotes, cut where their passages say that a sentence ends."""
    by_label = {each.label: each for each in cited}
    return [part for quote in quotes for part in _cut(quote.text, by_label.get(quote.label))]


def _cut(text: str, evidence: Evidence | None) -> list[str]:
    at = -1 if evidence is None else evidence.passage.text.find(text)
    if evidence is None or at < 0:
        return [text]
    start = evidence.passage.span.start + at
    cuts = [
        text[max(span.start - start, 0) : span.end - start].strip()
        for span in evidence.passage.sentences
        if span.end > start and span.start < start + len(text)
    ]
    return [each for each in cuts if each] or [text]


def _named(claim: DraftClaim, cited: Sequence[Evidence]) -> list[str]:
    """Titles and headings that the quotes stand under."""
    return [
        heading
        for each in cited
        if each.label in claim.cited
        for heading in (each.document.title, *each.passage.path)
    ]
