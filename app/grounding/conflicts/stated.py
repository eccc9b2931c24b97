"""What the sentences of the evidence state of drugs, each with the case that it is stated of."""

import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from app.domain.answer import Evidence
from app.domain.citation import Citation, Origin
from app.grounding.conflicts.named import headed_by, led_by, named_in, same_drug
from app.grounding.conflicts.regimen import Regimen, regimens
from app.grounding.conflicts.setting import Setting, setting_of
from app.grounding.layers import Layer, layers_of
from app.terms.advice import AGAINST, FAVOUR, LITERATURE, STUDY

_FIGURE: Final = re.compile(r"\d|daily|weekly|monthly|hourly|\b(?:once|twice|times|every)\b", re.I)
LONGEST: Final = 600
"""Characters of a sentence; a longer one is a table or a list run together."""


class Stated(NamedTuple):
    """What a sentence of the evidence states of a drug, and of which case."""

    evidence: Evidence
    citation: Citation
    regimen: Regimen
    layers: tuple[Layer, ...]

    @property
    def setting(self) -> Setting:
        return setting_of(self.layers)


def stated_in(evidence: Evidence) -> Iterator[Stated]:
    """Sentence by sentence; nothing of the patient's own record, of lists of titles, of reports of
    studies or of sentences that are too long."""
    passage = evidence.passage
    if evidence.origin is not Origin.LIBRARY or any(LITERATURE.search(one) for one in passage.path):
        return
    spans = passage.sentences or (passage.span,)
    for span, quote in zip(spans, passage.sentence_texts(), strict=True):
        if len(quote) > LONGEST or not _may_state(quote) or STUDY.search(quote):
            continue
        layers = layers_of(quote, evidence)
        before = passage.text[: span.start - passage.span.start]
        headed = headed_by(layers) or led_by(before)
        found = [one for one in regimens(quote, headed) if _says_something(one)]
        if not found:
            continue
        citation = Citation(
            label=evidence.label,
            document_id=passage.document_id,
            passage_id=passage.id,
            source=passage.source,
            span=span,
            quote=quote,
        )
        for one in found:
            yield Stated(evidence, citation, one, layers)


def _may_state(quote: str) -> bool:
    """Whether a sentence has a figure, a frequency or advice at all: reading it takes longer."""
    return any(words.search(quote) for words in (_FIGURE, AGAINST, FAVOUR))


def names_one_of(evidence: Evidence, drugs: Collection[frozenset[str]]) -> bool:
    """Whether a passage names one of the drugs; reading its regimens takes longer."""
    passage = evidence.passage
    text = " | ".join((*passage.path, evidence.document.title, passage.text))
    return any(same_drug(each.names, drug) for each in named_in(text) for drug in drugs)


def _says_something(one: Regimen) -> bool:
    return bool(one.doses or one.limits or one.rates or one.durations or one.advice)
