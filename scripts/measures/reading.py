"""Readings at any pair of dates: one claim, the whole board, all records, all events, and two months compared."""

from __future__ import annotations

import sqlite3
import statistics
from collections import deque
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from measures import peer
from measures.taking import PROGRAM, clocked, heading, line, rounds, timed, told
from tracker.cli.app import VERBS
from tracker.desk.desk import Desk
from tracker.desk.judging import beliefs, records
from tracker.desk.judging.beliefs import Chosen
from tracker.desk.reading import Reading, When
from tracker.desk.story.timeline import Wanted, timeline
from tracker.domain.belief import Beliefs
from tracker.domain.words import ClaimHandle
from tracker.store import log

FIRST, DAYS = date(2016, 1, 1), 3600


class Pair(NamedTuple):
    """A claim and a pair of dates to read it at: a day of the world, an entry of the desk."""

    claim: ClaimHandle
    world: str
    known: int

    @property
    def when(self) -> When:
        """As a user asks for it."""
        return When(as_of=self.world, known_by=str(self.known))


def pairs(path: Path, count: int, seed: int = 7) -> list[Pair]:
    """Claims drawn by how much is said about them, and dates at which half of the log or more is in sight."""
    rng = Random(seed)
    with closing(sqlite3.connect(path)) as connection:
        (end,) = connection.execute("SELECT max(position) FROM entry WHERE type = 'statement.recorded'").fetchone()
        sql = """SELECT json_extract(facts, '$.claim') FROM entry
                 WHERE position >= ? AND type = 'statement.recorded' LIMIT 1"""
        found = []
        for _ in range(count):
            (claim,) = connection.execute(sql, (rng.randint(1, end),)).fetchone()
            day = FIRST + timedelta(days=rng.randrange(DAYS // 2, DAYS))
            found.append(Pair(ClaimHandle(claim), day.isoformat(), rng.randint(end // 2, end)))
    return found


def one_claim(path: Path, rival: sqlite3.Connection, count: int) -> None:
    """`belief CLAIM`, `why CLAIM`, `timeline --claim`, engine time, each at a pair of dates of its own."""
    desk = Desk(str(path), datetime.now(UTC))
    drawn = pairs(path, max(10, count * 6))
    with desk.reading() as session:

        def read(pair: Pair) -> Beliefs:
            return Reading.of(session, pair.when, desk.now).beliefs([pair.claim])

        def belief(pair: Pair) -> None:
            read(pair).belief(pair.claim)

        def why(pair: Pair) -> None:
            read(pair).why(pair.claim)

        found = {
            "belief CLAIM": spread(drawn, belief),
            "why CLAIM": spread(drawn, why),
            "timeline --claim": spread(drawn, lambda p: timeline(desk, p.when, Wanted(claim=p.claim))),
        }
    floors = [
        spread(drawn, lambda p, sql=sql: peer.ask(rival, sql, p.claim, f"{p.world}~", p.known))  # type: ignore[misc]
        for sql in (peer.CLAIM, peer.CLAIM, peer.STORY)
    ]
    heading(f"one claim at {len(drawn)} pairs of dates, engine", "median", "worst", "raw SQL", "reach", "stretch")
    for (name, (middle, worst)), (floor, _) in zip(found.items(), floors, strict=True):
        line(name, told(middle), told(worst), told(floor), "20 ms", "2 ms")


def spread(drawn: list[Pair], ask: Callable[[Pair], object]) -> tuple[float, float]:
    """The median and the worst of a question at each pair."""
    ask(drawn[0])
    taken = [clocked(lambda pair=pair: ask(pair)) for pair in drawn]  # type: ignore[misc]
    return statistics.median(taken), max(taken)


def everything(path: Path, rival: sqlite3.Connection, count: int) -> None:
    """The whole board and all records, now and at pairs of dates, engine time."""
    desk, now = Desk(str(path), datetime.now(UTC)), When()
    drawn = iter(pairs(path, 4 * (count + 1), seed=11))
    some = pairs(path, 1, seed=12)[0]

    found = rounds(
        count,
        board=lambda: clocked(lambda: beliefs.board(desk, now, Chosen())),
        past=lambda: clocked(lambda: beliefs.board(desk, next(drawn).when, Chosen())),
        records=lambda: clocked(lambda: records.report(desk, next(drawn).when)),
        floor=lambda: clocked(lambda: peer.ask(rival, peer.BOARD, "9999", 2**62)),
        floor_past=lambda: clocked(lambda: peer.ask(rival, peer.BOARD, some.world, some.known)),
        floor_records=lambda: clocked(lambda: peer.ask(rival, peer.RECORDS, some.world, some.known)),
    )
    heading("everything, engine", "took", "raw SQL", "times", "reach", "stretch")
    for name, own, floor, reach, stretch in (
        ("the whole board, now", "board", "floor", "1 s", "0.3 s"),
        ("the whole board at any pair of dates", "past", "floor_past", "3 s", "1 s"),
        ("credibility of all at any pair of dates", "records", "floor_records", "2 s", "0.5 s"),
    ):
        ratio = f"{found[own] / found[floor]:.1f} x"
        line(name, told(found[own]), told(found[floor]), ratio, reach, stretch)


def replay(path: Path, count: int) -> None:
    """Every event to a typed value, beside a scan of all columns that keeps nothing."""
    desk = Desk(str(path), datetime.now(UTC))

    def scan() -> None:
        with closing(sqlite3.connect(path)) as connection:
            deque(connection.execute("SELECT * FROM entry ORDER BY position"), maxlen=0)

    def typed() -> None:
        with desk.reading() as session:
            deque(log.entries(session), maxlen=0)

    found = rounds(min(count, 3), scan=lambda: clocked(scan), typed=lambda: clocked(typed))
    with closing(sqlite3.connect(path)) as connection:
        (end,) = connection.execute("SELECT max(position) FROM entry").fetchone()
    heading("replay of all events", "took", "events/s", "times floor", "reach", "stretch")
    line("scan of the table in C (floor)", told(found["scan"]), f"{end / found['scan']:,.0f}")
    ratio = f"{found['typed'] / found['scan']:.1f} x"
    line("typed values", told(found["typed"]), f"{end / found['typed']:,.0f}", ratio, "8 x", "4.5 x")


def compared(path: Path, count: int) -> None:
    """`diff` of a day, two months and two years, whole processes, beside the two boards it lies between."""
    if not any("diff" in verbs for verbs in VERBS.values()):
        return
    at = ("--db", str(path))
    heading("diff, whole processes", "took", "two boards")
    for name, start, end in (
        ("a day", "2021-05-31", "2021-06-01"),
        ("two months", "2021-04-01", "2021-06-01"),
        ("two years", "2019-06-01", "2021-06-01"),
    ):
        found = rounds(
            min(count, 3),
            diff=lambda start=start, end=end: timed(*PROGRAM, "diff", start, end, *at),  # type: ignore[misc]
            boards=lambda start=start, end=end: sum(  # type: ignore[misc]
                timed(*PROGRAM, "belief", "--as-of", day, *at) for day in (start, end)
            ),
        )
        line(name, told(found["diff"]), told(found["boards"]))
