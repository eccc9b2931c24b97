"""Phrases that take the rest of their question from the last one: `for children?`, `heparin?`"""

import re
from typing import Final

from app.following.aspects import aspect_of, subject_of
from app.following.reading import Kind, Part, Reading, Thing
from app.following.rewritten import (
    ENDS,
    Rewritten,
    listed,
    names,
    numeric,
    question_of,
    setting,
    spliced,
    the,
    what,
)
from app.following.thread import Thread, side_by_side
from app.following.vocabulary import vocabulary

_PREPOSITION: Final = re.compile(
    r"^(?:for|in|with|during|to|after|before|on|at|if|when|while|without|from|by|among|under|over|"
    r"of|as|together with|along with|alongside|despite|because|unless|against)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"^(?:if|when|while|unless|because|once|until)\b", re.IGNORECASE)
_WHEN: Final = ("after", "before", "during", "without", "despite", "on", "from", "against")
_WITH: Final = re.compile(
    r"\b(?:with|alongside|on top of|together with|next to)\s(?:my\s|his\s|her\s|the\s)?$",
    re.IGNORECASE,
)
_DESCRIBED: Final = re.compile(
    r"(?:\b(?:acute|chronic|severe|mild|moderate|recurrent|early|late|complicated|uncomplicated|"
    r"suspected|active|latent|primary|secondary|stable|unstable)\s){1,3}$",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(r"\b(?:an?|the|my|our|his|her)\s", re.IGNORECASE)
_LAST_WORD: Final = re.compile(r"\b(\w+)\s(?:an?\s|the\s)?$")
_REACH: Final = 40
"""Characters in which words that describe a thing may stand before it."""
LONGEST_PHRASE: Final = 9
"""Words of a phrase that may lean on the last question; what is longer states something."""


def phrase(reading: Reading, thread: Thread, *, led: bool, asked: bool) -> Rewritten | None:
    """A phrase that takes the rest of its question from the last one.

    Args:
        led: words stood before it that go on with the talk (`and`, `what about`).
        asked: a question mark stood behind it.
    """
    if len(reading.words) > LONGEST_PHRASE or not reading.words:
        return None
    if (form := vocabulary().asking.get(reading.plain)) is not None:
        return _question_word(form, reading, thread)
    if reading.aspects and not reading.things:
        return _aspect_alone(reading, thread)
    if reading.aspects and reading.medicines + reading.matters and (led or asked):
        return _interaction_with(reading, thread)
    if reading.aspects or thread.base is None or reading.asks_within:
        return None
    if reading.things:
        return _thing_alone(reading, thread, reading.things[-1], led=led, asked=asked)
    return _no_thing(reading, thread.base, led=led or asked)


def _no_thing(reading: Reading, base: Reading, *, led: bool) -> Rewritten | None:
    """A phrase that names people, an amount, a time or a doing."""
    if reading.populations:
        return _population_alone(reading, base)
    if reading.amounts:
        return _amount_alone(reading, base)
    if not led:
        return None
    if _PREPOSITION.match(reading.text):
        return _behind(base, reading.text)
    return _behind(base, f"with {reading.text}") if reading.doings else None


def _question_word(form: tuple[str, str], reading: Reading, thread: Thread) -> Rewritten | None:
    subject = thread.focus(medicine=True)
    if not subject:
        return None
    medicine = subject[0].medicine
    text = form[0 if medicine else 1].replace("{it}", listed(subject))
    extra = setting(thread.base, reading) if medicine and numeric(reading) else ()
    whole = " ".join((text.rstrip(ENDS), *extra))
    return Rewritten(question_of(whole), (*names(subject), *extra))


def _aspect_alone(reading: Reading, thread: Thread) -> Rewritten | None:
    part = reading.aspects[-1]
    aspect = aspect_of(part)
    subject = subject_of(aspect, thread)
    if not subject:
        return None
    said = reading.text[: part.end]
    rest = reading.text[part.end :].strip()
    if re.fullmatch(r"(?:of|for|with)", rest):
        rest = ""
    extra = setting(thread.base, reading) if aspect.numeric and subject[0].medicine else ()
    words = (f"{what(said)} {the(said)} {aspect.link} {listed(subject)}", rest, *extra)
    return Rewritten(question_of(" ".join(one for one in words if one)), (*names(subject), *extra))


def _interaction_with(reading: Reading, thread: Thread) -> Rewritten | None:
    """`Interactions with X?`: of what was spoken of."""
    part = reading.aspects[-1]
    subject = tuple(one for one in thread.focus(medicine=True) if one.medicine)
    between = reading.text[part.end : reading.about[0].start]
    if not subject or "interaction" not in part.said(reading.text).lower():
        return None
    if between.strip().lower() not in {"with", "with a", "with the"}:
        return None
    if any(one.text.lower() in reading.text.lower() for one in subject):
        return None
    put = f" of {listed(subject)}"
    text = spliced(reading.text, part.end, part.end, put)
    return Rewritten(question_of(text), names(subject))


def _thing_alone(
    reading: Reading, thread: Thread, new: Thing, *, led: bool, asked: bool
) -> Rewritten | None:
    base = thread.base
    if base is None:
        return None
    leading = _PREPOSITION.match(reading.text)
    alike = [one for one in base.about if one.medicine is new.medicine]
    if not (led or leading) and not (alike and _bare(reading, new, asked=asked)):
        return None
    if _CLAUSE.match(reading.text):  # `when X is stopped, is it ...` asks by itself
        return None if "," in reading.text else _behind(base, reading.text)
    if new.kind is Kind.OTHER and not _name_like(reading, new):
        return None
    beside = new.medicine and _WITH.search(reading.text[: new.start]) is not None
    if alike and leading is not None and leading.group().lower() in _WHEN:
        return _at_another_time(reading, base, alike[-1])
    if alike and not (beside and len(alike) == 1):
        start, end = side_by_side(base, alike[-1]) if not beside else alike[-1][2:]
        start = _described(base.text, start)
        text = spliced(base.text, start, end, _with_its_like(reading, new))
        for one in reading.populations[:1]:
            text = _with_population(text, base, reading, one)
        return Rewritten(question_of(text, asked=_is_question(base)), (_left(base, start, end),))
    if leading or beside:
        return _behind(base, reading.text)
    subject = thread.focus()
    if not subject:
        return None
    link = "for" if new.medicine else "with"
    text = f"What about {reading.text} {link} {listed(subject)}"
    return Rewritten(question_of(text), names(subject))


def _at_another_time(reading: Reading, base: Reading, old: Thing) -> Rewritten:
    """`after surgery` in the place of `before surgery`; else behind the whole question."""
    held = _LAST_WORD.search(base.text[: old.start])
    if held is None or held[1].lower() not in _WHEN:
        return _behind(base, reading.text)
    text = spliced(base.text, held.start(1), old.end, reading.text)
    return Rewritten(
        question_of(text, asked=_is_question(base)), (_left(base, held.start(1), old.end),)
    )


def _bare(reading: Reading, new: Thing, *, asked: bool) -> bool:
    """Whether the phrase is one name and nothing else: `Ibuprofen?`"""
    rest = f"{reading.text[: new.start]} {reading.text[new.end :]}".split()
    alone = all(word.lower() in {"a", "an", "the"} for word in rest)
    return alone and len(reading.things) == 1 and (asked or new.medicine)


def _name_like(reading: Reading, new: Thing) -> bool:
    """Whether words that are not known may be a name."""
    short = len(new.text.split()) <= 4 and len(reading.words) <= 7
    return short and new.text.isascii() and len(reading.things) == 1


def _with_its_like(reading: Reading, new: Thing) -> str:
    """`A or B`, where the phrase names both."""
    start, _ = side_by_side(reading, new)
    start = _described(reading.text, start)
    return new.text if start == new.start else reading.text[start : new.end]


def _described(text: str, start: int) -> int:
    """Where what is named at `start` begins with the words that describe it: `severe gout`."""
    found = _DESCRIBED.search(text, max(0, start - _REACH), start)
    return found.start() if found else start


def _left(base: Reading, start: int, end: int) -> str:
    """The last question without what took its place."""
    return " ".join(f"{base.text[:start]}... {base.text[end:]}".split())


def _population_alone(reading: Reading, base: Reading) -> Rewritten:
    one = reading.populations[0]
    replaced = [each for each in base.populations if each.name == one.name]
    if not replaced or reading.text[: one.start].strip() != "":
        text = reading.text
        if _PREPOSITION.match(text) is None:
            text = f"{vocabulary().populations[one.name.split()[1]].preposition} {text}"
        return _behind(base, text)
    old = replaced[-1]
    put = reading.text
    if _PREPOSITION.match(put) is None:
        held = base.text[old.start : old.bare]
        put = f"{_OWNED.sub('', held) if _OWNED.match(f'{put} ') else held}{put}"
        put = re.sub(r"\b(an?|the|my) (?=\w+s\b|children)", "", put)
    text = spliced(base.text, old.start, old.end, put)
    return Rewritten(
        question_of(text, asked=_is_question(base)), (_left(base, old.start, old.end),)
    )


def _with_population(text: str, base: Reading, reading: Reading, one: Part) -> str:
    """With the phrase's population, too, where the last question had none of its group."""
    if any(each.name == one.name for each in base.populations):
        return text
    return f"{text.rstrip(ENDS)} {reading.text[one.start : one.end]}"


def _amount_alone(reading: Reading, base: Reading) -> Rewritten:
    one = reading.amounts[0]
    put = reading.text[one.start : one.end]
    same = [each for each in base.amounts if each.name == one.name]
    if same:
        start, end = same[-1].start, same[-1].end
        text = spliced(base.text, start, end, put)
        return Rewritten(question_of(text, asked=_is_question(base)), (_left(base, start, end),))
    if base.medicines:
        end = base.medicines[-1].end
        return Rewritten(
            question_of(spliced(base.text, end, end, f" {put}"), asked=_is_question(base)),
            (base.text,),
        )
    return _behind(base, put)


def _behind(base: Reading, put: str) -> Rewritten:
    text = f"{base.text.rstrip(ENDS)} {put}"
    return Rewritten(question_of(text, asked=_is_question(base)), (base.text,))


def _is_question(base: Reading) -> bool:
    return base.asks or base.text.rstrip().endswith("?")
