"""No claim repeats what identifies the person whom the question speaks of."""

from typing import Final

from app.domain.answer import CitedClaim
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.identifiers.echo import echoed
from app.safety.saying import passed

NAME: Final = "identifiers"


class IdentifiersOfClaim:
    """Withholds a claim that echoes an identifier of the question or of an earlier turn."""

    name: Final = NAME

    def __init__(self, finder: IdentifierFinder) -> None:
        self._finder = finder

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        question = subject.question
        asked = " \n".join((*(turn.text for turn in question.conversation), question.text))
        kinds = echoed(self._finder, asked, claim.text)
        if not kinds:
            return (passed(NAME),)
        return (
            CheckVerdict(
                name=NAME,
                status=CheckStatus.BLOCK,
                why=f"it repeats what identifies somebody: {', '.join(kinds)}",
                next_step="Ask without names, numbers and dates of a person.",
            ),
        )
