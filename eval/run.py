"""A run folder: all it takes to reproduce a run and to look at any single item of it.

    run.json       what was measured: suite, data, settings, index generation, models, seed
    items.jsonl    one line an item, written as it finishes
    summary.json   the figures, written last: a folder without it is an unfinished run

A run that was interrupted goes on where it stopped when it is started again with the same folder
and the same run.json; with another one it is refused, never mixed.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from app.domain.frozen import Frozen
from app.domain.manifest import Manifest
from eval.suite import SuiteResult, UnusableSet

RUN = "run.json"
ITEMS = "items.jsonl"
SUMMARY = "summary.json"


class Item(Protocol):
    """One line of items.jsonl: any frozen type with an `id` that is unique in the run."""

    @property
    def id(self) -> str: ...

    def model_dump_json(self) -> str: ...


Line = TypeVar("Line", bound=Frozen)


class RunCard(Frozen):
    """What a run measured. Two runs with equal cards, but for times, give equal figures."""

    suite: str
    data: str
    data_sha256: str
    """Over what was read of the data; see the suite."""
    split: str | None = None
    settings_fingerprint: str
    settings_json: str
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
            exclude={"generation": {"generation", "created", "parent"}, "settings_json": True},
        )
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


class RunFolder:
    """An open run. `items` are those already finished, by id."""

    def __init__(self, path: Path, card: RunCard) -> None:
        """Raises UnusableSet where `path` holds a run of something else."""
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        described = path / RUN
        if described.exists():
            if _read_card(described).identity != card.identity:
                raise UnusableSet(
                    f"{path} holds another run (other data, settings or index): "
                    "name another folder with --out."
                )
        elif any(path.iterdir()):
            raise UnusableSet(f"{path} is not empty and holds no run: name another with --out.")
        described.write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def finished(self, kind: type[Line]) -> dict[str, Line]:
        """Items of an earlier, interrupted start, by id; a line cut short by the end is dropped.

        Raises:
            UnusableSet: a line in the middle is not an item of this kind.
        """
        path = self.path / ITEMS
        if not path.exists():
            return {}
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if lines and not lines[-1].endswith("\n"):
            lines.pop()
            path.write_text("".join(lines), encoding="utf-8")
        found: dict[str, Line] = {}
        for number, line in enumerate(lines, start=1):
            try:
                item = kind.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                raise UnusableSet(f"{path}:{number}: {first['loc']}: {first['msg']}.") from None
            found[str(getattr(item, "id"))] = item  # noqa: B009 - Item has one, Frozen has not
        return found

    @contextmanager
    def writing(self) -> Iterator["ItemWriter"]:
        """Appends items; each is on the disk when `write` returns."""
        with (self.path / ITEMS).open("a", encoding="utf-8") as file:

            def write(item: Item) -> None:
                file.write(item.model_dump_json() + "\n")
                file.flush()

            yield write

    def finish(self, result: SuiteResult) -> None:
        """Write the summary."""
        write_summary(self.path, result)


def write_summary(folder: Path, result: SuiteResult) -> None:
    """`summary.json` in `folder`, which is made where it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(result, folder), indent=2, ensure_ascii=False, allow_nan=False)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


class ItemWriter(Protocol):
    def __call__(self, item: Item) -> None: ...


def document(result: SuiteResult, run: Path | None = None) -> dict[str, object]:
    """The result as the one JSON document that `--json` prints: headline figures at the top."""
    return {
        "suite": result.suite,
        **result.headline,
        **result.breakdowns,
        "undefined": result.undefined,
        "fitted_on": result.fitted_on,
        "reported_on": result.reported_on,
        "notes": list(result.notes),
        "run": None if run is None else str(run),
    }


def _read_card(path: Path) -> RunCard:
    try:
        return RunCard.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise UnusableSet(f"{path} cannot be read as a run's description ({error}).") from None
