"""How hard a text is to read, and what a patient gets before a hard quotation.

The grade is the mean of two formulas over letters, words and sentences, which need no list of words
and no library: the automated readability index (Smith and Senter 1967) and the index of Coleman and
Liau (1975). textstat gives the same numbers, and takes a second and more to import.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from app.domain.answer import CitedClaim
from app.domain.corpus import Audience
from app.domain.safety import CheckStatus, CheckVerdict, Finding
from app.domain.subject import Subject
from app.safety.saying import passed
from app.safety.texts import text_table
from app.terms.drugs import drug_names

NAME: Final = "readability"
FILE: Final = "readability.toml"
CHECKS: Final = "patient_checks.toml"
TOO_HARD: Final = "readability/too-hard"
PLAIN: Final = 8.0
"""US school grade that our own words keep to, and above which a quotation gets a lead."""
HARDEST: Final = 14.0
"""Grade above which a quotation is not shown to a patient with a lead alone, where the question
names no lower one."""
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
_END: Final = re.compile(r"[.!?:;]+(?=\s|$|[\"'\u201d\u2019)])|\n+")


def grade(text: str) -> float:
    """US school grade from 0 up; 0 of a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    letters = sum(sum(c.isalnum() for c in word) for word in words)
    sentences = max(1, sum(1 for part in _END.split(text) if _WORD.search(part)))
    per_word = letters / len(words)
    automated = 4.71 * per_word + 0.5 * len(words) / sentences - 21.43
    coleman_liau = 5.88 * per_word - 29.6 * sentences / len(words) - 15.8
    return max(0.0, (automated + coleman_liau) / 2)


def lead_for(claim_text: str) -> str | None:
    """What to say before a quotation that is hard to read; None where it is plain enough."""
    if grade(claim_text) <= PLAIN:
        return None
    for lead in _texts()["lead"]:
        if not lead["words"] or _names(claim_text, lead["words"]):
            return str(lead["says"])
    raise ValueError(f"{FILE}: the last lead names words")


def needs_ask(claim_text: str) -> bool:
    """Whether it speaks of changing, starting or stopping a medicine: `ASK` goes with it."""
    ask = _texts()["ask"]
    medicine = _names(claim_text, ask["medicine"]) or bool(drug_names().found(claim_text))
    return medicine and _names(claim_text, ask["changes"])


def ask_first() -> str:
    """The sentence that goes with every change of a dose that a patient reads."""
    return str(_texts()["ask"]["says"])


class PatientWording:
    """The port's `PatientWords` in our own words, none of them above grade 8."""

    def lead(self, text: str) -> str | None:
        """What to say before a quotation that is hard to read; None where it is plain enough."""
        return lead_for(text)

    def ask_first(self, text: str) -> str | None:
        """The sentence that goes with a change of a medicine; None where there is none."""
        return ask_first() if needs_ask(text) else None

    def care_team(self) -> Finding:
        """The referral in place of an answer of which nothing is plain enough."""
        texts = _texts()["too_hard"]
        return Finding(name=NAME, message=texts["message"], next_step=texts["next_step"])

    def verdict(self, check: CheckVerdict) -> CheckVerdict:
        """The verdict in a patient's words: what it is about, and whom to ask."""
        if check.status is CheckStatus.PASS:
            return check.model_copy(update={"why": ""})
        texts = text_table(CHECKS).get(check.name, text_table(CHECKS)["other"])
        missing = check.status is CheckStatus.NOT_CHECKED
        why = texts["not_checked" if missing else "warn"]
        supply = (texts["supply"],) if check.supply and "supply" in texts else check.supply
        return check.model_copy(update={"why": why, "next_step": texts["do"], "supply": supply})


class ReadabilityOfClaim:
    """Holds back from a patient what is far too hard to read, whatever leads up to it."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        hardest = subject.question.reading_level or HARDEST
        if subject.question.audience is not Audience.PATIENT or grade(claim.text) <= hardest:
            return (passed(NAME),)
        texts = text_table(CHECKS)[NAME]
        return (
            CheckVerdict(
                name=NAME,
                status=CheckStatus.BLOCK,
                rule=TOO_HARD,
                why=texts["warn"],
                next_step=texts["do"],
            ),
        )


def _names(text: str, words: Sequence[str]) -> bool:
    return _any_of(tuple(words)).search(text) is not None


@lru_cache(maxsize=32)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{joined})(?![^\W_])", re.IGNORECASE)


def _texts() -> dict[str, Any]:
    return text_table(FILE)
