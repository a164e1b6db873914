"""What is in force at one cut: the nouns that every reading is made of.

Rows are named tuples because hundreds of thousands of them are read at a time; each is the present version of one
source, article, claim, statement, verdict or request. `assemble` is the one place where the world clock cuts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tracker.domain.clocks import BEGINNING, FOREVER, Cut, Edtf, Instant, span
from tracker.domain.policy import DEFAULT, Policy
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
    distinct: tuple[SourceHandle, ...]
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
    the last instants of said and published and of recorded. retracted: when the source took it back. changed,
    changed_at: the latest entry about it that stands, redactions left out, and when that was recorded.
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
    changed_at: Instant

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
    finding. withdrawn: when we gave it up. changed, changed_at: as for a statement.
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
    changed_at: Instant
    because: str
    evidence: str


class Request(NamedTuple):
    """We asked a source for comment on a claim."""

    claim: ClaimHandle
    position: int
    id: EventId
    source: SourceHandle
    by: Edtf
    recorded: Instant
    mark: Mark
    note: str


class Spoken(NamedTuple):
    """A statement with its words."""

    statement: Statement
    wording: Wording


Row: TypeAlias = Source | Article | Claim | Spoken | Verdict | Request | Policy


class Change(NamedTuple):
    """The latest entry about a claim, and when it was recorded."""

    position: int
    at: Instant


@dataclass(frozen=True, slots=True)
class State:
    """Everything in force at one cut, ready to be read; nothing in it is later than the cut on either clock.

    statements: in log order, by the claim they count for. verdicts: the one in force for each claim. Claims said to
    be the ``same_as`` another are one matter here, under the handle of the one opened first (`matter`). changes: the
    latest thing that was recorded on each claim, what was taken back included.
    """

    policy: Policy = DEFAULT
    sources: Mapping[SourceHandle, Source] = field(default_factory=dict)
    articles: Mapping[ArticleHandle, Article] = field(default_factory=dict)
    claims: Mapping[ClaimHandle, Claim] = field(default_factory=dict)
    statements: Mapping[ClaimHandle, Sequence[Statement]] = field(default_factory=dict)
    verdicts: Mapping[ClaimHandle, Verdict] = field(default_factory=dict)
    matters: Mapping[ClaimHandle, ClaimHandle] = field(default_factory=dict)
    questions: Mapping[Question, Sequence[ClaimHandle]] = field(default_factory=dict)
    changes: Mapping[ClaimHandle, Change] = field(default_factory=dict)

    def matter(self, claim: ClaimHandle) -> ClaimHandle:
        """The handle under which a claim is reckoned."""
        return self.matters.get(claim, claim)

    def rivals(self, claim: ClaimHandle) -> Sequence[ClaimHandle]:
        """The claims of which at most one is true, this one included, in the order they were opened."""
        opened = self.claims.get(claim)
        if opened is None or opened.question is None:
            return (claim,)
        return self.questions[opened.question]


def assemble(
    cut: Cut,
    *,
    sources: Iterable[Source],
    articles: Iterable[Article],
    claims: Iterable[Claim],
    statements: Iterable[Statement],
    verdicts: Iterable[Verdict],
    policy: Policy,
) -> State:
    """The state at ``cut`` from the rows in force at its position: here the world clock cuts, once, for
    every reading.
    """
    known = {row.article: row for row in articles}
    opened, matters = united(claims)
    spoken: dict[ClaimHandle, list[Statement]] = {}
    changes: dict[ClaimHandle, Change] = {}

    def note(claim: ClaimHandle, row: Statement | Verdict) -> None:
        if claim not in changes or row.changed > changes[claim].position:
            changes[claim] = Change(row.changed, row.changed_at)

    for statement in statements:
        seen = as_of(statement, known, cut)
        if seen is not None:
            claim = matters.get(seen.claim, seen.claim)
            if seen.counts:
                note(claim, seen)
                spoken.setdefault(claim, []).append(seen)
    for said in spoken.values():
        said.sort(key=_position)
    found = [verdict for row in verdicts if (verdict := verdict_as_of(row, cut)) is not None]
    for verdict in found:
        if verdict.mark is Mark.VOIDED:
            continue
        note(matters.get(verdict.claim, verdict.claim), verdict)
    questions: dict[Question, list[ClaimHandle]] = {}
    for one in opened.values():
        if one.question is not None and one.claim not in matters:
            questions.setdefault(one.question, []).append(one.claim)
    return State(
        policy=policy,
        sources={row.source: row for row in sources},
        articles={handle: row for handle, row in known.items() if is_out(row, cut)},
        claims=opened,
        statements=spoken,
        verdicts=_in_force(found, matters),
        matters=matters,
        questions=questions,
        changes=changes,
    )


def is_out(article: Article, cut: Cut) -> bool:
    """Whether an article had come out at the cut; one without a date had when we recorded it."""
    published = span(article.published).last if article.published else article.recorded
    return min(published, article.recorded) <= cut.world


def as_of(statement: Statement, articles: Mapping[ArticleHandle, Article], cut: Cut) -> Statement | None:
    """A statement as the world had it at the cut: None if not yet said, and marked as retracted only if it
    was by then.
    """
    world = statement.world
    if statement.article is not None:
        article = articles.get(statement.article)
        if article is not None and article.published is not None:
            world = min(world, span(article.published).last)
    if world > cut.world:
        return None
    if world != statement.world:
        statement = statement._replace(world=world)
    if statement.retracted is None:
        return statement
    if statement.retracted > cut.world:
        return statement._replace(retracted=None)
    if statement.mark in (Mark.NONE, Mark.AMENDED):
        return statement._replace(mark=Mark.RETRACTED)
    return statement


def verdict_as_of(verdict: Verdict, cut: Cut) -> Verdict | None:
    """A verdict as the world had it at the cut: None if not yet reached, and not withdrawn before it was."""
    if verdict.world > cut.world:
        return None
    if verdict.withdrawn is not None and verdict.withdrawn > cut.world:
        return verdict._replace(withdrawn=None)
    return verdict


def _position(statement: Statement) -> int:
    return statement.position


def _in_force(verdicts: Iterable[Verdict], matters: Mapping[ClaimHandle, ClaimHandle]) -> dict[ClaimHandle, Verdict]:
    """The latest verdict of each matter, by date decided, then by place in the log."""
    latest: dict[ClaimHandle, Verdict] = {}
    for verdict in verdicts:
        if verdict.withdrawn is not None or verdict.mark is Mark.VOIDED:
            continue
        claim = matters.get(verdict.claim, verdict.claim)
        rival = latest.get(claim)
        if rival is None or (verdict.last, verdict.position) > (rival.last, rival.position):
            latest[claim] = verdict
    return latest


def united(claims: Iterable[Claim]) -> tuple[dict[ClaimHandle, Claim], dict[ClaimHandle, ClaimHandle]]:
    """Claims by handle, and for those that are the same as one opened earlier, the handle of the earliest."""
    opened = {claim.claim: claim for claim in sorted(claims, key=lambda claim: claim.position)}
    leader: dict[ClaimHandle, ClaimHandle] = {}

    def lead(handle: ClaimHandle) -> ClaimHandle:
        while handle in leader:
            handle = leader[handle]
        return handle

    for claim in opened.values():
        for link in claim.links:
            if link.relation is Relation.SAME_AS and link.other in opened:
                one, two = lead(claim.claim), lead(link.other)
                if one != two:
                    first, second = sorted((one, two), key=lambda handle: opened[handle].position)
                    leader[second] = first
    matters = {handle: lead(handle) for handle in leader}
    for handle, first in matters.items():
        opened[first] = _joined(opened[first], opened[handle])
    return opened, matters


def _joined(claim: Claim, same: Claim) -> Claim:
    return claim._replace(
        topics=tuple(dict.fromkeys(claim.topics + same.topics)),
        about=tuple(dict.fromkeys(claim.about + same.about)),
        question=claim.question or same.question,
        deadline=claim.deadline or same.deadline,
    )
