"""One state read again as it was at an earlier moment, of which only some claims matter.

Everything that `tracker.domain.backtest` needs of the state, of origins, records and beliefs goes through here: the
small states that are put together are the project's own, cut by `assemble` and read by `Beliefs` and `trials`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from tracker.domain.belief import Beliefs
from tracker.domain.clocks import DAY, FOREVER, Clock, Cut, Instant, span
from tracker.domain.origins import Origins, Record
from tracker.domain.rows import Article, Mark, Verdict
from tracker.domain.state import State, assemble, heard_by, is_out
from tracker.domain.sums import Sums
from tracker.domain.trials import Trial, judged_claims, trials
from tracker.domain.words import ArticleHandle, ClaimHandle

Kin: TypeAlias = tuple[ClaimHandle, ...]
"""Claims that are judged together: the answers to one question, or a single claim."""


class Moment(NamedTuple):
    """The last moment at which a verdict was still to come.

    tick: the last instant (world) or position (desk) that is in sight. before: only verdicts that the world had
    earlier than this instant are known.
    """

    tick: int
    cut: Cut
    before: Instant


class Learnt(NamedTuple):
    """What had been found out about some claims: their trials, and how many of the claims had been judged."""

    trials: list[Trial]
    judged: int


def moment(verdict: Verdict, cut: Cut, clock: Clock) -> Moment:
    """The moment just before a verdict.

    On the desk clock that is the entry before it. On the world clock it is the evening of its day: what was said on
    that day is known, and no verdict of that day is.
    """
    if clock is Clock.DESK:
        return Moment(verdict.position - 1, Cut(cut.world, verdict.position - 1), FOREVER)
    morning = verdict.world // DAY * DAY
    night = morning + DAY - 1
    return Moment(night, Cut(Instant(min(night, cut.world)), cut.position), Instant(morning))


class Hindsight:
    """Looks back from one state, read at ``cut``, with every verdict recorded by then, those given up included.

    On the desk clock nothing between the moments asked for and ``cut`` may have revised what was there before: then a
    row is in sight if its position is.
    """

    def __init__(self, state: State, cut: Cut, verdicts: Iterable[Verdict], clock: Clock) -> None:
        self._state, self._cut, self._clock = state, cut, clock
        self.policy = state.policy
        self._origins = Origins(state)
        self._handles: dict[ClaimHandle, list[ClaimHandle]] = {}
        for handle, matter in state.matters.items():
            self._handles.setdefault(matter, []).append(handle)
        self._verdicts: dict[Kin, list[Verdict]] = {}
        for verdict in verdicts:
            if verdict.mark is not Mark.VOIDED and verdict.world <= cut.world:
                self._verdicts.setdefault(self.kin(verdict.claim), []).append(verdict)

    def kin(self, claim: ClaimHandle) -> Kin:
        """The claims that a verdict on this one judges, at least in part."""
        return tuple(self._state.rivals(self._state.matter(claim)))

    def judged(self) -> list[Kin]:
        """All claims that there ever was a verdict on."""
        return list(self._verdicts)

    def moment(self, verdict: Verdict) -> Moment:
        """The moment before a verdict (see `moment`)."""
        return moment(verdict, self._cut, self._clock)

    def then(self, kin: Kin, when: Moment) -> State:
        """These claims as they stood, with what was found about them before."""
        place = when.cut.position
        handles = [handle for claim in kin for handle in (claim, *self._handles.get(claim, ()))]
        rows = [row for handle in handles if (row := self._state.claims.get(handle)) and row.position <= place]
        said = [
            heard
            for claim in kin
            for row in self._state.statements.get(claim, ())
            if row.position <= place and (heard := heard_by(row, when.cut.world)) is not None
        ]
        verdicts = self._verdicts.get(kin, ())
        known = [row for row in verdicts if row.position <= place and row.world < when.before]
        small = assemble(
            when.cut,
            sources=(),
            articles=(),
            claims=rows,
            said=said,
            roster=self._state.roster,
            verdicts=known,
            policy=self._state.policy,
        )
        return replace(small, sources=self._state.sources, articles=self._state.articles)

    def beliefs(self, kin: Kin, when: Moment, known: Callable[[set[Record]], Sums]) -> Beliefs:
        """What was believed of these claims. known: what some records added up to."""
        then = self.then(kin, when)
        # Who is who is found out once, for all moments: asking each time anew would cost more than the beliefs.
        origins = self._attributions(then, when.cut)
        records = origins.records(row for said in then.statements.values() for row in said)
        return Beliefs(then, known(records), origins)

    def learnt(self, kin: Kin, when: Moment) -> Learnt:
        """What had been found out about these claims before."""
        then = self.then(kin, when)
        judged = judged_claims(then)
        return Learnt(trials(then, self._attributions(then, when.cut), judged), len(judged))

    def _attributions(self, then: State, cut: Cut) -> Origins:
        """Who is who; an article that had not come out yet had not carried anything."""
        articles = list(self._articles(row.article for said in then.statements.values() for row in said))
        out = {article.article: article for article in articles if is_out(article, cut)}
        return self._origins if len(out) == len(set(articles)) else Origins(replace(then, articles=out))

    def _articles(self, handles: Iterable[ArticleHandle | None]) -> Iterator[Article]:
        """Some articles, each with what it was reprinted from."""
        known = self._state.articles
        for handle in {handle for handle in handles if handle}:
            seen, article = {handle}, known.get(handle)
            while article is not None:
                yield article
                root = article.reprint_of
                article = known.get(root) if root and root not in seen else None
                seen |= {root} if root else set()

    def ticks(self, kin: Kin) -> set[int]:
        """When the trials of these claims may have changed: from the first verdict on, as far as any verdict judges."""
        verdicts, claims = self._verdicts[kin], self._state.claims
        latest = max(verdict.last for verdict in verdicts)
        said = [row for claim in kin for row in self._state.statements.get(claim, ()) if row.first <= latest]
        if self._clock is Clock.DESK:
            first = {verdict.position for verdict in verdicts}
            later = {row.position for row in said} | {claims[claim].position for claim in kin if claim in claims}
        else:
            first = {(verdict.world // DAY + 1) * DAY for verdict in verdicts}
            later = {verdict.withdrawn for verdict in verdicts if verdict.withdrawn is not None}
            later |= {row.world for row in said} | {row.retracted for row in said if row.retracted is not None}
            for article in self._articles(row.article for row in said):
                later |= {article.recorded, span(article.published).last if article.published else article.recorded}
        start = min(first)
        return first | {tick for tick in later if tick > start}


def graded(beliefs: Beliefs, verdicts: Mapping[ClaimHandle, Verdict]) -> list[Trial]:
    """The trials of the claims of a small state as they stood, by what was then found."""
    then = replace(
        beliefs.state, verdicts={beliefs.state.matter(claim): verdict for claim, verdict in verdicts.items()}
    )
    return trials(then, beliefs.origins, judged_claims(then))
