"""Questions for help that nobody should give: to poison, forge, deceive, bypass consent, cheat ...

The same words are harmless where they ask about the thing or how to stop it; those are answered.
"""

from typing import Final

from app.domain.abstention import AbstentionReason
from app.domain.question import Question, Speaker
from app.domain.safety import Decline, Screening, Severity
from app.safety.harmful.reading import Wrong, goes_on, wrongs
from app.safety.harmful.rules import HarmRule, all_harm_rules
from app.safety.saying import fired, passed

_GRAVEST: Final = tuple(Severity)


class HarmScreen:
    """Declines by rules alone; they are from memory, so their verdicts warn."""

    name = "harm"

    def screen(self, question: Question) -> Screening:
        """One verdict for each rule that fired, or one that passed."""
        found: dict[str, Wrong] = {}
        for one in wrongs(_asked(question)):
            found.setdefault(one.rule, one)
        if not found:
            return Screening(checks=(passed(self.name),))
        rules = all_harm_rules()
        ordered = sorted(found, key=lambda rule: _GRAVEST.index(rules[rule].severity))
        return Screening(
            decline=Decline(
                reason=AbstentionReason.UNSAFE, explanation=_explained(rules[ordered[0]])
            ),
            checks=tuple(fired(self.name, rules[rule], found[rule].words) for rule in ordered),
        )


def _asked(question: Question) -> str:
    """The question, behind the one before where it only asks to go on."""
    before = [turn.text for turn in question.conversation if turn.speaker is Speaker.USER]
    if before and goes_on(question.text):
        return f"{before[-1]}\n{question.text}"
    return question.text


def _explained(rule: HarmRule) -> str:
    """Why, without the asker's words, and where to turn."""
    return f"No help is given with this: {rule.says[0].lower()}{rule.says[1:]} {rule.do}"
