"""Loading what is in force at a cut: as little of the database as a reading needs, cut by position in one
WHERE clause.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.clocks import Cut
from tracker.domain.state import Claim, State, assemble, united
from tracker.domain.words import ClaimHandle
from tracker.store import views
from tracker.store.database import Session
from tracker.store.views import EVERY, Which


def state(session: Session, cut: Cut, only: Iterable[ClaimHandle] | None = None, *, judged: bool = True) -> State:
    """The state at a cut.

    With ``only``, it holds just what these claims depend on: their own statements, those of rival answers and of
    claims that are the same, and those of every judged claim, since verdicts make the records that weigh them; without
    ``judged`` the last are left out, for when what the records add up to is known.
    """
    claims = list(views.claims(session, cut.position))
    verdicts = list(views.verdicts(session, cut.position))
    which = EVERY
    if only is not None:
        wanted = {*only, *(verdict.claim for verdict in verdicts if judged)}
        which = Which(claims=sorted(_depended_on(claims, wanted)))
    return assemble(
        cut,
        sources=views.sources(session, cut.position),
        articles=views.articles(session, cut.position),
        claims=claims,
        statements=views.statements(session, cut.position, which),
        verdicts=verdicts,
        policy=views.policy(session, cut.position),
    )


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
