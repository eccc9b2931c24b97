"""What a question asks of a patient's record, and what it asks beyond it.

A clause asks the record where the whole of it fits a frame of `asked.toml`, or where it speaks of
the patient and has no word but those of its list; everything else is the library's. Where the
library's part leans on a fact of the patient, the fact is asked of the record as well.
"""

import re
from datetime import date
from typing import Final

from app.patient.ask import Ask, Asked
from app.patient.clauses import Clause, clauses_of, of_many
from app.patient.framing import Read, read
from app.patient.leaning import leaning

_BACK: Final = re.compile(
    r"\b(?:it|them)\b(?! (?:is |was |be )?(?:safe|ok|okay|possible|advisable|right|necessary|"
    r"appropriate|reasonable|better|best|time|true|wise) (?:to|that|if|for (?:\w+ ){1,2}to)\b)|"
    r"\b(?:this|that|these|those)\b(?=\W*$| (?:is|are|be|was|with|in|for|safe|ok)\b)",
    re.IGNORECASE,
)
_THE_SAME: Final = re.compile(
    r"\W*(?:(?:what|when|how (?:high|low|much|bad)) (?:was|were) (?:it|that|they|those|this)|"
    r"when)\W*",
    re.IGNORECASE,
)
"""Behind what was asked for with its date and value: `and what was it?` asks for no more."""
_VALUED: Final = frozenset({"latest", "previous", "trend", "first", "list"})
_JOINER: Final = re.compile(r"\b(?:and|but|or|also|then|plus|so)\b", re.IGNORECASE)


def asked(text: str, as_of: date) -> Asked:
    """The parts of a question on a record that is read on `as_of`."""
    general = of_many(text)
    asks: list[Ask] = []
    left: list[Clause] = []
    beyond: list[Read] = []
    for clause in clauses_of(text):
        if asks and asks[-1].how in _VALUED and _THE_SAME.fullmatch(clause.text):
            continue
        before = asks[-1].subjects if asks else ()
        one = read(clause, before, as_of, general=general)
        if one.ask is not None:
            asks.append(one.ask)
        if one.ask is None or one.shared:
            left.append(clause._replace(asks=clause.asks or one.shared))
            beyond.append(one)
    return Asked(
        asks=tuple(asks),
        leans=tuple(ask for one in beyond for ask in leaning(one, mixed=bool(asks))),
        rest=_rest(text, left, tuple(asks)),
        beyond=tuple(subject for one in beyond for subject in one.subjects),
    )


def _rest(text: str, left: list[Clause], asks: tuple[Ask, ...]) -> str:
    """The clauses that are left; the whole question where one of them goes back to a medicine or a
    problem by `it`."""
    if not asks:
        return text
    if not any(one.asks for one in left):
        return ""
    named = any(subject.of in ("medicine", "problem") for ask in asks for subject in ask.subjects)
    spoken = [one.span.of(text) for one in left]
    if named and any(_BACK.search(one) for one in spoken):
        return text
    parts: list[str] = []
    end: int | None = None
    for one in left:
        between = "" if end is None else text[end : one.span.start]
        whole = not _JOINER.sub("", between).strip(" ,;\n\t")
        parts.append(between if whole else " ")
        parts.append(one.span.of(text))
        end = one.span.end
    return "".join(parts).strip()
