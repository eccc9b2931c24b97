"""The medicines of one person, or of two names, as interaction rules read them."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from app.domain.patient import Medicine, Teller, Use
from app.domain.question import Question, Speaker
from app.safety.drinking import ALCOHOL, drinks
from app.safety.interaction_rules import InteractionRule, Met, interaction_book
from app.safety.local_forms import local_at, recorded_local
from app.terms.drugs import CLASS, drug_names
from app.terms.partners import partners
from app.terms.phrasebook import Named

MOST: Final = 80
"""Medicines of one person that are paired; more are told as not checked."""
LONGEST: Final = 40
"""Characters of the words of whoever told a medicine that name it in a verdict."""
LONGEST_AFTER: Final = timedelta(weeks=6)
"""The longest that a rule still holds after a medicine was stopped, with a week to spare."""
_NO_SUPPLEMENT: Final = re.compile(
    r"^\s*(?:in\b|levels?\b|channel|content|from\b|intake|rich\b|results?\b|deficien|scores?\b|is\b|"
    r"was\b|of\b|stores?\b|overload|loss|anaemia|anemia|binding|balance|studies|test|"
    r"(?:be |been |being )?(?:check|measur|monitor|watch|rises?\b|rose\b|falls?\b|fell\b)|"
    r"(?:is |was )?(?:above|below|over|under|high|low|raised|normal)\b|[<>=\u2264\u2265]|\d)",
    re.IGNORECASE,
)
"""Behind a mineral's name: it is not taken, it is in the body or the food."""
_MEASURED: Final = re.compile(
    r"\b(?:check|measur|monitor|watch|test|rais|increas|retain|los)(?:e|es|ed|ing|s)?"
    r"(?: (?:the|her|his|their|your|serum|for|blood|urea|sodium|creatinine|egfr|and|kidney|renal|"
    r"function)|,)* $|"
    r"\b(?:serum|plasma|blood|high|low|raised|normal|body|whose|her|his) $",
    re.IGNORECASE,
)
"""Before it: it is measured."""


class Taken(NamedTuple):
    """One medicine, or a class of which one is meant."""

    label: str
    """As the person or the text calls it."""
    names: frozenset[str]
    """What rules call it: all in it, or of a class all its members."""
    one_of: bool = False
    """Whether only one of `names` is meant."""
    ask: str | None = None
    """Which one it is, as a question."""
    local: bool = False
    stopped: bool = False
    asked: bool = False
    since_stopped: timedelta | None = None
    """Where a record tells when."""
    recorded: str = ""
    """Of a medicine of a record: what the record tells, with date and resource."""


class Pair(NamedTuple):
    """Two medicines and the rule that they meet."""

    one: Taken
    other: Taken
    met: Met


@lru_cache(maxsize=512)
def members(class_name: str) -> frozenset[str]:
    """All ingredients of a class and of the narrower classes in it."""
    names = drug_names()
    found: set[str] = set()
    for each in names.members(class_name):
        inner = names.members(each)
        found |= members(each) if inner else {each}
    return frozenset(found)


def which(label: str, names: Iterable[str]) -> str:
    """The question back for a class: `Which blood thinner is it: apixaban, ...?`"""
    ordered = sorted(names)
    listed = ", ".join(ordered[:8]) + (" or another one" if len(ordered) > 8 else "")
    return f"Which {label} is it: {listed}?"


def of_person(medicines: Sequence[Medicine], question: Question) -> tuple[Taken, ...]:
    """The person's medicines, and what else the question says is taken with them."""
    spoken = (question.text, *(t.text for t in question.conversation if t.speaker is Speaker.USER))
    as_of = question.record.as_of if question.record is not None else None
    found = [_of_medicine(one, spoken, as_of) for one in medicines]
    found = [one for one in found if not _long_stopped(one)]
    told = {name for one in found for name in one.names}
    covered = {
        place
        for one in drug_names().found(question.text)
        if drug_names().tells(one.meaning)
        for place in range(one.start, one.end)
    }
    extra = [one for one in named_beside(question.text, covered) if not one.names & told]
    beside = [*(extra if found else ()), *_drunk(question, told)]
    return tuple(dict.fromkeys((*found, *beside)))


def _drunk(question: Question, told: Container[str]) -> Iterator[Taken]:
    """Alcohol, where an earlier turn tells of it."""
    turns = [t.text for t in question.conversation if t.speaker is Speaker.USER]
    words = drinks(turns, question.text) if turns and ALCOHOL not in told else None
    if words is not None:
        yield Taken(label=words, names=frozenset({ALCOHOL}))


def _long_stopped(one: Taken) -> bool:
    """Whether it was stopped longer ago than any rule reaches."""
    return one.since_stopped is not None and one.since_stopped > LONGEST_AFTER


