"""What a kept run says of its figures beside their values, read out of its summary."""

from typing import Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from eval.jsonl import first_fault
from eval.run import SUMMARY, KeptRun
from eval.suite import Figures, Number, UnusableSet

Table = dict[str, Figures]
"""Group -> its figures. Whole numbers stay whole, so that counts can be told from shares."""

_TABLE: Final[TypeAdapter[Table]] = TypeAdapter(Table)
_FIGURES: Final[TypeAdapter[Figures]] = TypeAdapter(Figures)


class Told(BaseModel):
    """See `eval.suite.SuiteResult`; `cells` and `tables` are found by what they hold."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    intervals: dict[str, tuple[Number, Number]] = {}
    undefined: dict[str, str] = {}
    fitted_on: str
    reported_on: str
    in_sample: dict[str, str] = {}
    notes: tuple[str, ...] = ()
    cells: dict[str, Figures] = {}
    tables: dict[str, Table] = {}
    """The breakdowns that have a group, without their `by_`."""


_OTHERS: Final = frozenset(Told.model_fields)


def told(run: KeptRun) -> Told:
    """Raises UnusableSet where the summary is not one that a run writes."""
    cells: dict[str, Figures] = {}
    tables: dict[str, Table] = {}
    try:
        for name, value in run.summary.items():
            if not value:
                continue
            if name.startswith("by_"):
                tables[name.removeprefix("by_")] = _TABLE.validate_python(value)
            elif isinstance(value, dict) and name not in _OTHERS:
                cells[name] = _FIGURES.validate_python(value)
        return Told.model_validate({**run.summary, "cells": cells, "tables": tables})
    except ValidationError as error:
        raise UnusableSet(f"{run.path / SUMMARY}: {first_fault(error)}") from None
