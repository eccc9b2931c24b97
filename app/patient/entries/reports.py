"""DiagnosticReports."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from app.domain.record import EventEntry, Unusable
from app.patient.bundle import Held
from app.patient.concepts import required, words
from app.patient.entries.happened import DONE, ERROR, UNKNOWN, Standing, event, standing
from app.patient.reading import Reading

STANDINGS: Final[Mapping[str, Standing | str]] = MappingProxyType(
    {
        "final": DONE,
        "amended": DONE,
        "corrected": DONE,
        "appended": DONE,
        "registered": Standing(done=False, words="registered"),
        "partial": Standing(done=True, words="partial"),
        "preliminary": Standing(done=True, words="preliminary"),
        "unknown": UNKNOWN,
        "cancelled": "was cancelled",
        "entered-in-error": ERROR,
    }
)


def report(held: Held, reading: Reading) -> Iterator[EventEntry | Unusable]:
    """A DiagnosticReport with its conclusion; its results are Observations of their own.

    Raises:
        LeftOut: it was cancelled or entered in error, names nothing, or has an impossible date.
    """
    resource = held.content
    found = standing(resource, STANDINGS)
    start, until = reading.over(resource, "effectivePeriod")
    on = start or reading.on(resource, "effectiveDateTime", "issued")
    told = [resource.text("conclusion"), *map(words, resource.items("conclusionCode"))]
    concept = required(resource.child("code"))
    yield from event(held, "report", concept, (on, until), found, told)
