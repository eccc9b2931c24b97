"""The chat on the parts of the service: conversations that are kept, and people who take over."""

from app.answering.chat.chats import Chats
from app.answering.chat.handing_off import HandingOff, Manned
from app.answering.recorder import Recorder
from app.clock import SystemClock
from app.compose import Parts
from app.compose_people import conversations, review_queue
from app.domain.ports.adverse_events import Notifier
from app.governance.conversations.handed_over import StoredHandOffs
from app.governance.reviewing.topics import NamedTopics


def chats(parts: Parts, notifier: Notifier | None = None) -> Chats:
    """Args: notifier: tells the site's webhook of hand-offs; None: nobody is told."""
    settings, store, clock = parts.settings, parts.governance, SystemClock()
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
    log = parts.audit
    return Chats(
        parts.answering,
        conversations(settings, store) if settings.chat_days else None,
        clock,
        handing_off=handing_off,
        recorder=None if log is None else Recorder(log, required=settings.audit_required),
    )
