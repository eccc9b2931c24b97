"""Choosing the sentence that carries the evidence, on SciFact's rationales.

For each claim and each abstract annotated for it, the extractive generator is given that abstract
alone and puts one sentence first; it is right where annotators named that sentence in a rationale
(Wadden et al., "Fact or fiction: verifying scientific claims", EMNLP 2020). Claims are split into
two halves by their id: constants of the generator were chosen on `tuned`, `held_back` is reported.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from app.domain.answer import Evidence
from app.domain.corpus import DocumentCard, Passage, Provenance, Span, content_id
from eval.compose import Pipeline, card, pipeline
from eval.jsonl import each_line, read_jsonl
from eval.run import RunFolder
from eval.scored import ScoredItem, figure, interval
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "rationale"
SUMMARY = "how often the first sentence chosen carries the evidence (SciFact rationales)"

TUNED, HELD_BACK = "tuned", "held_back"
PRECISION, CHANCE = "precision@1", "chance"
FITTED_ON: Final = "the half `tuned` of the claims: BM25's parameters, weights of cues and vectors"


class RationaleItem(ScoredItem):
    """One claim with one abstract; `chosen` is the sentence's number from 0, None for none."""

    half: str
    chosen: int | None
    rationale: tuple[int, ...]
    sentences: int
    """How many the abstract has."""


class _Rationale(BaseModel):
    sentences: tuple[int, ...]


class _Claim(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: int
    claim: str = Field(min_length=1)
    evidence: dict[str, tuple[_Rationale, ...]]


class _Abstract(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str = Field(alias="_id")
    title: str
    sentences: tuple[str, ...] = Field(min_length=1)


def run(request: SuiteRequest) -> SuiteResult:
    """Ask for the first sentence of every annotated abstract.

    Raises:
        UnusableSet: no data, or a folder without claims_train.jsonl and corpus.jsonl.gz.
    """
    request.chosen(())
    folder = request.needed_data("a folder with SciFact's claims_train.jsonl and corpus.jsonl.gz")
    claims = [
        claim for claim in read_jsonl(folder / "claims_train.jsonl", _Claim) if claim.evidence
    ]
    wanted = {document for claim in claims for document in claim.evidence}
    abstracts = {
        one.id: one for one in each_line(folder / "corpus.jsonl.gz", _Abstract) if one.id in wanted
    }
    if not claims or wanted - abstracts.keys():
        raise UnusableSet(f"{folder} annotates no claim, or an abstract that its corpus lacks.")
    pairs = {f"{one.id}/{document}": (one, document) for one in claims for document in one.evidence}
    with pipeline(request.cache) as parts:
        described = card(request, NAME, _sha256(claims, abstracts.values()), parts)
        run_folder = RunFolder(request.out, described)
        items = run_folder.carry_out(
            pairs,
            RationaleItem,
            lambda key, pair: _item(key, pair[0], abstracts[pair[1]], parts),
            request.progress,
            "Choosing sentences",
        )
    result = _result(items, folder)
    run_folder.finish(result)
    return result


def _item(key: str, claim: _Claim, abstract: _Abstract, parts: Pipeline) -> RationaleItem:
    evidence, starts = as_evidence(abstract.title, abstract.sentences)
    first = parts.extractor.first(claim.claim, [evidence])
    at = evidence.passage.text.find(first.text) if first else -1
    marked = {s for each in claim.evidence[abstract.id] for s in each.sentences}
    return rationale_item(key, str(claim.id), starts.get(at), marked, len(abstract.sentences))


def rationale_item(
    key: str, claim_id: str, chosen: int | None, marked: set[int], sentences: int
) -> RationaleItem:
    """The item of one pair; `chance` is how often a sentence drawn at random would be right."""
    return RationaleItem(
        id=key,
        shares={
            PRECISION: (float(chosen in marked), 1.0),
            CHANCE: (len(marked) / sentences, 1.0),
        },
        groups={"half": half(claim_id)},
        half=half(claim_id),
        chosen=chosen,
        rationale=tuple(sorted(marked)),
        sentences=sentences,
    )


def half(question_id: str) -> str:
    """The half of the set that a question belongs to, whatever else is in the set."""
    odd = hashlib.sha256(question_id.encode()).digest()[-1] % 2
    return HELD_BACK if odd else TUNED


def as_evidence(title: str, sentences: Sequence[str]) -> tuple[Evidence, dict[int, int]]:
    """The abstract as one piece of evidence, and each sentence's number by where it starts."""
    spans: list[Span] = []
    at = 0
    for sentence in sentences:
        spans.append(Span(start=at, end=at + len(sentence)))
        at += len(sentence) + 1
    text = " ".join(sentences)
    document_id = content_id(title, text)
    passage = Passage(
        id=content_id(document_id, "0", text),
        document_id=document_id,
        source=NAME,
        path=(title,),
        span=Span(start=0, end=len(text)),
        text=text,
        sentences=tuple(spans),
    )
    card = DocumentCard(
        id=document_id,
        origin=title,
        title=title,
        provenance=Provenance(source=NAME, licence="unstated"),
    )
    starts = {span.start: number for number, span in enumerate(spans)}
    return Evidence(label=1, passage=passage, document=card), starts


def _result(items: Sequence[RationaleItem], folder: Path) -> SuiteResult:
    by_half = {
        name: _figures([item for item in items if item.half == name]) for name in (TUNED, HELD_BACK)
    }
    ends = interval(PRECISION, [item for item in items if item.half == HELD_BACK])
    return SuiteResult(
        suite=NAME,
        headline=by_half[HELD_BACK],
        breakdowns={"by_half": by_half},
        intervals={PRECISION: ends} if ends else {},
        fitted_on=FITTED_ON,
        reported_on=f"{folder.resolve().name}: the half of the claims held back",
    )


def _figures(items: Sequence[RationaleItem]) -> Figures:
    if not items:
        raise UnusableSet("A half of the set has no annotated claim: there are too few.")
    return {
        PRECISION: figure(PRECISION, items),
        CHANCE: figure(CHANCE, items),
        "pairs": len(items),
    }


def _sha256(claims: Iterable[_Claim], abstracts: Iterable[_Abstract]) -> str:
    digest = hashlib.sha256()
    for one in (*claims, *abstracts):
        digest.update(one.model_dump_json().encode())
    return digest.hexdigest()
