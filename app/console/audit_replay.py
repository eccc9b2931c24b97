"""Puts a past question together again, and the parts that answered it."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from app.answering.replaying import OUTCOMES, InForce, Replayed, replay
from app.clock import SystemClock
from app.console.bundles import bundle_of
from app.console.conversations import turns_in
from app.domain.audit import AuditEntry, SealedEntry
from app.domain.corpus import Audience
from app.domain.errors import ConfigurationError, NotFound
from app.domain.governance import Override
from app.domain.question import Question
from app.domain.ranking import Filters
from app.governance.audit.log import StoredAuditLog
from app.governance.overrides import StoredOverrides
from app.governance.store import Store
from app.settings import Settings

if TYPE_CHECKING:
    from app.compose import Parts


class Given(NamedTuple):
    """What is said to have been asked; files by their paths, filters as JSON."""

    question: str
    patient: str | None
    conversation: str | None
    filters: str | None
    country: str | None
    locale: str | None
    reading_level: int | None


def outcome_in(found: Sequence[SealedEntry]) -> AuditEntry:
    """Raises NotFound: the trace is of no answered question."""
    for sealed in found:
        if sealed.entry.kind in OUTCOMES:
            return sealed.entry
    raise NotFound("This trace is of no answered question.")


def replayed(
    settings: Settings, store: Store, log: StoredAuditLog, entry: AuditEntry, given: Given
) -> Replayed:
    """Raises NotFound, ConfigurationError, InvalidQuestion, UnusableRecord, Unavailable."""
    from app.compose import build_parts  # loads torch: only where it is needed

    with closing(build_parts(settings, rehearses=True)) as parts:
        kept = frozenset(each.generation for each in parts.generations.kept())
    pinned = entry.generation if entry.generation in kept else None
    with closing(build_parts(settings, rehearses=True, generation=pinned)) as parts:
        question = _question(settings, store, parts, entry, given)
        now = InForce(
            kept=kept,
            generator=parts.drafting.fingerprint,
            rules=parts.safety.fingerprint,
            settings=settings.fingerprint,
        )
        return replay(entry, question, now, log, parts.answering.answer)


def _question(
    settings: Settings, store: Store, parts: "Parts", entry: AuditEntry, given: Given
) -> Question:
    record = None
    if given.patient is not None:
        bundle = bundle_of(given.patient, None, settings.largest_record)
        record = parts.records.read(bundle.text.encode(), entry.as_of)
    conversation = () if given.conversation is None else turns_in(given.conversation)
    filters = Filters()
    try:
        if given.filters is not None:
            filters = Filters.model_validate_json(given.filters)
        return Question.asked(
            given.question,
            entry.audience or Audience.CLINICIAN,
            conversation=conversation,
            filters=filters,
            country=given.country,
            locale=given.locale,
            reading_level=given.reading_level,
            overrides=_overrides(store, entry),
            record=record,
        )
    except ValidationError as error:
        what = "--filters" if error.title == Filters.__name__ else "What is said to be asked with"
        told = (
            f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False)
        )
        raise ConfigurationError(f"{what} cannot be read: {'; '.join(told)}.") from None


def _overrides(store: Store, entry: AuditEntry) -> tuple[Override, ...]:
    """Those that let something of the answer pass, from their own record."""
    if not any(check.overridden for check in entry.checks):
        return ()
    used = StoredOverrides(store, SystemClock()).used()
    return tuple(each.override for each in used if each.trace_id == entry.trace_id)
