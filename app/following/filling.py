"""Whole questions that leave out what they are about: `What are the symptoms?`"""

import re
from typing import Final

from app.following.aspects import aspect_of, subject_of
from app.following.phrases import LONGEST_PHRASE
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
)
from app.following.thread import Thread

_IF: Final = re.compile(r"\s(?:if|when|where|unless|in case)\b", re.IGNORECASE)
_HOLE: Final = re.compile(r"\s(?:of|for|with|from|to|about)$", re.IGNORECASE)
_WHO: Final = re.compile(r"\b(?:i|we|he|she|they|you|one|people|patients?|the patient)\b", re.I)
_INSTEAD: Final = re.compile(r"\b(?:instead|as well|too|either|alternatively|also)\b", re.I)
_SUITED: Final = re.compile(
    r"\b(?:be used|used|effective|work|works|help|helps|an option|an alternative|suitable)$", re.I
)


def clause(reading: Reading, thread: Thread) -> Rewritten | None:
    """A whole question that does not name what it is about: `What are the symptoms?`."""
    base = thread.base
    if reading.things and reading.aspects and _conditional(reading):
        return _of_aspect(reading, thread, reading.aspects[-1])
    if reading.things:
        return _medicine_left_out(reading, thread) or _illness_left_out(reading, thread)
    if reading.aspects:
        return _of_aspect(reading, thread, reading.aspects[-1])
    if (
        reading.doings
        and reading.yes_or_no
        and len(reading.words) <= LONGEST_PHRASE
        and (_WHO.search(reading.text) or (len(reading.words) < 5 and not reading.populations))
    ):
        return _appended(reading, thread.focus(medicine=True), "with")
    short = len(reading.words) <= LONGEST_PHRASE
    if (reading.populations or reading.amounts) and base is not None and short:
        subject = thread.focus()
        link = "with" if subject and subject[0].medicine else "for"
        return _appended(reading, subject, link)
    if numeric(reading):
        subject = thread.focus()
        return _appended(reading, subject, "of" if subject and subject[0].medicine else "for")
    return None


def _conditional(reading: Reading) -> bool:
    """`the alternatives if allergic to X`: what is named stands in the condition alone."""
    end = reading.aspects[-1].end
    return _IF.match(reading.text, end) is not None and reading.things[0].start > end


def _of_aspect(reading: Reading, thread: Thread, part: Part) -> Rewritten | None:
    """What is asked about behind the noun that asks: `the symptoms of X in children`."""
    aspect = aspect_of(part)
    subject = subject_of(aspect, thread)
    if not subject:
        return None
    held = reading.text[part.end :]
    put = f" {aspect.link} {listed(subject)}"
    if hole := re.match(r"\s(?:of|for|with)\s*$", held):
        text = f"{reading.text[: part.end + hole.end()].rstrip()} {listed(subject)}"
    else:
        text = spliced(reading.text, part.end, part.end, put)
    text = re.sub(
        rf"\b(?:this|that|these|those)(?= {re.escape(part.said(reading.text))}\b)", "the", text
    )
    carried = names(subject)
    if aspect.numeric and subject[0].medicine:
        extra = setting(thread.base, reading)
        text, carried = " ".join((text, *extra)), (*carried, *extra)
    return Rewritten(question_of(text), carried)


def _appended(reading: Reading, subject: tuple[Thing, ...], link: str) -> Rewritten | None:
    if not subject:
        return None
    text = reading.text.rstrip(ENDS)
    if _HOLE.search(text):
        return Rewritten(question_of(f"{text} {listed(subject)}"), names(subject))
    return Rewritten(question_of(f"{text} {link} {listed(subject)}"), names(subject))


def _medicine_left_out(reading: Reading, thread: Thread) -> Rewritten | None:
    """`What dose for pneumonia?`: it asks what is asked of medicines alone, and names none."""
    if reading.medicines or any(one.kind is Kind.OTHER for one in reading.things):
        return None
    subject = tuple(one for one in thread.focus(medicine=True) if one.medicine)
    wanting = [one for one in reading.aspects if aspect_of(one).wants == "medicine"]
    if not subject or not wanting or re.match(r"\sof\b", reading.text[wanting[-1].end :]):
        return None
    part = wanting[-1]
    put = f" {aspect_of(part).link} {listed(subject)}"
    return Rewritten(question_of(spliced(reading.text, part.end, part.end, put)), names(subject))


def _illness_left_out(reading: Reading, thread: Thread) -> Rewritten | None:
    """`Can I use doxycycline instead?`."""
    if not reading.medicines or reading.matters or thread.base is None:
        return None
    illness = thread.base.matters[:1]
    before = tuple(
        one for one in thread.base.medicines[-1:] if one.text.lower() not in reading.text.lower()
    )
    text = reading.text.rstrip(ENDS)
    instead = _INSTEAD.search(text)
    if not reading.yes_or_no:
        return None
    if not instead and (reading.populations or not _SUITED.search(text)):
        return None
    if instead and instead.group().lower() == "instead" and before:
        text = spliced(text, *instead.span(), f"instead of {before[0].text}")
    else:
        before = ()
    if not illness and not before:
        return None
    text = " ".join((text, *(f"for {one.text}" for one in illness)))
    return Rewritten(question_of(text), names((*before, *illness)))
