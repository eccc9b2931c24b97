"""From a model's name or path to a file whose checksum was looked at just now."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.domain.errors import ModelChanged, ModelUnavailable, NotFound
from app.domain.frozen import Frozen
from app.generation.llama.options import LEAST_CONTEXT
from app.generation.models.catalogue import known, suggestion
from app.generation.models.entries import ClinicalUse, Entry
from app.generation.models.folder import ModelsFolder, whole_gguf
from app.generation.models.hashing import Progress, sha256_of, silent
from app.generation.models.records import Against, Record


class ModelFile(Frozen):
    """A file that is what it was when it was recorded."""

    path: Path
    sha256: str
    """Of every byte of the file, computed in this call."""
    size: int
    entry: Entry | None
    """None: the catalogue does not know the model."""
    warnings: tuple[str, ...]
    """To be said to the operator each time it is loaded."""


def resolve(
    name_or_path: str,
    folder: ModelsFolder,
    now: Callable[[], datetime],
    progress: Progress = silent,
) -> ModelFile:
    """The file of a catalogue name, of a name of the site's own, or at a path.

    Every byte is read: size and time of change are no proof. At first use the checksum is compared
    with the catalogue's where it has one for that file, and recorded.

    Raises:
        NotFound: no such model and no such file.
        ModelUnavailable: the model is known and no file of it is here.
        ModelChanged: the file is not the one that was recorded, or the record cannot be read.
        ConfigurationError: no GGUF file, a part of a split one, or one of several that fit.
    """
    path = _path(name_or_path, folder)
    entry = known(path.parent.name) if folder.holds(path) else None
    try:
        whole_gguf(path)
        size = path.stat().st_size
        found = sha256_of(path, progress)
        record = folder.record(path)
        if record is None:
            record = _first_use(path, found, entry, folder, now())
    except OSError as error:
        raise ModelUnavailable(
            f"The model {path} cannot be read ({error.strerror or error})."
        ) from error
    if found != record.sha256:
        raise ModelChanged(
            f"{path} is not the file that was recorded on {record.recorded:%Y-%m-%d}: SHA-256 "
            f"{found[:12]}... where {record.sha256[:12]}... was. It is damaged or was replaced, "
            "and is not loaded. Delete it and bring it again (citewell models pull)."
        )
    return ModelFile(
        path=path, sha256=found, size=size, entry=entry, warnings=warnings_of(entry, record)
    )


def warnings_of(entry: Entry | None, record: Record) -> tuple[str, ...]:
    """What an operator should know each time the model is loaded."""
    said = []
    if entry is None:
        said.append(
            "The catalogue does not know this model: its licence, and whether it may be used in "
            "care, are for you to check."
        )
    else:
        if entry.care is not ClinicalUse.NOT_STATED:
            said.append(f"{entry.title}: use in care is {entry.care.value}. {entry.terms}")
        if entry.needs_acceptance and record.accepted_by is None:
            said.append(
                f"{entry.title}: nobody has accepted its licence here ({entry.licence.name}, "
                f"{entry.licence.url})."
            )
        if not entry.run_here:
            said.append(
                f"{entry.title}: Citewell was never run with it; measure it with citewell eval "
                "before anyone relies on it."
            )
        if entry.template == "no":
            said.append(f"{entry.title}: it is not known to carry a chat template.")
        if not entry.llama_cpp:
            said.append(f"{entry.title}: llama.cpp does not know its architecture.")
        if entry.context < LEAST_CONTEXT:
            said.append(
                f"{entry.title}: its context of {entry.context:,} tokens is too small for one "
                f"passage and an answer ({LEAST_CONTEXT:,} at least), so it cannot draft."
            )
    if record.against == "nothing":
        said.append(
            f"Its checksum was compared with nothing but what was recorded at first use "
            f"({record.recorded:%Y-%m-%d})."
        )
    return tuple(said)


def _path(name_or_path: str, folder: ModelsFolder) -> Path:
    """Raises NotFound, ModelUnavailable, ModelChanged, ConfigurationError."""
    given = Path(name_or_path)
    if len(given.parts) > 1 or given.suffix.casefold() == ".gguf":
        if not given.is_file():
            raise NotFound(f"There is no file {given}.")
        return given.absolute()
    name = name_or_path.casefold()
    files = folder.files(name)
    if len(files) == 1:
        return files[0].absolute()
    entry = known(name)
    if files:
        usual = [file for file in files if entry and entry.gguf and file.name == entry.gguf.file]
        if usual:
            return usual[0].absolute()
        every = ", ".join(file.name for file in files)
        raise NotFound(f"{folder.place(name)} holds {every}: name the one you mean by its path.")
    if entry is None:
        raise NotFound(
            f"There is no model {name_or_path!r}, neither in the catalogue nor in {folder.path}."
            f"{suggestion(name)} citewell models list shows all."
        )
    raise ModelUnavailable(
        f"The model {name} is not on this machine: citewell models pull {name} brings it, and "
        f"citewell models pull {name} --file PATH takes a file that you have."
    )


def _first_use(
    path: Path, found: str, entry: Entry | None, folder: ModelsFolder, now: datetime
) -> Record:
    against: Against = "nothing"
    gguf = entry.gguf if entry else None
    if gguf is not None and gguf.sha256 is not None and gguf.file == path.name:
        if gguf.sha256 != found:
            raise ModelChanged(
                f"{path} has SHA-256 {found} where the catalogue has {gguf.sha256} for that file. "
                "If you know that yours is right, take it in with citewell models pull "
                f"{path.parent.name} --file PATH --sha256 {found}."
            )
        against = "catalogue"
    stat = path.stat()
    record = Record(
        file=path.name if folder.holds(path) else str(path),
        sha256=found,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        recorded=now,
        source="found there",
        against=against,
        model=path.parent.name if folder.holds(path) else None,
        licence=entry.licence.key if entry else None,
    )
    folder.write(path, record)
    return record
