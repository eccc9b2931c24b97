"""Our own names of a record's concepts, each looked up once a bundle and forgotten with it."""

from collections.abc import Callable

from app.domain.record import Coding
from app.patient import coded
from app.patient.coded import Known
from app.patient.concepts import Concept

Lookup = Callable[[tuple[Coding, ...], str], Known]


class Names:
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
            known = self._found[lookup, concept] = lookup(concept.codings, concept.name)
        return known
