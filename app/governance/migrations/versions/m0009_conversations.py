"""Conversations with their turns, and those of them that people are to look at."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
LOSES: Final = "all conversations, and which of them were handed over to people"


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text(name) for name in ("conversation_id", "holder", "begun", "last")),
        *(sa.Column(name, sa.String) for name in ("ticket", "ticket_until")),
        sa.UniqueConstraint("conversation_id", name="uq_conversations_conversation_id"),
    )
    op.create_index("ix_conversations_last", "conversations", ["last"])
    op.create_table(
        "conversation_turns",
        sa.Column("id", sa.Integer, primary_key=True),
        *(_text(name) for name in ("conversation_id", "turn", "trace_id", "words")),
        sa.UniqueConstraint(
            "conversation_id", "turn", name="uq_conversation_turns_conversation_id_turn"
        ),
    )
    op.create_index("ix_conversation_turns_trace_id", "conversation_turns", ["trace_id"])
    op.create_table(
        "hand_offs",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("hand_off_id"),
        sa.Column("conversation_id", sa.String),
        *(_text(name) for name in ("at", "why")),
        sa.Column("task", sa.Integer, nullable=False),
        sa.Column("sent_at", sa.String),
        sa.UniqueConstraint("hand_off_id", name="uq_hand_offs_hand_off_id"),
    )
    op.create_index("ix_hand_offs_conversation_id", "hand_offs", ["conversation_id"])


def downgrade() -> None:
    for table in ("hand_offs", "conversation_turns", "conversations"):
        op.drop_table(table)
    # An older program does not know this cause.
    op.execute(sa.text("DELETE FROM reviews WHERE causes LIKE '%hand_off%'"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)
