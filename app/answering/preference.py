"""Which of two sources that disagree is preferred, by the rules of `preference.toml`.

A rule decides only where both documents state what it compares.
"""

import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.conflict import Conflict, Disagreement, Preference, Side
from app.domain.corpus import Status
from app.domain.frozen import Frozen
from app.terms.evidence_grades import grade_of

NONE: Final = "none"
INTERNATIONAL: Final = "INT"


class Rule(Frozen):
    """One entry of the file; `why` is completed with what the documents state."""

    why: str
    margin_days: int = 0
    undated: str = ""


class Decided(Frozen):
    """The position of the preferred side, and what completes the rule's words."""

    side: int
    stated: dict[str, str] = {}


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """By name, in the order in which they are tried; the last is `none`."""
    text = files("app.answering").joinpath("preference.toml").read_text(encoding="utf-8")
    return {name: Rule.model_validate(one) for name, one in tomllib.loads(text).items()}


class Preferences:
    """Weighs disagreements.

    Args:
        jurisdiction: where the service stands, ISO 3166-1 alpha-2; None: nowhere is local.
    """

    def __init__(self, jurisdiction: str | None = None) -> None:
        self._jurisdiction = jurisdiction
        self._deciding: dict[str, Callable[[tuple[Side, Side]], Decided | None]] = {
            "standing": _standing,
            "concern": _concern,
            "local": self._local,
            "grade": _grade,
            "newer": _newer,
        }

    def weigh(self, disagreement: Disagreement) -> Conflict:
        """The disagreement with the side that the first deciding rule prefers."""
        return Conflict(
            about=disagreement.about,
            subject=disagreement.subject,
            sides=disagreement.sides,
            preference=self._preference(disagreement.sides),
        )

    def _preference(self, sides: tuple[Side, Side]) -> Preference:
        for name, rule in rules().items():
            decided = self._deciding[name](sides) if name != NONE else None
            if decided is not None:
                why = rule.why.format(**decided.stated)
                return Preference(side=decided.side, rule=name, why=why)
        undated = any(each.dated is None for each in sides)
        return Preference(rule=NONE, why=rules()[NONE].undated if undated else rules()[NONE].why)

    def _local(self, sides: tuple[Side, Side]) -> Decided | None:
        places = [each.document.provenance.jurisdiction for each in sides]
        if None in places or (places[0] == self._jurisdiction) == (places[1] == self._jurisdiction):
            return None
        return _decided(
            0 if places[0] == self._jurisdiction else 1, [_place(one) for one in places]
        )


def _standing(sides: tuple[Side, Side]) -> Decided | None:
    said = [each.document.provenance.status for each in sides]
    if (said[0] is Status.CURRENT) == (said[1] is Status.CURRENT):
        return None
    return _decided(0 if said[0] is Status.CURRENT else 1, [one.value for one in said])


def _concern(sides: tuple[Side, Side]) -> Decided | None:
    said = [each.document.provenance.concern for each in sides]
    return None if said[0] == said[1] else Decided(side=1 if said[0] else 0)


def _grade(sides: tuple[Side, Side]) -> Decided | None:
    stated = [each.document.provenance for each in sides]
    first, second = (grade_of(each.grade, each.publisher) for each in stated)
    if first is None or second is None or first.scheme != second.scheme:
        return None
    if first.rank == second.rank:
        return None
    decided = _decided(0 if first.rank < second.rank else 1, [each.grade or "" for each in stated])
    return decided.model_copy(update={"stated": {**decided.stated, "scheme": first.scheme}})


def _newer(sides: tuple[Side, Side]) -> Decided | None:
    first, second = (each.dated for each in sides)
    if first is None or second is None:
        return None
    if abs((first - second).days) <= rules()["newer"].margin_days:
        return None
    return _decided(0 if first > second else 1, [str(first), str(second)])


def _decided(side: int, stated: list[str]) -> Decided:
    return Decided(side=side, stated={"preferred": stated[side], "other": stated[1 - side]})


def _place(jurisdiction: str | None) -> str:
    return "an international body" if jurisdiction == INTERNATIONAL else str(jurisdiction)
