"""Reasons of overrides are sealed; the database knows the ids of the keys it was sealed with."""

from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from alembic import context, op

from app.governance.encryption import row_identity, seal, unseal
from app.governance.keys import KeyFile

revision = "0002"
down_revision = "0001"
LOSES: Final = "nothing; but the reasons of overrides lie in the clear again"

_OVERRIDES: Final = sa.table(
    "overrides",
    sa.column("id", sa.Integer),
    sa.column("trace_id", sa.String),
    sa.column("rule", sa.String),
    sa.column("reason", sa.String),
)
_REASON: Final = "overrides.reason"


def upgrade() -> None:
    keys: KeyFile = context.config.attributes["keys"]
    known = op.create_table("sealing_keys", sa.Column("id", sa.String, primary_key=True))
    if keys.makes and not keys.file.exists():
        keys.make()
    key = keys.held()[0]
    op.get_bind().execute(sa.insert(known), {"id": key.id})
    _rewrite(lambda reason, row: seal(key, reason, _REASON, row))


def downgrade() -> None:
    keys: KeyFile = context.config.attributes["keys"]
    _rewrite(lambda cell, row: unseal(keys, cell, _REASON, row))
    op.drop_table("sealing_keys")


def _rewrite(change: Callable[[str, str], str]) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(_OVERRIDES)).all()
    for row in rows:
        reason = change(row.reason, row_identity((row.trace_id, row.rule)))
        connection.execute(
            sa.update(_OVERRIDES).where(_OVERRIDES.c.id == row.id).values(reason=reason)
        )
