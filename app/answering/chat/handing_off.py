"""A conversation put on the list of people, with a summary, and the site's webhook told of it."""

import logging
from collections.abc import Sequence
from typing import Final

from app.answering.chat.texts import texts
from app.domain.answer import Abstention, Outcome, Referral
from app.domain.conversation import HandedOff, HandOff, KeptTurn, Why
from app.domain.errors import Unavailable
from app.domain.frozen import Frozen
from app.domain.ports.adverse_events import Notifier
from app.domain.ports.clock import Clock
from app.domain.ports.conversations import HandOffs
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.ports.reviewing import ReviewQueue, Topics
from app.domain.ports.safety import SituationReader
from app.domain.question import Question, Speaker
from app.domain.reviewing import DECIDED, GENERAL, Cause, ReviewTask, Texts
from app.domain.safety import CheckStatus

LONGEST: Final = 7_500
"""Characters of a summary; what was said last stays."""
_A_MESSAGE: Final = 500
_LATEST: Final = 6
"""Earlier messages by which the topic is told."""
_REFERRED: Final = ("emergency/", "crisis/", "readability")

_log = logging.getLogger("citewell")


class Manned(Frozen):
    """What the site tells people who want to talk to a person."""

    live: bool = False
    """Whether somebody watches the list while people chat."""
    phone: str | None = None
    hours: str | None = None
    text: str | None = None
    """In the site's own words, behind ours."""
    why: frozenset[Why] = frozenset(Why)
    """For what a conversation is handed over."""


class HandingOff:
    """Args:
    hand_offs: what the webhook is told from.
    notifier: wakes whoever tells it; None: nobody else is told.
    reader: reads of the person what the summary begins with.
    identifiers: takes them out of the summary.
    """

    def __init__(
        self,
        queue: ReviewQueue,
        hand_offs: HandOffs,
        topics: Topics,
        reader: SituationReader,
        identifiers: IdentifierFinder,
        clock: Clock,
        manned: Manned,
        notifier: Notifier | None = None,
    ) -> None:
        self._queue = queue
        self._hand_offs = hand_offs
        self._topics = topics
        self._reader = reader
        self._identifiers = identifiers
        self._clock = clock
        self._manned = manned
        self._notifier = notifier

    def wanted(self, outcome: Outcome, *, asked: bool) -> Why | None:
        """For what this turn is to be handed over; None: it is not."""
        why = Why.ASKED if asked else _why(outcome)
        return why if why in self._manned.why else None

    def hand_over(
        self,
        why: Why,
        question: Question,
        turns: Sequence[KeptTurn],
        *,
        new: str,
        before: str | None = None,
        conversation: str | None = None,
        tenant: str | None = None,
        worded: bool = True,
    ) -> HandedOff:
        """What the person is told of it; a failure is told, too.

        Args:
            question: the last one, with the conversation before it.
            turns: what is known of all turns, the last one among them.
            new: the id of this hand-off, should there be one.
            before: of the newest one of this conversation. While nobody has decided that one, a
                turn that merely goes on needs no other.
            tenant: whose people look at it; None: those of all.
            worded: whether the list may hold a summary.
        """
        try:
            task = None if before is None else self._task(before, (), None, tenant)
            if before is not None and task is not None:
                same = before == new or why is not Why.ASKED
                if same and task.state not in DECIDED:
                    return self._told(before, why, "already")
            topic = next(iter(self._topics.of(_spoken(question))), GENERAL)
            summary = self._summary(why, question, turns) if worded else None
            task = self._task(new, _rules(turns), summary, tenant, topic)
            made = HandOff(
                id=new, at=self._clock.now(), why=why, task=task.id, conversation=conversation
            )
            self._hand_offs.add(made)
        except Unavailable as error:
            _log.error("A conversation could not be handed over: %s", error)
            return HandedOff(why=why, listed=False, says=self._says("failed"))
        if self._notifier is not None:
            self._notifier.wake()
        return self._told(new, why, why.value)

    def _task(
        self,
        trace_id: str,
        rules: tuple[str, ...],
        summary: Texts | None,
        tenant: str | None,
        topic: str = GENERAL,
    ) -> ReviewTask:
        return self._queue.put(
            trace_id,
            rules,
            causes=(Cause.HAND_OFF,),
            topic=topic,
            texts=summary,
            tenant=tenant,
        )

    def _told(self, hand_off: str, why: Why, how: str) -> HandedOff:
        return HandedOff(id=hand_off, why=why, listed=True, says=self._says(how))

    def _says(self, how: str) -> str:
        words, manned = texts()["hand_off"], self._manned
        listed = how != "failed"
        said = [words[how]]
        if listed:
            said.append(words["live" if manned.live else "not_live"])
        if listed and manned.live and manned.hours:
            said.append(f"{words['hours']} {manned.hours}.")
        if listed:
            said.append(words["no_name"])
        if manned.phone:
            said.append(f"{words['phone']} {manned.phone}.")
        elif listed:
            said.append(words["no_phone"])
        if manned.text:
            said.append(manned.text)
        return " ".join([*said, words["worse"]])

    def _summary(self, why: Why, question: Question, turns: Sequence[KeptTurn]) -> Texts:
        """Without identifiers, as far as they are found."""
        whom = self._reader.whom(self._reader.read(question)).words
        head = [f"Hand-off: {_BECAUSE[why]}", f"Turns: {len(turns)}."]
        if whom:
            head.append(f"Told of the person before the last message: {whom}")
        findings = dict.fromkeys(name for turn in turns for name in turn.findings)
        if findings:
            head.append(f"Referred for: {', '.join(findings)}.")
        first = self._identifiers.redact("\n".join(head))
        said: list[str] = []
        room = LONGEST - len(first)
        for number, turn in reversed(list(enumerate(turns, 1))):
            line = f"{number}. {_cut(self._identifiers.redact(turn.message))} -> {turn.kind}"
            room -= len(line) + 1
            if room < 0:
                said.append("(earlier turns are left out)")
                break
            said.append(line)
        last = turns[-1] if turns else None
        return Texts(
            question="\n".join([first, *reversed(said)]),
            outcome=f"The last turn: {last.kind}." if last is not None else "No turn yet.",
            audience=question.audience,
            kind="referral",
        )


def blocked(outcome: Outcome) -> bool:
    """Whether a safety rule held back all that could be said."""
    held = any(one.status is CheckStatus.BLOCK and one.rule for one in outcome.checks)
    return isinstance(outcome, Abstention) and held


_BECAUSE: Final = {
    Why.ASKED: "the person asked to talk to a person.",
    Why.REFERRED: "the person was referred.",
    Why.BLOCKED: "a safety rule held back what could be said.",
}


def _why(outcome: Outcome) -> Why | None:
    if isinstance(outcome, Referral):
        names = (each.name for each in outcome.findings)
        return Why.REFERRED if any(name.startswith(_REFERRED) for name in names) else None
    return Why.BLOCKED if blocked(outcome) else None


def _rules(turns: Sequence[KeptTurn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for turn in turns for name in turn.findings))


def _spoken(question: Question) -> str:
    """What the person said of late. Replies ask after pregnancy of anybody, which is no topic."""
    own = [turn.text for turn in question.conversation if turn.speaker is Speaker.USER]
    return "\n".join([*own[-_LATEST:], question.text])


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _A_MESSAGE else f"{plain[:_A_MESSAGE]} (cut)"
