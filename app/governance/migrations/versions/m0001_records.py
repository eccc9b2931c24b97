"""Sign-offs, overrides and review tasks.

Homes from before there were migrations hold these tables already; they are taken over as they are.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

from app.domain.errors import RecordsMismatch

revision = "0001"
down_revision = None
LOSES: Final = "every sign-off, every override and every review task"

_COLUMNS: Final = {
    "sign_offs": ("rule", "content", "by", "note", "at"),
    "overrides": ("rule", "clinician", "reason", "trace_id", "at"),
    "reviews": ("trace_id", "rules", "at"),
}


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    for table, columns in _COLUMNS.items():
        if there.has_table(table):
            found = {column["name"] for column in there.get_columns(table)}
            if found != {"id", *columns}:
                raise RecordsMismatch(
                    f"The governance database holds a table {table} that is not Citewell's. Give "
                    "Citewell a database or a schema of its own (deploy/governance.md)."
                )
            continue
        op.create_table(
            table,
            sa.Column("id", sa.Integer, primary_key=True),
            *(sa.Column(column, sa.String, nullable=False) for column in columns),
        )


def downgrade() -> None:
    for table in _COLUMNS:
        op.drop_table(table)
