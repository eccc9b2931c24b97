"""Choosing the sentence that carries the evidence, on SciFact's rationales.

For each claim and each abstract annotated for it, the extractive generator is given that abstract
alone and puts one sentence first; it is right where annotators named that sentence in a rationale
(Wadden et al., "Fact or fiction: verifying scientific claims", EMNLP 2020). Claims are split into
two halves by their id: constants of the generator were chosen on `tuned`, `held_back` is reported.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.answer import Evidence
from app.domain.corpus import DocumentCard, Passage, Provenance, Span, content_id
from app.domain.frozen import Frozen
from eval.compose import Pipeline, pipeline
from eval.measures.interval import bootstrap_interval
from eval.run import RunCard, RunFolder
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "rationale"
SUMMARY = "how often the first sentence chosen carries the evidence (SciFact rationales)"

TUNED, HELD_BACK = "tuned", "held_back"
FITTED_ON: Final = "the half `tuned` of the claims: BM25's parameters, weights of cues and vectors"


class RationaleItem(Frozen):
    """One claim with one abstract; `chosen` is the sentence's number from 0, None for none."""

    id: str
    half: str
    chosen: int | None
    rationale: tuple[int, ...]
    sentences: int

    @property
    def right(self) -> float:
        return float(self.chosen in self.rationale)

    @property
    def chance(self) -> float:
        """How often a sentence drawn at random is right."""
        return len(self.rationale) / self.sentences


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


Line = TypeVar("Line", bound=BaseModel)


def run(request: SuiteRequest) -> SuiteResult:
    """Ask for the first sentence of every annotated abstract.

    Raises:
        UnusableSet: no data, or a folder without claims_train.jsonl and corpus.jsonl.gz.
    """
    request.chosen(())
    folder = request.needed_data("a folder with SciFact's claims_train.jsonl and corpus.jsonl.gz")
    claims = [claim for claim in _read(folder / "claims_train.jsonl", _Claim) if claim.evidence]
    wanted = {document for claim in claims for document in claim.evidence}
    abstracts = {
        one.id: one for one in _read(folder / "corpus.jsonl.gz", _Abstract) if one.id in wanted
    }
    if not claims or wanted - abstracts.keys():
        raise UnusableSet(f"{folder} annotates no claim, or an abstract that its corpus lacks.")
    with pipeline(request.cache) as parts:
        card = RunCard(
            suite=NAME,
            data=str(folder),
            data_sha256=_sha256(claims, abstracts.values()),
            settings_fingerprint=parts.settings_fingerprint,
            settings_json=parts.settings_json,
        )
        items = _ask(request, RunFolder(request.out, card), parts, claims, abstracts)
    result = _result(items, folder)
    RunFolder(request.out, card).finish(result)
    return result


def _read(path: Path, kind: type[Line]) -> Iterator[Line]:
    if not path.is_file():
        raise UnusableSet(f"{path} is missing.")
    plain = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    with io.StringIO(plain.decode("utf-8")) as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield kind.model_validate(json.loads(line))
            except (ValidationError, json.JSONDecodeError) as error:
                raise UnusableSet(f"{path}:{number} cannot be read: {error}") from None


def _ask(
    request: SuiteRequest,
    folder: RunFolder,
    parts: Pipeline,
    claims: Sequence[_Claim],
    abstracts: dict[str, _Abstract],
) -> list[RationaleItem]:
    done = folder.finished(RationaleItem)
    with folder.writing() as write:
        for claim in request.progress.track(claims, "Choosing sentences", len(claims)):
            for document, rationales in claim.evidence.items():
                name = f"{claim.id}/{document}"
                if name in done:
                    continue
                abstract = abstracts[document]
                evidence, starts = as_evidence(abstract.title, abstract.sentences)
                first = parts.extractor.first(claim.claim, [evidence])
                at = evidence.passage.text.find(first.text) if first else -1
                done[name] = RationaleItem(
                    id=name,
                    half=half(str(claim.id)),
                    chosen=starts.get(at),
                    rationale=tuple(sorted({s for each in rationales for s in each.sentences})),
                    sentences=len(abstract.sentences),
                )
                write(done[name])
    return list(done.values())


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
    return SuiteResult(
        suite=NAME,
        headline=by_half[HELD_BACK],
        breakdowns={"by_half": by_half},
        fitted_on=FITTED_ON,
        reported_on=f"{folder.resolve().name}: the half of the claims held back",
        notes=("An interval is the 95% percentile bootstrap over pairs of claim and abstract.",),
    )


def _figures(items: Sequence[RationaleItem]) -> Figures:
    if not items:
        raise UnusableSet("A half of the set has no annotated claim: there are too few.")
    right = [item.right for item in items]
    low, high = bootstrap_interval(right)
    return {
        "precision@1": sum(right) / len(items),
        "precision@1_low": low,
        "precision@1_high": high,
        "chance": sum(item.chance for item in items) / len(items),
        "pairs": len(items),
    }


def _sha256(claims: Iterable[_Claim], abstracts: Iterable[_Abstract]) -> str:
    digest = hashlib.sha256()
    for one in (*claims, *abstracts):
        digest.update(one.model_dump_json().encode())
    return digest.hexdigest()
