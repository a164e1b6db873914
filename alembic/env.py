"""Runs the migrations, each in the one transaction that `tracker.store` opened, or, for developers, on a file.

The transaction must begin before the first statement: left to itself, the SQLite driver commits between the steps of
a migration, and a failure would leave half of it behind.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from alembic import context
from tracker.store import sqlite
from tracker.store.database import PATIENCE
from tracker.store.tables import metadata


def run(connection: Connection) -> None:
    """Run the migrations on an open transaction."""
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    path = context.get_x_argument(as_dictionary=True).get("db", "tracker.db")
    with sqlite.engine(Path(path), PATIENCE).connect() as opened, opened.begin():
        run(opened)
