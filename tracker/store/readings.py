"""Loading what is in force at a cut: as little of the database as a reading needs, cut in the WHERE clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from tracker.domain.clocks import Cut
from tracker.domain.fold import POLICY, things
from tracker.domain.origins import Origins
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.projection import Thing
from tracker.domain.rows import Article, Claim, Row, Source, Spoken, Verdict
from tracker.domain.state import State, as_of, assemble, united
from tracker.domain.sums import Sums
from tracker.domain.utterances import Enroller, Roster, Utterance
from tracker.domain.without import NOTHING, Without, projected, same_sources
from tracker.domain.words import ArticleHandle, ClaimHandle, EventId
from tracker.store import closure, log, roster, tallies, views
from tracker.store.session import Session
from tracker.store.views import EVERY, Stretch, Which

K = TypeVar("K", Source, Article, Claim, Verdict)


def state(session: Session, cut: Cut, without: Without = NOTHING) -> State:
    """Everything in force at a cut; with something left out, as if it had never been recorded."""
    if without != NOTHING:
        return Loaded(session, cut).state(without)
    return beside_what_was_said(session, cut, views.utterances(session, cut))


def beside_what_was_said(session: Session, cut: Cut, said: Iterable[Utterance] = ()) -> State:
    """Everything in force at a cut, but of statements only those that are given."""
    return assemble(
        cut,
        sources=views.sources(session, cut.position),
        articles=views.articles(session, cut.position),
        claims=views.claims(session, cut.position),
        said=said,
        roster=roster.of(session),
        verdicts=views.verdicts(session, cut.position),
        policy=views.policy(session, cut.position),
    )


def judged(session: Session, cut: Cut, claims: Iterable[ClaimHandle] = ()) -> State:
    """Everything in force at a cut, but of statements only those that records are made of, and those on some claims."""
    opened, verdicts = list(views.claims(session, cut.position)), list(views.verdicts(session, cut.position))
    wanted = _judged_together(opened, {*claims, *(verdict.claim for verdict in verdicts)})
    return assemble(
        cut,
        sources=views.sources(session, cut.position),
        articles=views.articles(session, cut.position),
        claims=opened,
        said=views.utterances(session, cut, Which(claims=sorted(wanted))),
        roster=roster.of(session),
        verdicts=verdicts,
        policy=views.policy(session, cut.position),
    )


def _judged_together(claims: Iterable[Claim], wanted: set[ClaimHandle]) -> set[ClaimHandle]:
    """Some claims, all that are the same as one of them, and the rival answers."""
    opened, matters = united(claims)
    meant = {matters.get(claim, claim) for claim in wanted}
    asked = {row.question for claim in meant if (row := opened.get(claim)) is not None} - {None}
    meant |= {row.claim for row in opened.values() if row.question in asked and row.claim not in matters}
    return wanted | {claim for claim in opened if matters.get(claim, claim) in meant}


class Part(NamedTuple):
    """What some claims depend on, and what all records add up to, which the state of a few claims cannot say."""

    state: State
    known: Sums


def part(session: Session, cut: Cut, claims: Iterable[ClaimHandle]) -> Part:
    """What the beliefs in these claims depend on: their own statements, those of rival answers and of claims that are
    the same, and the records of all who speak there.
    """
    here = Stretch.at(cut.position)
    opened = [row for _, _, row in closure.claims(session, here, claims)]
    handles = sorted({*claims, *(row.claim for row in opened)})
    said = list(views.utterances(session, cut, Which(claims=handles)))
    numbers = roster.of(session, said)
    articles = [row for _, _, row in closure.articles(session, here, closure.quoted(said))]
    named = closure.named(numbers, articles, opened)
    policy = views.policy(session, cut.position)
    small = assemble(
        cut,
        sources=[row for _, _, row in closure.sources(session, here, named)],
        articles=articles,
        claims=opened,
        said=said,
        roster=numbers,
        verdicts=views.verdicts(session, cut.position, handles),
        policy=policy,
    )
    return Part(small, tallies.known(session, cut, policy, Origins(small).records(said)))


def corner(session: Session, cut: Cut, claim: ClaimHandle) -> State:
    """One claim and the articles in which something is said on it: the frame of its own story."""
    here = Stretch.at(cut.position)
    return assemble(
        cut,
        sources=(),
        articles=[row for _, _, row in closure.articles(session, here, views.quoted_on(session, claim))],
        claims=views.claims(session, cut.position, [claim]),
        said=(),
        roster=Roster(),
        verdicts=(),
        policy=views.policy(session, cut.position),
    )


def beside(session: Session, cut: Cut, claims: Iterable[str], articles: Iterable[str], *, sources: bool) -> State:
    """Some claims and some articles at a cut, with all sources if they have to be told apart: the frame of entries."""
    return assemble(
        cut,
        sources=views.sources(session, cut.position) if sources else (),
        articles=views.articles(session, cut.position, sorted(articles)),
        claims=views.claims(session, cut.position, sorted(claims)),
        said=(),
        roster=Roster(),
        verdicts=(),
        policy=views.policy(session, cut.position),
    )


def frame(session: Session, cut: Cut, *, sources: bool = True, articles: bool = True, claims: bool = True) -> State:
    """Sources, articles, claims and policy at a cut, without what was said; parts that are not needed are not read."""
    return assemble(
        cut,
        sources=views.sources(session, cut.position) if sources else (),
        articles=views.articles(session, cut.position) if articles else (),
        claims=views.claims(session, cut.position) if claims else (),
        said=(),
        roster=Roster(),
        verdicts=(),
        policy=views.policy(session, cut.position),
    )


# -- what if -----------------------------------------------------------------------------------------------------


class Loaded:
    """Everything in force at a cut, read once, to be put together with one thing after another left out."""

    def __init__(self, session: Session, cut: Cut) -> None:
        self._session, self._cut = session, cut
        self._sources = list(views.sources(session, cut.position))
        self._articles = list(views.articles(session, cut.position))
        self._claims = list(views.claims(session, cut.position))
        self._verdicts = list(views.verdicts(session, cut.position))
        self._policy = views.policy(session, cut.position)
        self._said = list(views.utterances(session, cut, EVERY))
        self._enroller = Enroller(roster.of(session))

    def state(self, without: Without) -> State:
        """What would be in force if this had never been recorded."""
        changed = self._changed(without)
        sources = _kept(Source, self._sources, changed)
        articles = _kept(Article, self._articles, changed)
        claims = _kept(Claim, self._claims, changed)
        verdicts = _kept(Verdict, self._verdicts, changed)
        policy = changed.get(POLICY, self._policy)
        silenced = same_sources({row.source: row for row in sources}, without.sources)
        dropped = _same_claims(claims, without.claims)
        said = self._heard({row.article: row for row in articles}, changed)
        known = self._enroller.roster
        mute = {number for number, voice in known.voices.items() if voice.source in silenced}
        return assemble(
            self._cut,
            sources=sources,
            articles=articles,
            claims=claims,
            said=[utterance for utterance in said if utterance.claim not in dropped and utterance.voice not in mute],
            roster=known,
            verdicts=[row for row in verdicts if row.claim not in dropped],
            policy=policy if isinstance(policy, Policy) else DEFAULT,
        )

    def _changed(self, without: Without) -> dict[Thing, Row | None]:
        """The rows that things would have without some entries."""
        changed: dict[Thing, Row | None] = {}
        for event_id in without.entries:
            entry = log.find(self._session, event_id)
            for thing in things(entry, lambda target: log.find(self._session, target)) if entry else ():
                history = log.history(self._session, thing, self._cut.position)
                changed[thing] = projected(thing, history, without)
        return changed

    def _heard(self, articles: Mapping[ArticleHandle, Article], changed: Mapping[Thing, Row | None]) -> list[Utterance]:
        """What would have been heard. A statement in an article that would be another one is read anew with it."""
        moved = [thing.partition("/")[2] for thing in changed if thing.startswith("article/")]
        again = views.wordings(self._session, self._cut.position, Which(articles=moved), alone=True) if moved else ()
        gone = self._positions(changed)
        anew = {row.statement.position: row for row in again if row.statement.position not in gone}
        if not anew and not gone:
            return self._said
        said = [
            utterance for utterance in self._said if utterance.position not in anew and utterance.position not in gone
        ]
        for row in chain(anew.values(), changed.values()):
            seen = as_of(row.statement, articles, self._cut) if isinstance(row, Spoken) else None
            if seen is not None and seen.counts:
                said.append(self._enroller.utterance(seen))
        return sorted(said)

    def _positions(self, changed: Mapping[Thing, Row | None]) -> set[int]:
        ids = [EventId(thing.partition("/")[2]) for thing in changed if thing.startswith("entry/")]
        return {row.position for event_id in ids if (row := log.find_stored(self._session, event_id)) is not None}


def _kept(kind: type[K], rows: Iterable[K], changed: Mapping[Thing, Row | None]) -> list[K]:
    """Rows as they would be: those of changed things are taken out, and what they would be is put in."""
    if not changed:
        return list(rows)
    kept = [row for row in rows if _thing(row) not in changed]
    kept += [row for row in changed.values() if isinstance(row, kind)]
    return kept


def _thing(row: Source | Article | Claim | Verdict) -> Thing:
    match row:
        case Source(source=handle):
            return Thing(f"source/{handle}")
        case Article(article=handle):
            return Thing(f"article/{handle}")
        case Verdict(id=event_id):
            return Thing(f"entry/{event_id}")
        case Claim(claim=handle):
            return Thing(f"claim/{handle}")


def _same_claims(claims: Iterable[Claim], wanted: frozenset[ClaimHandle]) -> frozenset[ClaimHandle]:
    """All handles of the matters that some claims are."""
    if not wanted:
        return wanted
    opened, matters = united(claims)
    meant = {matters.get(claim, claim) for claim in wanted}
    return wanted | {claim for claim in opened if matters.get(claim, claim) in meant}
