"""Saying nothing where the library holds no answer, and not saying nothing where it does.

One library is built of a retrieval set's documents, less the relevant documents of half of its
questions, and the product is asked four kinds of questions:

    answerable   every relevant document is in the library
    removed      none is. Other documents may answer too, so some answers here are right
    renamed      an answerable question whose rarest word was exchanged for an invented name:
                 nothing in any library answers it, however near the rest comes
    everyday     questions of our own that no clinical library answers

Questions are also split by their id into `tuned`, whose answerable questions a floor may be fitted
on, and `held_back`, which is reported.
"""

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from app.domain.answer import Answer, DoneEvent, EvidenceEvent
from app.domain.errors import InvalidQuestion
from app.domain.frozen import Frozen
from app.domain.question import Question
from app.domain.signs import Signs
from eval.compose import CALLER, Pipeline, card, indexed
from eval.run import RunFolder
from eval.scored import ScoredItem, figure, intervals
from eval.sets import RetrievalSet, SetQuestion, read_beir
from eval.suite import Figures, SuiteRequest, SuiteResult, UnusableSet, whole
from eval.suites.rationale import HELD_BACK, TUNED, half
from eval.suites.retrieval import split_set

NAME = "abstention"
SUMMARY = "answers kept where the library holds one, abstentions where it does not"
SPLITS = "a name in qrels/, without .tsv"

ANSWERABLE, REMOVED, RENAMED, EVERYDAY = "answerable", "removed", "renamed", "everyday"
FIGURES: Final = {
    ANSWERABLE: "answered_when_answerable",
    REMOVED: "abstained_when_removed",
    RENAMED: "abstained_when_renamed",
    EVERYDAY: "abstained_when_everyday",
}
KEPT: Final = 0.95
"""Share of the answerable questions that a fitted floor is to let through."""
FITTED_ON: Final = (
    "nearness floor: answerable questions of the half `tuned` of SciFact train_evidence"
)
SEED: Final = 0
QUESTIONS: Final = 300

EVERYDAY_QUESTIONS: Final = (
    "How do I change the oil of a small car?",
    "Who wrote War and Peace?",
    "Which is the longest river in Africa?",
    "How do I paint a wooden fence?",
    "What time does the last train leave?",
    "How many moons does Jupiter have?",
    "What is compound interest?",
    "How do I train a puppy to sit?",
    "Which laptop is best for editing films?",
    "What are the rules of chess?",
    "How do I reset my password?",
    "Where can I park near the stadium?",
    "How does a jet engine work?",
    "What is a good recipe for bread?",
    "Which team won the final last night?",
    "How do I fix a leaking tap?",
    "What will the weather be tomorrow?",
    "How do I file my income tax return?",
    "Who painted the ceiling of the chapel?",
    "How tall is the tallest tower in Europe?",
)
_SYLLABLES: Final = "za vo ri pel tu xi no lar ke dro fi que bax ul gim mor".split()  # noqa: SIM905
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")


class AbstentionItem(ScoredItem):
    """One question as the product took it. `signs` is None where nothing could be quoted."""

    kind: str
    half: str
    answered: bool
    signs: Signs | None


class Asked(Frozen):
    id: str
    kind: str
    text: str


def run(request: SuiteRequest) -> SuiteResult:
    """Build the library, ask, and report on the half held back.

    Options: `questions`, how many of the set's questions are asked (300).

    Raises:
        UnusableSet: no data, data that is not a BEIR folder, or too few questions.
    """
    options = request.chosen(("questions",))
    data = read_beir(request.needed_data("a BEIR folder"), request.split)
    asked, left_out = questions(data, whole(options, "questions", QUESTIONS))
    kept = [one for one in data.documents if one.id not in left_out]
    documents, _ = split_set(request.progress.track(kept, "Splitting", len(kept)), data.name)
    with indexed(request, documents) as (parts, manifest):
        sha256 = hashlib.sha256(data.model_dump_json().encode()).hexdigest()
        described = card(
            request, NAME, sha256, parts, generation=manifest, split=data.split, seed=SEED
        )
        folder = RunFolder(request.out, described)
        items = folder.carry_out(
            {f"{one.kind}/{one.id}": one for one in asked},
            AbstentionItem,
            lambda _, one: _item(parts, one),
            request.progress,
            "Asking",
        )
    result = summarise(items, data)
    folder.finish(result)
    return result


