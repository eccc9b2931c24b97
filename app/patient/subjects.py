"""What a clause names that a record may hold: results, medicines, conditions, vaccines."""

import re
from collections.abc import Iterator
from typing import Final, Literal

from app.domain.frozen import Frozen
from app.patient.asked_words import words
from app.patient.code_tables import condition_words
from app.terms.analytes import analytes_named
from app.terms.conditions import conditions
from app.terms.drug_resolver import drug_resolver

_VACCINE: Final = re.compile(
    r"\b(?:shots?|jabs?|vaccin\w+|immuni[sz]ations?|boosters?|injections?|dose)\b", re.IGNORECASE
)
_STATES: Final = frozenset({"pregnancy", "breastfeeding", "smoking"})
"""Asked for as results: `pregnancy status`."""
_BEFORE: Final = re.compile(r"([A-Za-z0-9-]+(?: [A-Za-z0-9-]+)?) $")


class Subject(Frozen):
    """What is asked about.

    Attributes:
        names: of results analytes, of medicines ingredients, of problems conditions, of vaccines
            what names in records hold; in our own vocabulary.
        written: the question's words for it.
        start, end: offsets in the clause.
    """

    of: Literal["result", "medicine", "problem", "vaccine"]
    names: frozenset[str]
    class_name: str | None = None
    written: str
    start: int
    end: int


def subjects_in(text: str) -> tuple[Subject, ...]:
    """What `text` names, in order, none overlapping another: of two the longer, a result before a
    medicine before a condition."""
    found: list[Subject] = []
    for one in sorted(_all(text), key=lambda each: each.start - each.end):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda each: each.start))


def _all(text: str) -> Iterator[Subject]:
    yield from _vaccines(text)
    results: dict[tuple[int, int], set[str]] = {}
    for name, start, end in analytes_named(text):
        results.setdefault((start, end), set()).add(name)
    for (start, end), names in results.items():
        yield _subject("result", names, text, start, end)
    for drug in drug_resolver().mentions(text):
        ingredients = {name for one in drug.candidates for name in one.ingredients}
        if ingredients:
            yield _subject("medicine", ingredients, text, drug.start, drug.end, drug.class_name)
    for one in (*conditions().find(text), *condition_words().find(text)):
        if one.meaning not in _STATES:
            yield _subject("problem", {one.meaning}, text, one.start, one.end)


def _vaccines(text: str) -> Iterator[Subject]:
    """`tetanus shot`, `flu jab`: what is known of vaccines before a word for one."""
    known = words().vaccines
    for one in _VACCINE.finditer(text):
        before = _BEFORE.search(text, max(0, one.start() - 40), one.start())
        if before is None:
            continue
        last = before[1].split()
        for length in (2, 1):
            name = " ".join(last[-length:]).lower()
            if len(last) >= length and name in known:
                start = one.start() - 1 - len(name)
                yield _subject("vaccine", set(known[name]), text, start, one.end())
                break


def _subject(
    of: Literal["result", "medicine", "problem", "vaccine"],
    names: set[str],
    text: str,
    start: int,
    end: int,
    class_name: str | None = None,
) -> Subject:
    return Subject(
        of=of,
        names=frozenset(names),
        class_name=class_name,
        written=text[start:end],
        start=start,
        end=end,
    )
