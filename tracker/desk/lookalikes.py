"""Look-alikes among the sources on record: a question to whoever works here, and the commands that answer it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Final

from tracker.desk import letters
from tracker.domain.clocks import LATEST
from tracker.domain.events import EntryVoided, Event, SourceDescribed, SourceRegistered, SourcesDistinguished
from tracker.domain.lookalike import Likeness, Named, Pair, pairs
from tracker.domain.named import OnRecord
from tracker.domain.words import SourceHandle
from tracker.store import views
from tracker.store.session import Session

SHOWN: Final = 5
"""How many look-alikes a command warns of by name."""
LISTED: Final = "tracker source list --look-alikes"


def found(session: Session, asked: Collection[SourceHandle] | None, position: int = LATEST) -> Iterator[Pair]:
    """The look-alikes at a position that nobody has merged or distinguished: all, or those of some sources."""
    return pairs(_named(session, position), asked, letters.prototype)


def _named(session: Session, position: int) -> list[Named]:
    rows = list(views.names(session, position))
    into = {handle: merged for handle, _, merged, _ in rows if merged}

    def root(handle: str) -> str:
        while handle in into:
            handle = into[handle]
        return handle

    return [Named._make((handle, name, root(handle), distinct)) for handle, name, _, distinct in rows]


def named(events: Iterable[Event], known: OnRecord) -> Iterator[SourceHandle]:
    """The sources that got a name by these events, and those no longer known to be different."""
    for event in events:
        if isinstance(event, SourceRegistered) or (isinstance(event, SourceDescribed) and event.name):
            yield event.source
        elif isinstance(event, EntryVoided):
            target = known.entry(event.entry)
            if target is not None and isinstance(target.event, SourcesDistinguished):
                yield target.event.source


def warnings(session: Session, asked: Collection[SourceHandle]) -> tuple[str, ...]:
    """A warning for each look-alike of some sources, with the two commands that settle it; the first ones of many."""
    if not asked:
        return ()
    every = found(session, asked)
    told = [_warning(pair) for pair in islice(every, SHOWN)]
    more = sum(1 for _ in every)
    return (*told, f"{more} more sources look like others: {LISTED}") if more else tuple(told)


def _warning(pair: Pair) -> str:
    one, other = f"source '{pair.source}'", f"'{pair.other}'"
    how = {
        Likeness.NAME: f"{one} has the name of {other} ({pair.name})",
        Likeness.SPELLING: f"{one} ({pair.name}) is spelt like {other} ({pair.other_name})",
        Likeness.LETTERS: f"{one} ({pair.name}) has letters that look like those of {other} ({pair.other_name})",
    }[pair.likeness]
    return (
        f"{how}; one and the same: tracker source merge {pair.source} {pair.other}; "
        f"two: tracker source distinguish {pair.source} {pair.other}"
    )