def questions(data: RetrievalSet, count: int) -> tuple[list[Asked], set[str]]:
    """The questions to ask, and the documents that must not be in the library for them."""
    drawn = random.Random(SEED).sample(data.questions, min(count, len(data.questions)))
    removed = [one for at, one in enumerate(drawn) if at % 2]
    left_out = {document for one in removed for document in _relevant(data, one)}
    answerable = [
        one for at, one in enumerate(drawn) if not at % 2 and not _relevant(data, one) & left_out
    ]
    frequency = Counter(
        word
        for document in data.documents
        for word in {*_words(document.title), *_words(document.text)}
    )
    asked = [
        *(Asked(id=one.id, kind=ANSWERABLE, text=one.text) for one in answerable),
        *(Asked(id=one.id, kind=REMOVED, text=one.text) for one in removed),
        *_renamed(answerable, frequency),
        *(
            Asked(id=f"everyday-{n}", kind=EVERYDAY, text=text)
            for n, text in enumerate(EVERYDAY_QUESTIONS)
        ),
    ]
    return asked, left_out


def _relevant(data: RetrievalSet, question: SetQuestion) -> set[str]:
    return {document for document, grade in data.qrels[question.id].items() if grade > 0}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _renamed(answerable: Sequence[SetQuestion], frequency: Counter[str]) -> Iterator[Asked]:
    draw = random.Random(SEED)
    for one in answerable:
        words = _WORD.findall(one.text)
        if not words:
            continue
        rarest = min(words, key=lambda word: (frequency[word.lower()], -len(word), word))
        invented = "".join(draw.choice(_SYLLABLES) for _ in range(4))
        yield Asked(id=one.id, kind=RENAMED, text=one.text.replace(rarest, invented))


def _item(parts: Pipeline, asked: Asked) -> AbstentionItem:
    signs, answered = None, False
    try:
        question = Question.asked(asked.text)
    except InvalidQuestion:  # too long, or control characters: the product answers none of these
        return abstention_item(asked, answered, signs)
    for event in parts.answering.stream(question, CALLER):
        if isinstance(event, EvidenceEvent):
            signs = parts.extractor.signs(asked.text, event.evidence)
        if isinstance(event, DoneEvent):
            answered = isinstance(event.outcome, Answer)
    return abstention_item(asked, answered, signs)


def abstention_item(asked: Asked, answered: bool, signs: Signs | None) -> AbstentionItem:
    """The item of one question; only the half held back counts in a figure."""
    right = answered == (asked.kind == ANSWERABLE)
    reported = half(asked.id) == HELD_BACK
    return AbstentionItem(
        id=f"{asked.kind}/{asked.id}",
        shares={FIGURES[asked.kind]: (float(right), 1.0)} if reported else {},
        groups={"kind": asked.kind, "half": half(asked.id)},
        kind=asked.kind,
        half=half(asked.id),
        answered=answered,
        signs=signs,
    )


def summarise(items: Sequence[AbstentionItem], data: RetrievalSet) -> SuiteResult:
    """The figures of the half held back.

    Raises:
        UnusableSet: a kind of question is missing from the half it is needed in.
    """
    held = [item for item in items if item.half == HELD_BACK]
    by_kind: dict[str, Figures] = {}
    for kind in (ANSWERABLE, REMOVED, RENAMED, EVERYDAY):
        ours = [item for item in held if item.kind == kind]
        if not ours:
            raise UnusableSet(f"No {kind} question fell into the half that is reported.")
        answered = sum(item.answered for item in ours) / len(ours)
        by_kind[kind] = {
            "answered": answered,
            "abstained": 1.0 - answered,
            "nearness_p50": float(np.median([_nearness(item) for item in ours])),
            "names_unmentioned": sum(_unmentioned(item) for item in ours) / len(ours),
            "questions": len(ours),
        }
    fitting = [_nearness(i) for i in items if i.half == TUNED and i.kind == ANSWERABLE]
    if not fitting:
        raise UnusableSet("No answerable question fell into the half that floors are fitted on.")
    return SuiteResult(
        suite=NAME,
        headline={
            **{name: figure(name, held) for name in FIGURES.values()},
            "fitted_floor": float(np.quantile(fitting, 1.0 - KEPT)),
        },
        breakdowns={"by_kind": by_kind},
        intervals=intervals([*FIGURES.values()], held),
        fitted_on=FITTED_ON,
        reported_on=f"{data.name}, split {data.split}: {len(held)} questions of the half held back",
        notes=(
            f"fitted_floor is the nearness that {KEPT:.0%} of the answerable questions of the half "
            "`tuned` reach here; the product's floor is a constant.",
            "Where relevant documents were removed, others may still answer: abstaining there is "
            "not always right.",
        ),
    )


def _nearness(item: AbstentionItem) -> float:
    return item.signs.nearness if item.signs else 0.0


def _unmentioned(item: AbstentionItem) -> bool:
    return item.signs is not None and bool(item.signs.unmentioned)
