"""Abbreviations for what they stand for, and the reverse: `eval/own/abbreviations.toml`.

    [[pair]]
    short = "TIA"                                    # read with its capitals
    long = ["transient ischaemic attack", "transient ischemic attack"]
    expand = false                                   # where `short` has other readings too

Every term of the table that a question holds is swapped: `myocardial infarction (MI)` becomes
`MI (myocardial infarction)`. The first spelling of `long` is the one written. Where the short form
is never written out, `cerebrospinal fluid (CSF)` becomes `CSF`.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import Field

from app.domain.frozen import Frozen
from eval.perturb.swap import Rule, Swapper

TABLE: Final = Path(__file__).parents[1] / "own" / "abbreviations.toml"

_SAID_TWICE = re.compile(r"(?<!\S)(\S+) \(\1\)")


class _Pair(Frozen):
    short: str
    long: tuple[str, ...] = Field(min_length=1)
    expand: bool = True


class _Table(Frozen):
    pair: tuple[_Pair, ...] = Field(min_length=1)


def with_abbreviations_swapped(question: str, key: str) -> str | None:  # noqa: ARG001 - no chance
    """The question with short terms written out and long ones abbreviated; None without any."""
    swapped = _swapper().swapped(question)
    return None if swapped is None else _SAID_TWICE.sub(r"\1", swapped)


@cache
def _swapper() -> Swapper:
    table = _Table.model_validate(tomllib.loads(TABLE.read_text(encoding="utf-8")))
    return Swapper([rule for pair in table.pair for rule in _rules(pair)])


def _rules(pair: _Pair) -> Iterator[Rule]:
    for spelling in pair.long:
        yield Rule(said=spelling, instead=pair.short)
    if pair.expand:
        yield Rule(said=pair.short, instead=pair.long[0], exact_case=True)
