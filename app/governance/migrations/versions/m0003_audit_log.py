"""The audit log, and triggers that refuse to change it."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
LOSES: Final = "the whole audit log, for good"

_SQLITE: Final = (
    "CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
    # INSERT OR REPLACE deletes without asking the trigger above
    "CREATE TRIGGER audit_log_in_order BEFORE INSERT ON audit_log"
    " WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)"
    " BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
)
_POSTGRES: Final = (
    "CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$",
    "CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log"
    " FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()",
    "CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()",
    "CREATE FUNCTION audit_log_ordered() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log) THEN"
    " RAISE EXCEPTION 'the audit log is append-only'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER audit_log_in_order BEFORE INSERT ON audit_log"
    " FOR EACH ROW EXECUTE FUNCTION audit_log_ordered()",
)


def upgrade() -> None:
    op.create_table(
        "audit_log",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ("kind", "trace_id", "sealed", "key", "before", "mac")
        ),
    )
    op.create_index("ix_audit_log_trace_id", "audit_log", ["trace_id"])
    for statement in _SQLITE if _on_sqlite() else _POSTGRES:
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.drop_table("audit_log")
    if not _on_sqlite():
        op.execute(sa.text("DROP FUNCTION audit_log_refuse(), audit_log_ordered()"))


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
