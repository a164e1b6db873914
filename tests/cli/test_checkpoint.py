"""A checkpoint kept elsewhere shows what the log alone cannot: that it was cut, forked or forged anew."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.store.logs import unguarded
from tracker.domain.chain import Header, entry_hash
from tracker.extras import Extra, installing

FILE = "head.ckpt"


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A desk with a key, six entries and a checkpoint of them."""
    equip(room)
    room.ok("source add Nvidia --kind organisation")
    room.ok("claim open 'Chips hold backdoors' --handle backdoors --about nvidia")
    for number in range(4):
        room.ok(f"log 'Statement {number}' -s nvidia -c backdoors -a deny -d 2025-12-01")
    room.ok(f"checkpoint {FILE}")
    return room


def equip(room: Newsroom) -> str:
    """Give a room settings of its own and a key; the public half."""
    room.environment["XDG_CONFIG_HOME"] = str(room.folder / "settings")
    room.ok("checkpoint --new-key")
    return room.ok("checkpoint --public-key").out.strip()


def more(room: Newsroom, count: int = 2) -> None:
    for number in range(count):
        room.ok(f"log 'Later statement {number}' -s nvidia -c backdoors -a deny -d 2025-12-02")


def tamper(room: Newsroom, statement: str) -> None:
    """Change the log behind the program's back and its guards."""
    with unguarded(room.database) as connection:
        connection.execute(statement)


def forge(room: Newsroom, first: int) -> None:
    """Change who is said to have recorded the entries from one on, and make every hash fit."""
    columns = "position, id, batch, type, version, recorded, actor, facts, words_digest, previous"
    with unguarded(room.database) as connection:
        rows = connection.execute(f"SELECT {columns} FROM entry ORDER BY position").fetchall()
        previous = rows[first - 1][-1]
        for row in rows[first - 1 :]:
            header = Header(*row)._replace(actor="somebody else", previous=previous)
            previous_, previous = previous, entry_hash(header)
            sql = "UPDATE entry SET actor = ?, previous = ?, hash = ? WHERE position = ?"
            connection.execute(sql, (header.actor, previous_, previous, header.position))


