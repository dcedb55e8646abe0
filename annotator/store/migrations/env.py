"""Alembic's door: it runs on the connection and in the transaction that upgrade.py gives it."""

from alembic import context

from annotator.store.columns import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
