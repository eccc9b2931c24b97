"""Review tasks that are claimed and decided, owners of topics, adverse events, and switches."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
LOSES: Final = (
    "what became of review tasks, corrections, owners of topics, reports of adverse events, and "
    "switches: whatever was switched off answers again"
)

_GIVEN: Final = {"causes": "blocked", "topic": "general", "state": "open"}
_OPTIONAL: Final = (
    "by", "until", "decided_at", "texts", "texts_until", "note", "correction",
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("reviews") as reviews:
        for name, value in _GIVEN.items():
            column = sa.Column(name, sa.String, nullable=False, server_default=value)
            reviews.add_column(column)
        for name in _OPTIONAL:
            reviews.add_column(sa.Column(name, sa.String))
    _create("topic_owners", _texts("topic", "name", "at"))
    _create(
        "adverse_events",
        _texts("event_id", "at", "severity", "report"),
        [sa.Column(name, sa.String) for name in ("trace_id", "sent_at")],
        unique="event_id",
    )
    _create(
        "switches",
        _texts("switch_id", "kind", "subject", "by", "reason", "at"),
        [sa.Column("off", sa.Boolean, nullable=False), sa.Column("ask", sa.String)],
        unique="switch_id",
    )


def downgrade() -> None:
    for table in ("switches", "adverse_events", "topic_owners"):
        op.drop_table(table)
    # An older program takes every row for a task that waits.
    op.execute(sa.text("DELETE FROM reviews WHERE state NOT IN ('open', 'claimed')"))
    with op.batch_alter_table("reviews") as reviews:
        for name in (*_OPTIONAL, *_GIVEN):
            reviews.drop_column(name)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _create(
    table: str,
    needed: list[sa.Column[str]],
    others: Sequence[sa.Column[str] | sa.Column[bool]] = (),
    unique: str | None = None,
) -> None:
    named = () if unique is None else (sa.UniqueConstraint(unique, name=f"uq_{table}_{unique}"),)
    op.create_table(table, sa.Column("id", sa.Integer, primary_key=True), *needed, *others, *named)
