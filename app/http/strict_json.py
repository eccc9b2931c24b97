"""JSON of which nothing is guessed: each member once, numbers that are some, digits as written."""

import json
from decimal import Decimal
from typing import Any, Final, Never

LONGEST_NUMBER: Final = 40
"""Characters; a double has at most 24."""


def strictly(body: bytes) -> Any:
    """
    Raises:
        JSONDecodeError: it is no JSON, repeats a member, or holds a number that is none.
        UnicodeDecodeError, RecursionError.
    """
    return json.loads(
        body.decode("utf-8-sig"),
        object_pairs_hook=_once,
        parse_float=_number,
        parse_int=_whole,
        parse_constant=_no_number,
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise json.JSONDecodeError("A member stands there twice", "", 0)
    return told


def _number(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER or abs(Decimal(text).adjusted()) > LONGEST_NUMBER:
        _no_number(text)
    return Decimal(text)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        _no_number(text)
    return int(text)


def _no_number(_text: str) -> Never:
    raise json.JSONDecodeError("That is no number", "", 0)