# -- the key -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_a_key_is_its_owner_s_alone_whatever_the_umask(room: Newsroom, umask: int) -> None:
    before = os.umask(umask)
    try:
        equip(room)
        room.ok(f"checkpoint {FILE}")
    finally:
        os.umask(before)
    key = room.folder / "settings" / "tracker" / "checkpoint.key"
    assert stat.S_IMODE(key.stat().st_mode) == stat.S_IMODE((room.folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == stat.S_IMODE(key.parent.parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in key.parent.iterdir()) == ["checkpoint.key"]


def test_a_key_is_never_replaced(room: Newsroom) -> None:
    public = equip(room)
    refused = room("checkpoint --new-key")
    assert refused.code == 1
    assert "there is a key" in refused.error
    assert room.ok("checkpoint --public-key").out.strip() == public


def test_no_secret_is_ever_told(desk: Newsroom) -> None:
    key = desk.folder / "settings" / "tracker" / "checkpoint.key"
    secret = key.read_text().split("\n")[1]
    for line in (
        "checkpoint --public-key",
        "checkpoint --new-key",
        f"checkpoint {FILE}",
        f"verify --checkpoint {FILE}",
    ):
        answer = desk(line)
        assert secret not in answer.out + answer.err
    key.write_text(f"{secret}\n")
    answer = desk(f"checkpoint {FILE}")
    assert answer.code == 1
    assert "holds no key" in answer.error
    assert secret not in answer.out + answer.err


def test_a_key_that_others_may_read_signs_nothing(desk: Newsroom) -> None:
    key = desk.folder / "settings" / "tracker" / "checkpoint.key"
    key.chmod(0o644)
    refused = desk("checkpoint other.ckpt")
    assert (refused.code, refused.hint) == (1, f"chmod 600 {key}")
    assert not (desk.folder / "other.ckpt").exists()


def test_without_a_key_it_says_how_to_make_one(room: Newsroom) -> None:
    room.environment["XDG_CONFIG_HOME"] = str(room.folder / "settings")
    refused = room(f"checkpoint {FILE}")
    assert (refused.code, refused.hint) == (3, "tracker checkpoint --new-key")
    assert not (room.folder / FILE).exists()


def test_another_key_can_be_named(room: Newsroom) -> None:
    room.environment["TRACKER_KEY"] = str(room.folder / "mine.key")
    room.ok("checkpoint --new-key")
    assert (room.folder / "mine.key").exists()


def test_a_key_is_made_where_there_is_no_database(bare_room: Newsroom) -> None:
    equip(bare_room)


def test_without_the_library_it_says_what_to_install(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    monkeypatch.chdir(desk.folder)
    for line in ("checkpoint --public-key", "checkpoint new.ckpt", f"verify --checkpoint {FILE}"):
        refused = desk(line)
        assert (refused.code, refused.hint) == (2, installing(Extra.SIGN))
    desk.ok("verify")


# -- the file ----------------------------------------------------------------------------------------------------


def test_a_checkpoint_says_where_the_log_stands(desk: Newsroom) -> None:
    found = json.loads((desk.folder / FILE).read_text())
    verified = desk.ok("verify --json").json
    assert (found["entries"], found["head"]) == (6, verified["head"])
    assert found["made"].startswith("2025-12-11T09:00:00")
    assert found["key"] == desk.ok("checkpoint --public-key").out.strip()


def test_it_answers_as_data_too(desk: Newsroom) -> None:
    answer = desk.ok("checkpoint another.ckpt --json").json
    assert (answer["file"], answer["entries"]) == ("another.ckpt", 6)


def test_a_later_checkpoint_takes_the_place_of_an_earlier_one(desk: Newsroom) -> None:
    more(desk)
    desk.ok(f"checkpoint {FILE}")
    assert json.loads((desk.folder / FILE).read_text())["entries"] == 8


def test_a_checkpoint_that_the_log_no_longer_fits_stays(desk: Newsroom) -> None:
    before = (desk.folder / FILE).read_bytes()
    forge(desk, 3)
    refused = desk(f"checkpoint {FILE}")
    assert refused.code == 1
    assert "differs" in refused.error
    assert (desk.folder / FILE).read_bytes() == before


@pytest.mark.parametrize("content", ["", "my notes\n", "{}", "[1]", "x" * 100_000])
def test_any_other_file_stays(desk: Newsroom, content: str) -> None:
    (desk.folder / "notes").write_text(content)
    refused = desk("checkpoint notes")
    assert (refused.code, (desk.folder / "notes").read_text()) == (2, content)


def test_the_checkpoint_of_another_log_stays(desk: Newsroom, new_room: Room) -> None:
    other = new_room(desk.database)
    shutil.copy(desk.folder / FILE, other.folder / FILE)
    before = (other.folder / FILE).read_bytes()
    equip(other)
    refused = other(f"checkpoint {FILE}")
    assert (refused.code, (other.folder / FILE).read_bytes()) == (1, before)


def test_a_place_that_is_not_there_is_an_error(desk: Newsroom) -> None:
    assert desk("checkpoint nowhere/head.ckpt").code == 2
    assert desk("checkpoint settings").code == 2


def test_a_checkpoint_needs_a_file(desk: Newsroom) -> None:
    assert desk("checkpoint").code == 2


# -- holding the log against it ----------------------------------------------------------------------------------


def test_a_log_that_grew_still_fits(desk: Newsroom) -> None:
    more(desk)
    found = desk.ok(f"verify --checkpoint {FILE}")
    assert "entry 6 is the one that was signed 2025-12-11 09:00 UTC" in found.lines
    assert desk.ok(f"verify --checkpoint {FILE} --json").json["checkpoint"]["entries"] == 6


def test_a_checkpoint_of_an_empty_log_fits_all_that_came_of_it(room: Newsroom) -> None:
    equip(room)
    room.ok(f"checkpoint {FILE}")
    room.ok("source add Nvidia --kind organisation")
    room.ok(f"verify --checkpoint {FILE}")
    assert room.ok(f"verify --since {FILE} --json").json["checked"] == 1


def test_an_older_copy_put_back_is_refused(desk: Newsroom, new_room: Room) -> None:
    copy = new_room(desk.database)
    more(desk)
    desk.ok(f"checkpoint {FILE}")
    desk.move_in(copy.database)
    desk.ok("verify")
    for line in (f"verify --checkpoint {FILE}", f"verify --since {FILE}"):
        refused = desk(line)
        assert refused.code == 1
        assert refused.lines[0] == (
            "older: the log is older than the checkpoint: it holds 6 entries, the checkpoint saw 8"
        )
    assert [one["kind"] for one in desk(f"verify --checkpoint {FILE} --json").json["problems"]] == ["older"]


@pytest.mark.parametrize("first", [1, 3, 6])
def test_a_log_forged_anew_is_refused(desk: Newsroom, first: int) -> None:
    more(desk)
    forge(desk, first)
    desk.ok("verify")
    for line in (f"verify --checkpoint {FILE} --json", f"verify --since {FILE} --json"):
        refused = desk(line)
        assert refused.code == 1
        assert [(one["entry"], one["kind"]) for one in refused.json["problems"]] == [(6, "differs")]


def test_a_log_forged_behind_the_checkpoint_fits_it(desk: Newsroom) -> None:
    more(desk)
    forge(desk, 7)
    desk.ok(f"verify --checkpoint {FILE}")


def test_a_log_that_was_forked_is_refused(desk: Newsroom, new_room: Room) -> None:
    fork = new_room(desk.database)
    fork.environment["XDG_CONFIG_HOME"] = desk.environment["XDG_CONFIG_HOME"]
    fork.ok("undo --last")
    more(desk)
    more(fork, 1)
    desk.ok(f"checkpoint {FILE}")
    shutil.copy(desk.folder / FILE, fork.folder / FILE)
    refused = fork(f"verify --checkpoint {FILE}")
    assert (refused.code, refused.lines[0].partition(":")[0]) == (1, "differs")


def test_the_checkpoint_of_another_log_is_refused(desk: Newsroom, new_room: Room) -> None:
    other = new_room(empty=True)
    other.environment["XDG_CONFIG_HOME"] = desk.environment["XDG_CONFIG_HOME"]
    other.ok("init")
    refused = other("verify", "--checkpoint", str(desk.folder / FILE))
    assert refused.code == 1
    assert "is of another log" in refused.error


def test_a_colleague_s_checkpoint_needs_the_colleague_s_key(desk: Newsroom, new_room: Room) -> None:
    public = desk.ok("checkpoint --public-key").out.strip()
    (desk.folder / "key.txt").write_text(public + "\n")
    colleague = new_room(desk.database)
    colleague.environment["XDG_CONFIG_HOME"] = str(colleague.folder / "settings")
    file = str(desk.folder / FILE)
    for _ in range(2):
        refused = colleague("verify", "--checkpoint", file)
        assert refused.code == 1
        assert public in refused.error
        assert "not yours" in refused.error
        colleague.ok("verify", "--checkpoint", file, "--key", public)
        colleague.ok("verify", "--checkpoint", file, "--key", str(desk.folder / "key.txt"))
        assert colleague("verify", "--checkpoint", file, "--key", "0" * 64).code == 1
        if not (colleague.folder / "settings").exists():
            equip(colleague)


@pytest.mark.parametrize("words", [("--key", "abc"), ("--key", "nowhere"), ("--key", "tracker.db")])
def test_a_public_key_that_is_none_is_refused(desk: Newsroom, words: tuple[str, str]) -> None:
    assert desk("verify --checkpoint", FILE, *words).code == 2


def test_options_that_do_not_go_together_are_refused(desk: Newsroom) -> None:
    for words in (f"--since {FILE} --views", f"--since {FILE} --checkpoint {FILE}", "--key " + "0" * 64):
        assert desk(f"verify {words}").code == 2
    assert desk("verify --checkpoint nowhere").code == 3


def test_a_checkpoint_with_one_bit_changed_is_refused(desk: Newsroom) -> None:
    whole = (desk.folder / FILE).read_bytes()
    changed = desk.folder / "changed.ckpt"
    for place in range(0, len(whole), 61):
        for bit in range(8):
            data = bytearray(whole)
            data[place] ^= 1 << bit
            changed.write_bytes(data)
            refused = desk("verify --checkpoint changed.ckpt")
            assert (refused.code, refused.out) == (1, ""), (place, bit)
            assert refused.error


# -- only what is new --------------------------------------------------------------------------------------------


def test_only_what_is_new_is_read(desk: Newsroom) -> None:
    more(desk, 3)
    tamper(desk, "UPDATE entry SET actor = 'x' WHERE position = 2")
    found = desk.ok(f"verify --since {FILE}")
    assert found.lines[:2] == [
        "fine: 3 new entries since entry 6, signed 2025-12-11 09:00 UTC",
        "what came before it, the file as a whole and the read models were not looked at",
    ]
    assert desk(f"verify --checkpoint {FILE}").code == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE entry SET actor = 'x' WHERE position = 7", (7, "header")),
        ("UPDATE entry SET words = '{}' WHERE position = 8", (8, "words")),
        ("UPDATE entry SET words = NULL, salt = NULL WHERE position = 8", (8, "wiped")),
        ("DELETE FROM entry WHERE position = 7", (8, "missing")),
        ("UPDATE meta SET value = 'x' WHERE key = 'genesis'", (None, "origin")),
    ],
)
def test_what_is_wrong_with_the_new_is_found(desk: Newsroom, statement: str, fault: tuple[int | None, str]) -> None:
    more(desk)
    tamper(desk, statement)
    found = desk(f"verify --since {FILE} --json")
    assert found.code == 1
    assert [(one["entry"], one["kind"]) for one in found.json["problems"]] == [fault]


def test_an_old_entry_redacted_since_is_no_fault(desk: Newsroom) -> None:
    desk.ok("redact 4 --yes")
    more(desk)
    desk.ok("redact 9 --yes")
    desk.ok(f"verify --since {FILE}")
    desk.ok(f"verify --checkpoint {FILE}")


def test_a_signed_entry_that_was_changed_is_found(desk: Newsroom) -> None:
    tamper(desk, "UPDATE entry SET actor = 'x' WHERE position = 6")
    found = desk(f"verify --since {FILE} --json")
    assert [one["kind"] for one in found.json["problems"]] == ["differs"]
