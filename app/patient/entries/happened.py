"""What procedures, encounters, reports and immunizations share: something was done, or not."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from app.domain.record import EventEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.concepts import Concept, words
from app.patient.element import Element
from app.patient.left_out import LeftOut, left_out
from app.patient.reading import Reading

LONGEST: Final = 4_000
"""Characters of a conclusion or of reasons; a longer text is not cut but left out."""
Kind = Literal["procedure", "encounter", "report", "immunization"]


class Standing(NamedTuple):
    """What a status says: whether it was done, and what else."""

    done: bool
    words: str = ""


DONE: Final = Standing(done=True)
UNKNOWN: Final = Standing(done=False, words="status unknown")
NOT_DONE: Final = Standing(done=False, words="not done")
ERROR: Final = "was entered in error"


def standing(resource: Element, codes: Mapping[str, Standing | str]) -> Standing:
    """By its status.

    Args:
        codes: R4's codes of status, each with what it says or with why there is no such event.

    Raises:
        LeftOut: there is none, or its status is none of these.
    """
    found = codes[resource.one_of("status", codes)]
    if isinstance(found, str):
        raise LeftOut(f"{resource.at}.status", found)
    return found


def period(
    resource: Element, name: str, standing: Standing, reading: Reading
) -> tuple[When | None, When | None]:
    """Start and end; of what was not done yet they may lie in the future."""
    if standing.done:
        return reading.over(resource, name)
    return dates.start_and_end(resource.child(name))


def reasons(held: Held, reading: Reading) -> str:
    """Of reasonCode, and of the Conditions or others that reasonReference leads to."""
    told = [words(reason) for reason in held.content.items("reasonCode")]
    for reference in held.content.items("reasonReference"):
        target = reading.references.target(reference, held)
        told.append(words(target.content.child("code")) if target else reference.text("display"))
    found = ", ".join(dict.fromkeys(filter(None, told)))
    return f"for {found}" if found else ""


def event(
    held: Held,
    kind: Kind,
    named: Concept,
    over: tuple[When | None, When | None],
    standing: Standing,
    told: list[str],
    known_as: frozenset[str] = frozenset(),
) -> Iterator[EventEntry | Unusable]:
    """Its entry; `told` is what it states beside its name, in words."""
    text = "; ".join(dict.fromkeys(filter(None, (standing.words, *told))))
    if len(text) > LONGEST:
        yield left_out(held.content.at, f"its text of more than {LONGEST:,} characters is left out")
        text = standing.words
    on, until = over
    yield EventEntry(
        kind=kind,
        resource=held.label,
        at=held.content.at,
        name=named.name,
        codings=named.codings,
        known_as=known_as,
        on=on,
        until=until,
        done=standing.done,
        words=text,
    )
