"""The most of a medicine in a day or a dose, by route and person; by weight for children.

A claim fires where it recommends more; a question that states more is warned of. What a sentence
tells of overdoses, studies and loading doses is left out (a loading dose has a limit of its own in
some rules, else none), and so is an amount by another route than the rule's.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from app.domain.answer import CitedClaim
from app.domain.patient import Use
from app.domain.question import Question, Speaker
from app.domain.safety import CheckVerdict
from app.domain.subject import Subject
from app.safety.added_doses import added, on_top
from app.safety.checks.library_maximum import beyond_library, stated_maxima
from app.safety.checks.over_maximum import WEIGHT, Over, Unknown, judged, known, too_old
from app.safety.doses import Role, StatedDose, doses_in
from app.safety.saying import fired, not_checked, passed
from app.safety.stance import Stance, stances
from app.terms.drugs import drug_names
from app.terms.unseen import plainly

NAME: Final = "maximum dose"
NO_AMOUNT: Final = "no amount is stated"
_TELLS: Final = re.compile(
    r"\b(?:overdos\w*|ingest\w*|toxic\w*|poison\w*|lethal|fatal\w*|suicid\w*|rats?|mice|mouse|dogs?|"
    r"rabbits?|animals?|volunteers?|healthy subjects|trials?|stud(?:y|ies|ied)|cohort|were given|"
    r"was given|had taken|received|reported|case reports?|deaths?|died|serum|plasma levels?|"
    r"placebo|randomi[sz]ed|participants)\b",
    re.IGNORECASE,
)
"""In a sentence that tells of doses and advises none."""
_HARMS: Final = re.compile(
    r"^\W*(?:(?:is|are|was|may be|can be|would be|could be) (?:\w+ly )?(?:dangerous|harmful|unsafe|"
    r"too much|excessive|hazardous|enough to)|(?:may |can |could |will |might )?(?:cause[sd]?|"
    r"damages?d?|injures?d?|kills?|leads? to|results? in|harms?|poisons?)\b)",
    re.IGNORECASE,
)
"""Behind a dose that is called harmful."""
_EVENT: Final = re.compile(
    r"\b(?:overdos\w*|poison\w*|lethal|toxic(?:ity| dose)|antidote|was given|were given|trials?|"
    r"stud(?:y|ies|ied))\b",
    re.IGNORECASE,
)
"""In a question after a dose that was too much, or after a study."""


class MaximumDoseOfQuestion:
    """The doses that the question states; it warns."""

    name: Final = NAME

    def check(self, subject: Subject) -> tuple[CheckVerdict, ...]:
        doses = _asked(subject.question, _only_one(subject))
        return _said(doses, subject, subject.question.text, blocks=False)


class MaximumDoseOfClaim:
    """The doses that a claim recommends."""

    name: Final = NAME

    def check(self, claim: CitedClaim, subject: Subject) -> tuple[CheckVerdict, ...]:
        text = plainly(claim.text)
        doses = _recommended(text, _only_one(subject))
        return _said(doses, subject, f"{subject.question.text}\n{text}", blocks=True)


def _asked(question: Question, otherwise: str | None) -> tuple[StatedDose, ...]:
    """Of the question; of what the user said right before where the question states none."""
    turns = [one.text for one in question.conversation if one.speaker is Speaker.USER]
    for text in (question.text, *turns[-1:]):
        plain = plainly(text)
        if not _EVENT.search(plain):
            doses = tuple(
                one
                for one in doses_in(plain, otherwise)
                if one.role is not Role.MAXIMUM or text is question.text
            )
            if doses:
                earlier = [dose for turn in reversed(turns) for dose in doses_in(plainly(turn))]
                return (*doses, *added(doses, plain), *on_top(doses, earlier, question.text))
    return ()


def _only_one(subject: Subject) -> str | None:
    """The ingredient that is asked about, where it is one; the question may ask about a medicine
    that is taken already."""
    asked = [one.ingredients for one in subject.situation.medicines if one.use is Use.ASKED]
    names = frozenset[str]().union(*asked) or drug_names().named(subject.question.text).ingredients
    return next(iter(names)) if len(names) == 1 else None


def _recommended(text: str, otherwise: str | None) -> tuple[StatedDose, ...]:
    doses = doses_in(text, otherwise)
    if not doses:
        return ()
    told: dict[str, set[Stance]] = {}
    for one in stances(text):
        told.setdefault(one.name, set()).add(one.stance)
    advised = tuple(one for one in doses if _advised(one, told.get(one.drug)))
    return (*advised, *added(advised, text))


def _advised(dose: StatedDose, told: set[Stance] | None) -> bool:
    if dose.role is Role.OVER or _tells(dose.sentence) or _HARMS.match(dose.behind):
        return False
    return dose.role is Role.MAXIMUM or told is None or Stance.RECOMMENDED in told


def _said(
    doses: Iterable[StatedDose], subject: Subject, text: str, *, blocks: bool
) -> tuple[CheckVerdict, ...]:
    doses = _each_once(doses)
    text = text.lower()
    found = dict.fromkeys(
        verdict for dose in doses for verdict in _of(dose, subject, text, blocks=blocks)
    )
    if found:
        return tuple(found)
    return (passed(NAME, "every amount is within the maximum" if doses else NO_AMOUNT),)


def _each_once(doses: Iterable[StatedDose]) -> tuple[StatedDose, ...]:
    """Those that differ in more than their place."""
    found: dict[StatedDose, StatedDose] = {}
    for one in doses:
        found.setdefault(
            one.model_copy(update={"start": 0, "end": 0, "sentence": "", "behind": ""}), one
        )
    return tuple(found.values())


@lru_cache(maxsize=256)
def _tells(sentence: str) -> bool:
    return _TELLS.search(sentence) is not None


def _of(dose: StatedDose, subject: Subject, text: str, *, blocks: bool) -> Iterator[CheckVerdict]:
    judgement = judged(dose, subject.situation, text)
    stated = stated_maxima(dose, subject)
    if isinstance(judgement, Over):
        rule = judgement.rule.of({dose.drug})
        why = f"{rule.says} Here {judgement.why}."
        yield fired(
            NAME,
            rule,
            dose.words,
            blocks=blocks and judgement.sure,
            why=why,
            library=tuple(one.words for one in stated),
        )
        return
    beyond = beyond_library(NAME, dose, stated, blocks=blocks)
    if beyond is not None:
        yield beyond
        return
    if isinstance(judgement, Unknown):
        why = f"the maximum of {dose.drug} for a child goes by weight, and none is told"
        why = f"{why}{too_old(subject.situation)}"
        yield not_checked(NAME, why, WEIGHT)
    elif not stated and not known(dose, subject.situation) and dose.role is not Role.LOADING:
        yield not_checked(NAME, f"no maximum dose of {dose.drug} is on file")
