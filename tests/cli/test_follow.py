"""Following the log: every new entry once, in log order, whoever writes it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.server import Server
from tests.trying import tried
from tracker.desk.desk import Desk
from tracker.desk.following import PAUSES, follow
from tracker.desk.reading import When
from tracker.desk.story.timeline import Axis, Timeline, Wanted, timeline
from tracker.errors import DatabaseError
from tracker.reports.following import News, news
from tracker.reports.timeline import TimelineRow

TRACKER = Path(sys.executable).with_name("tracker")
STORY = """
    source add Ann --kind person
    source add Bob --kind person
    claim open 'The dam is cracked' --handle dam --topic water --about bob
    claim open 'It will rain' --handle rain
    article add --handle wire --published 2025-12-01
    log yes -s ann -c dam --article wire
    log no -s bob -c dam -a deny -d 2025-11-03
    log maybe -s ann -c rain -a predict
    ask bob -c dam --by 2025-12-20
    amend 7 --said 2025-11-04
    retract 6 --because 'she was wrong'
    verdict dam false --because 'we looked'
    verdict dam --withdraw --because 'not closely enough'
    undo 8
    source merge bob ann
    claim relate rain implies dam
    redact 7 --yes
    group 6 7
    policy set certainty.likely=0.4
"""


class _End(Exception):
    """Nothing more is going to happen."""


def followed(
    room: Newsroom,
    wanted: Wanted,
    steps: list[Callable[[], object]],
    told: list[DatabaseError | None] | None = None,
    **more: Any,
) -> Iterator[Timeline]:
    """What follow yields while one step after another is taken, each when it has nothing to do but wait."""
    rest = iter(steps)

    def wait(_seconds: float, _number: int | None) -> None:
        step = next(rest, None)
        if step is None:
            raise _End
        step()

    desk = Desk(str(room.database), datetime(2025, 12, 11, 9, tzinfo=UTC))
    try:
        yield from follow(desk, wanted, wait, (told if told is not None else []).append, **more)
    except _End:
        return


def lines(found: Iterator[Timeline]) -> list[News]:
    return [one for state, happenings in found for one in news(state, happenings)]


def commands(room: Newsroom, story: str = STORY) -> list[Callable[[], object]]:
    def step(line: str) -> Callable[[], object]:
        return lambda: room.ok(line)

    return [step(line) for line in story.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def told(new_room: Room) -> Newsroom:
    """The whole story, told."""
    return new_room().given(STORY)


def test_every_entry_is_told_once_and_in_order(room: Newsroom) -> None:
    found = lines(followed(room, Wanted(), commands(room)))
    assert [one.row.entry for one in found] == list(range(1, room.head[0] + 1))
    assert [one.row.type for one in found] == room.types


def test_what_is_there_comes_first_in_the_order_of_the_timeline(told: Newsroom) -> None:
    rows = told.json("timeline --all")
    (first,) = followed(told, Wanted(), [])
    assert [one.position for one in first.happenings] == [row["entry"] for row in rows]
    assert lines(followed(told, Wanted(), [], only_new=True)) == []


FILTERS = [
    Wanted(claim="dam"), Wanted(claim="rain"), Wanted(source="ann"), Wanted(source="bob"), Wanted(topic="water"),
    Wanted(about="bob"), Wanted(article="wire"), Wanted(claim="dam", source="bob"), Wanted(topic="nothing"),
    Wanted(start="2025-11-30"), Wanted(end="2025-11-30"), Wanted(axis=Axis.PUBLISHED, end="2025-12-05"),
    Wanted(axis=Axis.RECORDED, start="2025-12-11"),
]  # fmt: skip


@pytest.fixture(scope="module")
def heard(new_room: Room) -> dict[Wanted, tuple[list[TimelineRow], list[TimelineRow]]]:
    """By filter, the rows that came while the story was told, and those of the timeline at its end."""
    late = new_room()
    story = commands(late)
    named = 5  # from here on all that the filters name is on record
    for step in story[:named]:
        step()
    followers = [followed(late, wanted, []) for wanted in FILTERS]
    first = [next(follower) for follower in followers]
    for step in story[named:]:
        step()
    desk = Desk(str(late.database), datetime(2025, 12, 11, 9, tzinfo=UTC))
    found = {}
    for wanted, begun, follower in zip(FILTERS, first, followers, strict=True):
        state, happenings = timeline(desk, When(), replace(wanted, undone=True))
        told = [one.row for one in lines(iter([begun, *follower])) if one.deed is None]
        found[wanted] = told, [one.row for one in news(state, happenings)]
    return found


@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_filter_chooses_the_same_rows_as_in_the_timeline(
    heard: dict[Wanted, tuple[list[TimelineRow], list[TimelineRow]]], wanted: Wanted
) -> None:
    """Of what has a place on the timeline; taken in at one moment, it carries the same marks too."""
    told, expected = heard[wanted]
    assert {row.entry: row for row in told} == {row.entry: row for row in expected}


@tried(5)
@given(cuts=st.lists(st.integers(0, 18), max_size=6), start=st.integers(0, 18))
def test_it_does_not_matter_when_it_looks(new_room: Room, cuts: list[int], start: int) -> None:
    """A law: whatever is committed between two looks, the entries are told once and in order."""
    room = new_room()
    story = commands(room)
    for step in story[:start]:
        step()
    before = room.head[0]
    stops = sorted({start, *(cut for cut in cuts if cut > start), len(story)})

    def part(low: int, high: int) -> Callable[[], object]:
        return lambda: [step() for step in story[low:high]]

    parts = [part(low, high) for low, high in pairwise(stops)]
    found = lines(followed(room, Wanted(), parts, only_new=True))
    assert [one.row.entry for one in found] == list(range(before + 1, room.head[0] + 1))


def test_an_import_larger_than_one_part(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.desk.following._PART", 3)
    room.write("rows.csv", "source,claim,text\n" + "".join(f"ann,dam,word {n}\n" for n in range(20)))
    found = lines(followed(room, Wanted(), [lambda: room.ok("import rows.csv")]))
    assert [one.row.entry for one in found] == list(range(1, 23))


# -- what can happen to a database meanwhile -----------------------------------------------------------------------


@pytest.mark.sqlite
def test_a_restored_copy_that_goes_on_is_followed(told: Newsroom, new_room: Room) -> None:
    room = new_room(told.database)
    copy = room.folder / "copy.db"

    def restore() -> None:
        shutil.copyfile(room.database, copy)
        copy.replace(room.database)

    steps = [restore, lambda: room.ok("log again -s ann -c rain"), lambda: None]
    found = lines(followed(room, Wanted(), steps, only_new=True))
    assert [one.row.entry for one in found] == [room.head[0]]


@pytest.mark.sqlite
@pytest.mark.parametrize("other", ["shorter", "another", "gone", "strange"])
def test_another_log_in_its_place_ends_it(told: Newsroom, new_room: Room, other: str) -> None:
    room = new_room(told.database)
    rival = new_room()
    if other == "another":
        rival.given(STORY).ok("log more -s ann -c rain")

    def replace() -> None:
        room.database.unlink()
        if other in ("shorter", "another"):
            shutil.copyfile(rival.database, room.database)
        elif other == "strange":
            with sqlite3.connect(room.database) as connection:
                connection.execute("CREATE TABLE other (id)")

    with pytest.raises(DatabaseError) as caught:
        list(followed(room, Wanted(), [replace]))
    wrong = {"gone": "there is no database", "strange": "is not a tracker database"}
    assert wrong.get(other, "is another one now") in caught.value.message
    assert caught.value.hint


@pytest.mark.sqlite
def test_a_database_that_is_lost_is_tried_again_and_then_given_up(told: Newsroom, new_room: Room) -> None:
    room = new_room(told.database)
    whole = room.database.read_bytes()
    heard: list[DatabaseError | None] = []

    def damage() -> None:
        copy = room.folder / "damaged.db"
        copy.write_bytes(b"x" * len(whole))
        copy.replace(room.database)

    def mend() -> None:
        copy = room.folder / "mended.db"
        copy.write_bytes(whole)
        copy.replace(room.database)

    steps = [damage, lambda: None, mend, lambda: room.ok("log again -s ann -c rain"), lambda: None]
    found = lines(followed(room, Wanted(), steps, heard, only_new=True))
    assert [one.row.entry for one in found] == [room.head[0]]
    assert [type(one) for one in heard] == [DatabaseError, DatabaseError, type(None)]

    heard.clear()
    with pytest.raises(DatabaseError, match="is not a tracker database"):
        list(followed(room, Wanted(), [damage, *([lambda: None] * 50)], heard))
    assert len(heard) == len(PAUSES)


# -- wrong use -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("timeline --follow --json", "--json needs one"),
        ("timeline --follow --as-of 2025-12-10", "--as-of and --known-by set one"),
        ("timeline --follow --known-by 3", "--as-of and --known-by set one"),
        ("timeline --follow --overdue", "exclude each other"),
        ("timeline --only-new", "goes with --follow"),
    ],
)
def test_what_does_not_go_together(room: Newsroom, line: str, told: str) -> None:
    assert told in room.refused(2, line).error


def test_what_is_asked_for_must_be_there(room: Newsroom) -> None:
    assert "there is no claim 'nothing'" in room.refused(3, "timeline --follow -c nothing").error


# -- the program as it is installed --------------------------------------------------------------------------------


@contextmanager
def following(database: str, *words: str, out: int | IO[bytes] = subprocess.PIPE) -> Iterator[subprocess.Popen[bytes]]:
    """A program that follows, once it says so; it is gone at the end."""
    command = [TRACKER, "timeline", "--follow", *words, "--db", database]
    program = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=_environment())
    try:
        assert program.stderr is not None
        assert program.stderr.readline().startswith(b"following from entry ")
        yield program
    finally:
        program.kill()
        program.communicate()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}


def until(database: str, count: int, program: subprocess.Popen[bytes]) -> list[dict[str, Any]]:
    """The objects that a follower prints, up to entry ``count``; it is interrupted then."""
    assert program.stdout is not None
    found = []
    for line in program.stdout:
        found.append(json.loads(line))
        if found[-1]["entry"] >= count:
            break
    program.send_signal(signal.SIGINT)
    rest, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert err == b""
    return found + [json.loads(line) for line in rest.splitlines()]


WRITER = """
import sys
from tracker.cli.app import run
who, database = sys.argv[1:]
sys.exit(max(run(["log", f"{who} {n}", "-s", "ann", "-c", "dam", "-c", "rain", "--db", database]) for n in range(4)))
"""


def writers(database: str, count: int = 4) -> int:
    """Programs that write at once, two entries a command; how many entries they made."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(n), database], stdout=subprocess.DEVNULL, env=_environment()
        )
        for n in range(count)
    ]
    assert [program.wait(timeout=120) for program in programs] == [0] * count
    return count * 4 * 2


