"""No claim repeats what identifies the person whom the question speaks of."""

import re
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from app.safety.identifiers.echo import echoed
from app.safety.identifiers.name_words import folded, is_word
from app.safety.saying import passed

NAME: Final = "identifiers"
ECHO: Final = "identifiers/echo"


_TOKEN: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"(?:\d[ ().\u2010-\u2013/-]{0,2}){6}")
"""Six figures in a row, with what may separate them within one number."""
_SHORTEST: Final = 4
"""Letters of a part of a name that can give it away; any figure may be part of a number."""


class IdentifiersOfClaim:
    """Withholds a claim that echoes an identifier of the question or of an earlier turn."""

    name: Final = NAME

    def __init__(self, finder: IdentifierFinder) -> None:
        self._finder = finder

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        question = subject.question
        if not any(_may_tell(text, claim.text) for text in _spoken(question)):
            return (passed(NAME),)
        asked = " \n".join(_spoken(question))
        kinds = echoed(self._finder, asked, claim.text)
        if not kinds:
            return (passed(NAME),)
        return (
            CheckVerdict(
                name=NAME,
                status=CheckStatus.BLOCK,
                rule=ECHO,
                why=f"it repeats what identifies somebody: {', '.join(kinds)}",
                next_step="Ask without names, numbers and dates of a person.",
            ),
        )


def _spoken(question: Question) -> tuple[str, ...]:
    return (*(turn.text for turn in question.conversation), question.text)


def _may_tell(asked: str, claim: str) -> bool:
    """Whether the claim holds a long number, or shares a figure with what was asked, or a word that
    is no word, medicine or eponym: without one nothing can be echoed, and the finder need not
    look."""
    if _NUMBER.search(claim):
        return True
    said = {folded(word) for word in _TOKEN.findall(claim)}
    return any(
        folded(word) in said
        and (any(c.isdigit() for c in word) or (len(word) >= _SHORTEST and not is_word(word)))
        for word in _TOKEN.findall(asked)
    )
