"""`citewell models verify` as a report of checks."""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from rich.console import Console

from app.console.checks import Check, Result
from app.console.transfer import Transfer
from app.generation.models.folder import ModelsFolder
from app.generation.models.verifying import State, Verified, verify

_RESULTS: Final = MappingProxyType(
    {
        State.OK: Result.OK,
        State.CHANGED: Result.FAIL,
        State.MISSING: Result.FAIL,
        State.UNREADABLE: Result.FAIL,
        State.UNRECORDED: Result.WARN,
        State.NOT_AS_CATALOGUED: Result.WARN,
    }
)
_TO_DO: Final = MappingProxyType(
    {
        State.OK: "",
        State.CHANGED: "Do not use it. Delete it and bring it again with citewell models pull.",
        State.MISSING: "Bring it again with citewell models pull, or delete its record.",
        State.UNREADABLE: "Give this user the file, or delete it with its record and pull again.",
        State.UNRECORDED: "citewell models pull NAME --file PATH records a file with its checksum.",
        State.NOT_AS_CATALOGUED: "Fine where you gave its checksum yourself.",
    }
)


def examine(folder: ModelsFolder, name: str | None, errors: Console) -> Iterator[Check]:
    """One check a file, as it was read. Raises NotFound: nothing of that name is here."""
    none = True
    with Transfer(errors, name or "models") as transfer:
        for found in verify(folder, name, transfer):
            none = False
            yield _check(found)
    if none:
        yield Check(
            name="models",
            result=Result.OK,
            found=f"none in {folder.path}",
            to_do="citewell models list shows what there is.",
        )


def _check(found: Verified) -> Check:
    said = ", ".join(
        filter(None, (f"{found.path.name} {found.state.value}", found.found, _short(found.sha256)))
    )
    return Check(
        name=found.name,
        result=_RESULTS[found.state],
        found=said,
        to_do=_TO_DO[found.state],
    )


def _short(sha256: str | None) -> str:
    return f"recorded SHA-256 {sha256}" if sha256 else ""
