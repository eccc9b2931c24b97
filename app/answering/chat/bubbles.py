"""An outcome as plain text, for a person to read in a chat.

Our own words are those of `texts.toml` and of the rules; sources are quoted as they stand.
"""

from collections.abc import Collection, Iterable, Iterator

from app.answering.chat.telling import only_tells
from app.answering.chat.texts import texts
from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer, CitedClaim, Evidence, Outcome, Referral
from app.domain.citation import Origin
from app.domain.corpus import DocumentCard
from app.domain.safety import CheckStatus, CheckVerdict, Finding

OF_RECORD = "[words of the patient's record]"
_NOTHING_FOUND = (AbstentionReason.NO_EVIDENCE, AbstentionReason.WEAK_EVIDENCE)
_SPOKEN = (CheckStatus.WARN, CheckStatus.BLOCK)
_EMERGENCY = "emergency/"
_CRISIS = "crisis/"
_SCREENS = frozenset({"emergency", "crisis", "language"})
"""Their verdicts are said by a referral's findings."""


def bubble(
    outcome: Outcome, *, asked: str = "", known: Collection[str] = (), kept: bool = False
) -> str:
    """The text of a reply.

    Args:
        asked: the message: one that only tells something is no question without an answer.
        known: names of findings that were told in earlier turns, which a reply does not pass over.
        kept: as it is kept: without words that stand on the patient's record.
    """
    if isinstance(outcome, Referral):
        return _joined(_referral(outcome, frozenset(known)))
    if isinstance(outcome, Abstention):
        return _joined([*_care(known), *_abstention(outcome, told=only_tells(asked))])
    return _joined([*_care(known), *_answer(outcome, kept=kept)])


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _care(known: Collection[str]) -> Iterator[str]:
    """Of a danger that was told in an earlier turn, before whatever is said now."""
    words = texts()["reply"]
    if any(name.startswith(_CRISIS) for name in known):
        yield words["care_crisis"]
    if any(name.startswith(_EMERGENCY) for name in known):
        yield words["care_emergency"]


def sent_so_far(claims: Iterable[CitedClaim]) -> str:
    """As kept, where no more came of a reply."""
    said = [_claim(each, kept=True) for each in claims]
    return "\n\n".join([*said, texts()["reply"]["broken_off"]])


def _answer(answer: Answer, *, kept: bool) -> Iterator[str]:
    words = texts()["reply"]
    recorded = [each for each in answer.claims if _on_record(each)]
    of_library = [each for each in answer.claims if not _on_record(each)]
    if recorded:
        yield "\n".join([words["record"], *(_claim(each, kept=kept) for each in recorded)])
    yield from _warned(answer.checks, kept=kept and bool(recorded))
    if of_library:
        yield words["leaflets"]
        yield from (_claim(each, kept=kept) for each in of_library)
    if answer.conflicts:
        yield words["otherwise"]
    yield _supply(answer.to_supply)
    yield _sources(answer.evidence)
    yield words["closing"]


def _abstention(abstention: Abstention, *, told: bool) -> Iterator[str]:
    if told and abstention.reason in _NOTHING_FOUND:
        yield texts()["reply"]["noted"]
    else:
        yield texts()["abstention"][abstention.reason.value]
    if abstention.reason is AbstentionReason.SWITCHED_OFF:
        yield abstention.explanation  # whom to ask, in the site's own words
    yield from _warned(abstention.checks, kept=False)
    yield _supply(abstention.to_supply)


def _referral(referral: Referral, known: frozenset[str]) -> Iterator[str]:
    words = texts()["reply"]
    names = {each.name for each in referral.findings}
    again = names <= known
    if again:
        yield words["remembered"]
    yield from (_finding(each) for each in referral.findings)
    if again and any(name.startswith(_EMERGENCY) for name in names):
        yield words["over"]


def _finding(finding: Finding) -> str:
    lines = [finding.message, finding.next_step]
    for one in finding.contacts:
        note = f" ({one.note})" if one.note else ""
        lines.append(f"{one.name}: {one.number}{note}")
    return "\n".join(dict.fromkeys(lines))


def _claim(claim: CitedClaim, *, kept: bool) -> str:
    if kept and any(each.origin is Origin.RECORD for each in claim.citations):
        return OF_RECORD
    labels = "".join(dict.fromkeys(f"[{each.label}]" for each in claim.citations))
    quoted = all(each.quote == claim.text for each in claim.citations)
    said = f"\u201c{claim.text}\u201d" if quoted else claim.text
    lines = [claim.lead or "", f"{said} {labels}", claim.ask_first or ""]
    return "\n".join(line for line in lines if line)


def _warned(checks: Iterable[CheckVerdict], *, kept: bool) -> Iterator[str]:
    """What rules warned of or held back, each once."""
    if kept:
        return
    said = {
        f"{one.why} {one.next_step or ''}".strip(): None
        for one in checks
        if one.status in _SPOKEN and one.name not in _SCREENS and one.why
    }
    if said:
        yield "\n".join([texts()["reply"]["note"], *said])


def _supply(wanted: Iterable[str]) -> str:
    said = [f"- {each}" for each in wanted]
    return "\n".join([f"{texts()['reply']['supply']}:", *said]) if said else ""


def _sources(evidence: Iterable[Evidence]) -> str:
    library = [each for each in evidence if each.origin is Origin.LIBRARY]
    lines = [f"[{each.label}] {_card(each.document)}" for each in library]
    return "\n".join([texts()["reply"]["sources"], *lines]) if lines else ""


def _card(card: DocumentCard) -> str:
    stated = card.provenance
    on = stated.effective or stated.published
    by = stated.publisher or stated.source
    return f"{card.title} ({by}, {on})" if on else f"{card.title} ({by})"


def _on_record(claim: CitedClaim) -> bool:
    return all(each.origin is Origin.RECORD for each in claim.citations)
