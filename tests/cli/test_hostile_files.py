"""Files that are cut, doubled, damaged, endless or malicious: a plain answer, bounded, and nothing half done."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.trying import tried
from tracker.exchange import jsonl, sheet
from tracker.store import appending

STORY = """
    source add Mayor
    claim open 'The dam broke' --handle flood --topic water
    log 'It held' -s mayor -c flood -a deny
    log 'Water 🎈 came' --new-source Witness -c flood --basis witnessed
    undo 3
    redact 5 --yes
"""
BARE = [
    {"id": "a", "type": "source.registered", "facts": {"source": "ann", "kind": "person"}, "words": {"name": "Ann"}},
    {"type": "claim.opened", "facts": {"claim": "flood"}, "words": {"text": "The dam 🎈 broke"}},
    {"id": "s", "type": "statement.recorded", "facts": {"source": "ann", "claim": "flood"}, "words": {"text": "yes"}},
    {"type": "entry.voided", "facts": {"entry": "s"}},
]
TABLE = "id,source,claim,act,text\n1,ann,flood,deny,It held\n2,bob,flood,,Water 🎈 came\n"


@pytest.fixture(scope="module")
def files(new_room: Room) -> dict[str, bytes]:
    """A good file of each kind."""
    return {
        "log.jsonl": new_room().given(STORY).ok("export").out.encode(),
        "events.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in BARE).encode(),
        "table.csv": TABLE.encode(),
    }


KINDS = ("log.jsonl", "events.jsonl", "table.csv")


def said(room: Newsroom) -> list[tuple[str, ...]]:
    """What a log says, whatever the ids."""
    return room.rows("SELECT type, facts, words FROM entry ORDER BY position")


@pytest.fixture(scope="module")
def right(files: dict[str, bytes], new_room: Room) -> dict[str, list[tuple[str, ...]]]:
    """What the log says after each good file."""
    found = {}
    for name, content in files.items():
        room = new_room()
        room.write(name, content)
        room.ok(f"import {name}")
        found[name] = said(room)
    return found


# -- cut and damaged -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_a_cut_file_is_refused_wherever_it_was_cut_but_between_lines(
    files: dict[str, bytes], new_room: Room, name: str
) -> None:
    room = new_room()
    content = files[name]
    for cut in sorted({*range(1, len(content), max(1, len(content) // 60)), len(content) - 1}):
        if content[cut - 1 : cut] != b"\n" or name == "log.jsonl":
            room.write(name, content[:cut])
            answer = room(f"import {name}")
            assert (answer.code, room.head[0]) == (1, 0), (cut, answer)
            assert answer.hint


@pytest.mark.parametrize("name", KINDS)
def test_the_last_line_must_have_its_end(files: dict[str, bytes], new_room: Room, name: str) -> None:
    room = new_room()
    room.write(name, files[name][:-1])
    assert "does not end with a line break; was the file cut?" in room.refused(1, f"import {name}").error


damages = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255), st.sampled_from("xdi")), min_size=1, max_size=3)


@tried(15)
@given(name=st.sampled_from(KINDS), damage=damages)
def test_a_damaged_file_is_refused_or_taken_whole(
    files: dict[str, bytes], right: dict[str, list[tuple[str, ...]]], new_room: Room, name: str, damage: list
) -> None:
    """Bytes changed, dropped and put in. An export has a proof of every byte; a bare file or a table has none."""
    content = bytearray(files[name])
    for place, value, how in damage:
        at = int(place * (len(content) - 1))
        if how == "x":
            content[at] ^= value
        elif how == "d":
            del content[at]
        else:
            content.insert(at, value)
    room = new_room()
    room.write(name, bytes(content))
    answer = room(f"import {name}")
    assert answer.code in (0, 1), answer
    assert "Traceback" not in answer.err
    if answer.code == 0 and name == "log.jsonl":
        assert said(room) == right[name]
    if answer.code == 1:
        assert room.head[0] == 0
        room.write(name, files[name])
        room.ok(f"import {name}")
        assert said(room) == right[name], "the good file goes in after the bad one"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [*lines, lines[-1]], "line 9: follows the last of the 7 entries"),
        (lambda lines: [*lines[:4], lines[3], *lines[4:-1]], "line 5: holds entry 3 where entry 4 belongs"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "line 2: holds entry 2 where entry 1 belongs"),
        (lambda lines: [*lines[:3], *lines[4:]], "it should hold 7 entries and holds 6"),
        (lambda lines: lines + lines, "line 9: follows the last of the 7 entries"),
        (lambda lines: lines[1:], "line 1: holds an entry, and an export begins with the key"),
    ],
)
def test_an_export_that_was_put_together_otherwise(
    files: dict[str, bytes], room: Newsroom, change: Callable[[list[str]], list[str]], told: str
) -> None:
    content = change(files["log.jsonl"].decode().splitlines())
    room.write("log.jsonl", "".join(line + "\n" for line in content))
    assert told in room.refused(1, "import log.jsonl").error


def test_an_export_in_another_database_s_middle_is_refused_with_its_line(
    files: dict[str, bytes], new_room: Room
) -> None:
    room = new_room()
    room.write("log.jsonl", files["log.jsonl"])
    room.ok("import log.jsonl")
    other = new_room(room.database)
    room.ok("source add Here")
    other.ok("source add There")
    other.write("log.jsonl", room.ok("export").out)
    assert other.refused(1, "import log.jsonl").error.startswith("line 9: entry 8 of the file is another one than")


# -- without end ---------------------------------------------------------------------------------------------------


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines may have a mebibyte, so that a test need not write 64."""
    monkeypatch.setattr(jsonl, "LONGEST", 1 << 20)
    monkeypatch.setattr(sheet, "LONGEST", 1 << 20)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", b'{"type":"' + b"x" * (3 << 20), "line 1: is longer than 1 MiB"),
        ("a.jsonl", b"\n" + b"\0" * (3 << 20) + b"\n", "line 2: is longer than 1 MiB"),
        ("a.csv", b"source,claim,text\nann,flood," + b"x" * (3 << 20), "line 2: is longer than 1 MiB"),
        (
            "a.csv",
            b'source,claim,text\nann,flood,"' + b"x\n" * (1 << 20),
            "holds a cell of more than 131,072 characters",
        ),
        ("a.csv", b"source,claim,text\n" + b'"\n",' * (1 << 19), "line 2: a row of more than 1 MiB begins here"),
    ],
)
def test_a_line_without_end(room: Newsroom, name: str, content: bytes, told: str) -> None:
    room.write(name, content)
    assert told in room.refused(1, f"import {name}").error
    assert told in room.refused(1, f"import - --format {'table' if name == 'a.csv' else 'jsonl'}", stdin=content).error


