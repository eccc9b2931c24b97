"""What a reader of one resource knows of the rest of the bundle."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from app.domain.record import RecordEntry, Unusable, When
from app.patient import dates
from app.patient.bundle import Held
from app.patient.element import Element
from app.patient.left_out import LeftOut
from app.patient.names import Names
from app.patient.person import A_DAY, Person
from app.patient.references import References


class Reading(NamedTuple):
    references: References
    names: Names
    person: Person
    as_of: date

    def possible(self, when: When | None, at: str) -> When | None:
        """A date of what happened.

        Raises:
            LeftOut: it lies before the person's birth or after the day of reading.
        """
        if when and when.first > self.as_of + A_DAY:
            raise LeftOut(at, "lies after the day on which the record is read")
        born = self.person.born
        if when and born and when.last < born.first - A_DAY:
            raise LeftOut(at, "lies before the person's birth")
        return when

    def on(self, resource: Element, *names: str) -> When | None:
        """The first of these dates that is stated.

        Raises:
            LeftOut: it is no date, or an impossible one.
        """
        for name in names:
            found = dates.at(resource.child(name))
            if found:
                return self.possible(found, f"{resource.at}.{name}")
        return None

    def over(self, resource: Element, name: str) -> tuple[When | None, When | None]:
        """Start and end of a Period, of which the end alone may lie in the future.

        Raises:
            LeftOut: they are no dates, or the start is an impossible one.
        """
        period = resource.child(name)
        start, end = dates.start_and_end(period)
        return self.possible(start, f"{period.at}.start"), end

    def passed(self, end: When | None) -> bool:
        return end is not None and end.last < self.as_of


Read = Callable[[Held, Reading], Iterator[RecordEntry | Unusable]]
"""Reads one resource; raises LeftOut where it cannot be used."""
