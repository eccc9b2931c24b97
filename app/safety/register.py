"""Every rule of the product with its group, for listing, counting and signing off."""

import hashlib
import json
import tomllib
from functools import lru_cache
from typing import Any, Final

from pydantic import ConfigDict

from app.domain.frozen import Frozen
from app.domain.safety import Provenance, Severity
from app.safety.rule import Rule
from app.safety.rulebook import SOURCES, rule_files, rule_text, sources
from app.safety.saying import source_of

HEADER: Final = "rule"


class _Header(Rule):
    """The part that rules of all groups share."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Registered(Frozen):
    """A rule as a clinical owner sees it."""

    id: str
    group: str
    """The file's name up to its first underscore: `interactions`, `emergency`."""
    says: str
    do: str
    severity: Severity
    provenance: Provenance
    source: str | None
    from_memory: tuple[str, ...] = ()
    """Members that the source does not name: of these it only warns."""
    only_warns: bool = False
    """Whether the source carries no more than a warning."""
    addresses: tuple[str, ...]
    """Where a reader opens the sources."""
    content: str
    """SHA-256 of the rule, its examples among it."""


@lru_cache(maxsize=1)
def registered() -> tuple[Registered, ...]:
    """All rules, by file and place in it; about a tenth of a second at the first call."""
    return tuple(
        _registered(name, table)
        for name in rule_files()
        if name != SOURCES
        for table in tomllib.loads(rule_text(name)).get(HEADER, ())
    )


def contents() -> dict[str, str]:
    """Rule id -> SHA-256 of the rule as it reads now."""
    return {rule.id: rule.content for rule in registered()}


def _registered(file: str, table: dict[str, Any]) -> Registered:
    rule = _Header.model_validate(table)
    pointed = dict.fromkeys(pointer.source for pointer in rule.sources)
    read = json.dumps(table, sort_keys=True, ensure_ascii=False, default=str)
    return Registered(
        id=rule.id,
        group=file.removesuffix(".toml").partition("_")[0],
        says=rule.says,
        do=rule.do,
        severity=rule.severity,
        provenance=rule.provenance,
        source=source_of(rule),
        from_memory=tuple(sorted(rule.from_memory)),
        only_warns=rule.only_warns,
        addresses=tuple(sources()[name].address for name in pointed),
        content=hashlib.sha256(read.encode()).hexdigest(),
    )
