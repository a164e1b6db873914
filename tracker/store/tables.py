"""The tables, declared once; the migrations in ``alembic/`` create them, a test holds the two equal.

``entry`` is the log and the only truth. Everything from ``tag`` on is derived from it, outside the hash chain, and can
be thrown away and rebuilt. A ``..._version`` row was in force from position ``frm`` up to, but not including, ``upto``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Index, Integer, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

metadata = SQLModel.metadata


def _text(*, key: bool = False, null: bool = False, unique: bool = False) -> Any:
    # Text sorts and compares by code points, on every database.
    kind = Text().with_variant(Text(collation="C"), "postgresql")
    return Field(default=None, sa_column=Column(kind, primary_key=key, nullable=null, unique=unique or None))


def _number(*, key: bool = False, null: bool = False) -> Any:
    return Field(
        default=None,
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), primary_key=key, nullable=null, autoincrement=False
        ),
    )


_CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


class Meta(SQLModel, table=True):
    """What the log is: its random origin id and the hash its first entry follows."""

    __tablename__: ClassVar[str] = "meta"
    __table_args__: ClassVar[Any] = _CLUSTERED
    key: str = _text(key=True)
    value: str = _text()


class LogRow(SQLModel, table=True):
    """One entry of the log, stored verbatim; facts and words are canonical JSON, words and salt are NULL once wiped."""

    __tablename__: ClassVar[str] = "entry"
    position: int = _number(key=True)
    id: str = _text(unique=True)
    batch: str = _text()
    type: str = _text()
    version: int = _number()
    recorded: str = _text()
    actor: str = _text()
    facts: str = _text()
    words: str | None = _text(null=True)
    salt: str | None = _text(null=True)
    words_digest: str = _text()
    previous: str = _text()
    hash: str = _text()


class Tag(SQLModel, table=True):
    """The number of a tag; statements, verdicts and requests need no name, their tag is their position, negated."""

    __tablename__: ClassVar[str] = "tag"
    id: int = _number(key=True)
    name: str = _text(unique=True)


class EntryTag(SQLModel, table=True):
    """Which entries belong to or mention what."""

    __tablename__: ClassVar[str] = "entry_tag"
    __table_args__: ClassVar[Any] = _CLUSTERED
    tag: int = _number(key=True)
    position: int = _number(key=True)


class SourceVersion(SQLModel, table=True):
    """What we knew of a source; ``memberships`` is JSON, ``distinct_from`` handles separated by blanks."""

    __tablename__: ClassVar[str] = "source_version"
    __table_args__: ClassVar[Any] = (
        Index(
            "source_version_merged_into",
            "merged_into",
            sqlite_where=text("merged_into IS NOT NULL"),
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        _CLUSTERED,
    )
    source: str = _text(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    position: int = _number()
    kind: str = _text()
    source_class: str = _text()
    head_min: int | None = _number(null=True)
    head_max: int | None = _number(null=True)
    merged_into: str | None = _text(null=True)
    memberships: str = _text()
    distinct_from: str = _text()
    name: str = _text()
    note: str = _text()


class ArticleVersion(SQLModel, table=True):
    """What we knew of an article; its text stays in the log."""

    __tablename__: ClassVar[str] = "article_version"
    __table_args__: ClassVar[Any] = _CLUSTERED
    article: str = _text(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    position: int = _number()
    outlet: str | None = _text(null=True)
    agency: str | None = _text(null=True)
    wire: str = _text()
    published: str | None = _text(null=True)
    language: str = _text()
    reprint_of: str | None = _text(null=True)
    sha256: str = _text()
    archived: int = _number()
    recorded: int = _number()
    title: str = _text()
    url: str = _text()


class ClaimVersion(SQLModel, table=True):
    """How a claim was worded and filed; topics and about are separated by blanks, ``links`` is JSON."""

    __tablename__: ClassVar[str] = "claim_version"
    __table_args__: ClassVar[Any] = (
        Index(
            "claim_version_question",
            "question",
            sqlite_where=text("question IS NOT NULL"),
            postgresql_where=text("question IS NOT NULL"),
        ),
        _CLUSTERED,
    )
    claim: str = _text(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    position: int = _number()
    topics: str = _text()
    about: str = _text()
    question: str | None = _text(null=True)
    deadline: str | None = _text(null=True)
    links: str = _text()
    text: str = _text()


class VoiceRow(SQLModel, table=True):
    """Who is heard and how the report names them; what is not given is empty."""

    __tablename__: ClassVar[str] = "voice"
    __table_args__: ClassVar[Any] = (UniqueConstraint("source", "presentation"),)
    id: int = _number(key=True)
    source: str = _text()
    presentation: str = _text()


class RouteRow(SQLModel, table=True):
    """How words came to us; ``chain`` as people write it: ``reuters > spiegel``."""

    __tablename__: ClassVar[str] = "route"
    __table_args__: ClassVar[Any] = (UniqueConstraint("chain", "outlet"),)
    id: int = _number(key=True)
    chain: str = _text()
    outlet: str = _text()


class MannerRow(SQLModel, table=True):
    """How a statement speaks on its claim; what is not given is empty."""

    __tablename__: ClassVar[str] = "manner"
    __table_args__: ClassVar[Any] = (UniqueConstraint("act", "stance", "certainty", "basis", "interest", "via"),)
    id: int = _number(key=True)
    act: str = _text()
    stance: str = _text()
    certainty: str = _text()
    basis: str = _text()
    interest: str = _text()
    via: str = _text()


class StatementVersion(SQLModel, table=True):
    """What the arithmetic needs of a statement, small enough to read a million of them; instants in microseconds.

    world: the article's date of publication taken in. voice, route, manner: their numbers. worded: the entry whose
    facts and words are the present ones; they are read there, so that words stand in the log alone.
    """

    __tablename__: ClassVar[str] = "statement_version"
    __table_args__: ClassVar[Any] = (
        Index("statement_version_voice", "voice"),
        Index(
            "statement_version_article",
            "article",
            sqlite_where=text("article IS NOT NULL"),
            postgresql_where=text("article IS NOT NULL"),
        ),
        _CLUSTERED,
    )
    claim: str = _text(key=True)
    position: int = _number(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    world: int = _number()
    retracted: int | None = _number(null=True)
    first: int = _number()
    voice: int = _number()
    route: int = _number()
    manner: int = _number()
    article: str | None = _text(null=True)
    grouped: str | None = _text(null=True)
    changed: int = _number()
    mark: str = _text()
    worded: int = _number()


class VerdictVersion(SQLModel, table=True):
    """What was found about a claim."""

    __tablename__: ClassVar[str] = "verdict_version"
    __table_args__: ClassVar[Any] = _CLUSTERED
    claim: str = _text(key=True)
    position: int = _number(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    id: str = _text()
    value: str = _text()
    decided: str = _text()
    last: int = _number()
    world: int = _number()
    recorded: int = _number()
    withdrawn: int | None = _number(null=True)
    mark: str = _text()
    changed: int = _number()
    because: str = _text()
    evidence: str = _text()


class RequestVersion(SQLModel, table=True):
    """Whom we asked for comment."""

    __tablename__: ClassVar[str] = "request_version"
    __table_args__: ClassVar[Any] = _CLUSTERED
    claim: str = _text(key=True)
    position: int = _number(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    id: str = _text()
    source: str = _text()
    due: str = _text()
    recorded: int = _number()
    mark: str = _text()
    note: str = _text()


class TallyVersion(SQLModel, table=True):
    """What the graded trials of one claim add up to for one record, or, with an empty speaker, for a whole class.

    In force for positions from ``frm`` up to, but not including, ``upto``, and for world dates likewise from ``since``
    up to ``until``. good, weight: quarter-units. at: the last instant of the day the claim was judged on.
    """

    __tablename__: ClassVar[str] = "tally_version"
    __table_args__: ClassVar[Any] = (Index("tally_version_claim", "claim"), _CLUSTERED)
    speaker: str = _text(key=True)
    source_class: str = _text(key=True)
    cell: int = _number(key=True)
    claim: str = _text(key=True)
    frm: int = _number(key=True)
    since: int = _number(key=True)
    upto: int = _number()
    until: int = _number()
    good: int = _number()
    weight: int = _number()
    at: int = _number()


DERIVED: tuple[type[SQLModel], ...] = (
    Tag,
    EntryTag,
    SourceVersion,
    ArticleVersion,
    ClaimVersion,
    VoiceRow,
    RouteRow,
    MannerRow,
    StatementVersion,
    VerdictVersion,
    RequestVersion,
    TallyVersion,
)
"""Every table that `rebuild` empties and refills."""
