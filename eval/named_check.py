"""What one check that a set names says of a sentence, and the figures over many.

    caught        of the lines whose check must fire, the share of which it blocked or warned
    blocked       of those that it must block, the share that it blocked; a rule from memory warns
    asked         of those of which a fact is missing, the share where the check said so, or fired
    false_alarms  of those where it must be silent, the share that it blocked or warned of

The sentence quotes itself, and no library stands behind it: nothing is said of boxed warnings.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from app.domain.question import Question
from app.domain.safety import CheckStatus, CheckVerdict
from app.domain.subject import Subject
from eval.compose import Safety
from eval.quoting_itself import quoting_itself
from eval.scored import ScoredItem, by_group, figure, intervals
from eval.suite import SuiteResult

CAUGHT, BLOCKED, ASKED, FALSE_ALARMS = "caught", "blocked", "asked", "false_alarms"
FIGURES: Final = (CAUGHT, BLOCKED, ASKED, FALSE_ALARMS)
FIRED: Final = (CheckStatus.BLOCK, CheckStatus.WARN)
_ORDER: Final = (
    CheckStatus.BLOCK,
    CheckStatus.WARN,
    CheckStatus.NOT_CHECKED,
    CheckStatus.PASS,
)


class CheckedItem(ScoredItem):
    """One line; `said` is the gravest status of its check, None where no such check is there."""

    expected: str
    said: CheckStatus | None
    rule: str | None


class Gravest(NamedTuple):
    """The gravest that was said; both None where nothing was."""

    status: CheckStatus | None
    rule: str | None

    @property
    def fired(self) -> bool:
        return self.status in FIRED


def verdicts(
    safety: Safety, name: str, question: Question, sentence: str, *, asked: bool
) -> list[CheckVerdict]:
    """All that the check of this name says of the sentence.

    Args:
        asked: of the question too, where a check of that name looks at questions.
    """
    subject = Subject(question=question, situation=safety.reader.read(question))
    claim = quoting_itself(sentence)
    on_claims = [one for one in safety.claim_checks if one.name == name]
    on_questions = [one for one in safety.question_checks if asked and one.name == name]
    on_answers = [one for one in safety.answer_checks if one.name == name]
    return [
        *(said for one in on_claims for said in one.check(claim, subject)),
        *(said for one in on_questions for said in one.check(subject)),
        *(said for one in on_answers for said in one.check([claim], subject)),
    ]


def gravest(said: Sequence[CheckVerdict]) -> Gravest:
    worst = min(said, key=lambda one: _ORDER.index(one.status), default=None)
    return Gravest(None, None) if worst is None else Gravest(worst.status, worst.rule)


def summarised(
    suite: str,
    items: Sequence[CheckedItem],
    reported_on: str,
    lines: str,
    **counted: int,
) -> SuiteResult:
    """The figures over the items.

    Args:
        lines: what the items are, in one word: `claims`.
        counted: further counts for the headline.
    """
    measured = {name: figure(name, items) for name in FIGURES}
    unset = [name for name in FIGURES if measured[name] is None]
    missing = sum(item.said is None for item in items)
    return SuiteResult(
        suite=suite,
        headline={**measured, lines: len(items), "without_a_check": missing, **counted},
        breakdowns={"by_check": by_group("check", FIGURES, items)},
        intervals=intervals([name for name in FIGURES if name not in unset], items),
        undefined=dict.fromkeys(unset, f"the set has no such {lines[:-1]}"),
        fitted_on="nothing: checks are rules",
        reported_on=reported_on,
        notes=(f"{missing} {lines} name a check that had nothing to say.",) if missing else (),
    )
