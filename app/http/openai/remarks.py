"""What stands behind the sentences of an answer: what other sources state, warnings, what was held
back, what is missing. Nothing of it is left to the structured outcome alone: a client that shows
text shows all that a reader must know.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.answer import Abstention, Answer, Outcome, Referral, Withheld
from app.domain.conflict import About, Conflict, Side
from app.domain.safety import CheckStatus, CheckVerdict, Provenance, Severity
from app.http.openai.words import in_line

DISAGREE: Final = "Sources disagree"
WARNINGS: Final = "Warnings"
_ON: Final = {
    About.DOSE: "the dose of {}",
    About.FREQUENCY: "how often {} is given",
    About.DURATION: "how long {} is given",
    About.LIMIT: "the limit for {}",
    About.DIRECTION: "whether {} should be used",
}
_GRAVEST_FIRST: Final = (*Severity, None)


def conflicts(answer: Answer) -> Iterator[str]:
    """A line a conflict: both sides, and which is preferred by which rule."""
    for one in answer.conflicts:
        sides = "; ".join(
            _side(side, preferred=one.preference.side == at) for at, side in enumerate(one.sides)
        )
        yield f"- On {_about(one)}: {sides}. {in_line(one.preference.why)}"


def warnings(outcome: Outcome, *, plain: bool) -> Iterator[str]:
    """A line a warning, the gravest first; a patient is spared the names of rules, and what a
    finding says already is not said twice."""
    said = {each.name for each in outcome.findings} if isinstance(outcome, Referral) else set()
    told: set[str] = set()
    fired = [one for one in outcome.checks if one.status in {CheckStatus.WARN, CheckStatus.BLOCK}]
    for check in sorted(fired, key=lambda one: _GRAVEST_FIRST.index(one.severity)):
        line = _warning(check, plain=plain)
        if check.rule not in said and line not in told:
            told.add(line)
            yield line


def others(outcome: Outcome, *, plain: bool) -> Iterator[str]:
    """Sentences: how a follow-up was read, notes, what was held back, what of a record could not be
    used, how sure it is."""
    if outcome.read_as is not None:
        yield f"Read as: {in_line(outcome.read_as)}"
    if isinstance(outcome, Answer):
        yield from map(in_line, outcome.notes)
    if isinstance(outcome, Answer | Abstention):
        yield from _held(outcome.withheld, plain=plain)
    if outcome.record_unusable:
        count = len(outcome.record_unusable)
        parts = "1 part" if count == 1 else f"{count} parts"
        yield f"{parts} of the record could not be used and count as unknown."
    if isinstance(outcome, Answer) and outcome.confidence is not None:
        yield (
            f"Confidence: {_share(outcome.confidence)} (that most of this rests on documents about "
            "the question)."
        )


def supply(outcome: Outcome) -> Iterator[str]:
    """A line for each thing to add to the question, for checks that could not be made."""
    if isinstance(outcome, Answer | Abstention):
        yield from (f"- {in_line(what)}" for what in outcome.to_supply)


def _about(conflict: Conflict) -> str:
    return _ON[conflict.about].format(in_line(conflict.subject))


def _side(side: Side, *, preferred: bool) -> str:
    stated = side.document.provenance
    grade = stated.grade
    named = (
        stated.publisher or stated.source,
        stated.jurisdiction,
        str(side.dated) if side.dated else "undated",
        grade if grade is None or "grade" in grade.lower() else f"grade {grade}",
        "preferred" if preferred else None,
    )
    about = in_line(", ".join(each for each in named if each))
    return f"[{side.citation.label}] says {in_line(side.says)} ({about})"


def _warning(check: CheckVerdict, *, plain: bool) -> str:
    held = "held back: " if check.status is CheckStatus.BLOCK else ""
    said = f"- {check.name}: {held}{check.why}"
    if check.next_step:
        said = f"{said} {check.next_step}"
    if check.overridden_by:
        said = f"{said} Overridden by {check.overridden_by}; the reason is on record."
    if not plain and check.rule is not None:
        review = f"signed off by {check.reviewed_by}" if check.reviewed_by else "unreviewed"
        origin = check.source or (
            "from memory" if check.provenance is Provenance.FROM_MEMORY else ""
        )
        said = f"{said} (rule {check.rule}, {review}{'; ' if origin else ''}{origin})"
    return in_line(said)


def _held(withheld: Iterable[Withheld], *, plain: bool) -> Iterator[str]:
    held = tuple(withheld)
    if held:
        noun = "statement was" if len(held) == 1 else "statements were"
        why = "; ".join(in_line(f"{each.rule}: {each.reason}") for each in held)
        told = f"{len(held)} {noun} held back because a check did not pass."
        yield told if plain else f"{told} {why}"


def _share(probability: float) -> str:
    """In whole percent; what rounds to certainty is none."""
    if probability < 0.005:
        return "below 1%"
    return "above 99%" if probability >= 0.995 else f"{probability:.0%}"
