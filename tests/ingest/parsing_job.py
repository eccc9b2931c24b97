"""`python -m tests.ingest.parsing_job HOME FOLDER`: one job that parses in two processes."""

import signal
import sys
from pathlib import Path

from app.index.generations import HomeGenerations
from ingest.archives import walk
from ingest.job import IngestJob
from ingest.workers import Workers
from tests.fakes import FakeEmbedder
from tests.ingest.fatal import FatalReader


def main(home: Path, folder: Path) -> None:
    reader = FatalReader()
    job = IngestJob(
        HomeGenerations(home, FakeEmbedder()), [reader], walk, parsing=Workers([reader], 2)
    )
    job.run([folder])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    main(Path(sys.argv[1]), Path(sys.argv[2]))
