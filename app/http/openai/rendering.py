"""An outcome as the text of one message, and where its marks stand in it.

The text grows: what was written stays, so that a stream gives the same words as a reply. Sentences
come first, each with `[1]` for what it stands on; what stands behind them begins with a heading of
`BEHIND`, which is how a client's next request is read without it.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from app.domain.abstention import AbstentionReason
from app.domain.answer import Abstention, Answer, CitedClaim, Outcome, Referral
from app.domain.citation import Citation, Origin
from app.domain.corpus import Audience
from app.http.openai import remarks, sources
from app.http.openai.words import in_line

IN_THE_RECORD: Final = "**What the patient's record says**"
IN_THE_LIBRARY: Final = "**What the library says**"
_DISAGREE: Final = f"**{remarks.DISAGREE}**"
_WARNINGS: Final = f"**{remarks.WARNINGS}**"
_ALSO: Final = "**To know**"
_SUPPLY: Final = "**To check more, add to the question**"
_SOURCES: Final = "**Sources**"
_NEAREST: Final = "**What came nearest, without answering it**"
BEHIND: Final = (_DISAGREE, _WARNINGS, _SUPPLY, _ALSO, _SOURCES, _NEAREST)
ASK: Final = "Ask your doctor, nurse or pharmacist what this means for you."


class Mark(NamedTuple):
    """`content[start:end]` is `[label]`, in Unicode code points."""

    start: int
    end: int
    citation: Citation


class Writing:
    """One message as it grows; each call gives what comes next.

    Args:
        audience: who reads.
        unread: what is told at the end of what the client sent and nobody read.
    """

    def __init__(self, audience: Audience, unread: str | None = None) -> None:
        self._plain = audience is Audience.PATIENT
        self._unread = unread
        self._length = 0
        self._under: str | None = None
        self._claims = 0
        self.marks: list[Mark] = []

    def claim(self, claim: CitedClaim) -> str:
        """A sentence that passed; it is never taken back."""
        self._claims += 1
        cited = {citation.label: citation for citation in reversed(claim.citations)}
        labels = list(dict.fromkeys(citation.label for citation in claim.citations))
        before = self._heading(claim) + (f"{in_line(claim.lead)}\n\n" if claim.lead else "")
        body = in_line(claim.text)
        if all(citation.quote == claim.text for citation in claim.citations):
            body = f"\u201c{body}\u201d"
        text = f"{self._gap()}{before}{body} "
        for label in labels:
            start = self._length + len(text)
            text += f"[{label}]"
            self.marks.append(Mark(start, self._length + len(text), cited[label]))
        if claim.ask_first:
            text += f"\n\n{in_line(claim.ask_first)}"
        return self._written(text)

    def rest(self, outcome: Outcome) -> str:
        """Everything else of the outcome, sentences that were not written yet first."""
        text = ""
        if isinstance(outcome, Answer):
            text = "".join(self.claim(claim) for claim in outcome.claims[self._claims :])
        return text + self._written("".join(self._paragraphs(outcome)))

    def _paragraphs(self, outcome: Outcome) -> Iterator[str]:
        gap = self._gap()
        for paragraph in self._behind(outcome):
            yield gap + paragraph
            gap = "\n\n"

    def _behind(self, outcome: Outcome) -> Iterator[str]:
        match outcome:
            case Referral():
                yield from _referral(outcome)
            case Abstention():
                yield from _abstention(outcome, plain=self._plain)
            case Answer():
                yield from _section(_DISAGREE, remarks.conflicts(outcome))
        yield from _section(_WARNINGS, remarks.warnings(outcome, plain=self._plain))
        yield from _section(_SUPPLY, remarks.supply(outcome))
        also = [*remarks.others(outcome, plain=self._plain)]
        if self._unread is not None and not isinstance(outcome, Referral):
            also.append(self._unread)
        if isinstance(outcome, Answer) and self._plain:
            also.append(ASK)
        yield from _section(_ALSO, (f"- {each}" for each in also))
        if isinstance(outcome, Answer):
            yield from _section(_SOURCES, sources.listed(outcome))
        elif isinstance(outcome, Abstention):
            yield from _section(_NEAREST, (f"- {sources.card(one)}" for one in outcome.nearest))

    def _heading(self, claim: CitedClaim) -> str:
        """Where it turns from the patient's record to the library; none without a record."""
        of_record = all(each.origin is Origin.RECORD for each in claim.citations)
        under = IN_THE_RECORD if of_record else IN_THE_LIBRARY
        if under == self._under or (self._under is None and not of_record):
            return ""
        self._under = under
        return f"{under}\n\n"

    def _gap(self) -> str:
        return "\n\n" if self._length else ""

    def _written(self, text: str) -> str:
        self._length += len(text)
        return text


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    text = "\n".join(lines)
    if text:
        yield f"{heading}\n\n{text}"


def _referral(referral: Referral) -> Iterator[str]:
    """What to do stands first, then whom to ring."""
    for finding in referral.findings:
        yield f"**{in_line(finding.message)}**"
        yield f"**{in_line(finding.next_step)}**"
        for contact in finding.contacts:
            note = f" ({contact.note})" if contact.note else ""
            yield f"- {in_line(f'{contact.number}: {contact.name}{note}')}"


def _abstention(abstention: Abstention, *, plain: bool) -> Iterator[str]:
    if abstention.reason is AbstentionReason.SWITCHED_OFF:
        yield "This is not answered here for now."
    elif plain:
        yield "I did not find an answer to this."
    else:
        yield "The library does not answer this question."
    yield in_line(abstention.explanation)
    if plain:
        yield "Please ask your doctor, nurse or pharmacist."
