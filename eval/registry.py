"""Finding suites and benchmarks: every module of `eval/suites/` and of `eval/bench/` that has a
NAME is one."""

import importlib
import pkgutil
from typing import cast

import eval.bench
import eval.suites
from eval.suite import Suite, UnusableSet


def suites() -> dict[str, Suite]:
    """By name, sorted."""
    return _modules(eval.suites.__name__, list(eval.suites.__path__))


def benches() -> dict[str, Suite]:
    """By name, sorted."""
    return _modules(eval.bench.__name__, list(eval.bench.__path__))


def named(name: str, among: dict[str, Suite], what: str) -> Suite:
    """Raises UnusableSet, naming those there are."""
    if name not in among:
        raise UnusableSet(f"There is no {what} {name!r}. There are: {', '.join(among)}.")
    return among[name]


def _modules(package: str, path: list[str]) -> dict[str, Suite]:
    found: dict[str, Suite] = {}
    for entry in pkgutil.iter_modules(path):
        module = importlib.import_module(f"{package}.{entry.name}")
        if hasattr(module, "NAME"):
            found[module.NAME] = cast("Suite", module)
    return dict(sorted(found.items()))
