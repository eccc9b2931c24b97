"""What `citewell models pull` does: progress on standard error, the result on standard output."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from app.console import streams
from app.console.transfer import Transfer
from app.console.words import printable
from app.domain.errors import ConfigurationError
from app.generation.models.folder import ModelsFolder
from app.generation.models.pulling import Wanted, pull

_SHA256 = re.compile(r"[0-9a-f]{64}")


def wanted(
    *,
    name: str,
    accepted: bool,
    file: Path | None,
    link: bool,
    gguf: str | None,
    mirror: str,
    hosts: tuple[str, ...],
    sha256: str | None,
) -> Wanted:
    """Raises ConfigurationError: options that do not go together, or no SHA-256."""
    if file is not None and gguf is not None:
        raise ConfigurationError("--file and --gguf exclude each other: one brings, one fetches.")
    if link and file is None:
        raise ConfigurationError("--link leaves a file where it is: name it with --file.")
    if sha256 is not None and not _SHA256.fullmatch(sha256.casefold()):
        raise ConfigurationError("--sha256 takes 64 hexadecimal digits.")
    return Wanted(
        name=name,
        accepted=accepted,
        file=file,
        link=link,
        gguf=gguf,
        mirror=mirror,
        hosts=hosts,
        sha256=sha256.casefold() if sha256 else None,
    )


def run(
    wanted: Wanted, folder: ModelsFolder, console: Console, errors: Console, *, as_json: bool
) -> None:
    """Raises what `pull` raises."""
    with Transfer(errors, wanted.name) as show:
        try:
            brought = pull(
                wanted,
                folder,
                token=os.environ.get("HF_TOKEN") or None,
                now=lambda: datetime.now(UTC),
                progress=show,
            )
        except KeyboardInterrupt:
            streams.note("interrupted; what came is kept, and the same command goes on with it.")
            raise
    if as_json:
        record = folder.record(brought.path)
        told = {
            "name": wanted.name,
            "path": str(brought.path),
            "size": brought.size,
            "sha256": brought.sha256,
            "against": record.against if record else None,
            "warnings": brought.warnings,
        }
        console.file.write(json.dumps(told) + "\n")
        return
    for warning in brought.warnings:
        streams.note(printable(warning))
    console.print(Text(f"{wanted.name} is at {printable(str(brought.path))}"))
    console.print(Text(f"SHA-256 {brought.sha256}"))
