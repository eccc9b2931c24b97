"""Which of two sources that disagree is preferred, by the rules of `preference.toml`.

A rule decides only where both documents state what it compares.
"""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Final

from app.domain.conflict import Conflict, Disagreement, Preference, Side
from app.domain.corpus import Audience, Status
from app.domain.frozen import Frozen
from app.terms.evidence_grades import grade_of

NONE: Final = "none"
INTERNATIONAL: Final = "INT"
IN_PLACE_OF: Final = {"UK": "GB", "EL": "GR"}
"""Codes that are written for those of ISO 3166-1."""
OVERDUE: Final = "The preferred document was due for review on {}."
ASK_FIRST: Final = (
    "Ask your doctor, nurse or pharmacist which of the two is meant for you before you act on "
    "either."
)


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


_Rule = Callable[[tuple[Side, Side], date], Decided | None]


class Preferences:
    """Weighs disagreements.

    Args:
        jurisdiction: where the service stands, ISO 3166-1 alpha-2; None: nowhere is local.
    """

    def __init__(self, jurisdiction: str | None = None) -> None:
        self._jurisdiction = jurisdiction
        self._deciding: dict[str, _Rule] = {
            "standing": _standing,
            "concern": _concern,
            "local": self._local,
            "grade": _grade,
            "newer": _newer,
        }

    def weigh(self, disagreement: Disagreement, today: date, audience: Audience) -> Conflict:
        """The disagreement with the side that the first deciding rule prefers.

        Args:
            today: what takes effect later is not in force, and a later date tells no age.
            audience: a patient is told to ask before either side is acted on.
        """
        found = self._preference(disagreement.sides, today)
        if audience is Audience.PATIENT:
            found = found.model_copy(update={"why": f"{found.why} {ASK_FIRST}"})
        return Conflict(
            about=disagreement.about,
            subject=disagreement.subject,
            sides=disagreement.sides,
            preference=found,
        )

    def _preference(self, sides: tuple[Side, Side], today: date) -> Preference:
        for name, rule in rules().items():
            decided = self._deciding[name](sides, today) if name != NONE else None
            if decided is not None:
                due = sides[decided.side].document.provenance.review_due
                why = rule.why.format(**decided.stated)
                if due is not None and due < today:
                    why = f"{why} {OVERDUE.format(due)}"
                return Preference(side=decided.side, rule=name, why=why)
        undated = any(each.dated is None or each.dated > today for each in sides)
        return Preference(rule=NONE, why=rules()[NONE].undated if undated else rules()[NONE].why)

    def _local(self, sides: tuple[Side, Side], today: date) -> Decided | None:  # noqa: ARG002
        stated = [each.document.provenance.jurisdiction for each in sides]
        local = [_code(one) == _code(self._jurisdiction) for one in stated]
        if None in stated or local[0] == local[1]:
            return None
        return _decided(0 if local[0] else 1, [_place(one) for one in stated])


def _standing(sides: tuple[Side, Side], today: date) -> Decided | None:
    said = [_not_in_force(each, today) for each in sides]
    if bool(said[0]) == bool(said[1]):
        return None
    return _decided(1 if said[0] else 0, said)


def _not_in_force(side: Side, today: date) -> str:
    """Why a document is not in force; empty where it is."""
    stated = side.document.provenance
    if stated.status is not Status.CURRENT:
        return stated.status.value
    later = stated.effective is not None and stated.effective > today
    return f"effective only from {stated.effective}" if later else ""


def _concern(sides: tuple[Side, Side], today: date) -> Decided | None:  # noqa: ARG001
    said = [each.document.provenance.concern for each in sides]
    return None if said[0] == said[1] else Decided(side=1 if said[0] else 0)


def _grade(sides: tuple[Side, Side], today: date) -> Decided | None:  # noqa: ARG001
    stated = [each.document.provenance for each in sides]
    first, second = (grade_of(each.grade, each.publisher) for each in stated)
    if first is None or second is None or first.scheme != second.scheme:
        return None
    if first.rank == second.rank:
        return None
    decided = _decided(0 if first.rank < second.rank else 1, [each.grade or "" for each in stated])
    return decided.model_copy(update={"stated": {**decided.stated, "scheme": first.scheme}})


def _newer(sides: tuple[Side, Side], today: date) -> Decided | None:
    first, second = (each.dated for each in sides)
    if first is None or second is None or max(first, second) > today:
        return None
    if (max(first, second) - _latest(min(first, second))).days <= rules()["newer"].margin_days:
        return None
    return _decided(0 if first > second else 1, [str(first), str(second)])


def _latest(dated: date) -> date:
    """The last day that a date may stand for: a year alone is kept as its first of January."""
    return date(dated.year, 12, 31) if (dated.month, dated.day) == (1, 1) else dated


def _decided(side: int, stated: list[str]) -> Decided:
    return Decided(side=side, stated={"preferred": stated[side], "other": stated[1 - side]})


def _code(jurisdiction: str | None) -> str | None:
    return IN_PLACE_OF.get(jurisdiction, jurisdiction) if jurisdiction else None


def _place(jurisdiction: str | None) -> str:
    return "an international body" if jurisdiction == INTERNATIONAL else str(jurisdiction)
