"""The log, its guards, and the read models."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from alembic import op
from tracker.domain.chain import genesis
from tracker.store import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def text() -> sa.types.TypeEngine[str]:
    """Text that sorts and compares by code points, on every database."""
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "article_version",
        sa.Column("article", text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("outlet", text(), nullable=True),
        sa.Column("agency", text(), nullable=True),
        sa.Column("wire", text(), nullable=False),
        sa.Column("published", text(), nullable=True),
        sa.Column("language", text(), nullable=False),
        sa.Column("reprint_of", text(), nullable=True),
        sa.Column("sha256", text(), nullable=False),
        sa.Column("archived", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("title", text(), nullable=False),
        sa.Column("url", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_version",
        sa.Column("claim", text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("topics", text(), nullable=False),
        sa.Column("about", text(), nullable=False),
        sa.Column("question", text(), nullable=True),
        sa.Column("deadline", text(), nullable=True),
        sa.Column("links", text(), nullable=False),
        sa.Column("text", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("id", text(), nullable=False, unique=True),
        sa.Column("batch", text(), nullable=False),
        sa.Column("type", text(), nullable=False),
        sa.Column("version", number, nullable=False),
        sa.Column("recorded", text(), nullable=False),
        sa.Column("actor", text(), nullable=False),
        sa.Column("facts", text(), nullable=False),
        sa.Column("words", text(), nullable=True),
        sa.Column("salt", text(), nullable=True),
        sa.Column("words_digest", text(), nullable=False),
        sa.Column("previous", text(), nullable=False),
        sa.Column("hash", text(), nullable=False),
    )
    op.create_table(
        "entry_tag",
        sa.Column("tag", number, primary_key=True, autoincrement=False),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", text(), primary_key=True),
        sa.Column("value", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request_version",
        sa.Column("claim", text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("source", text(), nullable=False),
        sa.Column("due", text(), nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("mark", text(), nullable=False),
        sa.Column("note", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("request_version_position", "request_version", ["position"])
    op.create_table(
        "source_version",
        sa.Column("source", text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("kind", text(), nullable=False),
        sa.Column("source_class", text(), nullable=False),
        sa.Column("head_min", number, nullable=True),
        sa.Column("head_max", number, nullable=True),
        sa.Column("merged_into", text(), nullable=True),
        sa.Column("memberships", text(), nullable=False),
        sa.Column("distinct_from", text(), nullable=False),
        sa.Column("name", text(), nullable=False),
        sa.Column("note", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement_version",
        sa.Column("claim", text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("source", text(), nullable=False),
        sa.Column("act", text(), nullable=False),
        sa.Column("stance", text(), nullable=False),
        sa.Column("certainty", text(), nullable=False),
        sa.Column("basis", text(), nullable=True),
        sa.Column("interest", text(), nullable=True),
        sa.Column("via", text(), nullable=True),
        sa.Column("presentation", text(), nullable=True),
        sa.Column("ground_rule", text(), nullable=True),
        sa.Column("said", text(), nullable=True),
        sa.Column("published", text(), nullable=True),
        sa.Column("article", text(), nullable=True),
        sa.Column("outlet", text(), nullable=True),
        sa.Column("chain", text(), nullable=False),
        sa.Column("first", number, nullable=False),
        sa.Column("world", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("retracted", number, nullable=True),
        sa.Column("grouped", text(), nullable=True),
        sa.Column("mark", text(), nullable=False),
        sa.Column("changed", number, nullable=False),
        sa.Column("changed_at", number, nullable=False),
        sa.Column("text", text(), nullable=False),
        sa.Column("quote", text(), nullable=False),
        sa.Column("cue", text(), nullable=False),
        sa.Column("evidence", text(), nullable=False),
        sa.Column("note", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_version_article", "statement_version", ["article"])
    op.create_index("statement_version_source", "statement_version", ["source"])
    op.create_index("statement_version_position", "statement_version", ["position"])
    op.create_table(
        "tag",
        sa.Column("id", number, primary_key=True, autoincrement=False),
        sa.Column("name", text(), nullable=False, unique=True),
    )
    op.create_table(
        "verdict_version",
        sa.Column("claim", text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", text(), nullable=False),
        sa.Column("value", text(), nullable=False),
        sa.Column("decided", text(), nullable=False),
        sa.Column("last", number, nullable=False),
        sa.Column("world", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("withdrawn", number, nullable=True),
        sa.Column("mark", text(), nullable=False),
        sa.Column("changed", number, nullable=False),
        sa.Column("changed_at", number, nullable=False),
        sa.Column("because", text(), nullable=False),
        sa.Column("evidence", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("verdict_version_position", "verdict_version", ["position"])
    op.create_table(
        "reading",
        sa.Column("name", text(), primary_key=True),
        sa.Column("position", number, nullable=False),
        sa.Column("body", text(), nullable=False),
        sqlite_with_rowid=False,
    )
    origin = secrets.token_hex(16)
    meta = sa.table("meta", sa.column("key", text()), sa.column("value", text()))
    op.bulk_insert(meta, [{"key": "origin", "value": origin}, {"key": "genesis", "value": genesis(origin)}])
    if op.get_context().dialect.name == "postgresql":
        schema = op.get_bind().execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
        for trigger in guards.postgresql(schema):
            op.execute(trigger.function)
            op.execute(trigger.creation)
        return
    for statement in guards.FIRST.values():
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