def _of_medicine(one: Medicine, spoken: Sequence[str], as_of: date | None) -> Taken:
    recorded = one.told.words if one.told.by is Teller.RECORD else ""
    label = one.told.words
    if recorded or len(label) > LONGEST:
        label = _class_words(one.class_name) or " and ".join(sorted(one.ingredients))
    ask = (one.which or which(label, one.ingredients)) if one.class_name else None
    return Taken(
        label=label,
        names=one.ingredients,
        one_of=one.class_name is not None,
        ask=ask,
        local=recorded_local(recorded) if recorded else _told_local(one, spoken),
        stopped=one.use is Use.STOPPED,
        asked=one.use is Use.ASKED,
        since_stopped=_since_stopped(one, as_of),
        recorded=recorded,
    )


@lru_cache(maxsize=16)
def _found(text: str) -> tuple[Named, ...]:
    """The places of one text, looked up once for all its medicines."""
    return drug_names().found(text)


def _since_stopped(one: Medicine, as_of: date | None) -> timedelta | None:
    on = one.told.on
    if one.use is not Use.STOPPED or one.told.by is not Teller.RECORD or on is None:
        return None
    return None if as_of is None else as_of - on


def _class_words(class_name: str | None) -> str:
    return (class_name or "").replace("_", " ")


def _told_local(one: Medicine, spoken: Sequence[str]) -> bool:
    """Whether every mention of it tells a local form: in the words of whoever told it where those
    name it, else in what was said."""
    for text in (one.told.words, *spoken):
        places = [
            local_at(text, found.start, found.end)
            for found in _found(text)
            if found.meaning in one.ingredients or found.meaning == f"{CLASS}{one.class_name}"
        ]
        if places and (text is not one.told.words or any(places)):
            return all(places)
    return False


@lru_cache(maxsize=2048)
def named(text: str) -> tuple[Taken, ...]:
    """The medicines that `text` names, each once; several of one name are one product."""
    at: dict[tuple[int, int], list[str]] = {}
    for one in drug_names().found(text):
        if drug_names().tells(one.meaning) or not _NO_SUPPLEMENT.match(
            text[one.end : one.end + 20]
        ):
            at.setdefault((one.start, one.end), []).append(one.meaning)
    found = [_of_name(text, start, end, told) for (start, end), told in at.items()]
    covered = {place for start, end in at for place in range(start, end)}
    return tuple(dict.fromkeys((*found, *named_beside(text, covered))))


def _of_name(text: str, start: int, end: int, told: list[str]) -> Taken:
    own = frozenset(one for one in told if not one.startswith(CLASS))
    label = text[start:end]
    local = local_at(text, start, end)
    if own:
        return Taken(label=label, names=own, local=local)
    inner = frozenset(m for one in told for m in members(one.removeprefix(CLASS)))
    return Taken(label=label, names=inner, one_of=True, ask=which(label, inner), local=local)


def named_beside(text: str, covered: Container[int] = ()) -> tuple[Taken, ...]:
    """Food, drink, minerals and herbs that `text` says are taken, but at the places `covered`."""
    return tuple(
        Taken(label=text[one.start : one.end].removeprefix("with "), names=frozenset({one.meaning}))
        for one in partners().found(text)
        if one.start not in covered and not _in_body(text, one)
    )


def _in_body(text: str, mineral: Named) -> bool:
    before, behind = text[max(0, mineral.start - 60) : mineral.start], text[mineral.end :][:20]
    return bool(_NO_SUPPLEMENT.match(behind) or _MEASURED.search(before))


def pairs(taken: Sequence[Taken]) -> Iterator[Pair]:
    """Every two of the medicines that meet a rule."""
    for one, other in combinations(taken[:MOST], 2):
        yield from between(one, other)


def between(one: Taken, other: Taken) -> Iterator[Pair]:
    """The rules that two medicines meet."""
    if _same(one, other) or (one.stopped and other.stopped):
        return
    for met in interaction_book().met(one.names, other.names):
        if _over(one, met.rule) or _over(other, met.rule):
            continue
        if _acts(one, met.rule, met.of_one) and _acts(other, met.rule, met.of_other):
            yield Pair(one, other, met)


def _over(one: Taken, rule: InteractionRule) -> bool:
    """Whether it was stopped and the rule does not hold after that, or no longer does."""
    if not one.stopped:
        return False
    since = one.since_stopped
    return not rule.after or (since is not None and since > rule.lasts(one.names))


def _same(one: Taken, other: Taken) -> bool:
    """The same medicine told twice, or a class and its member."""
    if one.names == other.names:
        return True
    return (one.one_of and other.names <= one.names) or (other.one_of and one.names <= other.names)


def _acts(one: Taken, rule: InteractionRule, of_it: frozenset[str]) -> bool:
    return not one.local or bool(of_it & set(rule.also_local))
