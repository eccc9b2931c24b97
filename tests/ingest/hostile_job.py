"""`python -m tests.ingest.hostile_job HOME FOLDER [PROCESSES]`: one job, in a process of its own,
measured. Without PROCESSES it parses there too.

Prints one JSON document: the report, what the index then holds, the seconds each file took, and the
highest resident memory (MB). Vectors are those of the fake embedder; all else is the real thing.
"""

import json
import resource
import sys
import time
from pathlib import Path

from app.index.generations import HomeGenerations
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.progress import Silent
from ingest.readers import READERS
from ingest.sources.elements import keep_offline
from ingest.workers import Workers
from tests.fakes import FakeEmbedder


class Clock(Silent):
    """How long each file took to be looked at and to be read."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()
        self._looked_at = ""

    def looking_at(self, origin: str) -> None:
        self._tick(self._looked_at)
        self._looked_at = origin

    def planned(self, files: int) -> None:
        self._tick(self._looked_at)

    def read(self, origin: str, passages: int) -> None:
        self._tick(origin)

    def _tick(self, origin: str) -> None:
        now = time.monotonic()
        self.seconds[origin] = self.seconds.get(origin, 0) + now - self._last
        self._last = now


def peak_kilobytes() -> int:
    """This process's own peak. `ru_maxrss` would not do: it is handed down by the process that
    started this one, which in a long run of tests is larger than anything here."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1])


def main(home: Path, folder: Path, processes: int = 0) -> None:
    keep_offline()  # loads for seconds, which are no file's
    clock = Clock()
    generations = HomeGenerations(home, FakeEmbedder())
    parsing = Workers(READERS, processes) if processes else None
    report = IngestJob(generations, READERS, walk, clock, parsing=parsing).run([folder])
    with generations.lease() as snapshot:
        held = [one.document.text for one in snapshot.library.split_documents()]
    peak = peak_kilobytes()
    made = {
        "report": report.model_dump(mode="json"),
        "held": held,
        "seconds": clock.seconds,
        "peak_mb": peak / 1024,
    }
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
