"""Switches as the command line opens them, and what it checks before it switches."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from pydantic import ValidationError

from app.answering.recorder import Recorder
from app.answering.recording_people import AuditedSwitches
from app.compose_governance import audit_log, governance_store
from app.compose_people import switches
from app.console import streams
from app.console.reviewing import person
from app.console.words import printable
from app.domain.drugs import DrugMention
from app.domain.errors import ConfigurationError
from app.domain.ports.switching import Switches
from app.domain.switching import ALL, Switch, SwitchKind
from app.settings import Settings, read_settings


def switch(
    kind: str, subject: str, *, off: bool, by: str, reason: str, ask: str | None = None
) -> Switch:
    """Raises ConfigurationError: there is no such thing; Unavailable."""
    settings = read_settings()
    wanted = SwitchKind(kind)
    named_so = _subject(settings, wanted, subject.strip())
    who, whom = person(by), None if ask is None else person(ask)
    with _opened(settings) as found:
        if not off and (wanted, named_so) not in {
            (each.kind, each.subject) for each in found.off().switches
        }:
            raise ConfigurationError(f"{kind} {printable(named_so)} is not switched off.")
        try:
            return found.switch(wanted, named_so, off=off, by=who, reason=reason, ask=whom)
        except ValidationError as error:
            first = error.errors()[0]
            raise ConfigurationError(f"{first['loc'][0]}: {first['msg']}.") from None


def listed(*, history: bool) -> tuple[Switch, ...]:
    """Raises Unavailable."""
    with _opened(read_settings()) as found:
        return found.history(10_000) if history else found.off().switches


def named(made: Switch) -> str:
    subject = "" if made.kind is SwitchKind.EVERYTHING else f" {made.subject}"
    return printable(f"{made.kind.value}{subject}")


@contextmanager
def _opened(settings: Settings) -> Iterator[Switches]:
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        yield AuditedSwitches(switches(store), Recorder(log, required=settings.audit_required))


def _subject(settings: Settings, kind: SwitchKind, given: str) -> str:
    """By the name that questions are compared with."""
    if kind is SwitchKind.EVERYTHING:
        if given not in ("", ALL):
            raise ConfigurationError("Everything has no parts: leave the name out.")
        return ALL
    if not given:
        raise ConfigurationError(f"Which {kind.value}? Write its name behind it.")
    if kind is SwitchKind.TOPIC:
        return _topic(given)
    return _drug(settings, given) if kind is SwitchKind.DRUG else given


def _topic(given: str) -> str:
    from app.governance.reviewing.topics import TOPICS

    if given not in TOPICS:
        known = ", ".join(sorted(TOPICS))
        raise ConfigurationError(f"There is no topic {printable(given)!r}. Topics: {known}.")
    return given


def _drug(settings: Settings, given: str) -> str:
    from app.terms.releases.loading import resolver_of

    mention = resolver_of(settings.home).resolve(given)
    if mention is None:
        streams.note(
            f"No medicine is known as {printable(given)!r}: what names it by these very words is "
            "switched, and nothing else. `citewell drugs load` teaches more names."
        )
        return given.lower()
    if mention.identity is None:
        raise ConfigurationError(f"{printable(given)} is no single medicine. {_choices(mention)}")
    return mention.identity.name


def _choices(mention: DrugMention) -> str:
    names = ", ".join(each.name for each in mention.candidates) or "its members"
    return f"Switch each by itself: {printable(names)}."
