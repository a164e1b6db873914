"""Read models for a million statements: words stand in the log alone, and what verdicts add up to is kept."""

from __future__ import annotations

import sqlalchemy as sa

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the read models anew; `tracker.store.migrate` fills them from the log in the same transaction."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    words = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for table in ("statement_version", "verdict_version", "request_version", "reading"):
        op.drop_table(table)

    def key(name: str, kind: sa.types.TypeEngine[object] = number) -> sa.Column[object]:
        return sa.Column(name, kind, primary_key=True, autoincrement=False)

    def text(name: str, null: bool = False) -> sa.Column[str]:
        return sa.Column(name, words, nullable=null)

    def whole(name: str, null: bool = False) -> sa.Column[int]:
        return sa.Column(name, number, nullable=null)

    def index(name: str, table: str, column: str) -> None:
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)

    index("source_version_merged_into", "source_version", "merged_into")
    index("claim_version_question", "claim_version", "question")
    op.create_table(
        "voice", key("id"), text("source"), text("presentation"), sa.UniqueConstraint("source", "presentation")
    )
    op.create_table("route", key("id"), text("chain"), text("outlet"), sa.UniqueConstraint("chain", "outlet"))
    manner = ("act", "stance", "certainty", "basis", "interest", "via")
    op.create_table("manner", key("id"), *map(text, manner), sa.UniqueConstraint(*manner))
    op.create_table(
        "statement_version",
        key("claim", words),
        key("position"),
        key("frm"),
        whole("upto"),
        whole("world"),
        whole("retracted", null=True),
        whole("first"),
        whole("voice"),
        whole("route"),
        whole("manner"),
        text("article", null=True),
        text("grouped", null=True),
        whole("changed"),
        text("mark"),
        whole("worded"),
        sqlite_with_rowid=False,
    )
    op.create_index("statement_version_voice", "statement_version", ["voice"])
    index("statement_version_article", "statement_version", "article")
    op.create_table(
        "verdict_version",
        key("claim", words),
        key("position"),
        key("frm"),
        whole("upto"),
        text("id"),
        text("value"),
        text("decided"),
        whole("last"),
        whole("world"),
        whole("recorded"),
        whole("withdrawn", null=True),
        text("mark"),
        whole("changed"),
        text("because"),
        text("evidence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "request_version",
        key("claim", words),
        key("position"),
        key("frm"),
        whole("upto"),
        text("id"),
        text("source"),
        text("due"),
        whole("recorded"),
        text("mark"),
        text("note"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_version",
        key("speaker", words),
        key("source_class", words),
        key("cell"),
        key("claim", words),
        key("frm"),
        key("since"),
        whole("upto"),
        whole("until"),
        whole("good"),
        whole("weight"),
        whole("at"),
        sqlite_with_rowid=False,
    )
    op.create_index("tally_version_claim", "tally_version", ["claim"])
    op.create_table("reading", key("name", words), whole("position"), text("body"), sqlite_with_rowid=False)


def downgrade() -> None:
    raise NotImplementedError("the log only goes forward: restore the copy that upgrade made")
