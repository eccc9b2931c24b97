"""What `citewell ask` is told of a country and of rules to let pass."""

import re
from collections.abc import Sequence

from pydantic import ValidationError

from app.domain.errors import ConfigurationError
from app.domain.governance import Override


def country_of(code: str | None) -> str | None:
    """Raises ConfigurationError: it is no ISO 3166-1 alpha-2 code."""
    if code is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        raise ConfigurationError("--country: write the two letters of ISO 3166-1, such as GB.")
    return code.upper()


def overridden(rules: Sequence[str], by: str, because: str) -> tuple[Override, ...]:
    """Raises ConfigurationError: who or why is missing."""
    if not rules and (by or because):
        raise ConfigurationError("--by and --because go with --override RULE.")
    try:
        return tuple(Override(rule=rule, clinician=by, reason=because) for rule in rules)
    except ValidationError:
        raise ConfigurationError(
            "--override needs --by NAME (2 letters or more) and --because REASON (5 or more)."
        ) from None
