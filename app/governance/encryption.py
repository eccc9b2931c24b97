"""Columns whose text lies encrypted in the database, with a key that the database does not hold.

AES-256-GCM (NIST SP 800-38D) of the `cryptography` library, with a random nonce of 96 bits for each
cell: one key seals up to 2^32 cells safely. Table, column and what identifies the row are bound to
the cell as associated data: a cell that was moved elsewhere does not open. A cell reads
`s1.<id of the key>.<base64url of nonce and ciphertext>`; its length tells that of the text.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Engine,
    String,
    cast,
    func,
    literal,
    type_coerce,
)
from sqlalchemy.types import TypeDecorator

from app.domain.errors import Unavailable
from app.governance.keys import Key, KeyFile

_VERSION: Final = "s1"
_NONCE: Final = 12
_AFTER_ROW: Final = "\x1e"
"""Between a row's identity and its cell, which never holds it."""

_KEYS: Final[WeakKeyDictionary[Dialect, KeyFile]] = WeakKeyDictionary()


class Plain(NamedTuple):
    """Text to be sealed, and what identifies its row: the values of `Sealed.bound_to`, in order."""

    text: str
    row: tuple[str, ...]

    def __repr__(self) -> str:
        return "Plain(...)"


class Sealed(TypeDecorator[Any]):
    """Written as `Plain`, read as the text; it can be neither compared nor sorted in the database.

    Reading raises Unavailable where the key is missing, or the cell was changed or moved.

    Args:
        name: of the cell's table and column, for ever: it is bound to each cell.
        bound_to: text columns of the same row that are never changed and together are one row's
            alone.
    """

    impl = String
    cache_ok = True

    def __init__(self, name: str, *bound_to: str) -> None:
        super().__init__()
        self.name = name
        self.bound_to = bound_to

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The cell behind what identifies its row, so that it opens in its own row alone."""
        columns = column.table.c
        whole: ColumnElement[Any] = literal("", String)
        for name in self.bound_to:
            whole = whole + cast(func.length(columns[name]), String) + ":" + columns[name]
        return type_coerce(whole + _AFTER_ROW + type_coerce(column, String), self)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Plain):
            raise TypeError(f"{self.name} is written as Plain, and never searched")
        key = _KEYS[dialect].held()[0]
        return seal(key, value.text, self.name, row_identity(value.row))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        row, _, cell = str(value).rpartition(_AFTER_ROW)
        return unseal(_KEYS[dialect], cell, self.name, row)


def give_keys(engine: Engine, keys: KeyFile) -> None:
    """Sealed columns of this engine's statements are sealed and opened with these keys."""
    _KEYS[engine.dialect] = keys


def row_identity(values: Iterable[str]) -> str:
    """What identifies a row as one text; no two rows share it."""
    return "".join(f"{len(value)}:{value}" for value in values)


def seal(key: Key, text: str, name: str, row: str) -> str:
    """The cell that opens to `text` in the column `name` of the row `row` alone."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key.secret).encrypt(nonce, text.encode(), _bound(name, row))
    return f"{_VERSION}.{key.id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(keys: KeyFile, cell: str, name: str, row: str) -> str:
    """Raises Unavailable: the key is missing, or the cell is not the one written there."""
    version, _, rest = cell.partition(".")
    identity, _, body = rest.partition(".")
    if version != _VERSION:
        raise _damaged(name)
    key = keys.key(identity)
    try:
        raw = base64.urlsafe_b64decode(body)
        if base64.urlsafe_b64encode(raw).decode() != body:  # the decoder skips what it cannot read
            raise _damaged(name)
        text = AESGCM(key.secret).decrypt(raw[:_NONCE], raw[_NONCE:], _bound(name, row))
    except (binascii.Error, InvalidTag, ValueError):
        raise _damaged(name) from None
    return text.decode()


def sealed_with(key: Key) -> str:
    """How cells begin that `key` sealed."""
    return f"{_VERSION}.{key.id}."


def _bound(name: str, row: str) -> bytes:
    return f"{name}{_AFTER_ROW}{row}".encode()


def _damaged(name: str) -> Unavailable:
    return Unavailable(
        f"A cell of {name} is not what was written there: it was changed or moved. Put the "
        "governance database back from a backup (deploy/governance.md)."
    )
