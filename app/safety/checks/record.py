"""What of a record could not be checked, and where it contradicts the question or itself."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.patient import Range, Situation, Teller
from app.domain.record import Course, MedicineEntry, PatientRecord
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.checks.allergic import known, shortly
from app.safety.saying import not_checked, passed

NAME: Final = "patient record"
NO_RECORD: Final = "No record was handed over."
MOST_NAMED: Final = 8
_READ: Final = {
    "AllergyIntolerance": "allergies",
    "Condition": "problems",
    "MedicationRequest": "medicines",
    "MedicationStatement": "medicines",
    "MedicationAdministration": "medicines",
}
"""What the checks read, by the type of resource it stands in."""
_AGREES: Final = "Nothing in the question contradicts the record, and all its medicines are known."
_WHOSE: Final = "Make sure that question and record are of the same patient."


class RecordOfQuestion:
    """`QuestionCheck`: medicines of the record that are not known here, what it says against
    itself, and an age or sex that the question tells otherwise; the checks go by what the question
    tells."""

    name: Final = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        record = subject.question.record
        if record is None:
            return (passed(NAME, NO_RECORD),)
        said = (
            *_contradicted(record.situation, subject.situation),
            *_with_itself(record),
            *_unread(record),
            *_unknown(record),
            *_allergies(record.situation),
            *_disagreeing(record),
        )
        return said or (passed(NAME, _AGREES),)


def _contradicted(recorded: Situation, meant: Situation) -> Iterator[CheckVerdict]:
    age, told = recorded.age, meant.age
    if age is not None and told is not None and _apart(age, told):
        yield _other("age", f"{told.told.words}; {age.told.words}")
    if recorded.sex is not None and meant.sex is not None and recorded.sex != meant.sex:
        yield _other("sex", f"{meant.sex}; {recorded.sex} in the record")


def _with_itself(record: PatientRecord) -> Iterator[CheckVerdict]:
    """A man who is pregnant or breastfeeds: one of the two was entered wrongly, or his sex is not
    what the body is like."""
    known = record.situation
    for what, state in (("pregnancy", known.pregnant), ("breastfeeding", known.breastfeeding)):
        if record.sex == "male" and state is not None and state.holds:
            yield CheckVerdict(
                name=NAME,
                status=CheckStatus.WARN,
                fired_on=f"{state.told.words}; male, {record.patient}",
                why=f"The record contradicts itself: it states {what} of a patient whose sex it "
                "gives as male; both were gone by.",
                next_step="Find out which of them is so, and correct the record.",
            )


def _apart(one: Range, other: Range) -> bool:
    if other.told.by is Teller.RECORD:
        return False
    return one.high < other.low or other.high < one.low


def _other(what: str, on: str) -> CheckVerdict:
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        fired_on=on,
        why=f"The question tells another {what} than the record; the question was gone by.",
        next_step=_WHOSE,
    )


def _unknown(record: PatientRecord) -> Iterator[CheckVerdict]:
    unknown = [
        one
        for one in record.entries
        if isinstance(one, MedicineEntry)
        and one.course is not Course.PAST
        and not one.known_as
        and one.class_name is None
    ]
    if unknown:
        named = _listed([f"{one.name[:60]} ({one.resource})" for one in unknown])
        yield not_checked(
            NAME,
            f"No rule could look at {named}: no medicine of that name is known here",
            "The ingredient of each medicine that is not known.",
        )


def _unread(record: PatientRecord) -> Iterator[CheckVerdict]:
    kinds = [what for type_, what in _READ.items() if type_ in record.unread]
    if kinds:
        listed = ", ".join(dict.fromkeys(kinds))
        yield not_checked(
            NAME,
            f"Entries of the record on {listed} could not be used and were not looked at",
            "What those entries of the record state.",
        )


def _allergies(person: Situation) -> Iterator[CheckVerdict]:
    unknown = [one for one in person.allergies if not known(one)]
    if unknown:
        named = _listed([shortly(one) for one in unknown])
        yield not_checked(
            NAME,
            f"No rule could look at the allergy to {named}: no substance of that name is known "
            "here",
            "The medicine or class of medicines that the allergy is to.",
        )


def _disagreeing(record: PatientRecord) -> Iterator[CheckVerdict]:
    named = [one for one in record.entries if one.disagreement is not None and _counts(one)]
    if named:
        listed = _listed([f"{one.resource}: {one.disagreement}" for one in named])
        yield CheckVerdict(
            name=NAME,
            status=CheckStatus.WARN,
            fired_on=listed,
            why="Code and words of an entry mean different things; both were gone by.",
            next_step="Look at the entry, and correct it.",
        )


def _counts(entry: object) -> bool:
    return getattr(entry, "course", Course.ACTIVE) is not Course.PAST


def _listed(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    more = len(shown) - MOST_NAMED
    return "; ".join(shown[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
