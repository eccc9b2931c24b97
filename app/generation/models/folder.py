"""Where language models lie, one folder a name, and what is recorded of them.

language/<name>/<file>.gguf                 and beside it <file>.gguf.record.json
language/<name>/<file>.gguf.part            while it is fetched, and after it was interrupted
language/elsewhere/<16 digits>.record.json  of files that are used where they lie
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from app.domain.errors import ConfigurationError, ModelChanged, ModelUnavailable, WriterBusy
from app.generation.models.records import ENDING, Record, read_record, write_record

ELSEWHERE: Final = "elsewhere"
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SPLIT: Final = re.compile(r"-\d{5}-of-\d{5}\.gguf$")


@dataclass(frozen=True)
class ModelsFolder:
    """The folder `language` of a site; made when the first model comes."""

    path: Path

    def place(self, name: str) -> Path:
        """The folder of the model of that name.

        Raises:
            ConfigurationError: it cannot be a name.
        """
        if not _NAME.fullmatch(name) or name == ELSEWHERE:
            raise ConfigurationError(
                f"{name!r} cannot name a model: use small letters, digits, '.', '_' and '-'."
            )
        return self.path / name

    def files(self, name: str) -> list[Path]:
        """Every whole GGUF file of that name, sorted."""
        return sorted(self.place(name).glob("*.gguf"))

    def names(self) -> list[str]:
        """Every name that has a file here, sorted."""
        return sorted(
            {file.parent.name for file in self.path.glob("*/*.gguf") if _named(file.parent)}
        )

    def record(self, file: Path) -> Record | None:
        """What is recorded of `file`, which may lie elsewhere. Raises ModelChanged."""
        return read_record(self._record_file(file))

    def write(self, file: Path, record: Record) -> None:
        """Raises ModelUnavailable: it cannot be written, and nothing is loaded unrecorded."""
        place = self._record_file(file)
        try:
            write_record(place, record)
        except OSError as error:
            raise ModelUnavailable(
                f"The checksum of {file} cannot be recorded in {place.parent} ({error.strerror}), "
                "and a model is not loaded without. Let this user write there, or free some space."
            ) from error

    def recorded(self) -> Iterator[tuple[Path, Path]]:
        """Every record's file and the model's file that it belongs to (which may be gone)."""
        for record in sorted(self.path.glob(f"*/*{ENDING}")):
            if _named(record.parent):
                yield record, record.with_name(record.name.removesuffix(ENDING))
            elif record.parent.name == ELSEWHERE:
                try:
                    told = read_record(record)
                except ModelChanged:
                    told = None
                yield record, Path(told.file) if told else record

    def unrecorded(self) -> Iterator[Path]:
        """GGUF files that lie here without a record: copied here by hand, not used yet."""
        for name in self.names():
            for file in self.files(name):
                if not self._record_file(file).exists():
                    yield file

    def lock(self, name: str) -> FileLock:
        """Held while a model of that name is brought here.

        Raises:
            WriterBusy: another process holds it.
            ConfigurationError: nothing can be written there.
        """
        place = self.place(name)
        held = FileLock(place / "pull.lock")
        try:
            place.mkdir(parents=True, exist_ok=True)
            held.acquire(timeout=0)
        except Timeout:
            raise WriterBusy(
                f"Another process is bringing the model {name!r} to {place}: wait for it."
            ) from None
        except OSError as error:
            raise ConfigurationError(
                f"Models cannot be kept in {place} ({error.strerror}): name another folder in "
                "CITEWELL_MODELS."
            ) from None
        return held

    def holds(self, file: Path) -> bool:
        """Whether `file` lies here under a model's name."""
        place = file.parent
        return place.parent.resolve() == self.path.resolve() and _named(place)

    def _record_file(self, file: Path) -> Path:
        if self.holds(file):
            return file.with_name(file.name + ENDING)
        digits = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]
        return self.path / ELSEWHERE / f"{digits}{ENDING}"


def whole_gguf(file: Path) -> None:
    """That `file` begins as a GGUF file does and is no part of one.

    Raises:
        ConfigurationError: it does not.
        OSError: it cannot be read.
    """
    whole_name(file.name)
    with file.open("rb") as stream:
        if stream.read(4) != b"GGUF":
            raise ConfigurationError(f"{file} is not a GGUF file: it does not begin as one does.")


def whole_name(file: str) -> None:
    """Raises ConfigurationError: the name is that of one part of a split model."""
    if _SPLIT.search(file):
        raise ConfigurationError(
            f"{file} is one part of a split model, and only whole files are checked: join them "
            "with llama-gguf-split --merge."
        )


def _named(place: Path) -> bool:
    return bool(_NAME.fullmatch(place.name)) and place.name != ELSEWHERE
