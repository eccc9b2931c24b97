"""Language: a patient's question that the rules cannot read is referred.

A clinician is warned that the screens did not read theirs.
"""

from typing import Final

from app.domain.corpus import Audience
from app.domain.question import Question
from app.domain.safety import (
    CheckStatus,
    CheckVerdict,
    Finding,
    Provenance,
    Screening,
    Severity,
)
from app.safety.saying import not_checked, passed
from app.safety.screens.contacts import EMERGENCY, contacts
from app.safety.screens.languages import foreign_language
from app.safety.texts import text_table

NAME: Final = "language"
UNREAD: Final = (
    "The safety checks read English only. They may have missed something in this question."
)


def _other(locale: str | None) -> str | None:
    """The language of a locale (`pt` of `pt-BR`); None of English, and where none is named."""
    language = (locale or "en").partition("-")[0].lower()
    return None if language in {"en", "eng"} else language


class LanguageScreen:
    """
    Args:
        country: ISO 3166-1 alpha-2, where the service stands; a question's own outranks it.
    """

    name: str = NAME

    def __init__(self, country: str | None = None) -> None:
        self._country = country

    def screen(self, question: Question) -> Screening:
        code = foreign_language(question.text) or _other(question.locale)
        if code is None:
            return Screening(checks=(passed(self.name),))
        if question.audience is Audience.CLINICIAN:
            return Screening(checks=(not_checked(self.name, UNREAD, "the question in English"),))
        texts = text_table("language.toml")
        line = texts["lines"].get(code, "")
        country = question.country or self._country
        finding = Finding(
            name=f"{self.name}/{code}",
            message=f"{texts['english']['message']} {line}".strip(),
            next_step=texts["english"]["next_step"],
            contacts=contacts(country, [EMERGENCY]),
        )
        verdict = CheckVerdict(
            name=self.name,
            status=CheckStatus.WARN,
            rule=f"{self.name}/{code}",
            why=UNREAD,
            next_step=texts["english"]["next_step"],
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )
        return Screening(findings=(finding,), checks=(verdict,))
