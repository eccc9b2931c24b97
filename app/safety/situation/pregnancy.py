"""Whether the person is pregnant, for how many weeks, and whether she breastfeeds.

A question on `X in pregnancy` is about somebody pregnant. Words are from general knowledge,
reviewed by nobody yet.
"""

import re
from math import inf
from typing import Final, NamedTuple

from app.domain.patient import Range, Teller, Told, YesNo
from app.safety.situation.answered import answered_no
from app.safety.situation.pregnancy_past import bygone, not_hers
from app.safety.situation.pregnancy_signs import born, signs
from app.safety.situation.whose import of_someone_else
from app.safety.situation.words import FEEDING, OVER, PREGNANT, feeding_book, pregnancy_book
from app.terms.babies import baby_is_patient
from app.terms.denied import denied
from app.terms.gestation import Weeks, weeks_in
from app.terms.phrasebook import Named

_GRAVIDA: Final = re.compile(r"\bg\s?\d{1,2}\s?p\s?\d{1,2}(?:\+\d)?\b", re.IGNORECASE)
_SHE: Final = re.compile(
    r"\b(?:wom[ae]n|lady|ladies|she|her|i|i['\u2019]m|im|mum|mom|mother|wife|female|primip|multip|"
    r"girlfriend|midwife|antenatal|f)\b|\d{2}\s?f\b",
    re.IGNORECASE,
)
_HE: Final = re.compile(r"\b(?:m[ae]n|male|he|his|him|gentleman|boy|father|dad)\b", re.IGNORECASE)
_TRIAL: Final = re.compile(
    r"\b(?:trial|randomi[sz]ed|placebo|follow[- ]?up|endpoint|vs|versus|cohort|study|hba1c|after "
    r"(?:\d+|\w+) weeks|weeks (?:after|since|following|post|of)|old|born|baby|infant|neonate|"
    r"preterm|premature|course|postpartum|postnatal|"
    r"ago|later|since|treatment for|duration)\b",
    re.IGNORECASE,
)
_AT_WEEKS: Final = re.compile(
    r"(?:\bat |\bnow |[,(;] ?|^|\bf |\bwoman,? |\blady,? |\bwife,? |\bgirlfriend,? |\bmum,? |"
    r"['\u2019]m |\bis |['\u2019]s |\bam |"
    r"\bi )(?P<n>\d{1,2})"
    r"(?: ?\+ ?[0-6])?[ -]?(?:weeks|wks|wk|weeker|/40)\b"
    r"(?! into (?!(?:my|the|her|this|a) pregnancy))",
    re.IGNORECASE,
)
_DENIES: Final = re.compile(
    r"\b(?:not|isn['\u2019]?t|am not|no chance (?:of|that)|cannot be|can['\u2019]?t be|"
    r"couldn['\u2019]?t be|"
    r"definitely not|unlikely to be|no longer|nor|or|denies(?: being)?|excluding|except|neither)"
    r"(?: (?:in|be|currently|being|i am|she is|i'm|she's|the|planning))* $",
    re.IGNORECASE,
)
_NOR: Final = re.compile(
    r"\b(?:not|neither|isn['\u2019]?t)\b[^.?!;]{0,30}\b(?:or|nor) $", re.IGNORECASE
)
_OF_FEEDING: Final = re.compile(
    r"breast|lact|nurs|milk|feed|fed\b|express|pump|suckl|wean|formula|bottle|\bbf\b|\beb[mf]\b",
    re.IGNORECASE,
)
_AS_A_CHILD: Final = re.compile(r" (?:as|when) (?:an? |i was )?(?:child|baby|infant)", re.I)
_WITH_DAYS: Final = re.compile(
    r"\b(?P<n>\d{1,2}) ?\+ ?[0-6]\b(?: ?(?:weeks|wks|/40))?", re.IGNORECASE
)
_MONTHS: Final = re.compile(
    r"\b(?P<n>[1-9]) months? (?:gone|pregnant|along|preg\b|into)", re.IGNORECASE
)
_WEEKS_A_MONTH: Final = 4.345
_OF_MOTHER: Final = re.compile(
    r"\bpumping (?:for|milk)\b|\b(?:mum|mother|mom) (?:has|needs|is on|wants)\b|"
    r"\bi(?:['\u2019]ve| have| need| got| take)(?! an? (?:\w+ )?(?:breast|bab|newborn|\d|prem|"
    r"infant))\b|"
    r"\bmyself\b",
    re.IGNORECASE,
)
"""She is ill herself beside the baby that she feeds."""
_BRIEF: Final = 80
"""Characters up to which a question in keywords may leave out who is at so many weeks."""
_MOST_WEEKS: Final = 43.0


class Carrying(NamedTuple):
    pregnant: YesNo | None = None
    weeks: Range | None = None
    breastfeeding: YesNo | None = None


def carrying(text: str, teller: Teller) -> Carrying:
    """What `text` tells of pregnancy and breastfeeding."""
    if baby_is_patient(text) and not _OF_MOTHER.search(text):
        return Carrying()
    pregnant, found = _pregnant(text, teller), None
    if pregnant is None or pregnant.holds:
        found = _weeks(text, teller, told=pregnant is not None)
    if pregnant is None and found is not None:
        pregnant = YesNo(holds=True, told=found.told)
    return Carrying(pregnant, found, _feeding(text, teller))


