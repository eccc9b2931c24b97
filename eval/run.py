"""A run folder: all it takes to reproduce a run and to look at any single item of it.

    run.json       what was measured: suite, data, settings, index generation, models, seed
    items.jsonl    one line an item, written as it finishes
    plots.json     what the report draws
    summary.json   the figures, written last: a folder without it is an unfinished run

A run that was interrupted goes on where it stopped when it is started again with the same folder
and the same run.json; with another one it is refused, never mixed.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from eval.jsonl import first_fault, sha256_of
from eval.scored import Scores
from eval.suite import Plot, Progress, SuiteResult, UnusableSet

RUN = "run.json"
ITEMS = "items.jsonl"
PLOTS = "plots.json"
SUMMARY = "summary.json"
ASIDE = ".aside"
"""How the names of files end that are not yet whole."""
OWN = "own/"
"""How `RunCard.data` begins where no data was named and the suite took its own."""


HASHED = ", SHA-256 "
"""What stands in an option of a card between the name of a file and its hash."""


def hashed(named: Path, file: Path | None = None) -> str:
    """What an option names, as a card has it: with other contents it is another run.

    Args:
        file: what is read of it, where it is a folder.

    Raises:
        UnusableSet: it cannot be read.
    """
    return f"{named}{HASHED}{sha256_of(file or named)[:12]}"


class Item(Protocol):
    """One line of items.jsonl: any frozen type with an `id` that is unique in the run."""

    @property
    def id(self) -> str: ...

    def model_dump_json(self) -> str: ...

    @classmethod
    def model_validate_json(cls, json_data: bytes) -> Self: ...


Line = TypeVar("Line", bound=Item)
Task = TypeVar("Task")


class RunCard(Frozen):
    """What a run measured. Two runs with equal cards, but for times, give equal figures."""

    suite: str
    product: str = ""
    """Version of the product that was measured."""
    started: datetime | None = None
    data: str
    data_sha256: str
    """Over what was read of the data; see the suite."""
    split: str | None = None
    predictions: str | None = None
    predictions_sha256: str | None = None
    """Of the file of another system's outcomes, where these are scored and not the product's."""
    settings_fingerprint: str | None
    """None where the product took no part, not even as a judge."""
    settings_json: str | None
    """Every setting in force, as JSON, secrets masked."""
    generation: Manifest | None = None
    generator: str | None = None
    """Fingerprint of the generator, for suites that ask for answers."""
    seed: int = 0
    options: tuple[tuple[str, str], ...] = ()

    @property
    def identity(self) -> str:
        """SHA-256 over all that a figure depends on; when and where it ran is left out."""
        kept = self.model_dump(
            mode="json",
            exclude={
                "generation": {"generation", "created", "parent"},
                "settings_json": True,
                "started": True,
                "data": True,
                "predictions": True,
            },
        )
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


class RunFolder:
    """An open run. `items` are those already finished, by id."""

    def __init__(self, path: Path, card: RunCard) -> None:
        """Raises UnusableSet where `path` holds something else, or cannot be written."""
        self.path = path
        try:
            self._open(card)
        except OSError as error:
            raise UnusableSet(f"{path} cannot be a run folder ({error.strerror}).") from None

    def _open(self, card: RunCard) -> None:
        path, described = self.path, self.path / RUN
        path.mkdir(parents=True, exist_ok=True)
        if described.exists():
            if _read_card(described).identity != card.identity:
                raise UnusableSet(
                    f"{path} holds another run (other data, settings or index): "
                    "name another folder with --out."
                )
            (path / SUMMARY).unlink(missing_ok=True)
        elif any(one.suffix != ASIDE for one in path.iterdir()):
            raise UnusableSet(f"{path} is not empty and holds no run: name another with --out.")
        else:
            _write(described, card.model_dump_json(indent=2) + "\n")

    def carry_out(
        self,
        tasks: Mapping[str, Task],
        kind: type[Line],
        do: Callable[[str, Task], Line],
        progress: Progress,
        doing: str,
    ) -> list[Line]:
        """The item of every task, in the tasks' order; those finished before are not done again.

        Args:
            tasks: item id -> what there is to do.
            do: takes both, and gives the item, which carries that id.

        Raises:
            UnusableSet: an item finished before is not of this kind.
        """
        done = self.finished(kind)
        left = {key: task for key, task in tasks.items() if key not in done}
        with self.writing() as write:
            for key, task in progress.track(left.items(), doing, len(left)):
                done[key] = do(key, task)
                write(done[key])
        return [done[key] for key in tasks]

    def finished(self, kind: type[Line]) -> dict[str, Line]:
        """Items of an earlier, interrupted start, by id; a line cut short by the end is dropped.

        Raises:
            UnusableSet: a line in the middle is not an item of this kind.
        """
        path = self.path / ITEMS
        if not path.exists():
            return {}
        *lines, rest = path.read_bytes().split(b"\n")
        if rest:
            with path.open("r+b") as file:
                file.truncate(path.stat().st_size - len(rest))
        found: dict[str, Line] = {}
        for number, line in enumerate(lines, start=1):
            try:
                item = kind.model_validate_json(line)
            except ValidationError as error:
                raise UnusableSet(f"{path}:{number}: {first_fault(error)}") from None
            found[item.id] = item
        return found

    @contextmanager
    def writing(self) -> Iterator["ItemWriter"]:
        """Appends items; each is handed to the system when `write` returns.

        Raises:
            UnusableSet: by `write`, where the disk does not take it.
        """
        with (self.path / ITEMS).open("ab", buffering=0) as file:

            def write(item: Item) -> None:
                try:
                    file.write(item.model_dump_json().encode() + b"\n")
                except OSError as error:
                    raise UnusableSet(
                        f"{self.path / ITEMS} cannot be written ({error.strerror})."
                    ) from None

            yield write

    def finish(self, result: SuiteResult) -> None:
        """Write the summary."""
        write_summary(self.path, result)


def write_summary(folder: Path, result: SuiteResult) -> None:
    """`plots.json`, then `summary.json`, in `folder`, which is made where it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / PLOTS, _PLOTS.dump_json(result.plots, indent=2).decode() + "\n")
    text = json.dumps(document(result, folder), indent=2, ensure_ascii=False, allow_nan=False)
    _write(folder / SUMMARY, text + "\n")


