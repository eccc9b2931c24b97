"""Which rules the site's clinical owner has signed off, each as it read then."""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select

from app.domain.errors import Unavailable
from app.domain.governance import SignOff
from app.domain.ports.clock import Clock
from app.governance.store import Store
from app.governance.tables import SIGN_OFFS

FRESH: Final = 5.0
"""Seconds for which what was read holds: a running service hears of a new sign-off by then."""


_log = logging.getLogger("citewell")


class StoredSignOffs:
    """A later sign-off of a rule outranks an earlier one; one of other content does not count.

    Args:
        contents: rule id -> SHA-256 of the rule as it reads now.
    """

    def __init__(self, store: Store, clock: Clock, contents: Mapping[str, str]) -> None:
        self._store = store
        self._clock = clock
        self._contents = dict(contents)
        self._read_at = -FRESH
        self._by_rule: dict[str, SignOff] = {}

    def __call__(self, rule: str) -> str | None:
        """Who signed the rule off as it reads now; nobody where the record cannot be read."""
        if time.monotonic() - self._read_at >= FRESH:
            self._by_rule = self._read()
            self._read_at = time.monotonic()
        signed = self._by_rule.get(rule)
        return None if signed is None else signed.by

    def _read(self) -> dict[str, SignOff]:
        try:
            return self.valid()
        except Unavailable as error:
            _log.error("Every rule counts as unreviewed: %s", error)
            return {}

    def sign(self, rules: Iterable[str], by: str, note: str) -> tuple[SignOff, ...]:
        """Sign rules off in one transaction. Raises Unavailable; KeyError: no such rule."""
        signed = tuple(
            SignOff(rule=rule, content=self._contents[rule], by=by, note=note, at=self._clock.now())
            for rule in rules
        )
        rows = [{**one.model_dump(exclude={"at"}), "at": one.at.isoformat()} for one in signed]
        with self._store.writing() as connection:
            connection.execute(insert(SIGN_OFFS), rows)
        self._read_at = -FRESH
        return signed

    def valid(self) -> dict[str, SignOff]:
        """Rule id -> its last sign-off, for rules that still read as they did.

        Raises Unavailable.
        """
        with self._store.reading() as connection:
            if connection is None:
                return {}
            rows = connection.execute(select(SIGN_OFFS).order_by(SIGN_OFFS.c.id)).all()
        return {
            row.rule: SignOff(
                rule=row.rule,
                content=row.content,
                by=row.by,
                note=row.note,
                at=datetime.fromisoformat(row.at),
            )
            for row in rows
            if self._contents.get(row.rule) == row.content
        }
