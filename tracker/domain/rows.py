"""What is on record, a row each: the present version of one source, article, claim, statement, verdict or request.

Rows are named tuples because hundreds of thousands of them are read at a time.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias, TypeVar

from tracker.domain.clocks import BEGINNING, FOREVER, Edtf, Instant
from tracker.domain.policy import Policy
from tracker.domain.words import (
    Act,
    ArticleHandle,
    Basis,
    Certainty,
    ClaimHandle,
    EventId,
    Finding,
    GroundRule,
    Interest,
    Presentation,
    Question,
    Relation,
    SourceClass,
    SourceHandle,
    SourceKind,
    Stance,
    Topic,
    Via,
)


class Membership(NamedTuple):
    """A source speaks for ``group`` in what it says from ``first`` to ``last``, both included."""

    group: SourceHandle
    first: Instant = BEGINNING
    last: Instant = FOREVER


class Source(NamedTuple):
    """Who speaks."""

    source: SourceHandle
    position: int
    kind: SourceKind
    source_class: SourceClass
    head_min: int | None
    head_max: int | None
    merged_into: SourceHandle | None
    memberships: tuple[Membership, ...]
    distinct_from: tuple[SourceHandle, ...]
    name: str
    note: str


class Article(NamedTuple):
    """What was read, where it stood and when it came out. ``archived``: its text is in the log."""

    article: ArticleHandle
    position: int
    outlet: SourceHandle | None
    agency: SourceHandle | None
    wire: str
    published: Edtf | None
    language: str
    reprint_of: ArticleHandle | None
    sha256: str
    archived: bool
    recorded: Instant
    title: str
    url: str


class Link(NamedTuple):
    """How a claim stands to another."""

    relation: Relation
    other: ClaimHandle


class Claim(NamedTuple):
    """What is said, apart from who says it."""

    claim: ClaimHandle
    position: int
    topics: tuple[Topic, ...]
    about: tuple[SourceHandle, ...]
    question: Question | None
    deadline: Edtf | None
    links: tuple[Link, ...]
    text: str


class Mark(StrEnum):
    """What has happened to an entry since it was recorded; the gravest mark is shown."""

    NONE = ""
    AMENDED = "amended"
    RETRACTED = "retracted"
    REDACTED = "redacted"
    VOIDED = "voided"


class Statement(NamedTuple):
    """One utterance, as our record now has it (facts only; see `Wording`).

    stance and certainty are resolved; basis, interest and presentation are None where their default depends on
    source or claim. first: the first instant it may have been said. world: when the world had it, the earliest of
    the last instants of said and published and of recorded. retracted: when the source took it back. changed: the
    latest entry about it that stands, redactions left out. worded: the entry that words it now.
    """

    claim: ClaimHandle
    position: int
    id: EventId
    source: SourceHandle
    act: Act
    stance: Stance
    certainty: Certainty
    basis: Basis | None
    interest: Interest | None
    via: Via | None
    presentation: Presentation | None
    ground_rule: GroundRule | None
    said: Edtf | None
    published: Edtf | None
    article: ArticleHandle | None
    outlet: SourceHandle | None
    chain: tuple[SourceHandle, ...]
    first: Instant
    world: Instant
    recorded: Instant
    retracted: Instant | None
    group: EventId | None
    mark: Mark
    changed: int
    worded: int

    @property
    def counts(self) -> bool:
        """Whether it takes part in belief at all: an undone entry does not."""
        return self.mark is not Mark.VOIDED


class Wording(NamedTuple):
    """The words of a statement; empty when they were never given or have been redacted."""

    text: str
    quote: str
    cue: str
    evidence: str
    note: str


class Verdict(NamedTuple):
    """What a person found about a claim.

    last: the last instant of ``decided``; what is said after it is not judged by it. world: when the world had the
    finding. withdrawn: when we gave it up. changed: as for a statement.
    """

    claim: ClaimHandle
    position: int
    id: EventId
    value: Finding
    decided: Edtf
    last: Instant
    world: Instant
    recorded: Instant
    withdrawn: Instant | None
    mark: Mark
    changed: int
    because: str
    evidence: str


class Request(NamedTuple):
    """We asked a source for comment on a claim."""

    claim: ClaimHandle
    position: int
    id: EventId
    source: SourceHandle
    due: Edtf
    recorded: Instant
    mark: Mark
    note: str


class Spoken(NamedTuple):
    """A statement with its words."""

    statement: Statement
    wording: Wording


Row: TypeAlias = Source | Article | Claim | Spoken | Verdict | Request | Policy
AnyRow = TypeVar("AnyRow", bound=Row)
