"""One pass over the log: every digest and every hash recomputed from the stored values, row after row.

A row that is what its hash says and follows the one before costs three digests and a comparison. Everything else is
*odd* and kept for `tracker.store.checking.diagnosis`, which says what has been done to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import Any, Final, NamedTuple

from tracker.domain.chain import FORMAT, entry_hash, intact
from tracker.domain.events import ClockCorrected, wire_name
from tracker.store.bulk import Progress
from tracker.store.log import Stored

CHUNK: Final = 10_000
"""How many entries are done between two words on progress."""
MOST: Final = 1_000
"""How many odd rows are kept; of further ones only the number."""
_REACH: Final = 200
"""How far from where it was a row is looked for."""
_CORRECTED: Final = wire_name(ClockCorrected)
_HEX: Final = "0123456789abcdef"


class Odd(NamedTuple):
    """A row that does not fit.

    number: the position it was written with, as far as that can be told. whole: its hash is that of its contents at
    this number. expected: the number that should have come here. place, before: position and hash of the row before.
    sound: its words are those its digest was taken of. nth: how many rows came before it.
    """

    row: Stored
    number: int
    whole: bool
    expected: int
    place: int
    before: str
    sound: bool
    nth: int


@dataclass(slots=True)
class Walk:
    """Where the pass is, and what it has met so far.

    place, hash: of the last row. number: the position that row was written with, another one if rows were renumbered.
    recorded: of the last row. early: rows dated before the one they follow, though they correct no clock.
    wiped: entries without words. redacted: the ids that redactions name. more: how many odd rows were not kept.
    """

    place: int
    hash: str
    number: int
    count: int = 0
    odd: list[Odd] = field(default_factory=list)
    more: int = 0
    recorded: str = ""
    early: list[int] = field(default_factory=list)
    wiped: list[tuple[int, str]] = field(default_factory=list)
    redacted: set[str] = field(default_factory=set)

    def over(self, rows: Iterable[tuple[Any, ...]], progress: Progress | None = None) -> None:
        """Go through rows of the log, all columns in their order."""
        every = iter(rows)
        while some := list(islice(every, CHUNK)):
            self._part(some)
            if progress and len(some) == CHUNK:
                progress(self.count)

    def _part(self, rows: Iterable[tuple[Any, ...]]) -> None:
        place, number, last, since = self.place, self.number, self.hash, self.recorded
        start = number - self.count
        for row in rows:
            at, event_id, batch, wire, version, recorded, actor, facts, words, salt, kept, previous, own = row
            if str(recorded) < since and wire != _CORRECTED:
                self.early.append(at)
            since = str(recorded)
            try:
                if (
                    at == place + 1
                    and previous == last
                    and type(version) is int
                    and len(salt) == 32
                    and not salt.strip(_HEX)
                    and sha256((salt + words).encode()).hexdigest() == kept
                    # What `entry_hash` takes the hash of, spelled out; a test holds the two equal.
                    and sha256(
                        f"{FORMAT}[{number + 1},{quoted(event_id)},{quoted(batch)},{quoted(wire)},{version},"
                        f'{quoted(recorded)},{quoted(actor)},"{sha256(facts.encode()).hexdigest()}","{kept}",'
                        f'"{previous}"]'.encode()
                    ).hexdigest()
                    == own
                ):
                    place, number, last = at, number + 1, own
                    if wire == "entry.redacted":
                        self.redacted.add(target(facts))
                    continue
            except (TypeError, ValueError, AttributeError):
                pass
            self.place, self.number, self.hash, self.count = place, number, last, number - start
            self._look(Stored._make(row))
            place, number, last = self.place, self.number, self.hash
            start = number - self.count
        self.place, self.number, self.hash, self.count = place, number, last, number - start
        self.recorded = since

    def _look(self, row: Stored) -> None:
        """Take in a row that is not plainly fine: wiped, or odd."""
        if row.type == "entry.redacted":
            self.redacted.add(target(row.facts))
        if row.words is None:
            self.wiped.append((row.position, row.id))
        expected = self.number + 1
        number = self._number(row, expected + row.position - self.place - 1)
        whole, sound = number is not None, _sound(row)
        if number is None:
            number = expected + row.position - self.place - 1
        fits = row.position == self.place + 1 and number == expected and row.previous == self.hash
        if not (fits and whole and sound):
            if len(self.odd) < MOST:
                self.odd.append(Odd(row, number, whole, expected, self.place, self.hash, sound, self.count))
            else:
                self.more += 1
        self.place, self.number, self.hash, self.count = row.position, number, row.hash, self.count + 1

    def _number(self, row: Stored, likely: int) -> int | None:
        """The position with which a row's hash was taken; None if its contents are not those of its hash."""
        near = range(likely - _REACH, likely + _REACH + 1) if not self.more else ()
        return next((number for number in (likely, row.position, *near) if is_sealed(row, number)), None)


def is_sealed(row: Stored, number: int) -> bool:
    """Whether the hash of a row is that of its contents at a position."""
    try:
        return entry_hash(row.header._replace(position=number)) == row.hash
    except (TypeError, ValueError, AttributeError):
        return False


def _sound(row: Stored) -> bool:
    try:
        return row.words is None or intact(row.words, row.salt, row.words_digest)
    except (TypeError, ValueError, AttributeError):
        return False


def target(facts: str) -> str:
    """The id that the facts of a redaction name; empty if they name none."""
    try:
        values: Any = json.loads(facts)
        return str(values.get("entry", ""))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ""
