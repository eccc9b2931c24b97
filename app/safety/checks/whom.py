"""Whether a question is about one person, or about people at large."""

import re
from typing import Final

from app.domain.patient import Situation
from app.domain.question import Speaker
from app.domain.subject import Subject

_SOMEONE: Final = re.compile(
    r"\b(?:she|he|her|his|him|hers|s/he|this (?:patient|woman|man|lady|gentleman|child|boy|girl)|"
    r"my (?:patient|wife|husband|mother|father|mum|mom|dad|son|daughter|baby|child|partner|sister|"
    r"brother|gran\w*|grand\w+|girlfriend|boyfriend|friend|toddler|kid)|i(?:['\u2019]m|"
    r" am) (?!a (?:gp|"
    r"doctor|nurse|pharmacist|clinician|registrar|junior|student)|seeing|treating|asked)|"
    r"i (?:take|have (?!a patient)|had|use|was|feel|need|got)|(?:can|should|may|could|"
    r"must) i (?:take|have|"
    r"use|drink|stop|still|get|start|eat|keep)|for me|ok for me|\d{1,3}[- ]?(?:year|month|"
    r"week)s?[- ]?"
    r"old (?:man|woman|lady|gentleman|girl|boy|male|female|patient|child)|\d{1,3}\s?(?:y/?o)\b)|"
    r"(?-i:\b\d{1,3}\s?[MF]\b)",
    re.IGNORECASE,
)


def about_someone(subject: Subject) -> bool:
    """Whether the question or the turns before it speak of one person, or a record is there."""
    if subject.question.record is not None:
        return True
    texts = [subject.question.text]
    texts += [one.text for one in subject.question.conversation if one.speaker is Speaker.USER]
    return any(_SOMEONE.search(one) for one in texts)


def anything_told(person: Situation) -> bool:
    return person != Situation()
