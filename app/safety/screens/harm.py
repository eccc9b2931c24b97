"""Questions for help that nobody should give: to poison, forge, deceive, bypass consent, cheat ...

The same words are harmless where they ask about the thing or how to stop it; those are answered.
Rules say what is wrong and name it; a likeness declines what none foresees, and takes back what it
knows to be harmless, but for what a rule of the gravest severity found.
"""

from collections.abc import Iterable
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
from app.safety.harmful.likeness import HarmLikeness, Likeness
from app.safety.harmful.parts import NONE
from app.safety.harmful.reading import Wrong, goes_on, said, wrongs
from app.safety.harmful.rules import HarmRule, all_harm_rules
from app.safety.saying import fired, passed

_GRAVEST: Final = tuple(Severity)
_TAKEN_BACK: Final = "Found by {}, and harmless: it reads like requests that anybody may make."
_ALIKE: Final = (
    "No help is given with this: it reads like a request for something that would harm or deceive "
    "people, or break the rules that protect them. If that is not what is meant, ask again and say "
    "what it is for; a clinical ethics or legal service helps with hard cases."
)


class HarmScreen:
    """Declines by rules; they are from memory, so their verdicts warn.

    Args:
        embedder: tuned for the likeness to harmful requests; None: rules alone.
    """

    name: str = "harm"

    def __init__(self, embedder: QuestionEmbedder | None = None) -> None:
        self._likeness = HarmLikeness(embedder) if embedder is not None else None

    def screen(self, question: Question) -> Screening:
        """One verdict for each rule that stands, or one of the likeness."""
        found: dict[str, Wrong] = {}
        asked = _asked(question)
        for one in wrongs(asked):
            found.setdefault(one.rule, one)
        likeness = None if self._likeness is None else self._likeness.of(asked)
        unlike = likeness is not None and likeness.beside < 0
        if not found or (unlike and not _firm(found)):
            return self._alike(likeness, tuple(found))
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
        found = {one.rule for one in wrongs(text, without)}
        return ReadForHarm(bool(found), _firm(found), said(text))

    def examples(self) -> dict[str, bool]:
        """Of all rules; near misses of one are harmless."""
        rules = all_harm_rules().values()
        return {
            each.ask: wrong
            for rule in rules
            for wrong, some in ((True, rule.positives), (False, rule.negatives))
            for each in some
        }

    def _alike(self, likeness: Likeness | None, taken_back: tuple[str, ...]) -> Screening:
        """What the likeness says where no rule stands; those it takes back are told."""
        if likeness is None or likeness.above < 0:
            why = _TAKEN_BACK.format(", ".join(taken_back)) if taken_back else ""
            return Screening(checks=(passed(self.name, why),))
        verdict = CheckVerdict(
            name=self.name,
            status=CheckStatus.WARN,
            rule=f"{self.name}/likeness",
            why=f"It reads like requests for harm ({likeness.above:.1f} above the threshold).",
            next_step="Ask again and say what it is for.",
            severity=Severity.SERIOUS,
            provenance=Provenance.FROM_MEMORY,
        )
        return Screening(
            decline=Decline(reason=AbstentionReason.UNSAFE, explanation=_ALIKE), checks=(verdict,)
        )


def _firm(found: Iterable[str]) -> bool:
    """Whether one of these rules is too grave to be taken back."""
    return any(all_harm_rules()[rule].severity is _GRAVEST[0] for rule in found)


def _asked(question: Question) -> str:
    """The question, behind the one before where it only asks to go on."""
    before = [turn.text for turn in question.conversation if turn.speaker is Speaker.USER]
    if before and goes_on(question.text):
        return f"{before[-1]}\n{question.text}"
    return question.text


def _explained(rule: HarmRule) -> str:
    """Why, without the asker's words, and where to turn."""
    return f"No help is given with this: {rule.says[0].lower()}{rule.says[1:]} {rule.do}"
