"""Loading what is in force at a cut: as little of the database as a reading needs, cut by position in one
WHERE clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from tracker.domain.clocks import Cut
from tracker.domain.fold import POLICY, things
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.projection import Thing
from tracker.domain.state import Article, Claim, Row, Source, Spoken, State, Statement, Verdict, assemble, united
from tracker.domain.without import NOTHING, Without, projected, same_sources
from tracker.domain.words import ClaimHandle
from tracker.store import log, views
from tracker.store.database import Session
from tracker.store.views import EVERY, Which

K = TypeVar("K", Source, Article, Claim, Statement, Verdict)


def state(
    session: Session,
    cut: Cut,
    only: Iterable[ClaimHandle] | None = None,
    *,
    judged: bool = True,
    without: Without = NOTHING,
) -> State:
    """The state at a cut.

    With ``only``, it holds just what these claims depend on: their own statements, those of rival answers and of
    claims that are the same, and those of every judged claim, since verdicts make the records that weigh them; without
    ``judged`` the last are left out, for when what the records add up to is known.
    """
    changed = _changed(session, cut, without)
    claims = _kept(Claim, views.claims(session, cut.position), changed)
    sources = _kept(Source, views.sources(session, cut.position), changed)
    verdicts = _kept(Verdict, views.verdicts(session, cut.position), changed)
    which = EVERY
    if only is not None:
        wanted = {*only, *(verdict.claim for verdict in verdicts if judged)}
        which = Which(claims=sorted(_depended_on(claims, wanted)))
    statements = _kept(Statement, views.statements(session, cut.position, which), changed)
    policy = changed[POLICY] if POLICY in changed else views.policy(session, cut.position)
    silenced = same_sources({row.source: row for row in sources}, without.sources)
    dropped = _same_claims(claims, without.claims)
    return assemble(
        cut,
        sources=sources,
        articles=_kept(Article, views.articles(session, cut.position), changed),
        claims=claims,
        statements=[row for row in statements if row.source not in silenced and row.claim not in dropped],
        verdicts=[row for row in verdicts if row.claim not in dropped],
        policy=policy if isinstance(policy, Policy) else DEFAULT,
    )


def _changed(session: Session, cut: Cut, without: Without) -> dict[Thing, Row | None]:
    """The rows that things would have without some entries."""
    changed: dict[Thing, Row | None] = {}
    for event_id in without.entries:
        entry = log.find(session, event_id)
        for thing in things(entry, lambda target: log.find(session, target)) if entry else ():
            history = [one for one in views.Views(session).history(thing) if one.position <= cut.position]
            changed[thing] = projected(thing, history, without)
    return changed


def _kept(kind: type[K], rows: Iterable[K], changed: Mapping[Thing, Row | None]) -> list[K]:
    """Rows as they would be: those of changed things are taken out, and what they would be is put in."""
    if not changed:
        return list(rows)
    kept = [row for row in rows if _thing(row) not in changed]
    for row in changed.values():
        one = row.statement if isinstance(row, Spoken) else row
        if isinstance(one, kind):
            kept.append(one)
    return kept


def _thing(row: object) -> Thing:
    match row:
        case Source(source=handle):
            return Thing(f"source/{handle}")
        case Article(article=handle):
            return Thing(f"article/{handle}")
        case Claim(claim=handle):
            return Thing(f"claim/{handle}")
        case Statement(id=event_id) | Verdict(id=event_id):
            return Thing(f"entry/{event_id}")
    raise TypeError(row)


def _same_claims(claims: Iterable[Claim], wanted: frozenset[ClaimHandle]) -> frozenset[ClaimHandle]:
    """All handles of the matters that some claims are."""
    if not wanted:
        return wanted
    opened, matters = united(claims)
    meant = {matters.get(claim, claim) for claim in wanted}
    return wanted | {claim for claim in opened if matters.get(claim, claim) in meant}


def frame(session: Session, cut: Cut, *, sources: bool = True, articles: bool = True, claims: bool = True) -> State:
    """Sources, articles, claims and policy at a cut, without what was said; parts that are not needed are not read."""
    return assemble(
        cut,
        sources=views.sources(session, cut.position) if sources else (),
        articles=views.articles(session, cut.position) if articles else (),
        claims=views.claims(session, cut.position) if claims else (),
        statements=(),
        verdicts=(),
        policy=views.policy(session, cut.position),
    )


def _depended_on(claims: list[Claim], wanted: set[ClaimHandle]) -> set[ClaimHandle]:
    """The wanted claims, all that are the same as one of them, and all rival answers to their questions."""
    opened, matters = united(claims)
    questions = {opened[matter].question for claim in wanted if (matter := matters.get(claim, claim)) in opened} - {
        None
    }
    kin = {matters.get(claim, claim) for claim in wanted}
    kin |= {claim.claim for claim in opened.values() if claim.question in questions}
    return kin | {claim for claim, matter in matters.items() if matter in kin} | wanted
