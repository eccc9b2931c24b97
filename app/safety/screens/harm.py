"""Questions for help that nobody should give: to poison, forge, deceive, bypass consent, cheat ...

The same words are harmless where they ask about the thing or how to stop it; those are answered.
"""

from typing import Final

from app.domain.abstention import AbstentionReason
from app.domain.ports.embedding import QuestionEmbedder
from app.domain.ports.safety import ReadForHarm
from app.domain.question import Question, Speaker
from app.domain.safety import (
    CheckStatus,
    CheckVerdict,
    Decline,
    Provenance,
    Screening,
    Severity,
)
from app.safety.harmful.likeness import HarmLikeness
from app.safety.harmful.parts import NONE
from app.safety.harmful.reading import Wrong, countered, goes_on, said, wrongs
from app.safety.harmful.rules import HarmRule, all_harm_rules
from app.safety.saying import fired, passed

_GRAVEST: Final = tuple(Severity)
_ALIKE: Final = (
    "No help is given with this: it reads like a request for something that would harm or deceive "
    "people, or break the rules that protect them. If that is not what is meant, ask again and say "
    "what it is for; a clinical ethics or legal service helps with hard cases."
)


class HarmScreen:
    """Declines by rules; they are from memory, so their verdicts warn.

    Args:
        embedder: for the likeness to harmful requests where no rule fires; None: rules alone.
    """

    name: str = "harm"

    def __init__(self, embedder: QuestionEmbedder | None = None) -> None:
        self._likeness = HarmLikeness(embedder) if embedder is not None else None

    def screen(self, question: Question) -> Screening:
        """One verdict for each rule that fired, or one that passed."""
        found: dict[str, Wrong] = {}
        asked = _asked(question)
        for one in wrongs(asked):
            found.setdefault(one.rule, one)
        if not found:
            return self._alike(asked)
        rules = all_harm_rules()
        ordered = sorted(found, key=lambda rule: _GRAVEST.index(rules[rule].severity))
        return Screening(
            decline=Decline(
                reason=AbstentionReason.UNSAFE, explanation=_explained(rules[ordered[0]])
            ),
            checks=tuple(fired(self.name, rules[rule], found[rule].words) for rule in ordered),
        )

    def read_for_harm(self, text: str, without: frozenset[str] = NONE) -> ReadForHarm:
        """What the rules make of `text`, but for these sayings."""
        return ReadForHarm(bool(wrongs(text, without)), countered(text), said(text))

    def _alike(self, asked: str) -> Screening:
        """What the likeness says where no rule fired."""
        score = None if self._likeness is None else self._likeness.score(asked)
        if score is None or score < 0:
            return Screening(checks=(passed(self.name),))
        verdict = CheckVerdict(
            name=self.name,
            status=CheckStatus.WARN,
            rule=f"{self.name}/likeness",
            why=f"It reads like requests for harm ({score:.1f} above the threshold).",
            next_step="Ask again and say what it is for.",
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )
        return Screening(
            decline=Decline(reason=AbstentionReason.UNSAFE, explanation=_ALIKE), checks=(verdict,)
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
