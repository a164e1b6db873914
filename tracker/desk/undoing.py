"""The verb undo: what the last commands recorded, and taking it back."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

from tracker.desk import resolve
from tracker.desk.desk import Account, Batch, Desk, Written, account
from tracker.domain.clocks import Instant
from tracker.domain.events import Entry, EntryVoided
from tracker.errors import NotFound, RuleError
from tracker.store import clock, log
from tracker.store.appending import Unless
from tracker.store.log import Positions
from tracker.store.session import Session

_TOLD: Final = 5
"""How many entries of a command are read back in a list of commands."""


class Command(NamedTuple):
    """What one command recorded. told: its first entries; undone: how many of all have been undone."""

    positions: Positions
    recorded: Instant
    actor: str
    told: Account
    undone: int


def recent(desk: Desk, limit: int) -> list[Command]:
    """The last commands that recorded something, the latest first."""
    with desk.reading() as session:
        batches = list(islice(log.batches(session), limit))
        gone = log.voided(session, batches[-1].first - 1) if batches else []
        reckoned = clock.reckoning(session)
        found = []
        for positions in batches:
            first, *rest = log.entries(session, positions.first - 1, min(positions.last, positions.first + _TOLD - 1))
            undone = bisect_right(gone, positions.last) - bisect_left(gone, positions.first)
            recorded = reckoned(first.position, first.recorded)
            found.append(Command(positions, recorded, first.actor, account(session, [first, *rest]), undone))
        return found


def last_batch(desk: Desk) -> Account:
    """The entries of the latest command. Raises NotFound for an empty log."""
    with desk.reading() as session:
        return account(session, _last_batch(session))


def _last_batch(session: Session) -> tuple[Entry, ...]:
    for positions in log.batches(session):
        return tuple(log.entries(session, positions.first - 1))
    raise NotFound("the log is empty: there is nothing to undo", "tracker log --help")


def undo(desk: Desk, number: str | None, seen: int | None = None, *, whole: bool = False) -> Written:
    """Record that an entry, or with None the whole latest command, should not exist.

    whole: with all that its command recorded and that has not been undone yet. seen: the end of the log that the user
    was shown; refused with RuleError if it has moved on. Who was shown nothing takes back nobody else's command.
    """
    with desk.writing() as batch:
        if number is None:
            targets: Sequence[Entry] = _last_batch(batch.session)
            if seen is None and targets[0].actor not in ("", desk.actor):
                raise _of_another(targets[0], desk.actor)
        elif whole:
            targets = _standing(batch.session, resolve.entry(batch.session, number))
        else:
            targets = [resolve.entry(batch.session, number)]
        for target in reversed(targets):
            batch.add(EntryVoided(entry=target.id))
        done = batch.append(unless=None if seen is None else Unless(after=seen))
        return replace(done, warnings=(*done.warnings, *_standing_again(batch, targets)))


def _of_another(entry: Entry, actor: str) -> RuleError:
    """The last command was somebody else's: it is taken back by its number, so never unawares."""
    you = f"'{actor}'" if actor else "nobody named"
    return RuleError(
        f"the last command was recorded by '{entry.actor}', and you are {you}",
        f"tracker undo --list; tracker undo {entry.position} --whole takes it back all the same",
    )


def _standing_again(batch: Batch, targets: Sequence[Entry]) -> Iterator[str]:
    """A warning where what was undone was an undo."""
    undone = [target.event.entry for target in targets if isinstance(target.event, EntryVoided)]
    again = sorted(entry.position for one in undone if (entry := batch.register.entry(one)) is not None)
    if again:
        some = ", ".join(map(str, again[:_TOLD])) + (" ..." if len(again) > _TOLD else "")
        stand = f"entry {some} stands" if len(again) == 1 else f"entries {some} stand"
        yield f"{stand} again, since what was undone was an undo; to take back another command: tracker undo --list"


def _standing(session: Session, entry: Entry) -> list[Entry]:
    """What was recorded by the command of an entry, without what has been undone. Raises RuleError where all has."""
    positions = next(positions for positions in log.batches(session) if positions.first <= entry.position)
    gone = set(log.voided(session, positions.first - 1))
    standing = [one for one in log.entries(session, positions.first - 1, positions.last) if one.position not in gone]
    if not standing:
        raise RuleError(f"all that was recorded with entry {entry.position} has been undone", "tracker undo --list")
    return standing
