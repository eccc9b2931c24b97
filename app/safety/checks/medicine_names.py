"""Names that could be two medicines are asked back before anything is said of either."""

from typing import Final

from app.domain.drugs import DrugMention
from app.domain.ports.drugs import DrugResolver
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.saying import not_checked, passed

NAME: Final = "medicine names"
UNSURE: Final = ("misspelling", "abbreviation")
"""Of a class one member is asked for by the checks that need to know it."""


class MedicineNames:
    """Misspellings between two look-alikes, and abbreviations that stand for two medicines."""

    name: Final = NAME

    def __init__(self, resolver: DrugResolver) -> None:
        self._resolver = resolver

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        unsure = [one for one in self._resolver.mentions(subject.question.text) if _unsure(one)]
        if not unsure:
            return (passed(NAME),)
        return tuple(
            not_checked(NAME, f"{one.written} could be more than one medicine", one.ask or "")
            for one in unsure
        )


def _unsure(mention: DrugMention) -> bool:
    return mention.kind in UNSURE and mention.ambiguous and mention.ask is not None
