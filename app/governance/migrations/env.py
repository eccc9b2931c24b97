"""Runs migrations on the connection it is given, inside that connection's transaction.

Run by Alembic, which `migrating.py` calls; there is no other way in.
"""

from alembic import context

from app.governance.tables import METADATA, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