def test_what_the_log_takes_fits_on_a_line_of_its_export() -> None:
    """Facts and words as the log holds them, with a blank behind each comma and colon, and the other columns."""
    assert appending.LARGEST * 17 // 16 + 4096 <= jsonl.LONGEST


def test_an_entry_that_is_too_large_is_refused_wherever_it_comes_from(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "LARGEST", 1 << 20)
    room.write("big.txt", "ü" * (1 << 20))
    assert (
        room.refused(1, "article add big.txt --handle big").error == "an entry holds at most 1 MiB, and this one has 2"
    )
    event = {"type": "claim.opened", "facts": {"claim": "a"}, "words": {"text": "x" * (2 << 20)}}
    room.write("a.jsonl", json.dumps(event) + "\n")
    assert "line 1: an entry holds at most 1 MiB" in room.refused(1, "import a.jsonl").error


PLACES = (
    '{"type":"claim.opened","facts":{"claim":"a"},"words":{"text":VALUE}}',
    '{"type":"claim.opened","facts":{"claim":VALUE}}',
    '{"id":VALUE,"type":"claim.opened"}',
    '{"type":"claim.opened","more":{"a":VALUE}}',
    '{"tracker":VALUE}',
    '{"tracker":"tracker-log-v1","origin":"o","entries":VALUE,"head":"h"}',
    "[VALUE]",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("[" * 100_000 + "]" * 100_000, "is nested too deeply"),
        ("[" * 900 + "]" * 900, "is nested too deeply"),
        ('{"a":' * 17 + "1" + "}" * 17, "is nested too deeply"),
        ("NaN", "the log holds no such number: NaN"),
        ("1e999", "the log holds no such number: 1e999"),
        ("-0", "the log holds no such number: -0"),
        ("9" * 10_000, "no such number: 999999999999999999... (10,000 digits)"),
        (r'"\ud800"', "holds half of a surrogate pair"),
        ('{"a":1,"a":2}', "a key stands twice"),
        ('{"a":[{"b":{"\\u0061":1,"a":2}}]}', "a key stands twice"),
        ('"\x00"', "is not JSON"),
    ],
)
def test_values_that_no_entry_holds(room: Newsroom, place: str, value: str, told: str) -> None:
    line = place.replace("VALUE", value) + "\n"
    room.write("a.jsonl", json.dumps(BARE[0]) + "\n" + line)
    assert told in room.refused(1, "import a.jsonl").error or place == "[VALUE]"
    room.write("a.jsonl", line)
    room.refused(1, "import a.jsonl")