def test_many_writers_and_one_follower(told: Newsroom, new_room: Room) -> None:
    room = new_room(told.database)
    database, before = str(room.database), told.head[0]
    with following(database, "--jsonl", "--only-new") as program:
        made = writers(database)
        found = until(database, before + made, program)
    assert [one["entry"] for one in found] == list(range(before + 1, before + made + 1))
    ids = dict(room.rows("SELECT position, words FROM entry"))
    assert [one["text"] for one in found] == [json.loads(ids[one["entry"]])["text"] for one in found]


def test_a_server_that_goes_away_and_comes_back(server: Server, tmp_path: Path) -> None:
    room = Newsroom(tmp_path, server).given("init\nsource add Ann\nclaim open Dam --handle dam")
    assert room.url is not None
    with following(room.url, "--jsonl", "--only-new") as program:
        assert program.stderr is not None
        with server.admin() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (room.url.name,)
            )
        assert b"trying again" in program.stderr.readline()
        room.ok("log x -s ann -c dam")
        assert b"following" in program.stderr.readline()
        assert [one["entry"] for one in until(room.url, 3, program)] == [3]


def test_a_reader_who_leaves_ends_it_quietly(told: Newsroom) -> None:
    read, write = os.pipe()
    with following(str(told.database), "--only-new", out=write) as program:
        os.close(write)
        os.close(read)
        assert program.wait(timeout=60) == 0
        assert program.stderr is not None
        assert program.stderr.read() == b""


def test_a_killed_follower_harms_nobody(told: Newsroom, new_room: Room) -> None:
    room = new_room(told.database)
    with following(str(room.database)) as program:
        room.ok("log x -s ann -c rain")
        program.kill()
        program.wait()
    room.ok("log y -s ann -c rain")
    room.ok("verify")


def test_lines_for_people_and_a_table(told: Newsroom, new_room: Room) -> None:
    room = new_room(told.database)
    with following(str(room.database), "-c", "rain") as program:
        room.ok("log 'It pours' -s ann -c rain")
        assert program.stdout is not None
        rows = room.json("timeline -c rain")
        last = ""
        while "It pours" not in last:
            last = program.stdout.readline().decode()
        assert last == f"2025-12-11{rows[-1]['entry']:>8}  ann says on rain: It pours\n"
    with following(str(room.database), "--csv", "--only-new") as program:
        room.ok("undo --last")
        assert program.stdout is not None
        header = program.stdout.readline().decode().strip().split(",")
        row = program.stdout.readline().decode().strip().split(",")
        assert dict(zip(header, row, strict=True))["type"] == "entry.voided"
