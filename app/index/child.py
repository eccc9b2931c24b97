"""Programs of this package that run in a process of their own."""

import os
import sys
from pathlib import Path

import app


def child_command(module: str, *arguments: str) -> list[str]:
    """Runs a module of ours; needs `child_environment`."""
    # safe path: a folder `app` where the user happens to stand is not this one
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """This process's environment, in which a child finds this very package, installed or not."""
    root = str(Path(app.__file__ or "").parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": paths}
