"""The clauses of a sentence, and the words that are said of a name behind it."""

from bisect import bisect_right
from typing import NamedTuple

from app.safety import stance_words as words
from app.terms.advice import STUDY


class Clause(NamedTuple):
    """A part of a sentence; `start` is its place there."""

    text: str
    start: int
    supposing: bool
    """It supposes something and advises nothing by itself."""
    study: bool
    """The sentence reports what was done or measured."""


def clauses_of(line: str, names: list[int]) -> list[Clause]:
    """The clauses of a sentence; one that supposes ends at its comma, but in a list of names."""
    cuts = {0}
    for one in words.BREAK.finditer(line):
        cuts.add(one.start())
        comma = line.find(",", one.end(), one.end() + words.REACH)
        if (
            comma > 0
            and words.SUPPOSING.match(one.group())
            and not (one.start() and _any_between(names, one.end(), comma))
        ):
            cuts.add(comma)
    if words.LEADING.match(line) and (comma := line.find(",")) > 0:
        cuts.add(comma)
    ordered = sorted(cuts)
    study = STUDY.search(line) is not None or words.CITED.search(line) is not None
    return [
        Clause(
            text=line[start:end],
            start=start,
            supposing=words.SUPPOSING.match(line[start:end].lstrip(" ,;:()")) is not None,
            study=study,
        )
        for start, end in zip(ordered, [*ordered[1:], len(line)], strict=True)
    ]


def _any_between(places: list[int], start: int, end: int) -> bool:
    return bisect_right(places, end) > bisect_right(places, start - 1)


def tail_of(line: str, clause: Clause, end: int) -> str:
    """The words said of a name, behind it and its bracket; `tramadol: avoid` has a colon first."""
    bracket = words.BRACKET.match(line, end, end + 90)
    behind = bracket.end() if bracket else end
    ends = clause.start + len(clause.text)
    apposed = words.APPOSED.match(line[behind : behind + 4])
    if bracket or (apposed and ends - end <= 1):
        further = words.BREAK.search(
            line, behind + (apposed.end() if apposed else 0), behind + words.REACH
        )
        ends = further.start() if further else behind + words.REACH
    return line[behind : min(ends, end + words.REACH)]


def same_list(line: str, clause: Clause, end: int) -> bool:
    """Whether the name that ended there stands in this clause, or in front of its bracket."""
    return end > clause.start or line[clause.start] == "("
