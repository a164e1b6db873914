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


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "article_version",
        sa.Column("article", sa.Text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("wire", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reprint_of", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("archived", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_version",
        sa.Column("claim", sa.Text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entry",
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("version", number, nullable=False),
        sa.Column("recorded", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("words_digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
    )
    op.create_table(
        "entry_tag",
        sa.Column("tag", number, primary_key=True, autoincrement=False),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request_version",
        sa.Column("claim", sa.Text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("request_version_position", "request_version", ["position"])
    op.create_table(
        "source_version",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("position", number, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_class", sa.Text(), nullable=False),
        sa.Column("head_min", number, nullable=True),
        sa.Column("head_max", number, nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("memberships", sa.Text(), nullable=False),
        sa.Column("distinct_from", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement_version",
        sa.Column("claim", sa.Text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("interest", sa.Text(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.Column("presentation", sa.Text(), nullable=True),
        sa.Column("ground_rule", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("first", number, nullable=False),
        sa.Column("world", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("retracted", number, nullable=True),
        sa.Column("grouped", sa.Text(), nullable=True),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("changed", number, nullable=False),
        sa.Column("changed_at", number, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_version_article", "statement_version", ["article"])
    op.create_index("statement_version_source", "statement_version", ["source"])
    op.create_index("statement_version_position", "statement_version", ["position"])
    op.create_table(
        "tag",
        sa.Column("id", number, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
    )
    op.create_table(
        "verdict_version",
        sa.Column("claim", sa.Text(), primary_key=True),
        sa.Column("position", number, primary_key=True, autoincrement=False),
        sa.Column("frm", number, primary_key=True, autoincrement=False),
        sa.Column("upto", number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("last", number, nullable=False),
        sa.Column("world", number, nullable=False),
        sa.Column("recorded", number, nullable=False),
        sa.Column("withdrawn", number, nullable=True),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("changed", number, nullable=False),
        sa.Column("changed_at", number, nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("verdict_version_position", "verdict_version", ["position"])
    op.create_table(
        "reading",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("position", number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    origin = secrets.token_hex(16)
    meta = sa.table("meta", sa.column("key", sa.Text()), sa.column("value", sa.Text()))
    op.bulk_insert(meta, [{"key": "origin", "value": origin}, {"key": "genesis", "value": genesis(origin)}])
    for text in guards.FIRST.values():
        op.execute(text)


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
