"""The MIRAGE benchmark, and what somebody's system said to it.

    benchmark.json[.gz]
        {set: {id: {"question": ..., "options": {"A": ..., ...}, "answer": "A"}}}
    predictions.jsonl[.gz]
        {"dataset": set, "id": ..., "predictions": [raw text, ...]}     or one text, or null

Sets: mmlu (MMLU-Med), medqa (MedQA-US), medmcqa, pubmedqa (PubMedQA* without its contexts), bioasq
(BioASQ-Y/N). Any file of this shape will do, with other sets and up to four options a question.
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from app.domain.frozen import Frozen
from eval.jsonl import Id, numbered_lines, read_json
from eval.suite import UnusableSet

LETTERS = "ABCD"


class Choice(Frozen):
    """One question of one set; `answer` is the letter of the right option."""

    dataset: str
    id: str
    question: str
    options: dict[str, str]
    answer: str

    @property
    def key(self) -> str:
        return f"{self.dataset}/{self.id}"


class _Asked(BaseModel):
    model_config = ConfigDict(extra="ignore")
    question: str = Field(min_length=1)
    options: dict[str, str] = Field(min_length=2)
    answer: str

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if stray := sorted(self.options.keys() - set(LETTERS)):
            raise ValueError(f"options are lettered A to D, not {', '.join(stray)}")
        if self.answer not in self.options:
            raise ValueError(f"the answer {self.answer!r} is not among the options")
        return self


def _texts(given: object) -> object:
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else given


class _Prediction(BaseModel):
    model_config = ConfigDict(extra="ignore")
    dataset: str
    question: Id = Field(alias="id")
    predictions: Annotated[tuple[str, ...], BeforeValidator(_texts)]


_BENCHMARK: TypeAdapter[dict[str, dict[str, _Asked]]] = TypeAdapter(dict[str, dict[str, _Asked]])


def read_benchmark(path: Path) -> tuple[Choice, ...]:
    """Every question, set by set, in the file's order.

    Raises:
        UnusableSet: the file cannot be read, a question is malformed (named by set and id), or a
            set is empty.
    """
    sets = read_json(path, _BENCHMARK)
    for name, questions in sets.items():
        if not questions:
            raise UnusableSet(f"{path}: the set {name!r} is empty.")
    if not sets:
        raise UnusableSet(f"{path} holds no set.")
    choices = tuple(
        Choice(dataset=name, id=key, **one.model_dump())
        for name, questions in sets.items()
        for key, one in questions.items()
    )
    if double := [key for key, count in Counter(one.key for one in choices).items() if count > 1]:
        raise UnusableSet(f"{path}: two questions are called {double[0]}.")
    return choices


def read_predictions(path: Path, choices: tuple[Choice, ...]) -> dict[str, tuple[str, ...]]:
    """Question's key -> the texts predicted for it, of those questions that have any.

    Raises:
        UnusableSet: a malformed line, a question that the benchmark lacks or that has two lines,
            each with its line; or no line at all.
    """
    known = {one.key for one in choices}
    found: dict[str, tuple[str, ...]] = {}
    for number, line in numbered_lines(path, _Prediction):
        key = f"{line.dataset}/{line.question}"
        if key not in known:
            raise UnusableSet(f"{path}:{number}: the benchmark has no question {key}.")
        if key in found:
            raise UnusableSet(f"{path}:{number}: {key} has a line already.")
        found[key] = line.predictions
    if not found:
        raise UnusableSet(f"{path} is empty.")
    return {key: texts for key, texts in found.items() if texts}
