"""What a question may not be answered with, because the site switched it off."""

from collections.abc import Iterable
from typing import Final

from app.domain.corpus import Audience
from app.domain.errors import Unavailable
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.index import Snapshot
from app.domain.ports.reviewing import Topics
from app.domain.ports.summary import Summarising
from app.domain.ports.switching import Switches
from app.domain.question import Caller, Question, Speaker
from app.domain.ranking import Ranking
from app.domain.record import PatientRecord
from app.domain.reviewing import GENERAL
from app.domain.summary import PatientSummary
from app.domain.switching import Switch, SwitchedOff, SwitchKind

NOTHING_OFF: Final = SwitchedOff()
_PATIENT: Final = "Ask your doctor or pharmacist."


class Switching:
    """Asked once a question; what it said then holds for the whole of its answer."""

    def __init__(self, switches: Switches, drugs: DrugResolver, topics: Topics) -> None:
        self._switches = switches
        self._drugs = drugs
        self._topics = topics

    def off(self) -> SwitchedOff:
        """Raises Unavailable: it is not known."""
        return self._switches.off()

    def stopped(self, question: Question, off: SwitchedOff) -> Switch | None:
        """The switch that keeps the question from being answered at all; what the user said before
        counts, too."""
        if not off:
            return None
        if (one := off.everything()) is not None:
            return one
        said = [turn.text for turn in question.conversation if turn.speaker is Speaker.USER]
        text = "\n".join((*said, question.text))
        if off.of(SwitchKind.DRUG):
            mentions = self._drugs.mentions(text)
            named = (each for one in mentions if one.class_name is None for each in one.candidates)
            if (found := off.drug(named) or off.written(text)) is not None:
                return found
        if not off.of(SwitchKind.TOPIC):
            return None
        return off.topic(self._topics.of(text) or (GENERAL,))


def without(ranking: Ranking, snapshot: Snapshot, off: SwitchedOff) -> Ranking:
    """The ranking without what is no evidence here."""
    if not off.has_documents or not ranking.hits:
        return ranking
    barred = barred_among({hit.document_id for hit in ranking.hits}, snapshot, off)
    kept = tuple(hit for hit in ranking.hits if hit.document_id not in barred)
    return ranking.model_copy(update={"hits": kept})


def barred_among(ids: Iterable[str], snapshot: Snapshot, off: SwitchedOff) -> frozenset[str]:
    """Those of the documents that are switched off, by themselves or with their source."""
    if not off.has_documents:
        return frozenset()
    cards = snapshot.library.cards(list(ids))
    return frozenset(each for each, card in cards.items() if off.document(card) is not None)


def explained(switch: Switch, audience: Audience) -> str:
    """What a reader is told, and whom to ask. The reason is on record, for the site alone."""
    if switch.kind is SwitchKind.EVERYTHING:
        said = "Answers are switched off here for now."
    elif switch.kind is SwitchKind.DRUG:
        said = f"Answers about {switch.subject} are switched off here for now."
    else:
        said = "Answers on this topic are switched off here for now."
    return f"{said} {_PATIENT if audience is Audience.PATIENT else f'Ask {switch.whom}.'}"


class SwitchedSummaries:
    """`Summarising` that is off where everything is."""

    def __init__(self, summaries: Summarising, switches: Switches) -> None:
        self._summaries = summaries
        self._switches = switches

    def summary(self, record: PatientRecord, caller: Caller) -> PatientSummary:
        """Raises Unavailable: everything is switched off, or it is not known whether it is."""
        stopped = self._switches.off().everything()
        if stopped is not None:
            raise Unavailable(explained(stopped, Audience.CLINICIAN), retry_after=300)
        return self._summaries.summary(record, caller)
