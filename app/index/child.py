"""Programs of this package that run in a process of their own."""

import os
from pathlib import Path

import app


def child_environment() -> dict[str, str]:
    """This process's environment, in which a child finds this very package, installed or not."""
    root = str(Path(app.__file__ or "").parents[1])
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": paths}
