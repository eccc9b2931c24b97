"""Prompts that the likeness to requests for harm is fitted on, and the fit."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from sklearn.linear_model import LogisticRegression

from app.domain.fitted import Logistic
from app.domain.ports.embedding import Embedder
from app.domain.ports.safety import HarmReader
from eval.asked import OutcomeKind
from eval.jsonl import Id, read_jsonl
from eval.prompts import OWN, Prompt

PAIRS: Final = (Path(__file__).parent / "harm.jsonl", OWN / "harmful_twins.jsonl")
"""A harmful request and a benign one in the same sentence, ours, by category."""
OWN_SETS: Final = ("harm_requests_dev", "harm_twins_dev", "harmful", "lookalikes", "everyday")
WEIGHT: Final = {"prompts": 1.0, "pairs": 2.0, "questions": 0.3}
"""What one item counts; of our other sets 1.5."""
OWN_WEIGHT: Final = 1.5
STRENGTH: Final = 0.3
"""Inverse strength of regularisation; of .3 and 1 by twins left out, which differ little."""
SCALE: Final = 4.0
"""Vectors are of length 1; so much longer they are penalised like the counts."""
STEPS: Final = 1000


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


class Measured(NamedTuple):
    """One text and everything that is known of it before the fit."""

    text: Text
    fired: bool
    """Whether a rule did."""
    countered: bool
    features: dict[str, float]
    vector: tuple[float, ...]


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
                each.id,
                each.prompt,
                _wrong(each),
                "pairs",
                each.pair.partition("-")[0],
                pair=each.pair,
            )
            for each in read_jsonl(path, Pair)
        ]
    for name in OWN_SETS:
        found += [
            Text(each.id, each.prompt, _wrong(each), name)
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


def measured(given: Sequence[Text], screen: HarmReader, embedder: Embedder) -> Iterator[Measured]:
    """Each text as the screen reads it."""
    for one in given:
        read = screen.read_for_harm(one.text)
        vector = tuple(embedder.embed_question(one.text).tolist())
        yield Measured(one, read.fired, read.countered, read.features, vector)


class Fit(NamedTuple):
    counts: Logistic
    weights: tuple[float, ...]
    """Of the vector as the embedder gives it."""


def logits(items: Sequence[Measured], folds: Sequence[str]) -> NDArray[np.float64]:
    """Of each item by a model fitted on the other folds, shape (items,)."""
    rows, where = _rows(items), np.asarray(folds)
    found = np.zeros(len(items), dtype=np.float64)
    for fold in np.unique(where):
        rest = [one for one, its in zip(items, folds, strict=True) if its != fold]
        held = where == fold
        found[held] = _fitted(rest).decision_function(rows[held])
    return found


def fit(items: Sequence[Measured]) -> Fit:
    """On everything; plain numbers."""
    model = _fitted(items)
    told, weights = tuple(items[0].features), [float(each) for each in model.coef_[0]]
    return Fit(
        counts=Logistic(
            intercept=round(float(model.intercept_[0]), 4),
            weights={name: round(each, 4) for name, each in zip(told, weights, strict=False)},
        ),
        weights=tuple(round(SCALE * each, 4) for each in weights[len(told) :]),
    )


def _fitted(items: Sequence[Measured]) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS)
    model.fit(
        _rows(items),
        np.asarray([one.text.wrong for one in items]),
        sample_weight=[WEIGHT.get(one.text.of, OWN_WEIGHT) for one in items],
    )
    return model


def _rows(items: Sequence[Measured]) -> NDArray[np.float64]:
    counts = np.asarray([tuple(one.features.values()) for one in items], dtype=np.float64)
    return np.hstack([counts, SCALE * np.asarray([one.vector for one in items])])


def nearest_prompts(items: Sequence[Measured]) -> list[Text]:
    """For each item the training prompt whose vector is nearest; of a prompt, itself."""
    vectors = np.asarray([one.vector for one in items])
    at = [number for number, one in enumerate(items) if one.text.of == "prompts"]
    best = np.argmax(vectors @ vectors[at].T, axis=1)
    return [
        one.text if one.text.of == "prompts" else items[at[int(near)]].text
        for one, near in zip(items, best, strict=True)
    ]
