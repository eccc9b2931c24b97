"""Whether a pregnancy would matter and nobody told of one."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.patient import Situation
from app.domain.safety import Severity
from app.domain.subject import Subject
from app.safety.checks.contraindication import contraindications
from app.safety.checks.recommended import Recommended
from app.safety.checks.whom import about_someone
from app.safety.situation.medicines import ingredients_of
from app.terms.drugs import drug_names

FERTILE: Final = (12.0, 56.0)
"""Years in which somebody may be pregnant; a wide convention of ours."""
_MEN: Final = frozenset(
    {"prostate cancer", "prostatic hyperplasia", "erectile dysfunction", "prostatitis", "balanitis",
     "epididymitis", "testicular cancer", "phimosis", "male pattern baldness"}
)  # fmt: skip
SUPPLY: Final = "whether she is pregnant or could be (or the age and sex of the person)"


class Missing(NamedTuple):
    why: str
    supply: str


def pregnancy_unknown(given: Iterable[Recommended], subject: Subject) -> Missing | None:
    """What to ask, where one person is asked about who may be pregnant."""
    person = subject.situation
    if person.pregnant is not None or not _may_be(person) or not about_someone(subject):
        return None
    for one in given:
        if one.name in _harmful() or one.class_name in _harmful():
            why = (
                f"{one.words.capitalize()} must not be given in pregnancy; nothing is told of one."
            )
            return Missing(why, SUPPLY)
    return None


def _may_be(person: Situation) -> bool:
    if person.sex == "male" or any(one.name in _MEN for one in person.problems):
        return False
    low, high = FERTILE
    return person.age is None or (person.age.low < high and person.age.high > low)


@lru_cache(maxsize=1)
def _harmful() -> frozenset[str]:
    """Ingredients and classes that harm an unborn child at any week or must never be used then."""
    names = drug_names()
    found: set[str] = set()
    for rule in contraindications():
        if rule.state == "pregnant" and rule.severity is Severity.CRITICAL and not rule.conditions:
            found |= rule.drugs | rule.classes
            for each in rule.classes:
                found |= ingredients_of(names, each) - rule.not_drugs
    return frozenset(found)
