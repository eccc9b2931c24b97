"""Numbers without a form of their own: records, plans, accounts, serials, by what they are called.

What they are called stands in `labels.toml`. The words must be followed by `number`, `no`, `#`,
`id` or a mark; a few that mean nothing else (MRN, passport) need not.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Final

from app.domain.frozen import Frozen
from app.domain.identifier_kinds import IdentifierKind
from app.safety.identifiers.sighting import LABELLED, SHAPED, Shape, Sighting, digits_of, seen

_PIECE: Final = r"[A-Za-z]{0,6}\d[A-Za-z\d]{0,24}"
_UNIT: Final = (
    r"(?:mg|mcg|g|kg|ml|l|mmol|units?|iu|%|days?|weeks?|months?|years?|hours?|tablets?|times)\b"
)
_VALUE: Final = (
    rf"(?P<id>(?-i:[A-Z]{{1,5}}[-/ ])?{_PIECE}"
    rf"(?:[-/.]{{1,2}}[A-Za-z\d]{{1,20}}|\s(?=\d)(?!\d{{1,4}}\s?{_UNIT}){_PIECE}|(?-i:\s[A-Z]{{2,3}})(?!\w)){{0,6}})(?!\w)"
)
_MARK: Final = (
    r"(?:\s{0,2}(?:numbers?|num|nos?|nr|code|id|identifier|card)\b\.?){1,2}[\s:=#(-]{0,4}(?:(?:is|was|of)\s{1,2})?"
    r"|\s{0,2}[:=#][\s:=#(]{0,4}|\s{1,2}is\s{1,2}"
)
_PUBLIC: Final = re.compile(r"^(?:NCT|ISRCTN|ACTRN|EUCTR|CRD|PMC|PMID|DOI|NDC|ATC|ICD)", re.I)
"""Numbers of trials, reviews, articles and drugs, which are nobody's."""


def _shape(label: "_Label") -> Shape:
    names = _either([*label.called, *label.alone])
    bare = rf"|(?:{_either(label.alone)})[\s:=#(-]{{1,4}}" if label.alone else ""
    return Shape(
        label.kind,
        re.compile(rf"(?<![\w&/])(?:(?:{names})(?:{_MARK}){bare}){_VALUE}", re.I),
        SHAPED if label.vague else LABELLED,
        label.why,
        lambda written: len(digits_of(written)) >= label.digits and not _PUBLIC.match(written),
    )


def _either(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s{1,2}") for each in longest_first)


class _Label(Frozen):
    """One table of `labels.toml`."""

    kind: IdentifierKind
    why: str
    digits: int
    called: tuple[str, ...]
    alone: tuple[str, ...]
    vague: bool = False


_LABELS: Final = tomllib.loads(
    files("app.safety.identifiers").joinpath("labels.toml").read_text(encoding="utf-8")
)["label"]
_SHAPES: Final = tuple(_shape(_Label.model_validate(each)) for each in _LABELS)


def labelled_numbers(text: str) -> Iterator[Sighting]:
    """Numbers that `text` calls somebody's."""
    return seen(_SHAPES, text)