def _write(path: Path, text: str) -> None:
    """The whole file or, where that fails, what stood there.

    Raises:
        UnusableSet: it cannot be written.
    """
    aside = path.with_name(path.name + ASIDE)
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        raise UnusableSet(f"{path} cannot be written ({error.strerror}).") from None


class ItemWriter(Protocol):
    def __call__(self, item: Item) -> None: ...


def document(result: SuiteResult, run: Path | None = None) -> dict[str, object]:
    """The result as the one JSON document that `--json` prints: headline figures at the top."""
    return {
        "suite": result.suite,
        **result.headline,
        **result.cells,
        **result.breakdowns,
        "intervals": {name: list(ends) for name, ends in result.intervals.items()},
        "undefined": result.undefined,
        "fitted_on": result.fitted_on,
        "reported_on": result.reported_on,
        "in_sample": result.in_sample,
        "notes": list(result.notes),
        "run": None if run is None else str(run),
    }


class KeptRun(Frozen):
    """A finished run, read back from its folder by whoever knows nothing of its suite."""

    path: Path
    card: RunCard
    summary: dict[str, object]
    """As `document` wrote it."""
    plots: tuple[Plot, ...]
    items: tuple[Scores, ...]
    """Empty for a benchmark."""

    @property
    def figures(self) -> dict[str, float | None]:
        """The headline: every number, or null, at the top of the summary."""
        return {
            name: value
            for name, value in self.summary.items()
            if name not in NO_FIGURES and (value is None or isinstance(value, int | float))
        }

    @property
    def tables(self) -> dict[str, dict[str, dict[str, float | None]]]:
        """The breakdowns, without their `by_`."""
        return {
            name.removeprefix("by_"): _TABLE.validate_python(value)
            for name, value in self.summary.items()
            if name.startswith("by_")
        }


NO_FIGURES = frozenset({"suite", "run"})
_PLOTS: TypeAdapter[tuple[Plot, ...]] = TypeAdapter(tuple[Plot, ...])
_TABLE: TypeAdapter[dict[str, dict[str, float | None]]] = TypeAdapter(
    dict[str, dict[str, float | None]]
)


def read_run(path: Path) -> KeptRun:
    """The run in `path`.

    Raises:
        UnusableSet: there is none, it is unfinished, or a file of it cannot be read.
    """
    if not (path / RUN).is_file():
        raise UnusableSet(f"{path} is no run folder: it holds no {RUN}.")
    if not (path / SUMMARY).is_file():
        raise UnusableSet(
            f"{path} is an unfinished run: start it again with the same --out to go on."
        )
    items = path / ITEMS
    try:
        return KeptRun(
            path=path,
            card=_read_card(path / RUN),
            summary=json.loads((path / SUMMARY).read_text(encoding="utf-8")),
            plots=_PLOTS.validate_json((path / PLOTS).read_bytes()) if _has(path, PLOTS) else (),
            items=tuple(_scores(items)) if items.is_file() else (),
        )
    except ValidationError as error:
        raise UnusableSet(f"{path} cannot be read: {first_fault(error)}") from None
    except (OSError, ValueError) as error:
        raise UnusableSet(f"{path} cannot be read: {error}") from None


def _has(path: Path, name: str) -> bool:
    return (path / name).is_file()


def _scores(path: Path) -> Iterator[Scores]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Scores.model_validate_json(line)
            except ValidationError as error:
                raise UnusableSet(f"{path}:{number}: {first_fault(error)}") from None


def _read_card(path: Path) -> RunCard:
    try:
        return RunCard.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise UnusableSet(f"{path} is no run's description: {first_fault(error)}") from None
    except OSError as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
