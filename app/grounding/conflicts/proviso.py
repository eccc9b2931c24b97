"""For whom or when a sentence gives its advice, where the vocabulary knows no such case."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.grounding.conflicts.named import named_in
from app.grounding.layers import Layer
from app.grounding.special_groups import special_groups_in
from app.grounding.statements import root
from app.terms.cases import GENERIC
from app.terms.conditions import conditions
from app.terms.gestation import weeks_in
from app.terms.kidney_function import clearances_in
from app.terms.liver_function import liver_classes_in
from app.terms.wording import words

_CASE: Final = re.compile(
    r"\b(?:in|among|with|during|for|who|whose|having|where|if|when)\s+([^.,;:()]+)", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}|\d+")
_EMPTY: Final = frozenset(
    map(
        root,
        words(
            "who whose with have having has had take takes taking any this that these those are "
            "been being his her their person individuals"
        ),
    )
)


def one_proviso(
    quote: str, layers: Sequence[Layer], other: str, others: Sequence[Layer], asked: str
) -> bool:
    """Whether neither of two sentences makes a case of its own, `in QT prolongation`, that stands
    neither around the other nor in the question.

    Args:
        layers: of `quote`; `others` are those of `other`.
    """
    return _answered(quote, others, asked) and _answered(other, layers, asked)


def _answered(quote: str, others: Sequence[Layer], asked: str) -> bool:
    around = _roots(" ".join((asked, *(layer.text for layer in others))))
    return all(_roots(case) <= around for case in _unread(quote))


def _unread(quote: str) -> Iterator[str]:
    """The cases that a sentence names and that no vocabulary reads: what is read is compared
    elsewhere."""
    for found in _CASE.finditer(quote):
        case = found.group(1)
        if not (
            special_groups_in(case)
            or conditions().named(case)
            or clearances_in(case, about_kidneys=True)
            or liver_classes_in(case)
            or weeks_in(case, about_pregnancy=True)
        ):
            yield case


def _roots(text: str) -> frozenset[str]:
    """Of the words that tell something; a drug counts by its name's ingredients."""
    drugs = {name for one in named_in(text) for name in one.names}
    for one in reversed(named_in(text)):
        text = text[: one.start] + " " + text[one.end :]
    told = (word for word in _WORD.findall(text.lower()) if word not in GENERIC)
    return (frozenset(map(root, told)) | drugs) - _EMPTY - {""}
