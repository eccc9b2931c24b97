"""A command in a process of its own, with the memory it took at most and the processor's time."""

import subprocess
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from app.domain.frozen import Frozen
from eval.suite import UnusableSet

if TYPE_CHECKING:
    import psutil

EVERY: Final = 0.05
"""Seconds between two looks at the memory; a shorter peak can be missed."""


class Ran(Frozen):
    stdout: str
    peak_bytes: int
    """Resident memory of the process and all below it, summed, at its highest."""
    peak_own_bytes: int | None = None
    """The same without pages of files, which the system may take back at any time, and without
    memory that processes share; None where the system does not tell them apart."""
    cpu_seconds: float = 0.0
    """Of the processor, for the process and all below it; what one spends in its last moment, after
    the last look at it, is missed."""


def run_measured(command: Sequence[str]) -> Ran:
    """Run it to its end.

    Raises:
        UnusableSet: it failed; the message holds the last line it wrote.
    """
    import psutil

    with subprocess.Popen(
        list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        peak = peak_own = 0
        watched = psutil.Process(process.pid)
        spent: dict[int, float] = {}
        while process.poll() is None:
            resident, own = _look(watched, spent)
            peak, peak_own = max(peak, resident), max(peak_own, own)
            time.sleep(EVERY)
        stdout = process.stdout.read() if process.stdout else ""
    if process.returncode:
        said = stdout.strip().splitlines()[-1:] or ["nothing was said"]
        raise UnusableSet(f"{command[2:4]} failed: {said[0]}")
    return Ran(
        stdout=stdout,
        peak_bytes=peak,
        peak_own_bytes=peak_own or None,
        cpu_seconds=sum(spent.values()),
    )


def _look(process: "psutil.Process", spent: dict[int, float]) -> tuple[int, int]:
    """Bytes of the process and all below it: all, and their own (0 where that is not told).

    Args:
        spent: seconds of the processor by process so far; those met are brought up to date.
    """
    import psutil

    try:
        family = [process, *process.children(recursive=True)]
        held = [one.memory_info() for one in family]
        for one in family:
            times = one.cpu_times()
            spent[one.pid] = times.user + times.system
    except psutil.NoSuchProcess:
        return 0, 0
    resident = sum(int(one.rss) for one in held)
    shared = [getattr(one, "shared", None) for one in held]
    own = 0 if None in shared else resident - sum(int(one or 0) for one in shared)
    return resident, own
