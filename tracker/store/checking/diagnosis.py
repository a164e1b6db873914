"""What has been done to the log, from the rows that do not fit.

Each row's hash covers the position it was written with, so a row that was moved still says where it comes from. What
is named is what explains the traces with the fewest acts; whoever forges the whole log anew leaves none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from tracker.store.checking import traces
from tracker.store.checking.walk import Odd, Walk
from tracker.store.faults import Fault
from tracker.store.session import Session

_NEAR: Final = 1_000
"""How far back the row is looked for that another one follows."""


def faults(session: Session, walk: Walk, start: int = 0) -> list[Fault]:
    """What is wrong with the rows that a walk found odd; it began behind position ``start``."""
    found = _Diagnosis(session, walk, start).faults() if walk.odd else []
    if walk.more:
        found.append(Fault(None, "more", f"{walk.more} further entries do not fit"))
    return found


class _Stretch(NamedTuple):
    """Rows that follow each other: where the first of them stands, the number it was written with, how many."""

    place: int
    number: int
    rows: int


class _Diagnosis:
    def __init__(self, session: Session, walk: Walk, start: int) -> None:
        self._session, self._odd = session, walk.odd
        ends = [*(odd.nth for odd in walk.odd[1:]), walk.count]
        self._stretches = [
            _Stretch(start + 1, start + 1, walk.odd[0].nth),
            *(_Stretch(odd.row.position, odd.number, end - odd.nth) for odd, end in zip(walk.odd, ends, strict=True)),
        ]
        longest = max(self._stretches, key=lambda stretch: stretch.rows)
        self._usual = {0, longest.place - longest.number}
        """By how much rows are out of place that only made room, or closed up."""
        self._broken = {odd.row.position for odd in walk.odd if not odd.whole}
        self._inserted: set[int] = set()
        for odd in self._odd:
            put_in = set(self._put_before(odd)) if odd.number < odd.expected else set()
            self._inserted |= put_in
            if put_in or any(self._gaps(odd.expected, odd.number - 1)):
                self._usual.add(odd.row.position - odd.number)

    def faults(self) -> list[Fault]:
        """Everything, in the order of the rows."""
        found = [Fault(at, "inserted", f"the entry at {at} has been put in") for at in self._inserted]
        for index, odd in enumerate(self._odd):
            if odd.row.position not in self._inserted:
                found += self._place(odd)
                found += self._content(index, odd)
        return sorted(dict.fromkeys(found), key=lambda fault: fault.entry or 0)

    def _place(self, odd: Odd) -> Iterator[Fault]:
        """Whether a row stands where it was written, and all before it are there."""
        at, number = odd.row.position, odd.number
        if number > odd.expected:
            for first, last in self._gaps(odd.expected, number - 1):
                which = f"entry {first} is" if first == last else f"entries {first} to {last} are"
                yield Fault(at, "missing", f"{which} missing")
        elif number == odd.expected and at != odd.place + 1 and odd.whole:
            yield Fault(at, "header", f"the position of entry {number} has been changed to {at}")
            return
        if odd.whole and number != odd.expected and at - number not in self._usual:
            if self._covers(number, at):
                yield Fault(at, "inserted", f"the entry at {at} has been put in: it is a copy of entry {number}")
            else:
                yield Fault(at, "reordered", f"the entry at {at} has been moved: it was written as entry {number}")

    def _content(self, index: int, odd: Odd) -> Iterator[Fault]:
        """Whether a row is what was written, and was written behind the row before it."""
        at = odd.row.position
        if not odd.sound:
            yield Fault(at, "words", f"the words of entry {at} have been changed")
        if not odd.whole:
            yield Fault(at, *traces.changed(self._session, odd.row, odd.number, sound=odd.sound))
        elif odd.number == odd.expected and odd.row.previous != odd.before:
            yield from self._link(index, odd)

    def _link(self, index: int, odd: Odd) -> Iterator[Fault]:
        """A row and the one before it are whole, each for itself, but do not belong together."""
        at, before = odd.row.position, self._odd[index - 1] if index else None
        if odd.expected == 1:
            yield Fault(at, "origin", f"entry {at} does not begin this log: the log's origin or the entry was changed")
        elif before is not None and before.row.position == odd.place and (not before.whole or self._is_loose(before)):
            return
        elif self._is_loose_behind(index, odd):
            yield Fault(at, "header", f"entry {at} has been tied to another entry before it, and its hash made to fit")
        else:
            yield Fault(
                odd.place,
                "changed",
                f"entry {odd.place} is not the one that entry {at} follows: it was changed and its hash made to fit",
            )

    def _is_loose(self, odd: Odd) -> bool:
        return odd.number == odd.expected and odd.row.previous != odd.before

    def _is_loose_behind(self, index: int, odd: Odd) -> bool:
        """Whether the next row does not follow this one either."""
        behind = self._odd[index + 1] if index + 1 < len(self._odd) else None
        return behind is not None and behind.place == odd.row.position and behind.whole and self._is_loose(behind)

    def _put_before(self, odd: Odd) -> Iterator[int]:
        """The places between a row and the one it follows where something stands that was never written there."""
        sql = "SELECT MIN(position) FROM entry WHERE hash = :hash AND position < :at AND position >= :near"
        at = odd.row.position
        ((place,),) = self._session.rows(sql, hash=odd.row.previous, at=at, near=at - _NEAR)
        if place is None and odd.number == 1:
            place = 0
        for one in range(place + 1, at) if place is not None else ():
            number = self._number(one)
            if number is not None and (one in self._broken or self._covers(number, one)):
                yield one

    def _number(self, place: int) -> int | None:
        """The number with which the row at a place was written; None if there is none."""
        for stretch in reversed(self._stretches):
            if stretch.place <= place:
                return place - stretch.place + stretch.number if place - stretch.place < stretch.rows else None
        return None

    def _covers(self, number: int, place: int) -> bool:
        """Whether a row of this number stands at another place as well."""
        return any(
            stretch.number <= number < stretch.number + stretch.rows
            and number - stretch.number + stretch.place != place
            for stretch in self._stretches
        )

    def _gaps(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The numbers, from and to, that no row was written with."""
        for number, count in sorted((stretch.number, stretch.rows) for stretch in self._stretches):
            if number > last:
                break
            if number > first:
                yield first, number - 1
            first = max(first, number + count)
        if first <= last:
            yield first, last
