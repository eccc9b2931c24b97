"""API keys, of which the database holds a sealed digest each."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
LOSES: Final = "every API key: whoever holds one is refused"

_TOLD: Final = ("name", "role", "tags", "tenant", "expires", "limits", "created", "digest")
_LATER: Final = ("rotated", "former", "former_until", "revoked", "last_used")


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in _TOLD),
        *(sa.Column(name, sa.String) for name in _LATER),
    )


def downgrade() -> None:
    op.drop_table("api_keys")
