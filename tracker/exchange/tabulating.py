"""A log as a table: what stands, a row for each statement, verdict, request and act of the desk, in the log's order.

What describes a source, a claim or an article stands on its first row; on a row of its own where nothing else names it,
or where it matters when it came into the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final, NamedTuple

from tracker.domain import events
from tracker.domain.clocks import iso
from tracker.domain.events import Entry
from tracker.domain.fold import things
from tracker.domain.projection import Thing, in_force, project, undone
from tracker.domain.rows import Article, Claim, Source
from tracker.domain.words import ClaimHandle, EventId, Relation
from tracker.exchange.cells import Cells, cells_of, of_article, of_claim, of_office, of_source
from tracker.exchange.columns import DESCRIBING


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The rows of a log, and how many of what it has besides them, by its noun in the plural."""

    rows: Sequence[Cells]
    left_out: Counter[str]


class _Placed(NamedTuple):
    """A row by its place in the log."""

    position: int
    cells: Cells


def tabulated(entries: Iterable[Entry]) -> Tabulated:
    """The table of a log, from its entries in order."""
    log = _Log(list(entries))
    rows = list(log.own_rows())
    rows += log.described(rows)
    return Tabulated([row.cells for row in sorted(rows, key=itemgetter(0))], +log.left_out)


_NOUNS: Final = {
    events.StatementProposed: "proposals",
    events.PolicySet: "settings of the policy",
    events.SourcesDistinguished: "notes that two sources are different",
    events.SourceAliased: "aliases",
    events.ClaimAliased: "aliases",
}
"""What no row can hold."""


class _Log:
    """The entries of a log as they stand."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        known = {entry.id: entry for entry in entries}
        gone = undone(entries)
        self._entries = [
            entry for entry in entries if entry.id not in gone and not isinstance(entry.event, events.EntryVoided)
        ]
        self._recorded = {entry.position: entry.recorded for entry in entries}
        histories: dict[Thing, list[Entry]] = {}
        for entry in entries:
            for thing in things(entry, known.get):
                histories.setdefault(thing, []).append(entry)
        self._histories = histories
        self._spoken: dict[EventId, events.StatementEvent] = {}
        self.left_out: Counter[str] = Counter()
        for entry in self._entries:
            if noun := _NOUNS.get(type(entry.event)):
                self.left_out[noun] += 1
        self.left_out["undone entries"] = sum(
            entry.id in gone and not isinstance(entry.event, events.EntryVoided) for entry in entries
        )

    # -- statements, verdicts, requests, and what the desk did with them ---------------------------------------

    def own_rows(self) -> Iterator[_Placed]:
        """A row for each entry that has one."""
        ungrouped = {
            entry.event.grouping for entry in self._entries if isinstance(entry.event, events.StatementsUngrouped)
        }
        for entry in self._entries:
            event: events.Event | None = entry.event
            match event:
                case events.StatementRecorded():
                    event = self._spoken[entry.id] = self._present(entry)
                case events.StatementAmended():
                    continue
                case events.StatementRetracted(statement=statement, instead=instead):
                    event = replace(event, instead=instead if instead in self._spoken else None)
                    event = event if statement in self._spoken else None
                case events.StatementsGrouped(statements=some):
                    some = tuple(dict.fromkeys(each for each in some if each in self._spoken))
                    event = replace(event, statements=some) if entry.id not in ungrouped else None
                    if event is not None and len(some) < 2:
                        self.left_out["groups of which one statement is left"] += 1
                        continue
            if event is not None and (cells := cells_of(event)):
                yield _Placed(entry.position, cells | {"id": entry.id, "recorded": iso(entry.recorded)})

    def _present(self, began: Entry) -> events.StatementEvent:
        """A statement as our record now has it."""
        history = in_force(self._histories[Thing(f"entry/{began.id}")])
        present = [entry.event for entry in history if isinstance(entry.event, events.StatementEvent)][-1]
        if present.article and (present.outlet or present.published):
            self.left_out["outlets and dates beside those of an article"] += 1
        return present

    # -- sources, claims and articles --------------------------------------------------------------------------

    def described(self, rows: Iterable[_Placed]) -> Iterator[_Placed]:
        """Write what describes each handle on the first row that names it; the rows of their own of all others."""
        first: dict[tuple[str, str], Cells] = {}
        for _, cells in rows:
            for noun in DESCRIBING:
                if noun in cells:
                    first.setdefault((noun, cells[noun]), cells)
        found = [row for thing, history in self._histories.items() if (row := project(thing, history)) is not None]
        claims = {row.claim: row for row in found if isinstance(row, Claim)}
        sources = {row.source: row for row in found if isinstance(row, Source)}
        joined = {row.merged_into for row in sources.values()}
        for thing in found:
            match thing:
                case Source():
                    about = of_source(thing)
                    # Of the offices of a source, or of several that are one, the first we learned of comes first.
                    alone = not (thing.memberships or thing.merged_into or thing.source in joined)
                    place = first if alone else {}
                    yield from self._described("source", thing.source, thing.position, about, place)
                    for office in thing.memberships[1:]:
                        yield from self._described("source", thing.source, thing.position, of_office(office), {})
                    if thing.merged_into and (into := sources.get(thing.merged_into)):
                        last = max(thing.position, into.position)
                        merged = {"merged_into": str(into.source)}
                        yield from self._described("source", thing.source, last, merged, {})
                    self.left_out["notes on sources"] += bool(thing.note)
                case Claim():
                    about = of_claim(thing, _same_earlier(thing, claims)) or {"claim_text": thing.claim}
                    # Among claims that are one, or of one question, it matters which was opened first.
                    alone = not (thing.question or thing.links)
                    yield from self._described("claim", thing.claim, thing.position, about, first if alone else {})
                    self.left_out["other relations of claims"] += sum(
                        link.relation is not Relation.SAME_AS for link in thing.links
                    )
                case Article():
                    about = of_article(thing)
                    # An article without a date was out when it came into the log.
                    place = first if thing.published else {}
                    yield from self._described("article", thing.article, thing.position, about, place)
                    self.left_out["texts of articles"] += thing.archived

    def _described(
        self, noun: str, handle: str, position: int, about: Cells, first: Mapping[tuple[str, str], Cells]
    ) -> Iterator[_Placed]:
        if cells := first.get((noun, handle)):
            cells.update(about)
        elif about:
            yield _Placed(position, {noun: handle} | about | {"recorded": iso(self._recorded[position])})


def _same_earlier(claim: Claim, claims: Mapping[ClaimHandle, Claim]) -> list[ClaimHandle]:
    """The claims opened before this one that are the same: the later one of two says so."""
    same = [claims[link.other] for link in claim.links if link.relation is Relation.SAME_AS and link.other in claims]
    return [other.claim for other in same if other.position < claim.position]
