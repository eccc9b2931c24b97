"""The people in the loop, on the store of governance: reviews, owners, switches, reports."""

from datetime import timedelta
from typing import Final, NamedTuple

from app.answering.daily import Daily
from app.answering.feeding_back import FiledFeedback
from app.answering.recorder import Recorder
from app.answering.recording_people import AuditedReviews
from app.answering.reporting import FiledReports
from app.answering.retaining import Retention
from app.answering.reviewing import Reviewing
from app.answering.switching import Switching
from app.answering.taking_feedback import TakenFeedback
from app.clock import SystemClock
from app.domain.errors import ConfigurationError
from app.domain.ports.adverse_events import Reporting
from app.domain.ports.audit import AuditLog
from app.domain.ports.decision_support import FeedbackFiling
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.feedback import TakesFeedback
from app.domain.ports.identifiers import IdentifierFinder
from app.domain.ports.retention import Erasable, Forgettable
from app.domain.ports.reviewing import ReviewQueue
from app.governance.adverse_events.destination import destination, networks
from app.governance.adverse_events.outbox import Outbox
from app.governance.adverse_events.reports import StoredAdverseEvents
from app.governance.adverse_events.webhook import Webhook
from app.governance.cards import StoredCards
from app.governance.conversations.handed_over import StoredHandOffs
from app.governance.conversations.kept import TICKET, StoredConversations
from app.governance.feedback import StoredFeedback
from app.governance.replies import StoredReplies
from app.governance.retention.closed_reports import ClosedReports
from app.governance.retention.override_reasons import OverrideReasons
from app.governance.retention.review_words import ReviewTexts
from app.governance.reviewing.owners import StoredOwners
from app.governance.reviewing.queue import StoredReviews
from app.governance.reviewing.sampling import KeyedSample
from app.governance.reviewing.topics import TOPICS, NamedTopics
from app.governance.store import Store
from app.governance.switches import StoredSwitches
from app.governance.turns import StoredTurns
from app.settings import Settings

SHORTEST_SECRET: Final = 32


def review_queue(
    settings: Settings, store: Store, identifiers: IdentifierFinder | None = None
) -> StoredReviews:
    """Args: identifiers: takes them out of what is written; None: nothing is written in words."""
    clock = SystemClock()
    lease = timedelta(minutes=settings.review_lease_minutes)
    days = settings.review_text_days
    if identifiers is None:
        return StoredReviews(store, clock, lease=lease, kept_days=days)
    return StoredReviews(store, clock, lease=lease, kept_days=days, redact=identifiers.redact)


def topic_owners(store: Store) -> StoredOwners:
    return StoredOwners(store, SystemClock(), TOPICS)


def reviewing(
    settings: Settings, store: Store, drugs: DrugResolver, identifiers: IdentifierFinder
) -> Reviewing:
    """What puts answers on the list of people."""
    return Reviewing(
        review_queue(settings, store, identifiers),
        NamedTopics(drugs),
        KeyedSample(settings.review_sample, store.keys),
        causes=settings.review_of,
        texts=settings.review_texts,
    )


def switches(store: Store) -> StoredSwitches:
    return StoredSwitches(store, SystemClock())


def switching(store: Store, drugs: DrugResolver) -> Switching:
    """What tells each question what is switched off."""
    return Switching(switches(store), drugs, NamedTopics(drugs))


def adverse_events(
    store: Store, identifiers: IdentifierFinder | None = None
) -> StoredAdverseEvents:
    """Args: identifiers: takes them out of what is written; None: nothing is written."""
    if identifiers is None:
        return StoredAdverseEvents(store, SystemClock())
    return StoredAdverseEvents(store, SystemClock(), identifiers.redact)


def card_log(
    settings: Settings, store: Store, identifiers: IdentifierFinder | None = None
) -> StoredCards:
    """Args: as `review_queue`."""
    clock, days = SystemClock(), settings.feedback_days
    if identifiers is None:
        return StoredCards(store, clock, kept_days=days)
    return StoredCards(store, clock, kept_days=days, redact=identifiers.redact)


