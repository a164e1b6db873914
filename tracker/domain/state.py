"""What is in force at one cut, which every reading is made of. Here alone the world clock cuts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import cast

from tracker.domain.clocks import Cut, Instant, span
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.rows import AnyRow, Article, Claim, Mark, Request, Row, Source, Spoken, Statement, Verdict
from tracker.domain.utterances import Roster, Utterance
from tracker.domain.words import ArticleHandle, ClaimHandle, Question, Relation, SourceHandle


@dataclass(frozen=True, slots=True)
class State:
    """Everything in force at one cut, ready to be read; nothing in it is later than the cut on either clock.

    statements: in log order, by the claim they count for; roster: what their numbers mean. verdicts: the one in force
    for each claim. Claims said to be the ``same_as`` another are one matter here, under the handle of the one
    opened first (`matter`). changes: the latest entry on each claim, what was taken back included. cut: not compared.
    """

    policy: Policy = DEFAULT
    sources: Mapping[SourceHandle, Source] = field(default_factory=dict)
    articles: Mapping[ArticleHandle, Article] = field(default_factory=dict)
    claims: Mapping[ClaimHandle, Claim] = field(default_factory=dict)
    statements: Mapping[ClaimHandle, Sequence[Utterance]] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    verdicts: Mapping[ClaimHandle, Verdict] = field(default_factory=dict)
    matters: Mapping[ClaimHandle, ClaimHandle] = field(default_factory=dict)
    questions: Mapping[Question, Sequence[ClaimHandle]] = field(default_factory=dict)
    changes: Mapping[ClaimHandle, int] = field(default_factory=dict)
    cut: Cut = field(default=Cut(), compare=False)

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
    said: Iterable[Utterance],
    roster: Roster,
    verdicts: Iterable[Verdict],
    policy: Policy,
) -> State:
    """The state at ``cut`` from the rows in force at its position.

    ``said`` holds what the world had by then (`as_of`), undone statements left out; quickest by claim, then position.
    """
    opened, matters = united(claims)
    spoken: dict[ClaimHandle, list[Utterance]] = {}
    unordered = set()
    for claim, some in groupby(said, key=itemgetter(0)):
        matter = matters.get(claim, claim)
        if matter in spoken:
            spoken[matter].extend(some)
            unordered.add(matter)
        else:
            spoken[matter] = list(some)
    for matter in unordered:
        spoken[matter].sort(key=itemgetter(1))
    changes = {matter: max(map(itemgetter(-1), some)) for matter, some in spoken.items()}
    reached = [verdict for row in verdicts if (verdict := _verdict_as_of(row, cut)) is not None]
    for verdict in reached:
        if verdict.mark is not Mark.VOIDED:
            matter = matters.get(verdict.claim, verdict.claim)
            changes[matter] = max(changes.get(matter, 0), verdict.changed)
    questions: dict[Question, list[ClaimHandle]] = {}
    for claim_row in opened.values():
        if claim_row.question is not None and claim_row.claim not in matters:
            questions.setdefault(claim_row.question, []).append(claim_row.claim)
    return State(
        policy=policy,
        sources={row.source: row for row in sources},
        articles={row.article: row for row in articles if is_out(row, cut)},
        claims=opened,
        statements=spoken,
        roster=roster,
        verdicts=_in_force(reached, matters),
        matters=matters,
        questions=questions,
        changes=changes,
        cut=cut,
    )


def seen(row: AnyRow, articles: Mapping[ArticleHandle, Article], cut: Cut) -> AnyRow | None:
    """A row in force at the cut's position as the world had it at the cut; None if it had not seen it yet.

    What only our desk dates, a source or a claim, is in sight at every date of the world.
    """
    in_sight: Row | None = row
    match row:
        case Spoken(statement=statement, wording=wording):
            said = as_of(statement, articles, cut)
            in_sight = Spoken(said, wording) if said is not None else None
        case Verdict():
            in_sight = _verdict_as_of(row, cut)
        case Article() if not is_out(row, cut):
            in_sight = None
        case Request() if row.recorded > cut.world:
            in_sight = None
    return cast("AnyRow | None", in_sight)


def is_out(article: Article, cut: Cut) -> bool:
    """Whether an article had come out at the cut; one without a date had when we recorded it."""
    published = span(article.published).last if article.published else article.recorded
    return min(published, article.recorded) <= cut.world


def as_of(statement: Statement, articles: Mapping[ArticleHandle, Article], cut: Cut) -> Statement | None:
    """A statement as the world had it at the cut: None if not yet said, nor printed, and marked as retracted only if it
    was by then.
    """
    article = articles.get(statement.article) if statement.article else None
    if article is not None and article.published is not None:
        statement = statement._replace(world=min(statement.world, span(article.published).last))
    if statement.world > cut.world:
        return None
    if statement.retracted is None:
        return statement
    if statement.retracted > cut.world:
        return statement._replace(retracted=None)
    return statement._replace(mark=Mark.RETRACTED) if statement.mark in (Mark.NONE, Mark.AMENDED) else statement


def heard_by(utterance: Utterance, world: Instant) -> Utterance | None:
    """An utterance as the world had it by then, as `as_of` has the whole statement."""
    if utterance.world > world:
        return None
    later = utterance.retracted is not None and utterance.retracted > world
    return utterance._replace(retracted=None) if later else utterance


def _verdict_as_of(verdict: Verdict, cut: Cut) -> Verdict | None:
    """A verdict as the world had it at the cut: None if not yet reached, and not withdrawn before it was."""
    if verdict.world > cut.world:
        return None
    later = verdict.withdrawn is not None and verdict.withdrawn > cut.world
    return verdict._replace(withdrawn=None) if later else verdict


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
