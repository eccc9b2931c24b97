"""Replies that are kept under the Idempotency-Keys of their requests."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
LOSES: Final = "replies kept under idempotency keys: requests sent again are worked on again"
_INDEXED: Final = ("caller", "until", "trace_id")


def upgrade() -> None:
    texts = ("request", "caller", "body", "token", "lease", "until")
    op.create_table(
        "kept_replies",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.Column("reply", sa.String),
        sa.Column("trace_id", sa.String),
        sa.UniqueConstraint("request", name="uq_kept_replies_request"),
    )
    for name in _INDEXED:
        op.create_index(f"ix_kept_replies_{name}", "kept_replies", [name])


def downgrade() -> None:
    op.drop_table("kept_replies")
