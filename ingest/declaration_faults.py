"""What to write where a `corpus.toml` is wrong."""

import tomllib
from typing import Final

_BY_KEY: Final = {
    "jurisdiction": "write two capital letters as ISO 3166-1 has them, such as GB or US, or INT",
    "language": 'write a short code, such as "en", "de" or "pt-BR"',
    "access_tags": 'write a list, such as ["pharmacy"]',
    "document": "head each entry with [[document]], in two pairs of brackets",
}
_BY_KIND: Final = {
    "string_type": "write it in quotation marks",
    "string_too_short": "write something, or take the key away",
    "date_type": "write a day without quotation marks, such as 2021-02-28",
    "date_from_datetime_inexact": "write a day without quotation marks, such as 2021-02-28",
    "dict_type": 'write it as a table: [formulary."PATH"] or [records."PATH"], its fields below',
}
_OF_TOML: Final = {
    "date": "a day that exists, such as 2021-02-28, is meant to stand there",
    "value": "words stand in quotation marks, days do not",
    "overwrite": "the key stands there twice",
}


def what_to_write(where: tuple[int | str, ...], kind: str, message: str) -> str:
    """Advice about the key at `where`; else pydantic's own `message` about a fault of `kind`."""
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if kind in ("string_pattern_mismatch", "tuple_type") and where[-1] in _BY_KEY:
        return _BY_KEY[str(where[-1])]
    return message.removeprefix("Value error, ")


def told_of_toml(error: tomllib.TOMLDecodeError) -> str:
    """The parser's message, which names the line, and what it most likely is about."""
    said = str(error).rstrip(".")
    likely = next((advice for word, advice in _OF_TOML.items() if word in said.casefold()), None)
    return f"{said}: {likely}." if likely else f"{said}."
