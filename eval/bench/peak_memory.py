"""A command in a process of its own, with the memory it took at most."""

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


def run_measured(command: Sequence[str]) -> Ran:
    """Run it to its end.

    Raises:
        UnusableSet: it failed; the message holds the last line it wrote.
    """
    import psutil

    with subprocess.Popen(
        list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        peak = 0
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, _resident(watched))
            time.sleep(EVERY)
        stdout = process.stdout.read() if process.stdout else ""
    if process.returncode:
        said = stdout.strip().splitlines()[-1:] or ["nothing was said"]
        raise UnusableSet(f"{command[2:4]} failed: {said[0]}")
    return Ran(stdout=stdout, peak_bytes=peak)


def _resident(process: "psutil.Process") -> int:
    import psutil

    try:
        family = [process, *process.children(recursive=True)]
        return sum(int(one.memory_info().rss) for one in family)
    except psutil.NoSuchProcess:
        return 0