def bare_weeks(text: str, teller: Teller) -> Range | None:
    """Weeks in a text that does not say of what, for where an earlier one told of a pregnancy."""
    return None if baby_is_patient(text) or _HE.search(text) else _weeks(text, teller, told=True)


def _pregnant(text: str, teller: Teller) -> YesNo | None:
    named: list[tuple[bool, Named]] = []
    for one in _mentions(text):
        if of_someone_else(text, one.start, one.end) or not_hers(text, one.start, one.end):
            continue
        if one.meaning == PREGNANT:
            denied_here = _denied(text, one)
            if denied_here or not bygone(text, one.start, one.end):
                named.append((not denied_here, one))
        elif one.meaning == OVER:
            named.append((False, one))
    yes = [one for holds, one in named if holds]
    if not yes and (gravida := _GRAVIDA.search(text)) and not named and weeks_in(text):
        return YesNo(holds=True, told=Told(by=teller, words=gravida.group()))
    if not named:
        return None
    one = (yes or [each for _, each in named])[0]
    start = one.start if yes or one.meaning == OVER else _from_denial(text, one.start)
    return YesNo(holds=bool(yes), told=Told(by=teller, words=text[start : one.end]))


def _mentions(text: str) -> list[Named]:
    """Of a pregnancy by name and by its signs; a name within a sign is part of it, and so is a
    name that a text takes back."""
    seen = [Named(PREGNANT if one.holds else OVER, one.start, one.end) for one in signs(text)]
    taken = {place for one in seen for place in range(one.start, one.end)}
    named = [
        one
        for one in pregnancy_book().find(text)
        if one.meaning in (PREGNANT, OVER)
        and taken.isdisjoint((one.start, one.end - 1, (one.start + one.end) // 2))
    ]
    return sorted([*seen, *named], key=lambda one: one.start)


def _from_denial(text: str, start: int) -> int:
    found = re.search(
        r"\b(?:not|no|isn|neither|non|denies|never|unlikely)\b[^.?!;]*$", text[:start], re.I
    )
    return found.start() if found else start


def _denied(text: str, one: Named) -> bool:
    before = text[max(0, one.start - 60) : one.start]
    if _DENIES.search(before) and not re.search(r"\b(?:or|nor) $", before):
        return True
    if answered_no(text, one.end):
        return True
    return denied(text, one.start, one.end) or bool(_NOR.search(before))


def _weeks(text: str, teller: Teller, *, told: bool) -> Range | None:
    found = weeks_in(text, about_pregnancy=told)
    written = ""
    if not found and not told and not _HE.search(text):
        bare = _AT_WEEKS.search(text)
        hers = _SHE.search(text) or len(text) < _BRIEF
        if bare and hers and not _TRIAL.search(text) and 5 <= int(bare["n"]) <= 42:
            found, written = (Weeks(float(bare["n"]), float(bare["n"]) + 1),), bare.group()
    if not found and told:
        found, written = _loose(text)
    if not told and born(text):
        return None
    if not found or (not told and _TRIAL.search(text) and not _SHE.search(text)):
        return None
    low, high = min(one.low for one in found), max(one.high for one in found)
    words = written.strip(" ,;(") or _around(text)
    return Range(
        low=low, high=_MOST_WEEKS if high == inf else high, told=Told(by=teller, words=words)
    )


def _loose(text: str) -> tuple[tuple[Weeks, ...], str]:
    """`G1P0 34+2 weeks`, `7 months gone`, of somebody who is known to be pregnant."""
    days = _WITH_DAYS.search(text)
    if days is not None and 5 <= int(days["n"]) <= 42:
        return (Weeks(float(days["n"]), float(days["n"]) + 1),), days.group()
    months = _MONTHS.search(text)
    if months is not None:
        low = (int(months["n"]) - 1) * _WEEKS_A_MONTH
        return (Weeks(round(low), round(low + 2 * _WEEKS_A_MONTH)),), months.group()
    return (), ""


def _around(text: str) -> str:
    found = re.search(
        r"(?:\w+ )?\b\d{1,2}(?:\s?\+\s?\d)?(?:\s?/40|[ -]?(?:weeks?|wks?))[^.,;?]{0,12}|"
        r"\b\w+[- ]trimester\b|\b(?:near|at|to|full) term\b",
        text,
        re.IGNORECASE,
    )
    return found.group().strip() if found else text[:60]


def _feeding(text: str, teller: Teller) -> YesNo | None:
    yes: Named | None = None
    no: Named | None = None
    if not _OF_FEEDING.search(text):
        return None
    for one in feeding_book().find(text):
        if of_someone_else(text, one.start, one.end):
            continue
        if one.meaning == FEEDING and not _denied(text, one):
            if _AS_A_CHILD.match(text, one.end):
                continue
            yes = yes or one
        else:
            no = no or one
    one_of = yes or no
    if one_of is None:
        return None
    words = text[one_of.start : one_of.end]
    return YesNo(holds=yes is not None, told=Told(by=teller, words=words))
