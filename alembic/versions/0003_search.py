"""The full-text index over claims, statements, sources and articles."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; `tracker.store.migrate` fills it from the log in the same transaction."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE search (document BIGINT NOT NULL, part BIGINT NOT NULL, words TSVECTOR NOT NULL, "
            "PRIMARY KEY (document, part))"
        )
        op.execute("CREATE INDEX search_words ON search USING gin (words)")
        op.execute("CREATE TABLE search_past (document BIGINT NOT NULL PRIMARY KEY, upto BIGINT NOT NULL)")
        return
    op.execute("CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")
    op.execute("CREATE TABLE search_past (document INTEGER NOT NULL PRIMARY KEY, upto INTEGER NOT NULL)")


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
