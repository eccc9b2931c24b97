"""The sub-commands of other packages, found by entry point and loaded only when they are run.

`ingest` and `eval` register themselves in the group `citewell.commands`. Importing them to list
their names would make every `citewell ask` pay for what it does not use, so the list shows the
first line of each module's docstring, read from its source.
"""

import ast
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperGroup

GROUP: Final = "citewell.commands"


class FoundCommands(TyperGroup):
    """A group that knows the entry points' names, and loads one when it is asked to run it."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *sorted(set(_found()) - set(self.commands))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        own = super().get_command(ctx, cmd_name)
        found = _found().get(cmd_name)
        if own is not None or found is None:
            return own
        return command_of(cmd_name, _listed(_first_line(found)))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = _found().get(args[0])
        if found is not None and args[0] not in self.commands:
            self.add_command(command_of(args[0], found.load()), args[0])
        return super().resolve_command(ctx, args)


def command_of(name: str, loaded: typer.Typer | Callable[..., None]) -> Any:
    """The runnable command of a Typer application, or of a plain function."""
    if isinstance(loaded, typer.Typer):
        command = typer.main.get_command(loaded)
    else:
        holder = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        holder.command(name)(loaded)
        command = typer.main.get_command(holder)
    command.name = name
    return command


@cache
def _found() -> dict[str, EntryPoint]:
    return {each.name: each for each in entry_points(group=GROUP)}


def _listed(summary: str) -> Callable[[], None]:
    def listed() -> None:
        raise RuntimeError("listed, not loaded")

    listed.__doc__ = summary
    return listed


def _first_line(found: EntryPoint) -> str:
    spec = find_spec(found.module)
    if spec is None or spec.origin is None:
        return ""
    source = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    line = (ast.get_docstring(source) or "").partition("\n")[0]
    line = line.removeprefix(f"`citewell {found.name}`: ")
    return line[:1].upper() + line[1:]
