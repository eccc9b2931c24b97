"""From a ranking to the evidence of one question."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from app.domain.answer import Evidence
from app.domain.corpus import DocumentCard, Passage
from app.domain.ports.index import Snapshot
from app.domain.ranking import Hit, Ranking, Selection
from app.domain.visibility import may_see

SAME_WORDS: Final = 0.8
"""Share of the shorter passage's word runs that stand in the other one, from which both count as
the same text. One changed word of a 60-word passage breaks 5 of its 56 runs (.91 remain)."""
RUN: Final = 5
"""Words in a run."""

BESIDE: Final = 24
"""Passages looked at beside the admitted ones."""
EACH: Final = 3
"""Of one document."""

_WORD = re.compile(r"\w+")
_DECISIVE = re.compile(
    r"\d+(?:[.,]\d+)*|[<>\u2264\u2265]|"
    r"\b(?:not|no|never|nor|without|avoid|unless|except|contraindicated|cannot)\b"
)
"""Numbers, limits and negations: texts that differ in one of them are never the same text, for the
second may be the source that disagrees on the dose."""


def admit(
    ranking: Ranking, snapshot: Snapshot, selection: Selection, most: int, after: int = 0
) -> tuple[Evidence, ...]:
    """The best passages that may be relied upon, each text once, in rank order; labels go on from
    `after`.

    The index filtered both legs by `selection` already. What a document says of itself is looked at
    again here, so that an engine's filter alone never decides what is quoted to whom.
    """
    hits = ranking.hits
    passages = snapshot.library.passages([hit.passage_id for hit in hits])
    cards = snapshot.library.cards([hit.document_id for hit in hits])
    admitted: list[Evidence] = []
    seen: list[_Wording] = []
    for hit, passage in zip(hits, passages, strict=True):
        card = cards.get(passage.document_id)
        if card is None or not _may_be_used(card, selection):
            continue
        wording = _wording(passage)
        if any(_same(wording, other) for other in seen):
            continue
        seen.append(wording)
        label = after + len(admitted) + 1
        admitted.append(Evidence(label=label, passage=passage, document=card, hit=hit))
        if len(admitted) == most:
            break
    return tuple(admitted)


def beside(
    ranking: Ranking, snapshot: Snapshot, selection: Selection, admitted: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """What else was found that may be relied upon, in rank order, at most `EACH` of a document and
    `BESIDE` in all; the labels go on from those of `admitted`.

    It is looked at for what it states otherwise, so that one long document does not hide others.
    """
    taken = {each.passage.id for each in admitted}
    rest = [hit for hit in ranking.hits if hit.passage_id not in taken]
    cards = snapshot.library.cards([hit.document_id for hit in rest])
    of: Counter[str] = Counter()
    chosen: list[Hit] = []
    for hit in rest:
        card = cards.get(hit.document_id)
        if card is None or not _may_be_used(card, selection) or of[card.id] == EACH:
            continue
        of[card.id] += 1
        chosen.append(hit)
        if len(chosen) == BESIDE:
            break
    passages = snapshot.library.passages([hit.passage_id for hit in chosen])
    return tuple(
        Evidence(label=label, passage=passage, document=cards[hit.document_id], hit=hit)
        for label, (hit, passage) in enumerate(
            zip(chosen, passages, strict=True),
            start=max((one.label for one in admitted), default=0) + 1,
        )
    )


def _may_be_used(card: DocumentCard, selection: Selection) -> bool:
    """By the card as it stands now; what the caller narrowed the search to, the index saw to."""
    stated = card.provenance
    return stated.status in selection.statuses and may_see(selection.access, stated)


class _Wording(NamedTuple):
    runs: frozenset[tuple[str, ...]]
    """The passage's runs of `RUN` words; a shorter passage is one run."""
    decisive: frozenset[str]


def _wording(passage: Passage) -> _Wording:
    text = passage.text.lower()
    words = _WORD.findall(text)
    ends = range(RUN, max(len(words), RUN) + 1)
    return _Wording(
        runs=frozenset(tuple(words[end - RUN : end]) for end in ends),
        decisive=frozenset(_DECISIVE.findall(text)),
    )


def _same(one: _Wording, other: _Wording) -> bool:
    shared = len(one.runs & other.runs) / min(len(one.runs), len(other.runs))
    return shared >= SAME_WORDS and one.decisive == other.decisive
