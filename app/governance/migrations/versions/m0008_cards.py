"""Cards of decision support that were sent, and what clinicians did with them."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
LOSES: Final = "which cards of decision support were sent, and what clinicians did with them"


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer, primary_key=True),
        *_texts("card", "service", "indicator"),
        sa.Column("rule", sa.String),
        *_texts("trace_id", "caller", "suggestions", "at"),
        sa.UniqueConstraint("card", name="uq_cards_card"),
    )
    op.create_table(
        "card_feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        *_texts("card", "outcome", "accepted", "reason", "acted_at", "at"),
        sa.UniqueConstraint("card", "outcome", name="uq_card_feedback_card_outcome"),
    )


def downgrade() -> None:
    op.drop_table("card_feedback")
    op.drop_table("cards")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]
