"""Immunizations."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import EventEntry, Unusable
from app.patient import dates
from app.patient.bundle import Held
from app.patient.concepts import required, words
from app.patient.entries.happened import DONE, ERROR, NOT_DONE, Standing, event, standing
from app.patient.reading import Reading

STANDINGS: Final[Mapping[str, Standing | str]] = MappingProxyType(
    {"completed": DONE, "not-done": NOT_DONE, "entered-in-error": ERROR}
)


def immunization(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """An Immunization.

    Raises:
        LeftOut: it was entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    found = standing(resource, STANDINGS)
    told_as = dates.in_words(resource.text("occurrenceString"), reading.person.born)
    on = reading.on(resource, "occurrenceDateTime") or reading.possible(
        told_as, f"{resource.at}.occurrenceString"
    )
    told = [words(resource.child("statusReason")), *map(words, resource.items("reasonCode"))]
    concept = required(resource.child("vaccineCode"))
    yield from event(held, "immunization", concept, (on, None), found, told)
