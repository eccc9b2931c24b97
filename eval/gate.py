"""Gates: the figures that must not fall. `gates.toml` lists them; a run passes or says which fell.

[[gate]]
suite = "retrieval"
data = "scifact-train"        # the last part of --data's path, without .jsonl and the like
split = "train"               # only where the run names one
figure = "ndcg@10"            # or a cell of a breakdown: "by_leg.fused.recall@100"
at_least = 0.735              # or at_most
why = "what the figure was when the gate was set, and how far it moves by chance"
"""

import tomllib
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationError, model_validator

from app.domain.frozen import Frozen
from eval.jsonl import first_fault
from eval.run import KeptRun
from eval.suite import Number, UnusableSet

GATES: Final = Path(__file__).with_name("gates.toml")


class Gate(Frozen):
    suite: str
    data: str
    split: str | None = None
    figure: str
    at_least: Number | None = None
    at_most: Number | None = None
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("give at_least or at_most, one of them")
        return self


class Gated(Frozen):
    """One gate and what the run brought; None: the run does not have the figure."""

    gate: Gate
    value: float | None
    passed: bool

    @property
    def line(self) -> str:
        bound = (
            f"at least {self.gate.at_least:g}"
            if self.gate.at_least is not None
            else f"at most {self.gate.at_most:g}"
        )
        value = "undefined" if self.value is None else f"{self.value:.4f}"
        return f"{self.gate.figure} is {value}, wanted {bound} ({self.gate.why})"


class _File(Frozen):
    gate: tuple[Gate, ...] = Field(min_length=1)


def read_gates(path: Path = GATES) -> tuple[Gate, ...]:
    """Raises UnusableSet where the file is missing, malformed or empty."""
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).gate
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None


def gated(run: KeptRun, gates: tuple[Gate, ...]) -> tuple[Gated, ...]:
    """Every gate that stands for what the run measured. An undefined figure does not pass.

    Raises:
        UnusableSet: no gate stands for it; a run that nothing checks has not passed.
    """
    ours = [gate for gate in gates if _stands_for(gate, run)]
    if not ours:
        known = sorted({f"{gate.suite} on {gate.data}" for gate in gates})
        raise UnusableSet(
            f"No gate stands for {run.card.suite} on {_data(run)!r}. There are gates for: "
            f"{'; '.join(known)}."
        )
    return tuple(_passed(gate, run) for gate in ours)


def _stands_for(gate: Gate, run: KeptRun) -> bool:
    return (
        gate.suite == run.card.suite
        and gate.data == _data(run)
        and gate.split in (None, run.card.split)
    )


def _data(run: KeptRun) -> str:
    return Path(run.card.data).name.partition(".")[0]


def _passed(gate: Gate, run: KeptRun) -> Gated:
    value = _value(gate.figure, run.summary)
    passed = value is not None and (
        value >= gate.at_least if gate.at_least is not None else value <= (gate.at_most or 0.0)
    )
    return Gated(gate=gate, value=value, passed=passed)


def _value(path: str, summary: dict[str, object]) -> float | None:
    """The number at `path`, whose steps are joined by dots; keys may hold dots of their own."""
    if path in summary:
        found = summary[path]
        return float(found) if isinstance(found, int | float) else None
    for key, inner in summary.items():
        if path.startswith(f"{key}.") and isinstance(inner, dict):
            return _value(path.removeprefix(f"{key}."), inner)
    return None
