"""Conditions that a text tells of the person."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.patient import Medicine, Problem, Teller, Told, Use
from app.safety.situation.answered import answered_no
from app.safety.situation.measured import measured
from app.safety.situation.medicines import ingredients_of
from app.safety.situation.whose import begins, of_someone_else
from app.safety.situation.words import condition_book
from app.terms.conditions import conditions
from app.terms.denied import REACH, denied
from app.terms.drugs import drug_names

_NOT_HAD: Final = re.compile(
    r"\b(?:prevent\w*|prevention of|prophyla\w+(?: of| against| for)?|protect\w* (?:against|from)|"
    r"risk of|risks? for|rule out|exclude|screen\w* for|tests? for|vaccin\w+(?: against)?|"
    r"immuni[sz]\w+ "
    r"against|worried about|fear of|caus(?:e|es|ed|ing)|lead(?:s|ing)? to|induc(?:e|es|ing)|"
    r"result in|"
    r"trigger\w*|side effects? (?:like|such as)|symptoms? of|signs? of|instead of|develop\w*|"
    r"(?:do|does|did)(?:n['\u2019]?t| not)|never|"
    r"(?:am|is|are|'m|'s) not|never had(?: an?)?|denies(?: any)?|don['\u2019]?t have|"
    r"doesn['\u2019]?t have|"
    r"hasn['\u2019]?t|haven['\u2019]?t|negative for|no(?: known| past| previous|"
    r" current)? (?:history "
    r"of|hx of|h/o)|no h/o|nil|ruled out)"
    r"(?: (?:a|an|the|any|of|future|further|another|my|his|her|getting|having|had|active|new))* ?$",
    re.IGNORECASE,
)
_DENIED_LIST: Final = re.compile(
    r"\b(?:no|denies|without|nor|never had|no history of)(?: \w+){1,4}(?:,| or| and|,? nor)"
    r"(?: \w+(?:,| or| and|,? nor)?){0,6} ?$",
    re.IGNORECASE,
)
_WITHOUT: Final = re.compile(
    r"\b(?:no|without(?: any)?|denies(?: any)?|never had|no(?: known)? history of|(?:does|do|"
    r"did)(?:n['\u2019]?t| "
    r"not) have(?: any)?|(?:has|have)(?:n['\u2019]?t|"
    r" not) had(?: any)?)(?P<gap>(?: [\w'-]+){1,3}) ?$",
    re.IGNORECASE,
)
_TURNS: Final = re.compile(
    r"\b(?:but|has|with|and (?:has|is|had|takes)|who|is|had|on)\b", re.IGNORECASE
)
_GAP_TURNS: Final = re.compile(r"\b(?:but|and|with|who|which|now|on|for|the|to)\b", re.IGNORECASE)


IMMUNOSUPPRESSION: Final = "immunosuppressive treatment"


def problems(text: str, teller: Teller) -> tuple[tuple[Problem, ...], frozenset[str]]:
    """The conditions that the person has, and those that the text denies."""
    had: dict[str, Problem] = {}
    denies: set[str] = set()
    for name, start, end in (*_named(text), *measured(text)):
        if of_someone_else(text, start, end):
            continue
        if answered_no(text, end) or _negated(text, start, end):
            denies.add(name)
            continue
        told = Told(by=teller, words=text[start:end])
        had.setdefault(name, Problem(name=name, told=told))
    return tuple(had.values()), frozenset(denies - had.keys())


def not_denied(text: str) -> frozenset[str]:
    """Conditions that a few words of a record name, by the vocabulary of the rules; of whom they
    are told stands beside them. Nothing of the words is remembered."""
    return frozenset(
        one.meaning for one in condition_book().find(text) if not _negated(text, one.start, one.end)
    )


def weakened_by(medicines: Iterable[Medicine], had: Iterable[Problem]) -> Iterator[Problem]:
    """Immunosuppression by a medicine that the person takes, where it is not told by name."""
    if any(one.name == "immunosuppression" for one in had):
        return
    weakening = ingredients_of(drug_names(), "immunosuppressant")
    for one in medicines:
        if one.use is Use.TAKEN and one.ingredients <= weakening:
            yield Problem(name=IMMUNOSUPPRESSION, told=one.told)
            return


def _named(text: str) -> Iterator[tuple[str, int, int]]:
    """Names with the places of the longest mention that each is a part of."""
    finer = condition_book().find(text)
    begins_at = [one.start for one in finer]
    seen: set[tuple[str, int]] = set()
    for one in (*finer, *conditions().find(text)):
        at = bisect_right(begins_at, one.start) - 1
        around = finer[at] if at >= 0 and one.end <= finer[at].end else one
        start, end = around.start, around.end
        if (one.meaning, start) not in seen:
            seen.add((one.meaning, start))
            yield one.meaning, start, end


def _negated(text: str, start: int, end: int) -> bool:
    if denied(text, start, end):
        return True
    before = text[max(begins(text, start), start - REACH) : start]
    if _NOT_HAD.search(before):
        return True
    listed = _DENIED_LIST.search(before)
    if listed is not None and not _TURNS.search(before, listed.start()):
        return True
    bare = _WITHOUT.search(before)
    return bare is not None and not _GAP_TURNS.search(bare["gap"])
