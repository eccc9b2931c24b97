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
from app.domain.safety import CheckStatus, CheckVerdict, Finding, Provenance, Severity
from app.domain.subject import Subject
from app.safety.saying import passed
from app.safety.texts import text_table
from app.terms.drugs import drug_names

NAME: Final = "readability"
FILE: Final = "readability.toml"
PLAIN: Final = 8.0
"""US school grade that our own words keep to, and above which a quotation gets a lead."""
HARDEST: Final = 14.0
"""Grade above which a quotation is not shown to a patient with a lead alone."""
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


def too_hard(claims: Sequence[str]) -> bool:
    """Whether nothing of an answer is plain enough to be shown to a patient, even with a lead."""
    return bool(claims) and all(grade(claim) > HARDEST for claim in claims)


def to_care_team() -> Finding:
    """The referral in place of an answer that is too hard."""
    texts = _texts()["too_hard"]
    return Finding(name=NAME, message=texts["message"], next_step=texts["next_step"])


class ReadabilityCheck:
    """Says which quotations of a patient's answer need a lead, and where one is to ask first."""

    name: str = NAME

    def check(self, claims: Sequence[CitedClaim], subject: Subject) -> tuple[CheckVerdict, ...]:
        if subject.question.audience is not Audience.PATIENT:
            return (passed(self.name, "The answer is not for a patient."),)
        texts = [claim.text for claim in claims]
        if too_hard(texts):
            told = _texts()["too_hard"]
            return (_warns("too-hard", told["message"], told["next_step"]),)
        leads = dict.fromkeys(lead for text in texts if (lead := lead_for(text)) is not None)
        found = [_warns("lead", lead) for lead in leads]
        if any(needs_ask(text) for text in texts):
            found.append(_warns("ask-first", ask_first()))
        return tuple(found) or (passed(self.name),)


def _warns(rule: str, why: str, next_step: str | None = None) -> CheckVerdict:
    return CheckVerdict(
        name=NAME,
        status=CheckStatus.WARN,
        rule=f"{NAME}/{rule}",
        why=why,
        next_step=next_step,
        severity=Severity.MODERATE,
        provenance=Provenance.FROM_MEMORY,
    )


def _names(text: str, words: Sequence[str]) -> bool:
    return _any_of(tuple(words)).search(text) is not None


@lru_cache(maxsize=32)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_])(?:{joined})(?![^\W_])", re.IGNORECASE)


def _texts() -> dict[str, Any]:
    return text_table(FILE)
