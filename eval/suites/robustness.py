"""The same question asked otherwise: what that costs, and whether the outcome stays.

Each question of a BEIR folder is asked as it stands and under each perturbation of `eval/perturb/`:
typing errors in one or two words, abbreviations swapped with what they stand for, medicines by
their brands, a paraphrase by rules, another word order, an irrelevant sentence beside it. The same
question is always changed in the same way; a perturbation that does not apply to it is left out for
it.

    ndcg@10                of the questions as they stand
    ndcg@10_drop           original less perturbed, mean over the perturbed askings
    answered               share of the questions as they stand that get an answer
    outcome_stability      share of the perturbed askings with the same kind of outcome (answer,
                           abstention, referral) as their original
    citation_stability     of those where both are answers, the share that cite a document in common

`by_perturbation` has each of them over the perturbed askings, and `changed`, the share of the
questions that the perturbation applies to. Intervals resample whole questions, since the askings of
one are alike.

Data, a folder (as for the suite `retrieval`):

    corpus.jsonl[.gz]    {"_id": ..., "title": ..., "text": ...}     one document a line
    queries.jsonl[.gz]   {"_id": ..., "text": ...}
    qrels/SPLIT.tsv      query-id <tab> corpus-id <tab> score        first line is a header

Options: `--set questions=100` asks a fixed random sample of the questions; `--set outcomes=no`
ranks only and asks for no answers; `--set reranker=late-interaction`, `--set fusion=rrf`,
`--set leg_depth=50` outrank the settings of the same names.
"""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from app.domain.answer import Outcome
from app.domain.errors import InvalidQuestion
from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from app.domain.ports.index import Snapshot
from app.domain.question import Question
from app.domain.ranking import Selection
from eval.compose import CALLER, OPERATOR, Pipeline, card, indexed
from eval.perturb import PERTURBATIONS
from eval.run import RunCard, RunFolder
from eval.score import per_question
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.sets import RetrievalSet, SetQuestion, read_beir
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.retrieval import DEPTH, PASSAGES, SEED, SETTINGS, TUNED_ON, sampled, split_set

NAME = "robustness"
SUMMARY = "what typos, abbreviations, paraphrases, word order and idle sentences cost a question"
SPLITS = "a name in qrels/, without .tsv"

NDCG, DROP = "ndcg@10", "ndcg@10_drop"
ANSWERED, OUTCOME, CITATION = "answered", "outcome_stability", "citation_stability"
CHANGED: Final = "changed"
FIGURES: Final = (NDCG, DROP, ANSWERED, OUTCOME, CITATION)
QUESTIONS: Final = 100
FITTED_ON: Final = (
    "Nothing of the perturbations was fitted. Fusion, BM25 and passage length were chosen on "
    "SciFact train and on BioASQ snippets dev (eval/README.md)."
)


REJECTED: Final = "rejected"


class Asked(Frozen):
    """What one wording brought. `kind` is None where no outcome was asked for, `rejected` where the
    words are no question to the product (too long, control characters)."""

    text: str
    ndcg: float
    kind: str | None
    cited: tuple[str, ...]
    """Ids of the documents that an answer cites."""


class Asking(ScoredItem):
    """One perturbation of one question; `asked` is None where it does not apply."""

    asked: Asked | None


class RobustnessItem(ScoredItem):
    """A question with all its askings."""

    original: Asked
    askings: tuple[Asking, ...]


def run(request: SuiteRequest) -> SuiteResult:
    """Index the set's documents, ask each question in every wording, compare with the original.

    Raises:
        UnusableSet: no data, data that is not a BEIR folder, or an option that is none.
    """
    options = request.chosen((*SETTINGS, "questions", "outcomes"))
    data = read_beir(request.needed_data("a BEIR folder"), request.split)
    data = sampled(data, whole(options, "questions", QUESTIONS))
    outcomes = _yes(options.get("outcomes", "yes"))
    settings = {name: options[name] for name in SETTINGS if name in options}
    documents, names = split_set(request.progress.track(data.documents, "Splitting"), data.name)
    wordings = {one.id: perturbed(one) for one in data.questions}
    with ExitStack() as open_:
        parts, manifest = open_.enter_context(indexed(request, documents, **settings))
        folder = RunFolder(request.out, _card(request, data, wordings, parts, manifest))
        snapshot = open_.enter_context(parts.generations.lease())
        asking = _Asking(parts, snapshot, names, outcomes=outcomes)
        items = folder.carry_out(
            {one.id: one for one in data.questions},
            RobustnessItem,
            lambda key, one: asking.item(one, wordings[key], data.qrels[key]),
            request.progress,
            "Asking in every wording",
        )
    result = summarise(items, data, outcomes=outcomes)
    folder.finish(result)
    return result


def perturbed(question: SetQuestion) -> dict[str, str | None]:
    """Perturbation -> the question under it; None where it does not apply."""
    return {name: perturb(question.text, question.id) for name, perturb in PERTURBATIONS.items()}


