"""Superseded against current: which edition an answer cites.

Each question is asked through the whole product over a library that holds both editions of what
answers it.

    current_cited       share of the pairs whose answer cites the current edition, and not the other
    superseded_cited    share whose answer cites the superseded edition at all
    both_cited          share whose answer cites both
    current_first       of those that cite both: share that cite the current edition first
    neither_cited       share with an answer that cites neither
    abstained           share with an abstention
    referred            share with a referral
    current_quoted      of the pairs with `must_quote`: share whose answer quotes those words

`current_cited`, `superseded_cited`, `neither_cited`, `abstained` and `referred` add up to 1.
`by_declared` sets the pairs whose older edition the library knows to be superseded or retracted (by
corpus.toml, by what the file states of itself, or because ingest found that another edition follows
it) apart from those where nothing but the text tells; `by_topic` goes by the pairs' own `topic`.

Data, a folder; without --data, our own in `eval/own/freshness`:

    documents/      any files that `citewell ingest` reads, with a corpus.toml where statuses are
                    declared (corpora/README.md)
    pairs.jsonl     {"id": ..., "question": ..., "current": ..., "superseded": ...,
                     "must_quote": ..., "audience": "clinician" or "patient", "topic": ...}

`current` and `superseded` are the documents' origins as an answer shows them: the path from the
corpus.toml that governs the file, or from `documents/`; `file.xml#91000001` for a record of a file.
The last three fields may be left out: `must_quote` are words that only the current edition has.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Self

from pydantic import Field, model_validator

from app.domain.answer import Answer, Outcome
from app.domain.corpus import Audience, Document, Status
from app.domain.frozen import Frozen
from app.domain.question import Question
from eval.asked import Askable
from eval.compose import CALLER, Pipeline, card, library
from eval.jsonl import Id, read_jsonl
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet

NAME = "freshness"
SUMMARY = "which edition is cited, where the library holds a superseded one beside the current"

OWN: Final = Path(__file__).parents[1] / "own" / "freshness"
CURRENT, SUPERSEDED, BOTH = "current_cited", "superseded_cited", "both_cited"
CURRENT_FIRST: Final = "current_first"
NEITHER, ABSTAINED, REFERRED = "neither_cited", "abstained", "referred"
QUOTED: Final = "current_quoted"
FIGURES: Final = (
    CURRENT,
    SUPERSEDED,
    BOTH,
    CURRENT_FIRST,
    NEITHER,
    ABSTAINED,
    REFERRED,
    QUOTED,
)
WHY_UNDEFINED: Final = {
    CURRENT_FIRST: "no answer cites both editions",
    QUOTED: "no pair says what must be quoted (must_quote)",
}
SEEN: Final = "the rules that find editions were written with these pairs in view"
DECLARED, UNDECLARED = "declared", "undeclared"


class FreshnessPair(Frozen):
    """One question, and the two documents that answer it differently."""

    id: Id
    question: Askable
    current: str = Field(min_length=1)
    superseded: str = Field(min_length=1)
    must_quote: str | None = Field(default=None, min_length=1)
    audience: Audience = Audience.CLINICIAN
    topic: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _two_editions(self) -> Self:
        if self.current == self.superseded:
            raise ValueError("current and superseded are the same document")
        return self


class FreshnessItem(ScoredItem):
    """What one question brought."""

    question: str
    current: str
    superseded: str
    kind: str
    cited: tuple[str, ...]
    """Origins of the documents that the answer cites."""
    quotes: tuple[str, ...]


class Edition(Frozen):
    """A document of a pair as the library holds it."""

    id: str
    text: str
    status: Status


def run(request: SuiteRequest) -> SuiteResult:
    """Ingest the documents, ask every pair's question, and look at what is cited.

    Raises:
        UnusableSet: a pair is malformed, names a document that the library lacks or one that is not
            what the pair says, or asks for words that both editions have.
    """
    request.chosen(())
    folder = request.data or OWN
    pairs = read_jsonl(folder / "pairs.jsonl", FreshnessPair)
    with library(request, folder / "documents") as parts:
        with parts.generations.lease() as snapshot:
            generation = snapshot.manifest
            editions = editions_of(
                pairs, (each.document for each in snapshot.library.split_documents())
            )
        described = card(request, NAME, _sha256(pairs, editions), parts, generation=generation)
        run_folder = RunFolder(request.out, described)
        items = run_folder.carry_out(
            {pair.id: pair for pair in pairs},
            FreshnessItem,
            lambda _, pair: _item(parts, pair, editions),
            request.progress,
            "Asking",
        )
    result = summarise(items, folder)
    run_folder.finish(result)
    return result


def editions_of(
    pairs: Sequence[FreshnessPair], documents: Iterable[Document]
) -> dict[str, Edition]:
    """Origin -> the document, for every one that a pair names.

    Raises:
        UnusableSet: as `run`, with the pair's id.
    """
    named = {origin for pair in pairs for origin in (pair.current, pair.superseded)}
    editions = {
        document.card.origin: Edition(
            id=document.id, text=document.text, status=document.card.provenance.status
        )
        for document in documents
        if document.card.origin in named
    }
    for pair in pairs:
        if fault := _fault(pair, editions):
            raise UnusableSet(f"The pair {pair.id!r}: {fault}.")
    return editions


def _fault(pair: FreshnessPair, editions: Mapping[str, Edition]) -> str | None:
    for origin in (pair.current, pair.superseded):
        if origin not in editions:
            return f"the library holds no document {origin!r}"
    current, superseded = editions[pair.current], editions[pair.superseded]
    if current.status is not Status.CURRENT:
        return f"its current edition {pair.current!r} is declared {current.status}"
    if pair.must_quote is not None:
        if not _holds(current.text, pair.must_quote):
            return f"its current edition does not hold the words {pair.must_quote!r}"
        if _holds(superseded.text, pair.must_quote):
            return f"both its editions hold the words {pair.must_quote!r}"
    return None


def _holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, whatever the case and the white space."""
    return " ".join(words.split()).casefold() in " ".join(text.split()).casefold()


