"""What a suite is: a module with a name, a one-line summary, and `run`.

A suite is one file in `eval/suites/`; a benchmark is the same thing in `eval/bench/`. To add one,
write the file: `citewell eval list` finds it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal, Protocol, Self, TypeVar

from pydantic import Field, model_validator

from app.domain.errors import CitewellError
from app.domain.frozen import Frozen

T = TypeVar("T")

Number = Annotated[float, Field(allow_inf_nan=False)]
Figures = dict[str, int | Number | None]
"""Name of a figure -> its value; None where the set does not define it."""


NOT_BUILT: Final = "not built"
"""How the reason begins where a figure is None because the product lacks what it would measure."""


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
    outlives the run and holds vectors of passages that were embedded before; `predictions` is a
    file of what another system said, to be scored in place of the product's own outcomes;
    `options` are the suite's own `--set NAME=VALUE`.
    """

    out: Path
    cache: Path
    data: Path | None = None
    split: str | None = None
    predictions: Path | None = None
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
        return chosen(self.options, allowed)


def chosen(options: tuple[tuple[str, str], ...], allowed: Iterable[str]) -> dict[str, str]:
    """Pairs of `--set NAME=VALUE` as a mapping.

    Raises:
        UnusableSet: a name that is not allowed.
    """
    known = sorted(allowed)
    for name, _ in options:
        if name not in known:
            raise UnusableSet(
                f"There is no option {name!r} here; "
                + (f"there is {', '.join(known)}." if known else "there is none.")
            )
    return dict(options)


def whole(options: dict[str, str], name: str, default: int) -> int:
    """The option as a whole number from 1.

    Raises:
        UnusableSet: it is none.
    """
    text = options.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise UnusableSet(f"--set {name}={text}: write a whole number from 1.")
    return int(text)


class Curve(Frozen):
    """One line of a plot: (x, y), in the order in which they are joined."""

    name: str
    points: tuple[tuple[Number, Number], ...] = Field(min_length=1)


class LinePlot(Frozen):
    kind: Literal["lines"] = "lines"
    title: str
    x: str
    y: str
    curves: tuple[Curve, ...] = Field(min_length=1)
    diagonal: bool = False
    """Draw x = y: where a calibrated system would lie."""


class Spread(Frozen):
    """The values behind one distribution."""

    name: str
    values: tuple[Number, ...] = Field(min_length=1)


class HistogramPlot(Frozen):
    kind: Literal["histogram"] = "histogram"
    title: str
    x: str
    spreads: tuple[Spread, ...] = Field(min_length=1)


Plot = Annotated[LinePlot | HistogramPlot, Field(discriminator="kind")]


class SuiteResult(Frozen):
    """A suite's figures.

    `headline` are those of the default pipeline, printed at the top level of the JSON document;
    `cells` are one figure by set, under a key of its own (`accuracy: {medqa: ...}`); `breakdowns`
    stand under keys that begin with `by_`; every None of the headline has its reason in
    `undefined`.
    """

    suite: str
    headline: Figures = Field(min_length=1)
    cells: dict[str, Figures] = {}
    breakdowns: dict[str, dict[str, Figures]] = {}
    intervals: dict[str, tuple[Number, Number]] = {}
    """Headline figure -> its 95% bootstrap interval over items."""
    undefined: dict[str, str] = {}
    fitted_on: str
    """What any constant or threshold of the measured pipeline was fitted on."""
    reported_on: str
    """The set, its split, and its size."""
    in_sample: dict[str, str] = {}
    """Figure -> what was chosen on the very data it is reported on; such a figure flatters."""
    notes: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        for name in self.breakdowns:
            if not name.startswith("by_"):
                raise ValueError(f"breakdown {name!r} does not begin with by_")
        for name, value in self.headline.items():
            if value is None and name not in self.undefined:
                raise ValueError(f"{name} is undefined and no reason is given")
        for name in (*self.intervals, *self.in_sample):
            if name not in self.headline:
                raise ValueError(f"{name} is no headline figure")
        if taken := sorted({*self.cells} & {*self.headline}):
            raise ValueError(f"{', '.join(taken)} stands among the headline figures and the cells")
        return self


class Suite(Protocol):
    """A module of `eval/suites/` or `eval/bench/`.

    Its docstring is what `citewell eval list NAME` prints: what is measured, the format of the
    data, the options. A suite that scores `--predictions` says `PREDICTIONS = "their format"`, one
    that takes `--split` says `SPLITS = "which there are"`; the others refuse them.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def SUMMARY(self) -> str: ...  # noqa: N802

    def run(self, request: SuiteRequest) -> SuiteResult:
        """Raises UnusableSet where the data cannot be evaluated on."""
        ...


@dataclass(frozen=True)
class MakeRequest:
    """What a maker is asked for: a set, made of `data`, written to the file `out`."""

    data: Path
    out: Path
    progress: Progress = field(default_factory=Quiet)
    options: tuple[tuple[str, str], ...] = ()


class Maker(Protocol):
    """A module of `eval/makers/`: makes a set in a suite's format of somebody else's files.

    Its docstring tells what it reads, what it makes of it, and under which licence that came.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def SUMMARY(self) -> str: ...  # noqa: N802

    def make(self, request: MakeRequest) -> int:
        """Write the file, whole or not at all; how many lines it has.

        Raises:
            UnusableSet: `data` is not what the maker reads, or gives no line.
        """
        ...
