"""Two sources that disagree: is it found, and is nothing found where they do not.

Each pair is one passage of each of two documents. An answer that quotes the first one whole is laid
beside the second by the product's own finder of conflicts; no index and no retrieval take part.

    caught             share of the pairs that disagree in which a disagreement was found
    told_right         of these pairs: share in which what is disagreed on (`kind`) was told right
    false_alarm        share of the pairs that do not disagree in which one was found
    unseen_caught, unseen_told_right, unseen_false_alarm
                       the same of the pairs whose id has an odd SHA-256: in our own set they were
                       left unread while the rules were written

`by_kind` takes the pairs by their kind, `by_part` by the parity of the id's SHA-256.

Data, a file; without --data, our own `eval/own/conflicts.jsonl`:

    {"id": ..., "kind": ..., "conflict": true or false, "question": ...,
     "first": {"path": [title, heading, ...], "text": ...}, "second": the same}

`kind` of a disagreement is dose, frequency, duration, limit or direction; of a pair without one it
says why there is none (`route`, `units equal`, ...).
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from app.domain.answer import CitedClaim, Evidence
from app.domain.citation import Citation
from app.domain.conflict import About
from app.domain.frozen import Frozen
from app.domain.ports.grounding import Conflicts
from eval.compose import card, pipeline
from eval.evidence_of import evidence_of
from eval.jsonl import Id, read_jsonl, sha256_of
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteRequest, SuiteResult

NAME = "conflicts"
SUMMARY = "whether two sources that disagree are found, and those that do not are left alone"

OWN: Final = Path(__file__).parents[1] / "own" / "conflicts.jsonl"
CAUGHT, TOLD_RIGHT, FALSE_ALARM = "caught", "told_right", "false_alarm"
FIGURES: Final = (CAUGHT, TOLD_RIGHT, FALSE_ALARM)
UNSEEN: Final = tuple(f"unseen_{name}" for name in FIGURES)
SEEN: Final = "the rules were written with the pairs of even SHA-256 in view"


class Text(Frozen):
    """A passage: the headings it stands under, from the title down, and its words."""

    path: tuple[str, ...] = Field(min_length=1)
    text: str = Field(min_length=1, pattern=r"\S")


class Pair(Frozen):
    """A line of the data."""

    id: Id
    kind: str = Field(min_length=1)
    conflict: bool
    question: str = Field(min_length=1)
    first: Text
    second: Text

    @model_validator(mode="after")
    def _kind_of_disagreement(self) -> Self:
        if self.conflict and self.kind not in set(About):
            raise ValueError(f"a disagreement's kind is one of {', '.join(About)}")
        return self

    @property
    def odd(self) -> bool:
        return hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 1


class PairItem(ScoredItem):
    """What was found between the two: what it is about, and what either side says."""

    found: tuple[str, ...]
    says: tuple[tuple[str, str], ...]


def run(request: SuiteRequest) -> SuiteResult:
    """Look for the disagreements of every pair.

    Raises:
        UnusableSet: a line is no pair, or its kind is none that disagreements have.
    """
    request.chosen(())
    path = request.data or OWN
    pairs = {pair.id: pair for pair in read_jsonl(path, Pair)}
    with pipeline(request.cache) as parts:
        finder = parts.conflicts
        folder = RunFolder(request.out, card(request, NAME, sha256_of(path), parts))
        items = folder.carry_out(
            pairs,
            PairItem,
            lambda _, pair: pair_item(pair, finder),
            request.progress,
            "Comparing",
        )
    result = summarise(items, path)
    folder.finish(result)
    return result


def pair_item(pair: Pair, finder: Conflicts) -> PairItem:
    """The item of one pair."""
    first, second = as_evidence(1, pair.first), as_evidence(2, pair.second)
    found = finder.disagreements(quoted(first), pair.question, (first, second))
    about = tuple(each.about.value for each in found)
    if pair.conflict:
        shares = {CAUGHT: (float(bool(found)), 1.0), TOLD_RIGHT: (float(pair.kind in about), 1.0)}
    else:
        shares = {FALSE_ALARM: (float(bool(found)), 1.0)}
    if pair.odd:
        shares |= {f"unseen_{name}": share for name, share in shares.items()}
    kind = f"disagree: {pair.kind}" if pair.conflict else f"do not: {pair.kind}"
    return PairItem(
        id=pair.id,
        shares=shares,
        groups={"kind": kind, "part": "odd" if pair.odd else "even"},
        found=about,
        says=tuple((each.sides[0].says, each.sides[1].says) for each in found),
    )


def as_evidence(label: int, given: Text) -> Evidence:
    """The text as one passage of a document of its own."""
    return evidence_of(NAME, label, given.path, given.text)


def quoted(evidence: Evidence) -> tuple[CitedClaim, ...]:
    """Every sentence of the passage as a claim that quotes it."""
    passage = evidence.passage
    return tuple(
        CitedClaim(
            text=words,
            citations=(
                Citation(
                    label=evidence.label,
                    document_id=passage.document_id,
                    passage_id=passage.id,
                    source=passage.source,
                    span=span,
                    quote=words,
                ),
            ),
        )
        for span, words in zip(passage.sentences, passage.sentence_texts(), strict=True)
    )


def summarise(items: Sequence[PairItem], path: Path) -> SuiteResult:
    """The figures over all pairs, and over those of odd SHA-256."""
    names = (*FIGURES, *UNSEEN)
    headline = {name: figure(name, items) for name in names}
    own = path == OWN
    return SuiteResult(
        suite=NAME,
        headline={**headline, "pairs": len(items)},
        breakdowns={
            "by_kind": by_group("kind", FIGURES, items),
            "by_part": by_group("part", FIGURES, items),
        },
        intervals=intervals(names, items),
        undefined={
            name: "the set has no such pair" for name, value in headline.items() if value is None
        },
        fitted_on="Nothing is fitted; vocabulary and rules are written by hand"
        + (", with the pairs of even SHA-256 in view." if own else "."),
        reported_on=f"{path.name}{' (our own writing)' if own else ''}: {len(items)} pairs",
        in_sample=dict.fromkeys(FIGURES, SEEN) if own else {},
    )
