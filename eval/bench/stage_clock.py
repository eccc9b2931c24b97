"""How long the ingestion job spends in each of its stages, by what it tells of its progress."""

import time
from typing import Final

from ingest.progress import Silent

STAGES: Final = ("plan", "read_and_write", "settle", "publish")
"""Comparing files with the ledger; reading, splitting, embedding and indexing those that changed;
finding out how every document stands; checking and publishing."""


class StageClock(Silent):
    """A `Progress` of one run; started when it is made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._ends: dict[str, float] = {}

    def planned(self, files: int) -> None:  # noqa: ARG002 - the port's signature
        self._ends["plan"] = time.perf_counter()
        self._ends["read_and_write"] = time.perf_counter()

    def read(self, origin: str, passages: int) -> None:  # noqa: ARG002
        self._ends["read_and_write"] = time.perf_counter()

    def publishing(self) -> None:
        self._ends["settle"] = time.perf_counter()

    def stages(self) -> dict[str, float]:
        """Stage -> seconds, in order; call it when the run is over. A stage that the run never
        came to has none; the last one takes what is left."""
        now = time.perf_counter()
        if "settle" in self._ends:
            self._ends["publish"] = now
        else:
            self._ends["settle"] = now
        begun = self._started
        seconds: dict[str, float] = {}
        for stage in STAGES:
            if stage in self._ends:
                seconds[stage] = self._ends[stage] - begun
                begun = self._ends[stage]
        return seconds
