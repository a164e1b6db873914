"""What if: history read again with something left out of it, at every level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tracker.domain.events import Entry
from tracker.domain.fold import things
from tracker.domain.origins import Origins
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Row, Source
from tracker.domain.state import State
from tracker.domain.words import ClaimHandle, EventId, SourceHandle


class Without(NamedTuple):
    """What is left out: all that some sources said, all that was said and found about some claims, single entries.

    A source stands for everything that is merged with it, a claim for all that are the same. An entry is left out
    as if it had never been recorded, whatever it is: a statement, a verdict, a merge, an undo.
    """

    sources: frozenset[SourceHandle] = frozenset()
    claims: frozenset[ClaimHandle] = frozenset()
    entries: frozenset[EventId] = frozenset()

    def plus(self, other: Without) -> Without:
        """Everything that either of two leaves out."""
        return Without(self.sources | other.sources, self.claims | other.claims, self.entries | other.entries)


NOTHING: Final = Without()


def projected(thing: Thing, history: Sequence[Entry], without: Without) -> Row | None:
    """The row a thing would have if some of its entries had never been recorded; None if it would not exist.

    What only speaks of a left-out entry (its undo, the end of a grouping) then belongs to nothing.
    """
    known = {entry.id: entry for entry in history if entry.id not in without.entries}
    kept = [entry for entry in known.values() if thing in things(entry, known.get)]
    return project(thing, kept) if kept else None


def same_sources(sources: Mapping[SourceHandle, Source], wanted: frozenset[SourceHandle]) -> frozenset[SourceHandle]:
    """All handles that count as one of the wanted sources, after all merges."""
    if not wanted:
        return wanted
    canonical = Origins(State(sources=sources)).canonical
    meant = {canonical(handle) for handle in wanted}
    return wanted | {handle for handle in sources if canonical(handle) in meant}
