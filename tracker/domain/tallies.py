"""What verdicts add up to, claim by claim, through all world dates: what lets one claim be read without all others.

The graded trials of a claim change only where the world learns of something: a verdict, its withdrawal, a statement
made public late. Between two such instants they stand still, so a few steps say it for every date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.domain.clocks import FOREVER, Cut, Instant, span
from tracker.domain.credibility import NONE, QUARTERS, Tally
from tracker.domain.origins import Origins, Record
from tracker.domain.policy import DEFAULT
from tracker.domain.state import Article, Claim, Roster, Utterance, Verdict, assemble, heard_by, united
from tracker.domain.trials import Judgement, judged_claims, judgement, outcome
from tracker.domain.words import ClaimHandle, Finding, SourceClass


class Tallied(NamedTuple):
    """What the graded trials of one claim weigh for one record; for a whole class where ``speaker`` is empty.

    In force for world dates from ``since`` up to, but not including, ``until``. good, weight: quarter-units. at: the
    last instant of the day of judgement.
    """

    speaker: str
    source_class: SourceClass
    cell: bool
    claim: ClaimHandle
    since: Instant
    until: Instant
    good: int
    weight: int
    at: Instant


class Family(NamedTuple):
    """Claims that are judged together, and what was said and found about them, as we had it at one position."""

    articles: Sequence[Article]
    claims: Sequence[Claim]
    said: Sequence[Utterance]
    verdicts: Sequence[Verdict]


Key = tuple[str, SourceClass, bool, ClaimHandle]
"""Speaker, class, whether it is a cell, claim."""


def tallied(family: Family, roster: Roster, origins: Callable[[Instant], Origins]) -> Iterator[Tallied]:
    """What the trials of a family add up to, for every world date. origins: who is who, as the world had it by then.

    What stays the same from one stretch of world dates to the next is one row, wherever else the stretches part: so the
    rows do not depend on claims that were once judged together with these.
    """
    return _joined(_in_stretches(family, roster, origins))


def _joined(parts: Iterable[Tallied]) -> Iterator[Tallied]:
    """Rows, in order of world dates, with those put together that say the same and follow one another."""
    last: dict[Key, Tallied] = {}
    for part in parts:
        key: Key = part[:4]
        before = last.get(key)
        if before is not None and before.until == part.since and before[6:] == part[6:]:
            last[key] = before._replace(until=part.until)
            continue
        if before is not None:
            yield before
        last[key] = part
    yield from last.values()


def _in_stretches(family: Family, roster: Roster, origins: Callable[[Instant], Origins]) -> Iterator[Tallied]:
    _, matters = united(family.claims)
    said: dict[ClaimHandle, list[Utterance]] = defaultdict(list)
    for one in family.said:
        said[matters.get(one.claim, one.claim)].append(one)
    for since, until in pairwise([*_turns(family), FOREVER]):
        state = assemble(
            Cut(since),
            sources=(),
            articles=(),
            claims=family.claims,
            said=(),
            roster=roster,
            verdicts=family.verdicts,
            policy=DEFAULT,
        )
        who = origins(since)
        for claim in judged_claims(state):
            judged = judgement(state, claim)
            if judged is not None and judged.value is not Finding.UNRESOLVABLE:
                turns = _deltas(claim, said[claim], who, judged, since, until)
                yield from _rectangles(turns, judged.last, until)


def _turns(family: Family) -> list[Instant]:
    """When a judgement, or who is who, can change, from the first verdict on."""
    found = {at for verdict in family.verdicts for at in (verdict.world, verdict.withdrawn) if at is not None}
    if not found:
        return []
    out = (span(row.published).last if row.published else row.recorded for row in family.articles)
    found |= {at for at in map(min, out, (row.recorded for row in family.articles)) if at > min(found)}
    return sorted(found)


Deltas = dict[Key, dict[Instant, Tally]]
"""By how much a tally changes, and when."""


def _deltas(
    claim: ClaimHandle, said: Sequence[Utterance], who: Origins, judged: Judgement, since: Instant, until: Instant
) -> Deltas:
    """How the tallies of one claim change from ``since`` up to ``until``, while it is judged so."""
    tried: dict[int, tuple[Record, list[Utterance]]] = {}
    for one in said:
        if one.world < until and who.on_trial(one, judged.last):
            attribution = who.attribution(one)
            tried.setdefault(attribution.trial, (attribution.record, []))[1].append(one)
    deltas: Deltas = defaultdict(lambda: defaultdict(Tally))
    for record, some in tried.values():
        own: Key = (record.speaker, record.source_class, record.cell, claim)
        above: Key = ("", record.source_class, False, claim)
        for at, before, after in _steps(some, who, judged, since, until):
            for key in (own, above):
                turns = deltas[key]
                turns[at] = turns[at].plus(after).less(before)
    return deltas


def _steps(
    some: Sequence[Utterance], who: Origins, judged: Judgement, since: Instant, until: Instant
) -> Iterator[tuple[Instant, Tally, Tally]]:
    """When the trial of one record through one origin changes, and from what to what."""
    if len(some) == 1 and some[0].retracted is None:
        came = outcome(some, who, judged)
        if came is not None:
            yield max(since, some[0].world), NONE, QUARTERS[came]
        return
    instants = {at for one in some for at in (one.world, one.retracted) if at is not None and since < at < until}
    before = NONE
    for at in sorted({since, *instants}):
        heard = [known for one in some if (known := heard_by(one, at)) is not None]
        came = outcome(heard, who, judged) if heard else None
        after = NONE if came is None else QUARTERS.get(came, NONE)
        if after != before:
            yield at, before, after
            before = after


def _rectangles(deltas: Deltas, day: Instant, until: Instant) -> Iterator[Tallied]:
    for key, turns in deltas.items():
        running = NONE
        for since, end in pairwise([*sorted(turns), until]):
            running = running.plus(turns[since])
            if running.weight:
                yield Tallied(*key, since, end, *running, day)
