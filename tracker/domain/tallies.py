"""What verdicts add up to, claim by claim, through all world dates: what lets one claim be read without all others.

The graded trials of a claim change only where the world learns of something: a verdict, its withdrawal, a statement
made public late. Between two such instants they stand still, so a few steps say it for every date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from tracker.domain.clocks import FOREVER, Cut, Instant, span
from tracker.domain.credibility import Tally, graded
from tracker.domain.origins import Origins
from tracker.domain.policy import DEFAULT
from tracker.domain.state import Article, Claim, Roster, Utterance, Verdict, assemble, heard_by
from tracker.domain.trials import judged_claims, trials
from tracker.domain.words import ClaimHandle, SourceClass


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


def tallied(family: Family, roster: Roster, origins: Callable[[Instant], Origins]) -> Iterator[Tallied]:
    """What the trials of a family add up to, for every world date. origins: who is who, as the world had it by then."""
    open_: dict[tuple[object, ...], Tallied] = {}
    for since in _instants(family):
        now = {item[:4] + item[6:]: item for item in _at(since, family, roster, origins(since))}
        for key in open_.keys() - now.keys():
            yield open_.pop(key)._replace(until=since)
        for key in now.keys() - open_.keys():
            open_[key] = now[key]
    yield from open_.values()


def _instants(family: Family) -> list[Instant]:
    """When something can change, from the first verdict on."""
    found = {at for verdict in family.verdicts for at in (verdict.world, verdict.withdrawn) if at is not None}
    if not found:
        return []
    first, last = min(found), max(verdict.last for verdict in family.verdicts)
    later = {one.world for one in family.said if one.first <= last}
    later |= {one.retracted for one in family.said if one.retracted is not None and one.retracted <= last}
    out = (span(row.published).last if row.published else row.recorded for row in family.articles)
    later.update(min(at, row.recorded) for at, row in zip(out, family.articles, strict=True))
    return sorted(at for at in found | later if at >= first)


def _at(world: Instant, family: Family, roster: Roster, origins: Origins) -> Iterable[Tallied]:
    state = assemble(
        Cut(world),
        sources=(),
        articles=(),
        claims=family.claims,
        said=[heard for one in family.said if (heard := heard_by(one, world)) is not None],
        roster=roster,
        verdicts=family.verdicts,
        policy=DEFAULT,
    )
    sums: dict[tuple[str, SourceClass, bool, ClaimHandle], Tally] = defaultdict(Tally)
    days: dict[ClaimHandle, Instant] = {}
    for claim in judged_claims(state):
        for item in graded(trials(state, origins, (claim,))):
            record = item.record
            days[claim] = item.at
            for key in (
                (record.speaker, record.source_class, record.cell, claim),
                ("", record.source_class, False, claim),
            ):
                sums[key] = sums[key].plus(item.tally)
    return [Tallied(*key, world, FOREVER, *tally, days[key[3]]) for key, tally in sums.items()]
