"""A question in clauses, and a clause as the frames of `asked.toml` read it."""

import re
from typing import Final, NamedTuple

from app.domain.corpus import Span
from app.patient.asked_words import HERS, KIND_MARK, SHE, words
from app.patient.subjects import Subject

_ASKS: Final = (
    r"(?:is|are|was|were|am|does|do|did|has|have|had|can|could|should|would|will|may|might|must|"
    r"what|what['\u2019]?s|when|when['\u2019]?s|which|how|how['\u2019]?s|who|why|where|give|show|list|tell|"
    r"find|whether|if|any|isn['\u2019]t|doesn['\u2019]t|hasn['\u2019]t)\b"
)
_CUT: Final = re.compile(
    rf"(?<=[?!;])\s+|(?<=[a-z0-9%)]\.)\s+(?=[A-Z])|\n+"
    rf"|\s*,?\s+(?:and|but|or|also|then|plus|so)\s+(?=(?:also\s+|then\s+)?{_ASKS})"
    rf"|,\s+(?={_ASKS})",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    rf"\?|^\W*(?:please\s+|and\s+|also\s+)?{_ASKS}|^\W*(?:please\b|recommend|suggest|explain|advise)",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"\b(?:patients|people|adults|women|men|children|infants|individuals|those|someone|somebody|"
    r"anyone|persons|elderly|neonates|mothers|an? (?:adult|patient|person|child|woman|man))\b",
    re.IGNORECASE,
)
_PERSON: Final = (
    r"(?:the|this|our|my) (?:patient|pt|man|woman|lady|gentleman|boy|girl|child|baby|infant|"
    r"mother|father|mum|dad|mom|husband|wife|son|daughter)"
)
_TITLED: Final = r"(?:mr|mrs|ms|miss)\.? [a-z]+"
_HIS_NAME: Final = re.compile(rf"\b(?:{_PERSON}|{_TITLED}|(?<!a )(?<!any )patient|pt)'s?(?!\w)")
_OWN: Final = r"his|her|my|your"
_THEY: Final = r"he|she|i|him"
_SPELLED: Final = (
    (re.compile("[\u2018\u2019]"), "'"),
    (re.compile(r"\b(what|when|how|where|which|who|she|he|it|there)'s\b"), r"\1 is"),
    (re.compile(r"\b(is|are|was|were|does|do|did|has|have|had)n't\b"), r"\1"),
    (re.compile(r"\bwhats\b"), "what is"),
    (re.compile(r"\bthey're\b"), "they are"),
    (re.compile(r"\bi'm\b"), "i am"),
)
_WRAPPED: Final = re.compile(
    r"^(?:(?:and|but|also|then|so|ok|okay|hi|hello|please|now|or|plus|doctor)[, ]+)*"
    r"(?:(?:can|could|would|will) you (?:please )?(?:tell me|show me|give me|let me know|check|"
    r"find(?: out)?|look up|list|remind me)(?: again)?[, ]+"
    r"(?=(?:what|when|how|which|whether|if|is|are)\b)|"
    r"(?:can|could|would|will) you (?:please )?(?=(?:show|give|list|find|look up|tell)\b)|"
    r"(?:please )?(?:tell me|let me know|remind me|i(?: would|'d) like to know|i want to know|"
    r"i need to know|i need|do you know|do we know|do (?:you|we) have|can i (?:see|have|get)|"
    r"check)[:, ]+|"
    r"(?:from|according to|based on|looking at|in|per) (?:«t»|the|this|my) (?:\w+ )?"
    r"(?:record|records|chart|notes|file|ehr|emr)[, ]+|please )*(?:whether |if )?"
)
_HAVE: Final = re.compile(r"(?:please )?(?:do (?:you|we) have|can i (?:see|have|get)) ")
"""What is asked for as something that lies there is the patient's."""
_ON_FILE: Final = re.compile(
    r" (?:on (?:the |«t» )?(?:file|record)|"
    r"(?:in|from|on|per|according to|recorded in|documented in|listed in) "
    r"(?:«t»|the|this|my) (?:(?!drug |medication |prescription )\w+ )?"
    r"(?:record|records|chart|notes|file|ehr|emr))\b"
)
_OF_HER: Final = re.compile(rf" (?:of|for|in) (?:{SHE}|{HERS})$")
_PRONOUN: Final = re.compile(r"\b(?:it|they|them|that|this)\b(?! (?:is )?(?:safe|ok|possible) to)")


class Clause(NamedTuple):
    """A part of a question by itself; `span` is its place in the question."""

    span: Span
    text: str
    asks: bool


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses in order; the words that join them belong to none."""
    cuts = [(one.start(), one.end()) for one in _CUT.finditer(text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return tuple(
        Clause(
            Span(start=start, end=end), text[start:end], _ASKING.search(text[start:end]) is not None
        )
        for start, end in zip(starts, ends, strict=True)
        if text[start:end].strip()
    )


def of_many(text: str) -> bool:
    """Whether `they` in it may be patients in general."""
    return _GENERAL.search(text) is not None


class Shape(NamedTuple):
    """A clause in small letters with marks for what it names and for the person.

    `of_kind` has a mark for the kind of entries too, where it names one (`kind`).
    """

    plain: str
    of_kind: str | None
    kind: str | None
    of_her: bool
    """It speaks of the record, or of the patient at its end, in words that were taken off."""


def shaped(text: str, subjects: tuple[Subject, ...], *, general: bool, goes_on: bool) -> Shape:
    """How the frames read a clause, wrappers such as `please tell me` taken off.

    Args:
        general: `they` and `their` are not the patient.
        goes_on: without a name of its own, `it` stands for what was asked before, as mark 0.
    """
    shape = _marked(text, subjects)
    for pattern, written in _SPELLED:
        shape = pattern.sub(written, shape)
    shape = " ".join(re.sub(r"[\"“”()]", " ", shape).split()).strip(" ?!.,;:")
    of_her = _HAVE.match(shape) is not None
    shape = _WRAPPED.sub("", shape, count=1)
    shape = _with_person(shape, general=general)
    if goes_on and not subjects:
        shape = _PRONOUN.sub("«0»", shape, count=1)
    shape = _WRAPPED.sub("", shape, count=1)
    of_her = of_her or _ON_FILE.search(shape) is not None
    shape = _ON_FILE.sub("", shape)
    if _OF_HER.search(shape) or of_her:
        of_her = True
        shape = _OF_HER.sub("", shape)
        if HERS not in shape and SHE not in shape:
            shape = re.sub(r"\bthe ", f"{HERS} ", shape, count=1)
    found = words().kinds.find(shape)
    if not found:
        return Shape(shape, None, None, of_her)
    last = found[-1]
    of_kind = shape[: last.start] + KIND_MARK + shape[last.end :]
    return Shape(shape, of_kind, last.meaning, of_her)


def _marked(text: str, subjects: tuple[Subject, ...]) -> str:
    parts, at = [], 0
    for number, one in enumerate(subjects):
        parts += [text[at : one.start].lower(), f"«{number}»"]
        at = one.end
    return "".join((*parts, text[at:].lower()))


def _with_person(shape: str, *, general: bool) -> str:
    own = _OWN if general else f"{_OWN}|their"
    they = _THEY if general else f"{_THEY}|they"
    shape = _HIS_NAME.sub(HERS, shape)
    shape = re.sub(rf"\b(?:{_PERSON}|{_TITLED}|{they})\b", SHE, shape)
    shape = re.sub(rf"\b(?:{own})\b", HERS, shape)
    return re.sub(r"^(is|was|does|did|has|had) (?:patient|pt)\b", rf"\1 {SHE}", shape)
