"""Many statements at once: checked against the log as it is then, and recorded in one batch or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.desk import doubts, statements
from tracker.desk.desk import Account, Batch, Desk, Written, account
from tracker.desk.listing import claims, names
from tracker.desk.statements import TypedStatement
from tracker.domain.events import Entry
from tracker.domain.words import EventId
from tracker.errors import NotFound, RuleError, TrackerError, UsageError
from tracker.store import log


class Unfit(RuleError):
    """Some of many statements cannot be recorded, so none was. problems: what is wrong, by their places from 0 on."""

    def __init__(self, problems: Mapping[int, TrackerError]) -> None:
        super().__init__("some of the statements cannot be recorded")
        self.problems = problems


class Seen(NamedTuple):
    """What somebody who is about to write sees of the log: its end, and names and claims by handle, in its order."""

    end: int
    names: Mapping[str, str]
    claims: Mapping[str, str]


def seen(desk: Desk) -> Seen:
    """What there is to name now."""
    with desk.reading() as session:
        return Seen(log.head(session).position, names(session), claims(session))


class Logged(NamedTuple):
    """What was recorded. meanwhile: what others had recorded on the same claims since the writer looked."""

    written: Written
    meanwhile: Account


def record(desk: Desk, some: Sequence[TypedStatement], after: int) -> Logged:
    """Log statements in one batch; a later one may name what an earlier one registers.

    after: the end of the log that the writer saw. Raises Unfit with all that is wrong.
    """
    problems: dict[int, TrackerError] = {}
    with desk.writing() as batch:
        end = batch.appending.end.position
        warnings: list[str] = []
        for place, said in enumerate(some):
            try:
                warnings += statements.compose(desk, batch, said)[1]
            except (RuleError, UsageError, NotFound) as problem:
                problems[place] = problem
        if problems:
            raise Unfit(problems)
        done = batch.append()
        warnings += doubts.recorded(batch, done, dry_run=desk.dry_run)
        on = {claim for entry in done.entries if (claim := getattr(entry.event, "claim", None))}
        meanwhile = [one for one in log.entries(batch.session, after, end) if on.intersection(_claims(batch, one))]
        return Logged(replace(done, warnings=(*done.warnings, *warnings)), account(batch.session, meanwhile))


def _claims(batch: Batch, entry: Entry) -> Iterator[str]:
    """The claims that an entry is on, itself or by the entry it names."""
    named = (getattr(entry.event, name, None) for name in ("entry", "statement", "verdict"))
    for one in (entry, *(batch.register.entry(EventId(event_id)) for event_id in named if event_id)):
        if one is not None and (claim := getattr(one.event, "claim", None)):
            yield claim
