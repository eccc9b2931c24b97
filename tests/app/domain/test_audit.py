"""No field of an audit entry can carry a sentence."""

import types
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError

from app.domain.audit import AuditEntry, AuditKind, SealedEntry

WORDS = ("Can my mother take it?", "two words", " padded", "line\nbreak", "tab\tbed", "", "ß", "é")


def texts(kind: Any, name: str, above: tuple[Any, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every place of a type that takes a `str`, with its constraints."""
    if get_origin(kind) is Annotated:
        inner, *constraints = get_args(kind)
        yield from texts(inner, name, tuple(constraints))
    elif get_origin(kind) in {Union, types.UnionType, tuple}:
        for part in get_args(kind):
            if part is not Ellipsis:
                yield from texts(part, name)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for field, info in kind.model_fields.items():
            yield from texts(info.annotation, f"{name}.{field}", tuple(info.metadata))
    elif kind is str:
        yield name, Annotated[kind, *above] if above else kind
    elif not (isinstance(kind, type) and (issubclass(kind, StrEnum) or kind in _NO_TEXT)):
        raise AssertionError(f"{name}: {kind} is not known to carry no words")


_NO_TEXT = {AwareDatetime, int, float, bool, type(None), datetime, date}
FIELDS = tuple(texts(SealedEntry, "SealedEntry"))


def test_texts_are_found_in_every_depth() -> None:
    names = [name for name, _ in FIELDS]
    assert "SealedEntry.entry.checks.rule" in names
    assert "SealedEntry.entry.actor" in names
    assert len(names) > 20


@pytest.mark.parametrize(("name", "kind"), FIELDS, ids=[name for name, _ in FIELDS])
def test_no_text_can_hold_words(name: str, kind: Any) -> None:
    for words in WORDS:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(words)
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python("x" * 201)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError):
        AuditEntry.model_validate({"kind": "answer", "actor": "a", "note": "x"})


def test_defaults_are_not_written() -> None:
    told = AuditEntry(kind=AuditKind.KEY, actor="admin").model_dump(exclude_defaults=True)
    assert told == {"kind": AuditKind.KEY, "actor": "admin"}


def test_a_time_without_a_zone_is_refused() -> None:
    entry = AuditEntry(kind=AuditKind.KEY, actor="admin")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    SealedEntry(sequence=1, at=at, entry=entry, mac="0" * 64)
    with pytest.raises(ValidationError):
        SealedEntry(sequence=1, at=at.replace(tzinfo=None), entry=entry, mac="0" * 64)