def test_an_escaped_nul_is_no_text(room: Newsroom) -> None:
    for text, fine in ((r"a\u0000b", False), (r"a\\u0000b", True), (r"a\\\u0000b", False)):
        room.write("a.jsonl", PLACES[0].replace("VALUE", f'"{text}"') + "\n")
        if fine:
            room.ok("import a.jsonl --dry-run")
        else:
            assert "line 1: holds a NUL character" in room.refused(1, "import a.jsonl").error


def test_brackets_in_a_text_are_no_nesting(room: Newsroom) -> None:
    event = {"type": "claim.opened", "facts": {"claim": "a"}, "words": {"text": '[{"' * 5_000 + "\\"}}
    room.write("a.jsonl", json.dumps(event) + "\n")
    room.ok("import a.jsonl")


def test_a_byte_order_mark_is_told_by_name(room: Newsroom) -> None:
    room.write("a.jsonl", b"\xef\xbb\xbf" + json.dumps(BARE[1]).encode() + b"\n")
    assert "line 1: begins with a byte order mark" in room.refused(1, "import a.jsonl").error


def test_numbers_of_any_length_in_a_table(room: Newsroom) -> None:
    room.write("a.csv", f"source,claim,head_min\nann,flood,{'9' * 10_000}\n")
    answer = room.refused(1, "import a.csv")
    assert "line 2: '9999" in answer.error
    assert len(answer.err) < 1_000, "a message repeats only the beginning of what is wrong"


# -- many bad rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "row"), [("a.csv", "ann,,x\n"), ("a.jsonl", "{}\n"), ("a.jsonl", "{\n"), ("b.csv", "ann\n")]
)
def test_of_many_bad_rows_a_hundred_are_shown(room: Newsroom, name: str, row: str) -> None:
    room.write(name, ("source,claim,text\n" if name.endswith("csv") else "") + row * 5_000)
    lines = room.refused(1, f"import {name}").error.splitlines()
    assert len(lines) == 1 + 100 + 1
    assert lines[-1].strip() == "and 4,900 more"


def test_one_bad_row_among_ten_thousand(room: Newsroom) -> None:
    rows = [f"s{number % 50},c{number % 100},row {number}\n" for number in range(10_000)]
    rows[7_000] = "s1,,row\n"
    room.write("a.csv", "source,claim,text\n" + "".join(rows))
    answer = room.refused(1, "import a.csv")
    assert [line.partition(":")[0].strip() for line in answer.error.splitlines()[1:]] == ["line 7002"]


# -- in parts ------------------------------------------------------------------------------------------------------


