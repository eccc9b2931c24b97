"""PubMedQA with its contexts given: yes, no or maybe, from an abstract without its conclusion.

Jin et al., PubMedQA: a dataset for biomedical research question answering, EMNLP 2019, the
reasoning-required setting: retrieval takes no part. The generator drafts on the question and the
context; the answer is what its claims say (eval/choosing/claims.py), `maybe` where it drafts
nothing because the evidence does not answer.

Data: a folder with `ori_pqal.json[.gz]` ({pmid: {"QUESTION", "CONTEXTS": [...], "final_decision"}})
and `test_ground_truth.json` ({pmid: "yes"|"no"|"maybe"}), the official test ids, which are what is
reported; `--split dev` reports the others. Without that file every question is reported.

With `--predictions FILE.json` another system's {pmid: "yes"|"no"|"maybe"} is scored, as by the
authors' own script.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.domain.answer import DraftClaim, Evidence
from eval.choosing.claims import MAYBE, verdict
from eval.compose import card, pipeline
from eval.jsonl import read_json
from eval.run import RunFolder
from eval.scored import ScoredItem, by_group, figures, intervals
from eval.sets import SetDocument
from eval.suite import SuiteRequest, SuiteResult, UnusableSet
from eval.suites.retrieval import split_set

NAME = "pubmedqa"
SUMMARY = "yes, no or maybe from a given abstract; accuracy and macro F1 on the official test ids"
SPLITS = "test (the official ids, the default) or dev (the others)"
PREDICTIONS = '{pmid: "yes"|"no"|"maybe"}, one JSON object'

ACCURACY, MACRO_F1 = "accuracy", "macro_f1"
TEST, DEV = "test", "dev"
Decision = Literal["yes", "no", "maybe"]


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str = Field(alias="QUESTION", min_length=1)
    contexts: tuple[str, ...] = Field(alias="CONTEXTS", min_length=1)
    decision: Decision = Field(alias="final_decision")


class PubmedqaItem(ScoredItem):
    """One question; `said` is None where a file of predictions lacks it."""

    question: str
    said: Decision | None
    claims: tuple[str, ...] = ()


_SET: TypeAdapter[dict[str, _Question]] = TypeAdapter(dict[str, _Question])
_DECISIONS: TypeAdapter[dict[str, Decision]] = TypeAdapter(dict[str, Decision])


def run(request: SuiteRequest) -> SuiteResult:
    """Draft on every question of the split, or score a file of predictions.

    Raises:
        UnusableSet: no data, a file missing or malformed, or an id of the split that the set lacks.
    """
    request.chosen(())
    folder = request.needed_data("a folder with PubMedQA's ori_pqal.json[.gz]")
    split = request.split or TEST
    questions = _split(folder, split)
    sha256 = hashlib.sha256(
        "".join(one.model_dump_json() for one in questions.values()).encode()
    ).hexdigest()
    if request.predictions is not None:
        described = card(request, NAME, sha256, None, split=split)
        run_folder = RunFolder(request.out, described)
        said = read_json(request.predictions, _DECISIONS)
        if not said.keys() & questions.keys():
            raise UnusableSet(f"{request.predictions} predicts none of the {split} questions.")
        items = run_folder.carry_out(
            questions,
            PubmedqaItem,
            lambda key, one: item(key, one.question, one.decision, said.get(key), ()),
            request.progress,
            "Scoring",
        )
        fitted_on = f"unknown: another system's predictions, {request.predictions.name}"
    else:
        with pipeline(request.cache) as parts:
            run_folder = RunFolder(request.out, card(request, NAME, sha256, parts, split=split))

            def asked(key: str, one: _Question) -> PubmedqaItem:
                drafted = parts.generator.draft(one.question, _evidence(key, one))
                claims = tuple(each.text for each in drafted if isinstance(each, DraftClaim))
                said = verdict(claims, may_hedge=True) if claims else MAYBE
                return item(key, one.question, one.decision, _DECISION[said], claims)

            items = run_folder.carry_out(
                questions, PubmedqaItem, asked, request.progress, "Deciding"
            )
        fitted_on = "nothing: the words that deny were written without looking at the set"
    result = _result(items, fitted_on, f"{folder.resolve().name}, split {split}")
    run_folder.finish(result)
    return result


_DECISION: Final[Mapping[str, Decision]] = {"yes": "yes", "no": "no", "maybe": "maybe"}


def item(
    key: str, question: str, gold: Decision, said: Decision | None, claims: Sequence[str]
) -> PubmedqaItem:
    """The item of one question; one that was not answered is wrong."""
    return PubmedqaItem(
        id=key,
        shares={ACCURACY: (float(said == gold), 1.0)},
        labels={MACRO_F1: (gold, said or "unanswered")},
        groups={"gold": gold},
        question=question,
        said=said,
        claims=tuple(claims),
    )


def _result(items: Sequence[PubmedqaItem], fitted_on: str, reported_on: str) -> SuiteResult:
    names = (ACCURACY, MACRO_F1)
    headline = figures(names, items)
    headline["questions"] = headline.pop("items")
    missing = sum(one.said is None for one in items)
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={"by_gold": by_group("gold", (ACCURACY,), items)},
        intervals=intervals(names, items),
        fitted_on=fitted_on,
        reported_on=f"{reported_on}: {len(items):,} questions",
        notes=(f"{missing:,} questions were not answered and count as wrong.",) if missing else (),
    )


def _evidence(key: str, one: _Question) -> tuple[Evidence, ...]:
    """The contexts as the passages that ingest would make of them."""
    text = "\n\n".join(one.contexts)
    documents, _ = split_set([SetDocument(id=key, title="", text=text)], NAME)
    return tuple(
        Evidence(label=label, passage=passage, document=documents[0].document.card)
        for label, passage in enumerate(documents[0].passages, start=1)
    )


def _split(folder: Path, split: str) -> dict[str, _Question]:
    path = folder / "ori_pqal.json"
    everything = read_json(path if path.is_file() else path.with_suffix(".json.gz"), _SET)
    ids = folder / "test_ground_truth.json"
    if split not in (TEST, DEV):
        raise UnusableSet(f"--split {split}: it is {TEST} or {DEV}.")
    if not ids.is_file():
        if split == DEV:
            raise UnusableSet(f"{ids} is missing: without it there is no split {DEV}.")
        return everything
    test = read_json(ids, _DECISIONS)
    if lacking := sorted(test.keys() - everything.keys()):
        raise UnusableSet(f"{ids}: the question {lacking[0]} is not in the set.")
    for key, gold in test.items():
        if everything[key].decision != gold:
            raise UnusableSet(f"{ids}: the answers to question {key} differ.")
    chosen = {key: one for key, one in everything.items() if (key in test) == (split == TEST)}
    if not chosen:
        raise UnusableSet(f"{folder} has no question of the split {split}.")
    return chosen
