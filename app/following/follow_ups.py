"""Follow-up questions made to stand alone, by rules and without a model.

A follow-up leans on what was asked before in one of a few ways, which are tried in turn: it answers
what was asked back (`22`), asks why, points back (`it`, `that dose`, `the second one`, `which is
better`), leaves out what it is about (`what are the symptoms?`), or is a phrase that takes the rest
of its question from the last one (`and for children?`). Whatever names its own subject is left as
it stands. Precision first: a question that is read alone finds too little, one that carries what
was not meant finds the wrong thing.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.ports.drugs import DrugResolver
from app.domain.ports.following import StandAlone
from app.domain.question import LONGEST_QUESTION, Speaker, Turn
from app.following.answers import answer, fact, reason
from app.following.filling import clause
from app.following.opening import CORRECTING, GOING_ON, Said, opened, said
from app.following.phrases import phrase
from app.following.pointing import compared, ordinal, pronoun
from app.following.reader import Reader
from app.following.reading import Reading, Thing
from app.following.rewritten import Rewritten, question_of, the, what
from app.following.thread import Thread
from app.following.vocabulary import vocabulary
from app.terms.unseen import plainly

TURNS: Final = 24
"""Turns that are read, the latest; what was said before is nothing that one leans on."""
READ: Final = 1_500
"""Characters of a turn that are read: the end of a user's, the beginning of an assistant's."""
LONGEST: Final = 300
"""Characters of the sentence that leans, and of one that is leaned on."""
_PLACEHOLDER: Final = re.compile(r"\[(?P<kind>[A-Z][A-Z _]+)\](?:['\u2019]s)?")
_INSTEAD: Final = re.compile(
    r"^(?:not|instead of|rather than) (?P<old>[^,.;?]{1,80}?)(?:,? but |, | \u2013 | - )"
    r"(?P<new>[^,.;?]{1,80})$",
    re.IGNORECASE,
)
_LAST_NOT: Final = re.compile(r"^(?P<new>[^,.;?]{1,80}), not [^,.;?]{1,80}$", re.IGNORECASE)
_MEANT: Final = re.compile(
    r"^(?P<new>[^,.;?]{1,80}?),? (?:(?:is what )?i mean(?:t)?|i should (?:say|have said)|sorry)$",
    re.IGNORECASE,
)


class ConversationFollowUps:
    """`FollowUps` by rules over `words.toml`.

    Args:
        drugs: finds names of medicines.
        redact: puts placeholders (`[NAME]`) where a text identifies somebody.
    """

    def __init__(
        self, drugs: DrugResolver, redact: Callable[[str], str] = lambda text: text
    ) -> None:
        self._reader: Final = Reader(drugs)
        self._redact: Final = redact

    def stand_alone(self, text: str, conversation: Sequence[Turn]) -> StandAlone:
        if not any(turn.speaker is Speaker.USER for turn in conversation):
            return StandAlone(text=text)
        thread = self._thread(conversation[-TURNS:])
        plain = plainly(text)
        rewritten = self._read_on(said(plain[-READ:]), thread) if not thread.empty else None
        if rewritten is None or not rewritten.carried or len(plain) > READ:
            return StandAlone(text=text)
        if not 0 < len(rewritten.text) <= LONGEST_QUESTION:
            return StandAlone(text=text)
        return StandAlone(text=rewritten.text, carried=rewritten.carried)

    def _thread(self, turns: Sequence[Turn]) -> Thread:
        """What the turns are about, each follow-up among them understood by what came before."""
        thread = Thread()
        for turn in turns:
            if turn.speaker is Speaker.ASSISTANT:
                text = plainly(turn.text[:READ])
                asked_back = plainly(turn.text[-READ:])
                thread = thread.answered(self._reader.read(text).things, asked_back)
                continue
            words = said(self._nameless(plainly(turn.text)[-READ:]))
            if words.cut:
                thread = Thread()
            if words.last:
                thread = self._after(words, thread)
        return thread

    def _after(self, words: Said, thread: Thread) -> Thread:
        """The thread behind a turn of the user."""
        rewritten = None if thread.empty else self._read_on(words, thread)
        if rewritten is None and words.before:  # `I take X. What is it for?`
            before = Thread().stated(self._reader.read(words.before[-LONGEST:]).about)
            rewritten = self._pointed(self._reader.read(words.last[:LONGEST]), before)
        last = said(rewritten.text).last if rewritten is not None else words.last
        head = opened(last)
        reading = self._reader.read(_corrected(head.body if rewritten is None else last)[:LONGEST])
        asks = rewritten is not None or reading.asks or head.asked or bool(reading.aspects)
        if asks and reading.about:
            return thread.asked(reading)
        return thread.stated(reading.about)

    def _nameless(self, text: str) -> str:
        """Without anybody's name, number or address."""
        return _PLACEHOLDER.sub(
            lambda found: "the patient" if found["kind"] == "NAME" else "", self._redact(text)
        )

    def _read_on(self, words: Said, thread: Thread) -> Rewritten | None:
        """The last sentence with what it leans on; None where it leans on nothing."""
        if words.cut or not words.last or len(words.last) > LONGEST:
            return None
        opening = opened(words.last)
        body = _corrected(opening.body)
        reading = self._reader.read(body)
        own = self._reader.read(words.before[-LONGEST:]).about if words.before else ()
        if own:  # it brings what it is about with it
            return self._of_another(reading, own, words, thread)
        raw = self._reader.read(words.last)
        alone = not words.before
        found = (
            (answer(words.last, reading, thread) if alone else None)
            or reason(raw, thread)
            or reason(reading, thread)
            or self._pointed(reading, thread)
        )
        if found is None and reading.asks and reading.plain not in vocabulary().asking:
            found = None if opening.conditional else clause(reading, thread)
        elif found is None:
            led = bool(opening.leads & {GOING_ON, CORRECTING}) or body != opening.body
            found = (fact(words.last, reading, thread) if alone else None) or phrase(
                reading, thread, led=led, asked=opening.asked
            )
        if found is not None and opening.asked and not found.text.endswith("?"):
            found = found._replace(text=f"{found.text}?")
        if found is None or not words.before:
            return found
        return found._replace(text=f"{words.before} {found.text}")

    def _of_another(
        self, reading: Reading, own: tuple[Thing, ...], words: Said, thread: Thread
    ) -> Rewritten | None:
        """`I have asthma, too. Can I take it?`: no medicine is named, and one is meant."""
        if any(one.medicine for one in own) or not thread.focus(medicine=True):
            return None
        found = pronoun(reading, thread, medicine_alone=True)
        return found and found._replace(text=f"{words.before} {found.text}")

    def _pointed(self, reading: Reading, thread: Thread) -> Rewritten | None:
        """What points back; where that leaves a phrase, it is filled up."""
        found = ordinal(reading, thread) or compared(reading, thread)
        if found is not None:
            after = self._reader.read(found.text)
            rest = None if after.asks else phrase(after, thread, led=True, asked=True)
            text = question_of(found.text if rest is None else rest.text)
            if rest is None and after.aspects and not after.asks:
                text = question_of(f"{what(after.aspects[0].said(after.text))} {the(found.text)}")
            return Rewritten(text, (*found.carried, *(rest.carried if rest else ())))
        return pronoun(reading, thread)


def _corrected(body: str) -> str:
    """`not X but Y`, `instead of X, Y`, `Y, not X`, `Y I meant`: Y."""
    found = _INSTEAD.match(body) or _LAST_NOT.match(body) or _MEANT.match(body)
    return found["new"].strip() if found else body
