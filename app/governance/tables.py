"""The tables of governance, as the newest migration leaves them.

A change here goes with a migration (`migrations/versions`); a test compares the two.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from app.governance.encryption import Sealed

REVISION: Final = "0010"
"""Of the newest migration; a database at another one is brought here, or refused."""
VERSION_TABLE: Final = "governance_version"

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
"""Constraints have names, without which SQLite's cannot be changed later."""

SIGN_OFFS: Final = Table(
    "sign_offs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("rule", String, nullable=False),
    Column("content", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", String, nullable=False),
    Column("at", String, nullable=False),
)
OVERRIDES: Final = Table(
    "overrides",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("rule", String, nullable=False),
    Column("clinician", String, nullable=False),
    Column("reason", Sealed("overrides.reason", "trace_id", "rule"), nullable=False),
    Column("trace_id", String, nullable=False),
    Column("at", String, nullable=False),
    Column("forgotten", String),
)
"""`forgotten`: when the reason was taken out."""
REVIEWS: Final = Table(
    "reviews",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("trace_id", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("at", String, nullable=False),
    Column("causes", String, nullable=False, server_default="blocked"),
    Column("topic", String, nullable=False, server_default="general"),
    Column("state", String, nullable=False, server_default="open"),
    Column("by", String),
    Column("until", String),
    Column("decided_at", String),
    Column("texts", Sealed("reviews.texts", "trace_id", "at")),
    Column("texts_until", String),
    Column("note", Sealed("reviews.note", "trace_id", "at")),
    Column("correction", Sealed("reviews.correction", "trace_id", "at")),
    Column("tenant", String),
    Column("measured", String),
)
OWNERS: Final = Table(
    "topic_owners",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("topic", String, nullable=False),
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
)
ADVERSE_EVENTS: Final = Table(
    "adverse_events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event_id", String, nullable=False, unique=True),
    Column("at", String, nullable=False),
    Column("trace_id", String),
    Column("severity", String, nullable=False),
    Column("report", Sealed("adverse_events.report", "event_id"), nullable=False),
    Column("sent_at", String),
)
FEEDBACK: Final = Table(
    "feedback",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("trace_id", String, nullable=False, index=True),
    Column("caller", String, nullable=False),
    Column("by", String, nullable=False),
    Column("tenant", String),
    Column("verdict", String, nullable=False),
    Column("claim", Integer),
    Column("comment", Sealed("feedback.comment", "trace_id", "caller")),
    Column("at", String, nullable=False),
    Column("until", String, nullable=False),
    UniqueConstraint("trace_id", "caller"),
)
"""One row for each caller and answer; `caller` tells accounts of one name apart by their key."""
TURNS: Final = Table(
    "turns",
    METADATA,
    Column("name", String, primary_key=True),
    Column("taken", String, nullable=False),
)
"""When a job that one of several processes does was last taken on."""
SWITCHES: Final = Table(
    "switches",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("switch_id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("off", Boolean, nullable=False),
    Column("by", String, nullable=False),
    Column("ask", String),
    Column("reason", Sealed("switches.reason", "switch_id"), nullable=False),
    Column("at", String, nullable=False),
)
"""One row each time something is switched; the last one of a subject holds."""
CONVERSATIONS: Final = Table(
    "conversations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String, nullable=False, unique=True),
    Column("holder", Sealed("conversations.holder", "conversation_id"), nullable=False),
    Column("begun", String, nullable=False),
    Column("last", String, nullable=False, index=True),
    Column("ticket", String),
    Column("ticket_until", String),
)
"""`last`: when its newest turn was kept; `ticket`: of whoever answers its next message."""
CONVERSATION_TURNS: Final = Table(
    "conversation_turns",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String, nullable=False),
    Column("turn", String, nullable=False),
    Column("trace_id", String, nullable=False, index=True),
    Column("words", Sealed("conversation_turns.words", "conversation_id", "turn"), nullable=False),
    UniqueConstraint("conversation_id", "turn"),
)
"""`turn` counts from 0001."""
HAND_OFFS: Final = Table(
    "hand_offs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("hand_off_id", String, nullable=False, unique=True),
    Column("conversation_id", String, index=True),
    Column("at", String, nullable=False),
    Column("why", String, nullable=False),
    Column("task", Integer, nullable=False),
    Column("sent_at", String),
)
SEALING_KEYS: Final = Table(
    "sealing_keys",
    METADATA,
    Column("id", String, primary_key=True),
)
"""Ids of the keys that cells are sealed with: whoever holds none of them has the wrong key file."""
AUDIT: Final = Table(
    "audit_log",
    METADATA,
    Column(
        "sequence",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("kind", String, nullable=False),
    Column("trace_id", String, nullable=False, index=True),
    Column("sealed", String, nullable=False),
    Column("key", String, nullable=False),
    Column("before", String, nullable=False),
    Column("mac", String, nullable=False),
)
"""One row an event, chained (app/governance/audit/chain.py); triggers refuse to change any."""
AUDIT_GUARDS: Final = {
    "sqlite": ("audit_log_no_update", "audit_log_no_delete", "audit_log_in_order"),
    "postgresql": ("audit_log_no_change", "audit_log_no_truncate", "audit_log_in_order"),
}
"""The triggers that migration 0003 makes."""
_KEY_ROW: Final = ("id", "role", "tags", "tenant", "expires")
"""What a key may do and how long is bound to its digest: whoever writes to the database, and does
not hold the sealing key, can neither make a key nor give one more than it had."""
API_KEYS: Final = Table(
    "api_keys",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("tags", String, nullable=False),
    Column("tenant", String, nullable=False),
    Column("expires", String, nullable=False),
    Column("limits", String, nullable=False),
    Column("created", String, nullable=False),
    Column("digest", Sealed("api_keys.digest", *_KEY_ROW), nullable=False),
    Column("rotated", String),
    Column("former", Sealed("api_keys.former", *_KEY_ROW)),
    Column("former_until", String),
    Column("revoked", String),
    Column("last_used", String),
)
"""Times are ISO 8601 in UTC; what is bound is text, and empty for none."""
CARDS: Final = Table(
    "cards",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("card", String, nullable=False, unique=True),
    Column("service", String, nullable=False),
    Column("indicator", String, nullable=False),
    Column("rule", String),
    Column("trace_id", String, nullable=False),
    Column("caller", String, nullable=False),
    Column("suggestions", String, nullable=False),
    Column("at", String, nullable=False),
)
"""Cards of decision support that were sent, without a word of them, for a time."""
CARD_FEEDBACK: Final = Table(
    "card_feedback",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("card", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("accepted", String, nullable=False),
    Column("reason", Sealed("card_feedback.reason", "card", "outcome"), nullable=False),
    Column("acted_at", String, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("card", "outcome"),
)
"""What a clinician did with one; code and comment of the reason are sealed."""
KEPT_REPLIES: Final = Table(
    "kept_replies",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("request", String, nullable=False, unique=True),
    Column("caller", String, nullable=False, index=True),
    Column("body", String, nullable=False),
    Column("token", String, nullable=False),
    Column("lease", String, nullable=False),
    Column("until", String, nullable=False, index=True),
    Column("reply", Sealed("kept_replies.reply", "request")),
    Column("trace_id", String, index=True),
)
"""One row a request that came with an Idempotency-Key; who, what and the body are keyed hashes.
Without a reply it is being worked on, until its lease ends."""
