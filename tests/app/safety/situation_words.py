"""What a situation tells, as short words that a table of cases can name."""

from collections.abc import Iterator

from app.domain.patient import Allergy, Kidney, Medicine, Range, Situation
from app.domain.question import Question, Speaker, Turn
from app.safety.situation.reader import QuestionReader

READER = QuestionReader()


def read(text: str) -> Situation:
    """`earlier || later || question`; an earlier turn that begins with `> ` is an answer's."""
    *earlier, asked = text.split(" || ")
    turns = tuple(
        Turn(
            speaker=Speaker.ASSISTANT if one.startswith("> ") else Speaker.USER,
            text=one.removeprefix("> "),
        )
        for one in earlier
    )
    return READER.read(Question.asked(asked, conversation=turns))


def told(person: Situation) -> frozenset[str]:
    """Such as `taken warfarin`, `allergy penicillin`, `pregnant`, `egfr 22`."""
    return frozenset(_told(person))


def _told(person: Situation) -> Iterator[str]:
    yield from (f"{one.use.value} {_medicine(one)}" for one in person.medicines)
    yield from (f"allergy {_allergy(one)}" for one in person.allergies)
    yield from (one.name for one in person.problems)
    for name, state in (("pregnant", person.pregnant), ("breastfeeding", person.breastfeeding)):
        if state is not None:
            yield name if state.holds else f"not {name}"
    for name, found in (("weeks", person.weeks), ("age", person.age), ("kg", person.weight)):
        if found is not None:
            yield f"{name} {_range(found)}"
    yield from (f"{one.measure} {_range(one)}" for one in person.kidneys)
    yield from ("no allergies",) if person.no_allergies else ()
    yield from (person.sex,) if person.sex else ()
    yield from (f"liver {person.liver}",) if person.liver else ()


def _medicine(one: Medicine) -> str:
    return one.class_name or "+".join(sorted(one.ingredients))


def _allergy(one: Allergy) -> str:
    return one.class_name or "+".join(sorted(one.ingredients)) or one.substance


def _range(found: Range | Kidney) -> str:
    return f"{found.low:g}" + ("" if found.high == found.low else f" to {found.high:g}")


def amiss(text: str, expected: str) -> list[str]:
    """Which of the comma-separated words do not hold; those after `! ` must not be told."""
    found = told(read(text))
    wrong = []
    for one in filter(None, (each.strip() for each in expected.split(","))):
        absent = one.removeprefix("! ")
        if (absent in found) if one.startswith("! ") else (one not in found):
            wrong.append(f"{one}: {sorted(found)}")
    return wrong
