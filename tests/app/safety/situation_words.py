"""What a situation tells, as short words that a table of cases can name."""

from collections.abc import Iterator

from app.domain.patient import Situation
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
    for medicine in person.medicines:
        yield f"{medicine.use.value} {medicine.class_name or '+'.join(sorted(medicine.ingredients))}"
    for allergy in person.allergies:
        yield f"allergy {allergy.class_name or '+'.join(sorted(allergy.ingredients)) or allergy.substance}"
    if person.no_allergies:
        yield "no allergies"
    for problem in person.problems:
        yield problem.name
    for name, state in (("pregnant", person.pregnant), ("breastfeeding", person.breastfeeding)):
        if state is not None:
            yield name if state.holds else f"not {name}"
    for name, found in (("weeks", person.weeks), ("age", person.age), ("kg", person.weight)):
        if found is not None:
            yield f"{name} {found.low:g}" + (
                "" if found.high == found.low else f" to {found.high:g}"
            )
    if person.sex:
        yield person.sex
    for kidney in person.kidneys:
        high = "" if kidney.high == kidney.low else f" to {kidney.high:g}"
        yield f"{kidney.measure} {kidney.low:g}{high}"
    if person.liver:
        yield f"liver {person.liver}"


def amiss(text: str, expected: str) -> list[str]:
    """Which of the comma-separated words do not hold; those after `no ` must not be told, and a
    last `only` says that nothing else of that kind is."""
    found = told(read(text))
    wrong = []
    for one in filter(None, (each.strip() for each in expected.split(","))):
        absent = one.removeprefix("! ")
        if (absent in found) if one.startswith("! ") else (one not in found):
            wrong.append(f"{one}: {sorted(found)}")
    return wrong
