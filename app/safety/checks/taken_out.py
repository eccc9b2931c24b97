"""Where a claim's own words take somebody out of a recommendation, or make a warning of it."""

import re
from functools import lru_cache
from typing import Final

from app.safety.checks.contraindication import Contraindication
from app.safety.checks.recommended import Recommended
from app.safety.situation.words import OVER, PREGNANT, condition_book, pregnancy_book
from app.terms.conditions import conditions
from app.terms.groups import groups_in

_GROUPS: Final = {
    "pregnant": ("pregnancy", "not_pregnant"),
    "breastfeeding": ("lactation", "not_lactating"),
}
_EXCLUDED: Final = re.compile(
    r"\bpregnancy (?:must|should|has to|needs to|has been|is) (?:be |been )?(?:excluded|"
    r"ruled out)\b|"
    r"\b(?:exclud\w+|rul\w+ out) pregnancy\b|\bnegative pregnancy test\b|"
    r"\b(?:after|following) (?:the |her )?(?:delivery|birth|pregnancy|childbirth)\b|"
    r"\bpost-?partum\b",
    re.IGNORECASE,
)
_CONTRACEPTION: Final = re.compile(
    r"\b(?:effective|reliable|adequate) contracepti\w+|\bpregnancy[- ]prevention\b", re.IGNORECASE
)
_RESERVED: Final = re.compile(
    r"\b(?:caution\w*|specialist\w*|only (?:if|when|where)|cannot tolerate|do(?:es)? not respond|"
    r"with care|close(?:ly)? monitor\w*|low dos\w+)\b",
    re.IGNORECASE,
)


def taken_out(rule: Contraindication, given: Recommended, text: str) -> bool:
    """The claim names another form or use, or leaves such people out by its own words."""
    if any(has(one, text) for one in rule.unless) or _of_others(rule, text):
        return True
    if not given.excludes:
        return False
    if rule.state == "pregnant":
        return any(one in (PREGNANT, OVER) for one in pregnancy_book().named(given.excludes))
    if rule.state == "breastfeeding":
        return re.search(r"breast|lactat|nursing", given.excludes, re.IGNORECASE) is not None
    return any(has(one, given.excludes) for one in rule.conditions)


def _of_others(rule: Contraindication, text: str) -> bool:
    """`In non-pregnant women ...`, `once pregnancy has been excluded`."""
    if rule.state is None:
        return False
    groups = groups_in(text)
    state, others = _GROUPS[rule.state]
    return (others in groups and state not in groups) or (
        rule.state == "pregnant" and _EXCLUDED.search(text) is not None
    )


def hedged(rule: Contraindication, text: str) -> bool:
    """The claim speaks of the very condition, and with reserve: it warns, and is not held back."""
    if rule.state == "pregnant" and _CONTRACEPTION.search(text):
        return True
    if not rule.conditions or not _RESERVED.search(text):
        return False
    named = {*condition_book().named(text), *conditions().named(text)}
    return bool(named & rule.conditions)


@lru_cache(maxsize=512)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(words)}", re.IGNORECASE)


def has(phrase: str, text: str) -> bool:
    return _pattern(phrase).search(text) is not None
