"""What a record tells of its patient, as the checks read it.

Each thing comes with its resource and date. What the record does not state stays unknown.
"""

from collections.abc import Iterator
from typing import Final

from app.domain.patient import Problem, Situation
from app.domain.record import AllergyEntry, MedicineEntry, PatientRecord, ProblemEntry, ResultEntry
from app.patient.body import age, weight
from app.patient.carrying import carrying
from app.patient.lasting import counts
from app.patient.organs import kidneys, liver
from app.patient.taken import allergies, medicines
from app.patient.told import told

ALLERGY: Final = "AllergyIntolerance"


def situation(record: PatientRecord) -> Situation:
    """Of its patient on the day it is read for (`record.as_of`)."""
    entries = record.entries
    state = carrying(record)
    known, none = allergies(one for one in entries if isinstance(one, AllergyEntry))
    of_liver = liver(record)
    return Situation(
        medicines=medicines([one for one in entries if isinstance(one, MedicineEntry)]),
        allergies=known,
        no_allergies=None if ALLERGY in record.unread else none,
        problems=tuple(_problems(record)),
        pregnant=state.pregnant,
        weeks=state.weeks,
        breastfeeding=state.breastfeeding,
        age=age(record),
        sex=record.sex,
        weight=weight(one for one in entries if isinstance(one, ResultEntry)),
        kidneys=kidneys(record),
        liver=of_liver[0] if of_liver else None,
        liver_told=of_liver[1] if of_liver else None,
    )


def _problems(record: PatientRecord) -> Iterator[Problem]:
    """Each condition once, by the newest entry that counts."""
    seen: set[str] = set()
    for one in record.entries:
        if not isinstance(one, ProblemEntry):
            continue
        for name in sorted(one.known_as):
            if name in seen or not counts(one, name, record.as_of):
                continue
            seen.add(name)
            meaning = "" if name in one.name.lower() else name
            yield Problem(name=name, told=told(one, one.disagreement or meaning))
