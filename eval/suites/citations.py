"""Whether answers say where every sentence comes from, and whether it stands there.

    cited                share of the answers' sentences that carry a citation
    verbatim             share of the quotes that stand word for word at their place in the stored
                         document, which is read anew: the answer's own evidence is not believed
    citation_recall      share of an answer's sentences that their quotes, joined, entail
    citation_precision   share of an answer's citations that are needed for that; both are ALCE's
                         (Gao et al., EMNLP 2023), means over answers
    cannot_tell          share of the sentences with quotes of which the judge of entailment says
                         neither; for citation_recall they are not entailed
    nugget_coverage      share of the nuggets whose words stand in a sentence of the answer, and of
                         `must_quote` that stand in a quote; a question without an answer finds none
    expected_outcome     share of the questions with the outcome that was expected
    cited_expected       share of the documents in `must_cite` that were cited
    answered             share of the questions that were answered

Data: a file of questions, or a folder of documents that holds one (questions.toml as in
corpora/README.md, or JSON lines):

    {"id": "q1", "question": "...", "audience": "clinician", "expected": "answer",
     "nuggets": ["a fact", ["another", "the same in other words"]],
     "must_cite": ["guidelines/x.md"], "must_quote": "words"}

All but id and question may be left out; expected is answer, abstain or refer.

The judge of entailment is the product's own entailment verifier, so it is not independent of what
it judges, and sentences that are quoted word for word pass by a rule. A verdict of `supported`
counts.

Options: `--set library=DIR`, the documents to ask where --data is a file (else the index in force);
`--set nli=MODEL`, the name or folder of a CrossEncoder for natural language inference, as judge;
`--set documents=FILE`, with --predictions only: {"id": ..., "text": ...}, the documents that they
quote. Without it `verbatim` is undefined.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.domain.ports.index import Snapshot
from app.domain.question import Question
from eval.asked import AskedQuestion, QuestionSet, cites, read_questions
from eval.compose import CALLER, Pipeline, card, library
from eval.entailing import EntailmentJudge, entailment_judge
from eval.jsonl import read_jsonl, read_recorded
from eval.measures.citation_quality import (
    QuotedSentence,
    citation_precision,
    citation_recall,
    joined,
)
from eval.measures.nugget_coverage import nuggets_found
from eval.run import RunFolder, hashed
from eval.said import Recorded, Said, SourceDocument, said_by, said_in
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteRequest, SuiteResult, UnusableSet

NAME = "citations"
SUMMARY = "sentences with a citation, quotes word for word, nuggets, and the outcomes expected"
PREDICTIONS = """\
{"id": ..., "outcome": answer|abstain|refer, "claims": [{"text": ..., "citations":
[{"document": ..., "quote": ...}]}]}; an id that is missing was not answered"""

CITED, VERBATIM = "cited", "verbatim"
RECALL, PRECISION = "citation_recall", "citation_precision"
NUGGETS, CITED_EXPECTED = "nugget_coverage", "cited_expected"
EXPECTED, ANSWERED = "expected_outcome", "answered"
CANNOT_TELL = "cannot_tell"
JUDGED: Final = (RECALL, PRECISION, CANNOT_TELL)
FIGURES: Final = (CITED, VERBATIM, *JUDGED, NUGGETS, EXPECTED, CITED_EXPECTED, ANSWERED)
GROUPED: Final = tuple(name for name in FIGURES if name not in JUDGED)

NO_ANSWER: Final = "no question was answered"
UNDEFINED: Final = {
    CITED: NO_ANSWER,
    VERBATIM: "nothing was quoted, or nothing to look it up in was named (--set documents=FILE)",
    RECALL: NO_ANSWER,
    PRECISION: NO_ANSWER,
    CANNOT_TELL: "nothing was quoted",
    NUGGETS: "no question of the set has nuggets or must_quote",
    EXPECTED: "no question of the set says what is expected",
    CITED_EXPECTED: "no question of the set has must_cite",
}


class CitationItem(ScoredItem):
    question: str
    said: Said
    missed: tuple[str, ...]
    """Nuggets and words to quote that were not found; the first of the alternatives."""
    not_cited: tuple[str, ...]


def run(request: SuiteRequest) -> SuiteResult:
    """Ask every question, or read what another system said, and look up every quote.

    Raises:
        UnusableSet: malformed questions, predictions or documents, or an index that changes.
    """
    asked = read_questions(request.needed_data("a file of questions, or a folder that holds one"))
    if request.predictions is not None:
        return _of_predictions(request, asked, request.predictions)
    options = request.chosen(("library", "nli"))
    with (
        library(request, asked.library(options)) as parts,
        entailment_judge(request.cache, options.get("nli")) as judge,
        parts.generations.lease() as snapshot,
    ):
        described = card(request, NAME, asked.sha256, parts, generation=snapshot.manifest)
        folder = RunFolder(request.out, described)
        items = folder.carry_out(
            {each.id: each for each in asked.questions},
            CitationItem,
            lambda _, each: citation_item(each, _ask(parts, snapshot, each), judge),
            request.progress,
            "Asking",
        )
        documents, _ = snapshot.library.count()
    reported_on = f"{asked.name}: {len(items)} questions, {documents} documents"
    return _finished(folder, items, reported_on, judge)


def _of_predictions(request: SuiteRequest, asked: QuestionSet, file: Path) -> SuiteResult:
    options = request.chosen(("documents", "nli"))
    texts = None
    if "documents" in options:
        named = Path(options["documents"])
        texts = {one.id: one.text for one in read_jsonl(named, SourceDocument)}
        held = options | {"documents": hashed(named)}
        request = replace(request, options=tuple(held.items()))
    lines = read_recorded(file, Recorded, {each.id for each in asked.questions}, "question")
    said = {key: one for key, (_, one) in lines.items()}
    with entailment_judge(request.cache, options.get("nli")) as judge:
        described = card(request, NAME, asked.sha256, None).model_copy(
            update={
                "settings_fingerprint": judge.settings_fingerprint,
                "settings_json": judge.settings_json,
            }
        )
        folder = RunFolder(request.out, described)
        items = folder.carry_out(
            {each.id: each for each in asked.questions},
            CitationItem,
            lambda key, each: citation_item(each, said_in(said.get(key), texts), judge),
            request.progress,
            "Reading",
        )
    return _finished(folder, items, f"{asked.name}: {len(items)} questions, {file.name}", judge)


def _ask(parts: Pipeline, snapshot: Snapshot, asked: AskedQuestion) -> Said:
    outcome = parts.answering.answer(Question.asked(asked.question, asked.audience), CALLER)
    if outcome.trace.generation != snapshot.manifest.generation:
        raise UnusableSet("The index changed during the run: start again with another --out.")
    return said_by(outcome, snapshot.library)


def citation_item(asked: AskedQuestion, said: Said, judge: EntailmentJudge) -> CitationItem:
    """The item of one question."""
    citations = [each for claim in said.claims for each in claim.citations]
    facts = nuggets_found(asked.nuggets, [claim.text for claim in said.claims])
    words = nuggets_found(
        [(each,) for each in asked.must_quote], [each.quote for each in citations]
    )
    found = [*facts, *words]
    cited = [any(cites(each.document, one) for each in citations) for one in asked.must_cite]
    shares = {ANSWERED: (float(bool(said.claims)), 1.0)}
    if asked.expected is not None:
        shares[EXPECTED] = (float(said.outcome is asked.expected), 1.0)
    for name, got in ((NUGGETS, found), (CITED_EXPECTED, cited)):
        if got:
            shares[name] = (sum(got), len(got))
    shares |= _shares_of_answer(said, judge)
    wanted = [*(first for first, *_ in asked.nuggets), *asked.must_quote]
    return CitationItem(
        id=asked.id,
        shares=shares,
        groups={"audience": asked.audience}
        | ({"expected": asked.expected} if asked.expected else {}),
        question=asked.question,
        said=said,
        missed=tuple(text for text, got in zip(wanted, found, strict=True) if not got),
        not_cited=tuple(one for one, got in zip(asked.must_cite, cited, strict=True) if not got),
    )


def _shares_of_answer(said: Said, judge: EntailmentJudge) -> dict[str, tuple[float, float]]:
    if not said.claims:
        return {}
    shares = {CITED: (float(sum(bool(c.citations) for c in said.claims)), float(len(said.claims)))}
    checked = [
        each.verbatim for c in said.claims for each in c.citations if each.verbatim is not None
    ]
    if checked:
        shares[VERBATIM] = (float(sum(checked)), float(len(checked)))
    sentences = [
        QuotedSentence(text=c.text, quotes=tuple(each.quote for each in c.citations))
        for c in said.claims
    ]
    shares[RECALL] = (citation_recall(sentences, judge.entails) or 0.0, 1.0)
    shares[PRECISION] = (citation_precision(sentences, judge.entails) or 0.0, 1.0)
    if quoting := [each for each in sentences if each.quotes]:
        untold = sum(judge.cannot_tell(joined(each.quotes), each.text) for each in quoting)
        shares[CANNOT_TELL] = (float(untold), float(len(quoting)))
    return shares


def _finished(
    folder: RunFolder, items: Sequence[CitationItem], reported_on: str, judge: EntailmentJudge
) -> SuiteResult:
    result = summarise(items, reported_on, judge.told)
    folder.finish(result)
    return result


def summarise(items: Sequence[CitationItem], reported_on: str, judge: str) -> SuiteResult:
    """The figures over the items; `judge` is whoever told what entails what."""
    found = {name: figure(name, items) for name in FIGURES}
    return SuiteResult(
        suite=NAME,
        headline={**found, "questions": len(items)},
        breakdowns={
            f"by_{name}": rows
            for name in ("audience", "expected")
            if (rows := by_group(name, GROUPED, items))
        },
        intervals=intervals(FIGURES, items),
        undefined={name: UNDEFINED[name] for name, value in found.items() if value is None},
        fitted_on="nothing is fitted here; the product's constants as eval/README.md tells",
        reported_on=reported_on,
        notes=(
            "Nuggets are looked for by their words: a paraphrase is missed.",
            "cited and verbatim are over sentences and quotes, ALCE's figures over answers.",
            f"Entailment is judged by {judge}.",
        ),
    )