class _Asking:
    """Asks the product for a ranking and, where wanted, for an outcome."""

    def __init__(
        self,
        parts: Pipeline,
        snapshot: Snapshot,
        names: dict[str, tuple[str, ...]],
        *,
        outcomes: bool,
    ) -> None:
        self._parts = parts
        self._snapshot = snapshot
        self._names = names
        self._outcomes = outcomes

    def item(
        self, question: SetQuestion, wordings: dict[str, str | None], judged: dict[str, int]
    ) -> RobustnessItem:
        return robustness_item(
            question.id,
            self._asked(question.text, judged),
            {
                name: None if text is None else self._asked(text, judged)
                for name, text in wordings.items()
            },
        )

    def _asked(self, text: str, judged: dict[str, int]) -> Asked:
        selection = Selection(access=OPERATOR)
        hits = self._parts.retriever.retrieve(text, self._snapshot, selection, PASSAGES).hits
        ours = dict.fromkeys(hit.document_id for hit in hits)
        ranked = tuple(name for one in ours for name in self._names[one])[:DEPTH]
        ndcg = per_question({"it": judged}, {"it": ranked})[NDCG]["it"]
        if not self._outcomes:
            return Asked(text=text, ndcg=ndcg, kind=None, cited=())
        try:
            question = Question.asked(text)
        except InvalidQuestion:
            return Asked(text=text, ndcg=ndcg, kind=REJECTED, cited=())
        outcome = self._parts.answering.answer(question, CALLER)
        return Asked(text=text, ndcg=ndcg, kind=outcome.kind, cited=cited_documents(outcome))


def cited_documents(outcome: Outcome) -> tuple[str, ...]:
    """Ids of the documents that an answer cites, each once; none of another outcome."""
    if outcome.kind != "answer":
        return ()
    cited = (each.document_id for claim in outcome.claims for each in claim.citations)
    return tuple(dict.fromkeys(cited))


def robustness_item(key: str, original: Asked, askings: dict[str, Asked | None]) -> RobustnessItem:
    """The item of one question: its shares are sums over the askings that apply to it."""
    scored = tuple(
        Asking(
            id=name,
            shares={CHANGED: (float(asked is not None), 1.0), **_shares(original, asked)},
            groups={"perturbation": name},
            asked=asked,
        )
        for name, asked in askings.items()
    )
    summed = {
        name: (sum(gained for gained, _ in pairs), sum(possible for _, possible in pairs))
        for name in (DROP, OUTCOME, CITATION)
        if (pairs := [one.shares[name] for one in scored if name in one.shares])
    }
    own = {} if original.kind is None else {ANSWERED: (float(original.kind == "answer"), 1.0)}
    return RobustnessItem(
        id=key,
        shares={NDCG: (original.ndcg, 1.0), **own, **summed},
        original=original,
        askings=scored,
    )


def _shares(original: Asked, asked: Asked | None) -> dict[str, tuple[float, float]]:
    if asked is None:
        return {}
    shares = {NDCG: (asked.ndcg, 1.0), DROP: (original.ndcg - asked.ndcg, 1.0)}
    if asked.kind is None:
        return shares
    shares[ANSWERED] = (float(asked.kind == "answer"), 1.0)
    shares[OUTCOME] = (float(asked.kind == original.kind), 1.0)
    if asked.kind == original.kind == "answer":
        shares[CITATION] = (float(not {*asked.cited}.isdisjoint(original.cited)), 1.0)
    return shares


def summarise(
    items: Sequence[RobustnessItem], data: RetrievalSet, *, outcomes: bool
) -> SuiteResult:
    """The figures over all questions, and over the askings of each perturbation."""
    askings = [one for item in items for one in item.askings]
    applied = sum(one.asked is not None for one in askings)
    values = {name: figure(name, items) for name in FIGURES}
    return SuiteResult(
        suite=NAME,
        headline={
            **values,
            "questions": len(items),
            "perturbed_askings": applied,
            "not_applicable": len(askings) - applied,
        },
        breakdowns={"by_perturbation": _by_perturbation(askings)},
        intervals=intervals(FIGURES, items),
        undefined={
            name: _why_undefined(name, outcomes=outcomes)
            for name, value in values.items()
            if value is None
        },
        fitted_on=FITTED_ON,
        reported_on=f"{data.name}, split {data.split}: {len(items)} judged questions",
        in_sample=(
            {NDCG: "fusion, BM25 and passage length were chosen on this set"}
            if data.name in TUNED_ON
            else {}
        ),
        notes=(
            f"{len(askings) - applied} of {len(askings)} askings were left out: the perturbation "
            "does not apply to the question.",
            "In by_perturbation, ndcg@10 is that of the perturbed askings, and a perturbation is "
            "compared with its own originals only.",
        ),
    )


def _by_perturbation(askings: Sequence[Asking]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for name, row in by_group("perturbation", [*FIGURES, CHANGED], askings).items():
        renamed = {"drop" if key == DROP else key: value for key, value in row.items()}
        renamed["questions"] = renamed.pop("items")
        found[name] = renamed
    return found


def _why_undefined(name: str, *, outcomes: bool) -> str:
    if name in (ANSWERED, OUTCOME, CITATION) and not outcomes:
        return "no outcome was asked for (--set outcomes=no)"
    if name == CITATION:
        return "no question was answered in both wordings"
    return "no perturbation applies to any question"


def _yes(word: str) -> bool:
    if word not in ("yes", "no"):
        raise UnusableSet(f"--set outcomes={word}: write yes or no.")
    return word == "yes"


def _card(
    request: SuiteRequest,
    data: RetrievalSet,
    wordings: dict[str, dict[str, str | None]],
    parts: Pipeline,
    manifest: Manifest,
) -> RunCard:
    """The run's card; every wording that is asked is part of its data."""
    digest = hashlib.sha256(data.model_dump_json().encode())
    digest.update(repr(wordings).encode())
    sha256 = digest.hexdigest()
    return card(request, NAME, sha256, parts, generation=manifest, split=data.split, seed=SEED)
