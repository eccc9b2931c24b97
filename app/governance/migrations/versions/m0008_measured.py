"""What spoke for a reviewed answer, in numbers, so that a confidence can be fitted on verdicts."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
LOSES: Final = "what was measured of reviewed answers: no confidence can be fitted on them"


def upgrade() -> None:
    with op.batch_alter_table("reviews") as reviews:
        reviews.add_column(sa.Column("measured", sa.String))


def downgrade() -> None:
    with op.batch_alter_table("reviews") as reviews:
        reviews.drop_column("measured")
