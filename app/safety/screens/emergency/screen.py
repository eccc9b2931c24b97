"""The screen for emergencies: somebody in danger now is told so, and nothing is generated."""

from collections.abc import Sequence
from typing import Final

from app.domain.corpus import Audience
from app.domain.ports.embedding import Embedder
from app.domain.question import Question, Speaker
from app.domain.safety import (
    CheckStatus,
    CheckVerdict,
    Contact,
    Finding,
    Provenance,
    Screening,
    Severity,
)
from app.safety.saying import fired, passed
from app.safety.screens.emergency.likeness import EmergencyLikeness
from app.safety.screens.emergency.numbers import emergency_contact, poison_contact
from app.safety.screens.emergency.reading import Reading, reading
from app.safety.screens.emergency.rule import EmergencyRule, Line, emergency_rules

NAME: Final = "emergency"
UNSURE: Final = "unsure"
"""The finding where no rule tells which emergency it is."""
_MESSAGE: Final = (
    "What you write can be an emergency. If somebody is very ill, badly hurt or getting worse "
    "quickly, do not wait for an answer here: call {number} now. If in doubt, call."
)
_NEXT_STEP: Final = (
    "Call the emergency number if in doubt; they tell you what to do. "
    "Do not leave the person alone."
)


class EmergencyScreen:
    """Reads question and conversation for findings, and asks the rules whether they are an
    emergency.

    A clinician's text speaks of nobody who is there unless it says so (`my patient`, `she`, `in
    resus`); a patient's does unless it says otherwise.

    Args:
        country: ISO 3166-1 alpha-2, of where the service stands; that of the question outranks it.
        embedder: for the likeness to words of an emergency; None: rules alone are asked.
    """

    name = NAME

    def __init__(self, country: str | None = None, embedder: Embedder | None = None) -> None:
        self._country = country
        self._likeness = EmergencyLikeness(embedder) if embedder is not None else None

    def screen(self, question: Question) -> Screening:
        """A finding and a verdict for each rule that holds, or one verdict that passes."""
        present = self._present(question)
        hits = [
            (rule, used)
            for rule in (emergency_rules() if present else ())
            if (used := rule.way(present)) is not None
        ]
        country = question.country or self._country
        if not hits:
            return self._alike(question, country)
        return Screening(
            findings=tuple(_finding(rule, country) for rule, _ in hits),
            checks=tuple(
                fired(NAME, rule, "; ".join(present[name] for name in used)) for rule, used in hits
            ),
        )

    def _alike(self, question: Question, country: str | None) -> Screening:
        """What the likeness says of a question in which no rule holds."""
        none = Screening(checks=(passed(NAME, "No sign of an emergency was read."),))
        if self._likeness is None:
            return none
        read = reading(question.text)
        score = self._likeness.score(question.text, read, question.audience)
        if score is None or score <= 0 or read.over:
            return none
        contact = emergency_contact(country)
        finding = Finding(
            name=f"{NAME}/{UNSURE}",
            message=_MESSAGE.format(number=contact.number),
            next_step=_NEXT_STEP,
            contacts=(contact,),
        )
        verdict = CheckVerdict(
            name=NAME,
            status=CheckStatus.WARN,
            rule=f"{NAME}/likeness",
            why=f"It reads like words of people in an emergency ({score:.1f} above the threshold).",
            next_step=_NEXT_STEP,
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )
        return Screening(findings=(finding,), checks=(verdict,))

    def _present(self, question: Question) -> dict[str, str]:
        earlier = [turn.text for turn in question.conversation if turn.speaker is Speaker.USER]
        asked = reading(question.text)
        readings = _since_over([*(reading(text) for text in earlier), asked])
        if question.audience is Audience.CLINICIAN and not any(one.here for one in readings):
            return {}
        return {name: words for one in readings for name, words in one.present().items()}


def _since_over(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Those from the last one on that says that it is over."""
    last = max((at for at, one in enumerate(readings) if one.over), default=0)
    return readings[last:]


def _finding(rule: EmergencyRule, country: str | None) -> Finding:
    contacts: list[Contact] = [emergency_contact(country)]
    if rule.line is Line.POISON and (poison := poison_contact(country)) is not None:
        contacts.append(poison)
    return Finding(
        name=rule.id,
        message=f"{rule.says} This may be an emergency. Call {contacts[0].number} now.",
        next_step=rule.do,
        contacts=tuple(contacts),
    )
