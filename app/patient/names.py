"""Our own names of a record's concepts, each looked up once a bundle and forgotten with it."""

from collections.abc import Callable
from typing import Final

from app.domain.errors import UnusableRecord
from app.domain.record import Coding
from app.patient import coded
from app.patient.coded import Known
from app.patient.concepts import Concept

Lookup = Callable[[tuple[Coding, ...], str], Known]

MOST_NAMES: Final = 5_000
"""Of one bundle, each with its codes. A look-up takes 1 ms, of the longest names 8 ms."""


class Names:
    """Raises UnusableRecord where a bundle names more than `MOST_NAMES` things."""

    def __init__(self) -> None:
        self._found: dict[tuple[Lookup, Concept], Known] = {}

    def problem(self, concept: Concept) -> Known:
        return self._known(coded.problem, concept)

    def medicine(self, concept: Concept) -> Known:
        return self._known(coded.medicine, concept)

    def allergen(self, concept: Concept) -> Known:
        return self._known(coded.allergen, concept)

    def analyte(self, concept: Concept) -> Known:
        return self._known(coded.analyte, concept)

    def _known(self, lookup: Lookup, concept: Concept) -> Known:
        known = self._found.get((lookup, concept))
        if known is None:
            if len(self._found) >= MOST_NAMES:
                raise UnusableRecord(
                    f"The Bundle names more than {MOST_NAMES:,} different things. Leave out what "
                    "no question needs.",
                    "Bundle.entry",
                )
            known = self._found[lookup, concept] = lookup(concept.codings, concept.name)
        return known
