"""Finding suites, benchmarks and makers of sets: every module of `eval/suites/`, `eval/bench/` and
`eval/makers/` that has a NAME is one."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar, cast

import eval.bench
import eval.makers
import eval.suites
from eval.suite import Maker, Suite, UnusableSet

One = TypeVar("One")


def suites() -> dict[str, Suite]:
    """By name, sorted."""
    return cast("dict[str, Suite]", _modules(eval.suites))


def benches() -> dict[str, Suite]:
    """By name, sorted."""
    return cast("dict[str, Suite]", _modules(eval.bench))


def makers() -> dict[str, Maker]:
    """By name, sorted."""
    return cast("dict[str, Maker]", _modules(eval.makers))


def named(name: str, among: dict[str, One], what: str) -> One:
    """Raises UnusableSet, naming those there are."""
    if name not in among:
        raise UnusableSet(f"There is no {what} {name!r}. There are: {', '.join(among)}.")
    return among[name]


def _modules(package: ModuleType) -> dict[str, ModuleType]:
    found: dict[str, ModuleType] = {}
    for entry in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{entry.name}")
        if hasattr(module, "NAME"):
            found[module.NAME] = module
    return dict(sorted(found.items()))
