"""What a suite is: a module with a name, a one-line summary, and `run`.

A suite is one file in `eval/suites/`; a benchmark is the same thing in `eval/bench/`. To add one,
write the file: `citewell eval list` finds it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from app.domain.errors import CitewellError
from app.domain.frozen import Frozen

T = TypeVar("T")

Number = Annotated[float, Field(allow_inf_nan=False)]
Figures = dict[str, int | Number | None]
"""Name of a figure -> its value; None where the set does not define it."""


class UnusableSet(CitewellError):
    """The data named cannot be evaluated on: malformed, empty, or judged on what it lacks."""


class Progress(Protocol):
    """Shows how far a loop has come."""

    def track(self, items: Iterable[T], doing: str, total: int | None = None) -> Iterator[T]:
        """`items` unchanged; `doing` says in two or three words what happens to them."""
        ...


class Quiet:
    """The progress of a run that nobody watches."""

    def track(self, items: Iterable[T], doing: str, total: int | None = None) -> Iterator[T]:  # noqa: ARG002 - the port's signature
        yield from items


@dataclass(frozen=True)
class SuiteRequest:
    """What a suite is asked to do.

    `data` is the folder (or file) that holds its set, None for suites that bring their own;
    `split` names one of several judgement files; `out` is the run folder, to be created; `cache`
    outlives the run and holds vectors of passages that were embedded before; `options` are the
    suite's own `--set NAME=VALUE`.
    """

    out: Path
    cache: Path
    data: Path | None = None
    split: str | None = None
    progress: Progress = field(default_factory=Quiet)
    options: tuple[tuple[str, str], ...] = ()

    def needed_data(self, what: str) -> Path:
        """`data`, or an error that says what the suite wants.

        Raises:
            UnusableSet: no data was named.
        """
        if self.data is None:
            raise UnusableSet(f"This suite needs data: name it with --data ({what}).")
        return self.data

    def chosen(self, allowed: Iterable[str]) -> dict[str, str]:
        """`options` as a mapping.

        Raises:
            UnusableSet: an option that the suite does not have.
        """
        known = sorted(allowed)
        for name, _ in self.options:
            if name not in known:
                raise UnusableSet(
                    f"The suite has no option {name!r}; "
                    + (f"it has {', '.join(known)}." if known else "it has none.")
                )
        return dict(self.options)


class SuiteResult(Frozen):
    """A suite's figures.

    `headline` are those of the default pipeline, printed at the top level of the JSON document;
    `breakdowns` stand under keys that begin with `by_`; every None has its reason in `undefined`.
    """

    suite: str
    headline: Figures = Field(min_length=1)
    breakdowns: dict[str, dict[str, Figures]] = {}
    undefined: dict[str, str] = {}
    fitted_on: str
    """What any constant or threshold of the measured pipeline was fitted on."""
    reported_on: str
    """The set, its split, and its size."""
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        for name in self.breakdowns:
            if not name.startswith("by_"):
                raise ValueError(f"breakdown {name!r} does not begin with by_")
        for name, value in self.headline.items():
            if value is None and name not in self.undefined:
                raise ValueError(f"{name} is undefined and no reason is given")
        return self


class Suite(Protocol):
    """A module of `eval/suites/` or `eval/bench/`."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def SUMMARY(self) -> str: ...  # noqa: N802

    def run(self, request: SuiteRequest) -> SuiteResult:
        """Raises UnusableSet where the data cannot be evaluated on."""
        ...