def outbox(settings: Settings, store: Store) -> Outbox | None:
    """None where no webhook is configured. Raises ConfigurationError."""
    if settings.webhook_url is None:
        return None
    secret = "" if settings.webhook_secret is None else settings.webhook_secret.get_secret_value()
    if len(secret) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"CITEWELL_WEBHOOK_SECRET has fewer than {SHORTEST_SECRET} characters: without it a "
            "receiver cannot know our messages. Make one: openssl rand -hex 32."
        )
    to = destination(
        settings.webhook_url.get_secret_value(),
        settings.webhook_hosts,
        "CITEWELL_WEBHOOK_URL",
        "CITEWELL_WEBHOOK_HOSTS",
    )
    allowed = networks(settings.webhook_networks, "CITEWELL_WEBHOOK_NETWORKS")
    webhook = Webhook(to, secret.encode(), SystemClock(), allowed=allowed)
    return Outbox(adverse_events(store), webhook, SystemClock(), StoredHandOffs(store))


def feedback(
    settings: Settings, store: Store, identifiers: IdentifierFinder | None = None
) -> StoredFeedback:
    """Args: as `review_queue`."""
    clock, days = SystemClock(), settings.feedback_days
    if identifiers is None:
        return StoredFeedback(store, clock, kept_days=days)
    return StoredFeedback(store, clock, kept_days=days, redact=identifiers.redact)


def kept_replies(settings: Settings, store: Store) -> StoredReplies:
    """Replies under the Idempotency-Keys of their requests."""
    return StoredReplies(
        store,
        SystemClock(),
        kept=timedelta(hours=settings.idempotency_hours),
        lease=timedelta(seconds=settings.idempotency_lease),
    )


def conversations(settings: Settings, store: Store) -> StoredConversations:
    waits = settings.local_seconds if settings.generator == "local" else settings.remote_seconds
    ticket = max(TICKET, timedelta(seconds=3 * waits))
    return StoredConversations(store, SystemClock(), kept_days=settings.chat_days, ticket=ticket)


def forgettables(settings: Settings, store: Store) -> tuple[Forgettable, ...]:
    """All that is kept for a time: whatever keeps more has its line here."""
    return (
        ReviewTexts(store),
        feedback(settings, store),
        conversations(settings, store),
        card_log(settings, store),
        kept_replies(settings, store),
        OverrideReasons(store, SystemClock(), settings.override_reason_days),
        ClosedReports(store, settings.adverse_event_days, told_on=settings.webhook_url is not None),
    )


def erasables(settings: Settings, store: Store) -> tuple[Erasable, ...]:
    """All that is kept of an answer in words: whatever keeps more has its line here."""
    return (
        ReviewTexts(store),
        feedback(settings, store),
        conversations(settings, store),
        card_log(settings, store),
        kept_replies(settings, store),
        OverrideReasons(store, SystemClock(), settings.override_reason_days),
    )


def retention(settings: Settings, store: Store, recorder: Recorder) -> Retention:
    """What forgets and deletes, on record."""
    kinds = forgettables(settings, store)
    return Retention(kinds, erasables(settings, store), recorder, SystemClock())


class People(NamedTuple):
    """What the front door needs for people."""

    reviews: ReviewQueue
    reporting: Reporting
    taking: TakesFeedback
    filing: FeedbackFiling
    outbox: Outbox | None
    daily: Daily | None

    def close(self) -> None:
        """The store and the log stay open."""
        if self.daily is not None:
            self.daily.close()
        if self.outbox is not None:
            self.outbox.close()


def people(
    settings: Settings,
    store: Store,
    drugs: DrugResolver,
    identifiers: IdentifierFinder,
    log: AuditLog,
) -> People:
    """Reports and hand-offs that were not told on yet are told now, in the background.

    Raises ConfigurationError: the webhook that the settings name is none that may be called.
    """
    queue = review_queue(settings, store, identifiers)
    found = outbox(settings, store)
    if found is not None:
        found.wake()
    events = adverse_events(store, identifiers)
    filed = FiledReports(events, queue, NamedTopics(drugs), log=log, notifier=found)
    required = settings.audit_required
    recorder = Recorder(log, required=required)
    audited = AuditedReviews(queue, recorder)
    kept = feedback(settings, store, identifiers)
    filing = FiledFeedback(
        card_log(settings, store, identifiers),
        queue,
        NamedTopics(drugs),
        recorder,
        texts=settings.review_texts,
    )
    taking = TakenFeedback(kept, queue, NamedTopics(drugs), log, required=required)
    daily = None
    if settings.retention:
        daily = Daily(retention(settings, store, recorder), StoredTurns(store), SystemClock())
        daily.start()
    return People(audited, filed, taking, filing, found, daily)