def test_parts_make_no_difference(
    files: dict[str, bytes], right: dict[str, list[tuple[str, ...]]], new_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries that refer to each other across parts: undone, redacted, quoted, doubled."""
    from tracker.desk import portions

    whole = new_room()
    whole.write("dam.txt", "The dam held, the mayor said.\n")
    whole.given(STORY + "article add dam.txt --handle dam\nlog x -s mayor -c flood --article dam -q 'The dam held'")
    exported = whole.ok("export").out
    monkeypatch.setattr(portions, "_PART", 1)
    room = new_room()
    room.write("log.jsonl", exported)
    room.ok("import log.jsonl")
    assert room.fingerprint() == whole.fingerprint()
    assert room.json("import log.jsonl") == {"added": 0, "already": whole.head[0], "refused": 0}
    for name in KINDS[1:]:
        room = new_room()
        room.write(name, files[name])
        room.ok(f"import {name}")
        assert said(room) == right[name]
    published = new_room()
    published.write("bare.jsonl", whole.ok("export --publishable").out)
    published.ok("import bare.jsonl --keep-recorded")
    published.write("bad.jsonl", json.dumps(BARE[2] | {"id": "a"}) + "\n" + json.dumps(BARE[1] | {"id": "a"}) + "\n")
    assert "line 1: " in published.refused(1, "import bad.jsonl").error


# -- pipes, kills and private files --------------------------------------------------------------------------------


def test_a_pipe_is_read_like_a_file(files: dict[str, bytes], room: Newsroom) -> None:
    os.mkfifo(room.folder / "pipe.csv")
    writer = threading.Thread(target=lambda: (room.folder / "pipe.csv").write_bytes(files["table.csv"]))
    writer.start()
    room.ok("import pipe.csv --keep-recorded")
    writer.join()


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_an_exported_file_is_private_and_whole(files: dict[str, bytes], new_room: Room, umask: int) -> None:
    room = new_room().given(STORY)
    before = os.umask(umask)
    try:
        assert room.ok("export --output log.jsonl").err == "written to log.jsonl\n"
        room.ok("export --format table -o table.csv")
    finally:
        os.umask(before)
    assert (room.folder / "log.jsonl").read_text() == room.ok("export").out == room.ok("export -o -").out
    assert (room.folder / "table.csv").read_text() == room.ok("export --format table").out
    for name in ("log.jsonl", "table.csv"):
        assert stat.S_IMODE((room.folder / name).stat().st_mode) == 0o600


def test_an_exported_file_replaces_another_only_by_force(room: Newsroom) -> None:
    room.write("log.jsonl", "mine")
    assert room.refused(2, "export -o log.jsonl").hint == "name a new file, or --force replaces it"
    assert (room.folder / "log.jsonl").read_text() == "mine"
    room.ok("export -o log.jsonl --force")
    assert (room.folder / "log.jsonl").read_text() == room.ok("export").out
    assert room.refused(2, "export --force").hint == "tracker export --output FILE --force"
    assert "cannot be written" in room.refused(2, "export -o nowhere/log.jsonl").error


def test_an_export_of_a_damaged_database_leaves_no_file(bare_room: Newsroom) -> None:
    bare_room.write("tracker.db", b"no database")
    bare_room.refused(4, "export -o log.jsonl")
    assert [path.name for path in bare_room.folder.iterdir()] == ["tracker.db"]


@pytest.mark.parametrize("moment", [0.0, 0.4])
def test_a_kill_in_the_middle_of_an_import_keeps_nothing(new_room: Room, moment: float) -> None:
    """Killed by the system in the middle of its writes: the file is whole, and the import goes in the next time."""
    room = new_room()
    rows = "".join(f"s{number % 20},c{number % 100},row {number}\n" for number in range(3_000))
    room.write("a.csv", "source,claim,text\n" + rows)
    journal = Path(f"{room.database}-journal")
    connected = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
    words = [sys.executable, "-m", "tracker", "import", "a.csv", "--json"]

    def at_work() -> bool:
        return journal.exists() if room.url is None else room.rows(connected) > [(1,)]

    done = subprocess.Popen(words, cwd=room.folder, env=_plain(room), stdout=subprocess.DEVNULL)
    for _ in _until(lambda: at_work() or done.poll() is not None):
        time.sleep(0.01)
    time.sleep(moment)
    done.send_signal(signal.SIGKILL)
    done.wait()
    assert room.ok("verify").code == 0
    before = room.head[0]
    assert before in (0, 3_120)
    again = subprocess.run(words, cwd=room.folder, env=_plain(room), capture_output=True, check=True)
    assert json.loads(again.stdout)["added"] == 3_120 - before
    assert room.ok("verify").lines[0] == "fine: 3120 entries"


def _plain(room: Newsroom) -> dict[str, str]:
    return room.surroundings | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _until(done: Callable[[], bool]) -> Iterator[None]:
    for _ in range(3_000):
        if done():
            return
        yield