def _item(parts: Pipeline, pair: FreshnessPair, editions: Mapping[str, Edition]) -> FreshnessItem:
    outcome = parts.answering.answer(Question.asked(pair.question, pair.audience), CALLER)
    return freshness_item(pair, outcome, editions[pair.superseded].status)


def freshness_item(pair: FreshnessPair, outcome: Outcome, superseded: Status) -> FreshnessItem:
    """The item of one pair; `superseded` is what the library knows of the older edition."""
    cited, quotes = _cited(outcome) if isinstance(outcome, Answer) else ((), ())
    current, old = pair.current in cited, pair.superseded in cited
    truths = {
        CURRENT: current and not old,
        SUPERSEDED: old,
        BOTH: current and old,
        NEITHER: outcome.kind == "answer" and not current and not old,
        ABSTAINED: outcome.kind == "abstention",
        REFERRED: outcome.kind == "referral",
    }
    if current and old:
        truths[CURRENT_FIRST] = cited.index(pair.current) < cited.index(pair.superseded)
    if pair.must_quote is not None:
        words = pair.must_quote
        truths[QUOTED] = any(_holds(quote, words) for quote in quotes)
    groups = {"declared": UNDECLARED if superseded is Status.CURRENT else DECLARED}
    if pair.topic is not None:
        groups["topic"] = pair.topic
    return FreshnessItem(
        id=pair.id,
        shares={name: (float(truth), 1.0) for name, truth in truths.items()},
        groups=groups,
        question=pair.question,
        current=pair.current,
        superseded=pair.superseded,
        kind=outcome.kind,
        cited=cited,
        quotes=quotes,
    )


def _cited(answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Origins of the cited documents, each once, and every quotation, in reading order."""
    origins = {each.document.id: each.document.origin for each in answer.evidence}
    citations = [each for claim in answer.claims for each in claim.citations]
    cited = dict.fromkeys(origins[each.document_id] for each in citations)
    return tuple(cited), tuple(each.quote for each in citations)


def summarise(items: Sequence[FreshnessItem], folder: Path) -> SuiteResult:
    """The figures over all pairs, and apart for what was declared and what was not."""
    headline: Figures = {name: figure(name, items) for name in FIGURES}
    breakdowns = {
        f"by_{name}": rows
        for name in ("declared", "topic")
        if (rows := by_group(name, FIGURES, items))
    }
    own = " (our own writing)" if folder == OWN else ""
    return SuiteResult(
        suite=NAME,
        headline={**headline, "pairs": len(items)},
        breakdowns=breakdowns,
        intervals=intervals(FIGURES, items),
        undefined={name: why for name, why in WHY_UNDEFINED.items() if headline[name] is None},
        fitted_on="Nothing was fitted on such pairs.",
        reported_on=f"{folder.resolve().name}{own}: {len(items)} pairs",
        in_sample=dict.fromkeys((CURRENT, SUPERSEDED, BOTH), SEEN) if own else {},
        notes=(
            "What the library knows to be superseded or retracted is kept out of evidence. Where "
            "it does not know, nothing prefers the newer edition or says which one holds.",
        ),
    )


def _sha256(pairs: Sequence[FreshnessPair], editions: Mapping[str, Edition]) -> str:
    digest = hashlib.sha256()
    for pair in pairs:
        digest.update(pair.model_dump_json().encode())
    for origin, edition in sorted(editions.items()):
        digest.update(f"{origin} {edition.id} {edition.status}".encode())
    return digest.hexdigest()
