"""The tables, declared once; the migrations in ``alembic/`` create them, a test holds the two equal.

``entry`` is the log and the only truth. Everything from ``tag`` on is derived from it, outside the hash chain, and can
be thrown away and rebuilt. A ``..._version`` row was in force from position ``frm`` up to, but not including, ``upto``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

metadata = SQLModel.metadata


def _text(*, key: bool = False, null: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Text, primary_key=key, nullable=null))


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


class EntryRow(SQLModel, table=True):
    """One entry of the log, stored verbatim; facts and words are canonical JSON, words and salt are NULL once wiped."""

    __tablename__: ClassVar[str] = "entry"
    position: int = _number(key=True)
    id: str = Field(sa_column=Column(Text, nullable=False, unique=True))
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
    name: str = Field(sa_column=Column(Text, nullable=False, unique=True))


class EntryTag(SQLModel, table=True):
    """Which entries belong to or mention what."""

    __tablename__: ClassVar[str] = "entry_tag"
    __table_args__: ClassVar[Any] = _CLUSTERED
    tag: int = _number(key=True)
    position: int = _number(key=True)


class SourceVersion(SQLModel, table=True):
    """What we knew of a source; ``memberships`` is JSON, ``distinct_from`` handles separated by blanks."""

    __tablename__: ClassVar[str] = "source_version"
    __table_args__: ClassVar[Any] = _CLUSTERED
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
    __table_args__: ClassVar[Any] = _CLUSTERED
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


class StatementVersion(SQLModel, table=True):
    """How a statement was recorded; ``chain`` as people write it: ``reuters > spiegel``; instants in microseconds."""

    __tablename__: ClassVar[str] = "statement_version"
    __table_args__: ClassVar[Any] = (
        Index("statement_version_position", "position"),
        Index("statement_version_source", "source"),
        Index("statement_version_article", "article"),
        _CLUSTERED,
    )
    claim: str = _text(key=True)
    position: int = _number(key=True)
    frm: int = _number(key=True)
    upto: int = _number()
    id: str = _text()
    source: str = _text()
    act: str = _text()
    stance: str = _text()
    certainty: str = _text()
    basis: str | None = _text(null=True)
    interest: str | None = _text(null=True)
    via: str | None = _text(null=True)
    presentation: str | None = _text(null=True)
    ground_rule: str | None = _text(null=True)
    said: str | None = _text(null=True)
    published: str | None = _text(null=True)
    article: str | None = _text(null=True)
    outlet: str | None = _text(null=True)
    chain: str = _text()
    first: int = _number()
    world: int = _number()
    recorded: int = _number()
    retracted: int | None = _number(null=True)
    grouped: str | None = _text(null=True)
    mark: str = _text()
    changed: int = _number()
    changed_at: int = _number()
    text: str = _text()
    quote: str = _text()
    cue: str = _text()
    evidence: str = _text()
    note: str = _text()


class VerdictVersion(SQLModel, table=True):
    """What was found about a claim."""

    __tablename__: ClassVar[str] = "verdict_version"
    __table_args__: ClassVar[Any] = (Index("verdict_version_position", "position"), _CLUSTERED)
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
    changed_at: int = _number()
    because: str = _text()
    evidence: str = _text()


class RequestVersion(SQLModel, table=True):
    """Whom we asked for comment."""

    __tablename__: ClassVar[str] = "request_version"
    __table_args__: ClassVar[Any] = (Index("request_version_position", "position"), _CLUSTERED)
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


class Reading(SQLModel, table=True):
    """A reading of everything at one position, kept so that the next one need not be worked out; holds no words."""

    __tablename__: ClassVar[str] = "reading"
    __table_args__: ClassVar[Any] = _CLUSTERED
    name: str = _text(key=True)
    position: int = _number()
    body: str = _text()


DERIVED: tuple[type[SQLModel], ...] = (
    Tag,
    EntryTag,
    SourceVersion,
    ArticleVersion,
    ClaimVersion,
    StatementVersion,
    VerdictVersion,
    RequestVersion,
    Reading,
)
"""Every table that `rebuild` empties and refills."""
