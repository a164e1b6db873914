"""Which predictions have come due without anybody saying how they came out, and what was said about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.desk.story.timeline import Axis, Wanted, happenings, kept, which
from tracker.domain.clocks import FOREVER, span
from tracker.domain.deadlines import Overdue, overdue, predicts
from tracker.domain.events import Entry
from tracker.domain.happening import Happening
from tracker.domain.origins import Origins
from tracker.domain.rows import Mark, Request, Spoken, Verdict
from tracker.domain.state import State, seen
from tracker.domain.words import ClaimHandle, SourceHandle
from tracker.store import log, views
from tracker.store.views import Which


class Due(NamedTuple):
    """An overdue claim, the entry that opened it, and what happened to it as far as asked for: predictions and promises
    first, then the rest, each in order of the axis. predictors: who predicted or promised it, asked for or not.
    """

    overdue: Overdue
    opened: Entry
    happenings: Sequence[Happening]
    predictors: Sequence[SourceHandle]


class Agenda(NamedTuple):
    """Every overdue claim, the longest overdue first. state: sources, articles, claims and policy, at the cut.
    unanswered: the requests for comment whose day has passed without a word from whom we asked, as asked.
    """

    state: State
    dues: Sequence[Due]
    unanswered: Sequence[Request]


def agenda(desk: Desk, when: When, wanted: Wanted) -> Agenda:
    """The claims overdue at the reading's own world clock, else now.

    A claim that nobody spoke of is there too, unless it is the words of a source, an article or a stretch of time that
    are asked for, or a date before now, at which it may not have been known. Raises NotFound, UsageError.
    """
    low, high = wanted.stretch(desk.now)
    with desk.reading_at(when) as reading:
        known = reading.frame()
        rows = which(reading, known, wanted)
        at = reading.clock
        asked = known.claims if rows.claims is None else [ClaimHandle(claim) for claim in rows.claims]
        due = [claim for claim in asked if _passed(known, claim) < at]
        late = overdue(reading.beliefs(due), due, at) if due else []
        told = rows.sources is None and rows.articles is None and low is None and high is None
        kin = [claim for claim in known.claims if known.matter(claim) in {passed.claim for passed in late}]
        of_matter: dict[ClaimHandle, list[Happening]] = {}
        for happening in kept(happenings(reading, known, rows._replace(claims=kin), wanted.axis), wanted, desk.now):
            of_matter.setdefault(known.matter(_claim(happening)), []).append(happening)
        predictors = _predictors(reading, known, kin, wanted.axis) if of_matter or told else {}
        dues = [
            Due(
                passed,
                _opened(reading, known, passed.claim),
                sorted(of_matter.get(passed.claim, ()), key=_predictions_first),
                predictors.get(passed.claim, ()),
            )
            for passed in late
            if passed.claim in of_matter or (told and (passed.belief.statements or known.cut.world >= FOREVER))
        ]
        return Agenda(known, dues, _unanswered(reading, known, asked, rows.sources))


def _unanswered(
    reading: Reading, known: State, claims: Iterable[ClaimHandle], sources: Sequence[str] | None
) -> list[Request]:
    """The requests on some claims, to some sources or all, that are due; whatever was recorded later answers them."""
    due = [
        one
        for one in views.requests(reading.session, reading.cut.position, sorted(claims))
        if one.mark is not Mark.VOIDED and seen(one, {}, reading.cut) and span(one.due).last < reading.clock
        if sources is None or one.source in sources
    ]
    origins = Origins(known)
    on = Which(sorted({one.claim for one in due}))
    heard = [one.statement for one in views.wordings(reading.session, reading.cut.position, on)] if due else []
    last: dict[tuple[ClaimHandle, SourceHandle], int] = {}
    for statement in heard:
        if statement.counts:
            key = statement.claim, origins.origin(statement.source, statement.world)
            last[key] = max(last.get(key, 0), statement.position)
    return sorted(
        (one for one in due if last.get((one.claim, origins.origin(one.source, one.recorded)), 0) < one.position),
        key=lambda one: one.position,
    )


def _passed(known: State, claim: ClaimHandle) -> int:
    """The last instant of a claim's deadline, FOREVER where there is none."""
    row = known.claims.get(known.matter(claim))
    return span(row.deadline).last if row is not None and row.deadline else FOREVER


def _predictors(
    reading: Reading, known: State, claims: Sequence[ClaimHandle], axis: Axis
) -> dict[ClaimHandle, list[SourceHandle]]:
    """Who predicted each matter, by the whole record: a filter chooses what is shown, not what was said."""
    predictors: dict[ClaimHandle, list[SourceHandle]] = {}
    for happening in happenings(reading, known, Which(claims), axis):
        if predicts(happening) and isinstance(happening.what, Spoken):
            statement = happening.what.statement
            by = predictors.setdefault(known.matter(statement.claim), [])
            if statement.source and statement.source not in by:
                by.append(statement.source)
    return predictors


def _claim(happening: Happening) -> ClaimHandle:
    match happening.what if happening.of is None else happening.of:
        case Spoken(statement=statement):
            return statement.claim
        case Verdict(claim=claim) | Request(claim=claim):
            return claim
    raise TypeError(happening)


def _opened(reading: Reading, known: State, claim: ClaimHandle) -> Entry:
    row = log.at(reading.session, known.claims[claim].position)
    assert row is not None, claim
    return log.typed(row)


def _predictions_first(happening: Happening) -> tuple[bool, int, int]:
    return not predicts(happening), happening.at, happening.position
