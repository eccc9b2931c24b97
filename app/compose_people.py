"""The people in the loop: reviews, owners of topics, switches; built on the store of governance."""

from datetime import timedelta

from app.answering.reviewing import Reviewing
from app.answering.switching import Switching
from app.clock import SystemClock
from app.domain.ports.drugs import DrugResolver
from app.domain.ports.identifiers import IdentifierFinder
from app.governance.reviewing.owners import StoredOwners
from app.governance.reviewing.queue import StoredReviews
from app.governance.reviewing.sampling import KeyedSample
from app.governance.reviewing.topics import TOPICS, NamedTopics
from app.governance.store import Store
from app.governance.switches import StoredSwitches
from app.settings import Settings


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
