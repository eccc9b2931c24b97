"""The chat on the parts of the service: conversations that are kept, and people who take over."""

import logging
from datetime import timedelta

from app.answering.chat.chats import Chats
from app.answering.chat.handing_off import HandingOff, Manned
from app.clock import SystemClock
from app.compose import Parts
from app.compose_people import review_queue
from app.domain.errors import Unavailable
from app.domain.ports.adverse_events import Notifier
from app.governance.conversations.handed_over import StoredHandOffs
from app.governance.conversations.kept import TICKET, StoredConversations
from app.governance.reviewing.topics import NamedTopics
from app.governance.store import Store
from app.settings import Settings

_log = logging.getLogger("citewell")


def conversations(settings: Settings, store: Store) -> StoredConversations:
    waits = settings.local_seconds if settings.generator == "local" else settings.remote_seconds
    ticket = max(TICKET, timedelta(seconds=3 * waits))
    return StoredConversations(store, SystemClock(), kept_days=settings.chat_days, ticket=ticket)


def chats(parts: Parts, notifier: Notifier | None = None) -> Chats:
    """Conversations whose time is over are forgotten now.

    Args:
        notifier: tells the site's webhook of hand-offs; None: nobody is told.
    """
    settings, store, clock = parts.settings, parts.governance, SystemClock()
    kept = conversations(settings, store)
    try:
        kept.forget()
    except Unavailable as error:
        _log.error("Conversations whose time is over are still there: %s", error)
    handing_off = HandingOff(
        review_queue(settings, store, parts.identifiers),
        StoredHandOffs(store),
        NamedTopics(parts.drugs),
        parts.safety.reader,
        parts.identifiers,
        clock,
        Manned(
            live=settings.hand_off_live,
            phone=settings.hand_off_phone,
            hours=settings.hand_off_hours,
            text=settings.hand_off_text,
            why=frozenset(settings.hand_off_for),
        ),
        notifier,
    )
    return Chats(
        parts.answering,
        kept if settings.chat_days else None,
        clock,
        handing_off=handing_off,
        log=parts.audit,
        required=settings.audit_required,
    )
