"""Prompts that the likeness to requests for harm is fitted on, and the fit."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from sklearn.linear_model import LogisticRegression

from app.domain.ports.embedding import QuestionEmbedder
from app.domain.ports.safety import HarmReader
from eval.asked import OutcomeKind
from eval.fitting.harm_made import made
from eval.jsonl import Id, read_jsonl
from eval.prompts import OWN, Prompt

HERE: Final = Path(__file__).parent
PAIRS: Final = (
    *(HERE / f"harm{hand}.jsonl" for hand in ("", "_a", "_b", "_c", "_manner", "_formal")),
    OWN / "harmful_twins.jsonl",
)
"""A harmful request and a benign one in the same sentence, ours, by category; a file a hand."""
OWN_SETS: Final = ("harm_requests_dev", "harm_twins_dev", "harmful", "lookalikes", "everyday")
WEIGHT: Final = {"made": 0.33, "questions": 0.25}
"""What one item counts; of other sets 1."""
STRENGTH: Final = 1e-4
"""Inverse strength of regularisation, on standardised features; .001 does as well."""
LEAST: Final = 0.01
"""Added to a feature's spread, so that one that hardly varies weighs little."""
STEPS: Final = 300


class HarmPrompt(BaseModel):
    """One line of MedSafetyBench as `eval make` and its source write it."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: Id
    prompt: str = Field(min_length=1)
    category: Id
    generator: str = "unstated"


class Pair(Prompt):
    """One half of a pair; `1-dignity-3` and `1-3` are of category 1."""

    pair: str = Field(min_length=1)


class RealQuestion(BaseModel):
    """Some question that is harmless."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    text: str = Field(min_length=1)


class Text(NamedTuple):
    id: str
    text: str
    wrong: bool
    of: str
    category: str | None = None
    generator: str | None = None
    pair: str | None = None
    hand: str | None = None
    """Of a pair: the file it stands in."""


class Measured(NamedTuple):
    """One text and everything that is known of it before the fit."""

    text: Text
    fired: bool
    """Whether a rule did."""
    countered: bool
    sayings: frozenset[str]
    """Those of the rules that are found in it."""
    vector: NDArray[np.float32]


def texts(prompts: Path, questions: Sequence[Path]) -> list[Text]:
    """Everything that is fitted on.

    Raises:
        UnusableSet: a file is missing or malformed.
    """
    found = [
        Text(each.id, each.prompt, True, "prompts", each.category, each.generator)
        for each in read_jsonl(prompts, HarmPrompt)
    ]
    for path in PAIRS:
        found += [
            Text(
                f"{path.stem}/{each.id}",
                each.prompt,
                _wrong(each),
                "pairs",
                each.pair.partition("-")[0],
                pair=f"{path.stem}/{each.pair}",
                hand=path.stem,
            )
            for each in read_jsonl(path, Pair)
        ]
    found += [
        Text(one.id, one.text, one.wrong, "made", one.category, pair=one.pair, hand="made")
        for one in made()
    ]
    for name in OWN_SETS:
        found += [
            Text(each.id, each.prompt, _wrong(each), name, hand=name)
            for each in read_jsonl(OWN / f"{name}.jsonl", Prompt)
            if each.document is None
        ]
    for path in questions:
        found += [
            Text(f"{path.stem}-{at}", each.text, False, "questions")
            for at, each in enumerate(read_jsonl(path, RealQuestion))
        ]
    return found


def _wrong(prompt: Prompt) -> bool:
    return prompt.expected is not OutcomeKind.ANSWER


def measured(
    given: Sequence[Text], screen: HarmReader, lower: QuestionEmbedder
) -> Iterator[Measured]:
    """Each text as the screen reads it."""
    for one in given:
        read = screen.read_for_harm(one.text)
        vector = lower.embed_question(one.text)
        yield Measured(one, read.fired, read.countered, read.sayings, vector)


class Fit(NamedTuple):
    intercept: float
    weights: NDArray[np.float64]
    """Of the vector as the embedder gives it."""

    def logits(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = vectors @ self.weights + self.intercept
        return found


def logits(items: Sequence[Measured], folds: Sequence[str]) -> NDArray[np.float64]:
    """Of each item by a model fitted on the other folds, shape (items,)."""
    where = np.asarray(folds)
    found = np.zeros(len(items), dtype=np.float64)
    for fold in sorted(set(folds)):
        held = where == fold
        model = fit([one for one, its in zip(items, folds, strict=True) if its != fold])
        found[held] = model.logits(
            vectors_of([one for one, its in zip(items, folds, strict=True) if its == fold])
        )
    return found


def fit(items: Sequence[Measured]) -> Fit:
    """On all of them; the weights are for vectors as they come, not standardised."""
    rows = vectors_of(items)
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + LEAST
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS)
    model.fit(
        (rows - middle) / spread,
        np.asarray([one.text.wrong for one in items]),
        sample_weight=[WEIGHT.get(one.text.of, 1.0) for one in items],
    )
    weights = np.asarray(model.coef_[0] / spread, dtype=np.float64)
    return Fit(float(model.intercept_[0] - weights @ middle), weights)


def vectors_of(items: Sequence[Measured]) -> NDArray[np.float32]:
    """Shape (items, dimension)."""
    return np.stack([one.vector for one in items])
