"""Runs `citewell` as its user does: a process of its own, with a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample"
CITEWELL = Path(sys.executable).parent / "citewell"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a user who set nothing but the home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITEWELL_")}
    return {**kept, "CITEWELL_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "100", **more}


def citewell(
    home: Path, *arguments: str, cwd: Path = ROOT, timeout: float = 240, **more: str
) -> subprocess.CompletedProcess[str]:
    """One finished run; the caller judges its exit code."""
    return subprocess.run(
        [str(CITEWELL), *arguments],
        cwd=cwd,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
