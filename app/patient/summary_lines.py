"""The lines of a record, as its summary shows them."""

from datetime import date

from app.domain.record import PatientRecord, RecordEntry
from app.domain.summary import RecordPlace, SummaryLine
from app.patient.derived import derived_lines
from app.patient.lines import Line, line_of, person_line


class RecordLines:
    """The port `LineMaker`: the sentences that answers quote, too."""

    def of_person(self, record: PatientRecord) -> SummaryLine:
        return _line(person_line(record))

    def of_entry(self, entry: RecordEntry, as_of: date) -> SummaryLine:
        return _line(line_of(entry, as_of))

    def of_kidneys(self, record: PatientRecord) -> tuple[SummaryLine, ...]:
        return tuple(_line(each) for each in derived_lines(record))


def _line(line: Line) -> SummaryLine:
    on = line.on.text if line.on else None
    return SummaryLine(
        text=line.text,
        cites=(RecordPlace(resource=line.resource, on=on),),
        stale=line.entry is not None and line.entry.stale,
    )
