"""Feedback of callers, tenants of reviews, whose turn a daily job is, and forgotten reasons."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
LOSES: Final = (
    "feedback of callers, the review tasks that it alone asked for, and which tenant a task is of: "
    "reviewers of each see those of all"
)


def upgrade() -> None:
    texts = ("trace_id", "caller", "by", "verdict", "at", "until")
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.Column("tenant", sa.String),
        sa.Column("claim", sa.Integer),
        sa.Column("comment", sa.String),
        sa.UniqueConstraint("trace_id", "caller", name="uq_feedback_trace_id_caller"),
    )
    op.create_index("ix_feedback_trace_id", "feedback", ["trace_id"])
    op.create_table(
        "turns",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("taken", sa.String, nullable=False),
    )
    with op.batch_alter_table("reviews") as reviews:
        reviews.add_column(sa.Column("tenant", sa.String))
    with op.batch_alter_table("overrides") as overrides:
        overrides.add_column(sa.Column("forgotten", sa.String))


def downgrade() -> None:
    # An older program knows no such cause.
    op.execute(sa.text("DELETE FROM reviews WHERE causes = 'feedback'"))
    op.execute(sa.text("UPDATE reviews SET causes = replace(causes, ' feedback', '')"))
    with op.batch_alter_table("reviews") as reviews:
        reviews.drop_column("tenant")
    with op.batch_alter_table("overrides") as overrides:
        overrides.drop_column("forgotten")
    op.drop_table("turns")
    op.drop_table("feedback")
