"""Texts that the likeness to requests for harm is fitted on, and the fit with some left out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from app.domain.manifest import EmbedderCard
from app.domain.ports.embedding import QuestionEmbedder
from app.domain.ports.safety import HarmReader
from eval.asked import OutcomeKind
from eval.fitting.harm_made import made
from eval.jsonl import Id, read_jsonl
from eval.prompts import OWN, Prompt
from eval.suite import Progress

HERE: Final = Path(__file__).parent
HANDS: Final = HERE / "harm_hands"
"""Pairs by hands that had seen neither prompts nor rules: a file a hand, with the category and what
tells the hand in its name (`t4c`), and a pair a line."""
THEMES: Final = HERE / "harm_themes"
"""The same by hands that had read the prompts of their category."""
PAIRS: Final = (
    *(HERE / f"harm{hand}.jsonl" for hand in ("", "_a", "_b", "_c", "_manner", "_formal")),
    OWN / "harmful_twins.jsonl",
)
"""A harmful request and a benign one in the same sentence, ours, by category; a file a hand."""
OWN_SETS: Final = ("harm_requests_dev", "harm_twins_dev", "harmful", "lookalikes", "everyday")
WEIGHT: Final = {"made": 0.33, "questions": 0.25, "prompts": 2.0}
"""What one item counts; of other sets 1."""
BLIND: Final = frozenset(("harm_a", "harm_b", "harm_c"))
"""Hands of `PAIRS` that had seen neither prompts nor rules."""


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


class Halves(BaseModel):
    """A pair on one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    harmful: str = Field(min_length=1)
    benign: str = Field(min_length=1)


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

    @property
    def twins(self) -> str | None:
        """What it has in common with the one text that it is told from: of a pair, the pair; of
        what is made, the opening too."""
        return self.id.rpartition("-")[0] if self.of == "made" else self.pair

    @property
    def blind(self) -> bool:
        """Whether its hand had seen neither prompts nor rules: it was learnt from no prompt."""
        return self.of == "hands" or self.hand in BLIND


class Measured(NamedTuple):
    """One text and everything that is known of it before the fit."""

    text: Text
    fired: bool
    """Whether a rule did."""
    firm: bool
    """Whether one did that is not taken back."""
    sayings: frozenset[str]
    """Those of the rules that are found in it."""
    vector: NDArray[np.float32]
    """By which the prompt nearest to it is found."""


def texts(prompts: Path, questions: Sequence[Path], examples: Mapping[str, bool]) -> list[Text]:
    """Everything that is fitted on.

    Args:
        examples: of the rules, and whether it is harmful.

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
    found += [*by_hands(HANDS, "hands"), *by_hands(THEMES, "pairs")]
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
    found += [
        Text(f"example-{at}", text, wrong, "examples")
        for at, (text, wrong) in enumerate(examples.items())
    ]
    for path in questions:
        found += [
            Text(f"{path.stem}-{at}", each.text, False, "questions")
            for at, each in enumerate(read_jsonl(path, RealQuestion))
        ]
    return found


def by_hands(folder: Path, of: str) -> Iterator[Text]:
    """The halves of all pairs of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for at, pair in enumerate(read_jsonl(path, Halves)):
            for wrong, text in ((True, pair.harmful), (False, pair.benign)):
                yield Text(
                    f"{path.stem}-{at}{'rw'[wrong]}",
                    text,
                    wrong,
                    of,
                    path.stem[1],
                    pair=f"{path.stem}-{at}",
                    hand=path.stem,
                )


def _wrong(prompt: Prompt) -> bool:
    return prompt.expected is not OutcomeKind.ANSWER


def measured(
    given: Sequence[Text], screen: HarmReader, embedder: QuestionEmbedder
) -> Iterator[Measured]:
    """Each text as the screen reads it."""
    for one in given:
        read = screen.read_for_harm(one.text)
        yield Measured(one, read.fired, read.firm, read.sayings, embedder.embed_question(one.text))


class Tuned(Protocol):
    """A fitted network."""

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Shape (texts,)."""
        ...

    def line(self) -> tuple[float, NDArray[np.float64]]:
        """Intercept and weights of the model over the tuned network's vectors."""
        ...

    def write(self, path: Path) -> EmbedderCard:
        """What the network is tuned by; the card of the network as the product reads it."""
        ...


class Tune(Protocol):
    """Fits a network on texts."""

    def __call__(self, items: Sequence[Text], progress: Progress, doing: str) -> Tuned:
        """
        Args:
            doing: what the progress bar says.
        """
        ...


def logits(
    items: Sequence[Measured], folds: Sequence[str], tune: Tune, progress: Progress
) -> NDArray[np.float64]:
    """Of each item by a network fitted on the other folds, shape (items,). Examples of the rules
    are in none of them: those were written with the prompts of every fold in view."""
    where = np.asarray(folds)
    found = np.zeros(len(items), dtype=np.float64)
    for fold in sorted(set(folds)):
        rest = [
            one.text
            for one, its in zip(items, folds, strict=True)
            if its != fold and one.text.of != "examples"
        ]
        network = tune(rest, progress, f"Fitting without {fold}")
        held = [one.text.text for one, its in zip(items, folds, strict=True) if its == fold]
        found[where == fold] = network.logits(held)
    return found
