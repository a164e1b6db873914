"""Every verb on every kind of damaged database: named with a way out, never a bug, and nothing is appended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.newsroom import Answer, Newsroom
from tests.store.logs import insert_raw, raw, sealed, stored, unguarded
from tracker.cli.app import VERBS
from tracker.domain.chain import words_digest

LINES = """
    init
    source add Bob
    source show ann
    source list
    source describe ann --name Anna
    source merge bob ann
    claim open "Another claim"
    claim show flood
    claim list
    claim amend flood --text "It flooded badly"
    article add note.txt --handle note
    article list
    article show paper
    ingest note.txt
    review
    log "It did" -s ann -c flood
    log "It did" -s ann -c flood --dry-run
    ask ann -c flood --by 2026-01-01
    amend 3 --text "It did not"
    retract 3
    group 3 4
    find flood
    timeline
    replay
    diff 2025-12-01 2025-12-05
    show 3
    belief
    belief flood
    why flood
    credibility
    credibility ann
    verdict flood true
    backtest
    context article=paper
    context --clear
    policy show
    policy set certainty.likely=0.4
    undo 3
    undo --last
    redact 3 --yes
    redact --source ann --yes
    import more.csv
    export
    export --format table
    export --publishable
    backup copy.db
    verify
    verify --views
    checkpoint head.ckpt
    rebuild
    upgrade
    doctor
    doctor --clock --yes
"""


def sql(*statements: str) -> Callable[[Newsroom], None]:
    """Damage done by any other program."""

    def done(room: Newsroom) -> None:
        dropping = all(one.startswith("DROP") for one in statements)
        with (raw if dropping else unguarded)(room.database) as connection:
            for statement in statements:
                connection.execute(statement)

    return done


def file(change: Callable[[Path], object]) -> Callable[[Newsroom], None]:
    """Damage done to the file."""
    return lambda room: change(Path(room.database)) and None


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def somebody_elses(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (number INTEGER)")


def no_triggers(room: Newsroom) -> None:
    with raw(room.database) as connection:
        for name in ("entry_insert", "entry_delete"):
            connection.execute(f"DROP TRIGGER {name}" + (" ON entry" if room.url else ""))


SCHEMA, BEGINNING, LOG = "(table alembic_version)", "no longer says where its log begins", "has lost its log"
EITHER: dict[str, tuple[Callable[[Newsroom], None], str]] = {
    "meta is gone": (sql("DROP TABLE meta"), BEGINNING),
    "meta is empty": (sql("DELETE FROM meta"), BEGINNING),
    "no origin": (sql("DELETE FROM meta WHERE key = 'origin'"), BEGINNING),
    "no genesis": (sql("DELETE FROM meta WHERE key = 'genesis'"), BEGINNING),
    "another origin": (sql("UPDATE meta SET value = 'x' WHERE key = 'origin'"), BEGINNING),
    "another genesis": (sql("UPDATE meta SET value = 'x' WHERE key = 'genesis'"), BEGINNING),
    "no schema table": (sql("DROP TABLE alembic_version"), SCHEMA),
    "no schema": (sql("DELETE FROM alembic_version"), SCHEMA),
    "a newer schema": (sql("UPDATE alembic_version SET version_num = '9999'"), "by a newer tracker"),
    "an older schema": (sql("UPDATE alembic_version SET version_num = '0002'"), "tables of a later one"),
    "two schemas": (sql("INSERT INTO alembic_version VALUES ('0002')"), SCHEMA),
    "a table is missing": (sql("DROP TABLE voice"), "lacks what is derived from the log (table voice)"),
    "two tables are missing": (sql("DROP TABLE search_past", "DROP TABLE tag"), "(table search_past, tag)"),
    "guards are missing": (no_triggers, "the trigger 'entry_"),
}
OF_A_FILE: dict[str, tuple[Callable[[Newsroom], None], str]] = {
    "no entries": (sql("DROP TABLE entry"), LOG),
    "cut off": (file(lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])), "damaged"),
    "zero bytes": (file(lambda path: path.write_bytes(b"")), "is empty"),
    "a folder": (file(folder), "is a folder"),
    "a text": (file(lambda path: path.write_text("Dear diary, " * 500)), "is not a tracker database"),
    "somebody else's": (file(somebody_elses), "is not a tracker database"),
}


@pytest.fixture(scope="module")
def whole(new_room: Callable[..., Newsroom]) -> Newsroom:
    """A small log."""
    room = new_room().given("""
        source add Ann
        claim open "It flooded" --handle flood
        log "It did" -s ann -c flood -d 2025-12-01
        log "It did, again" -s ann -c flood -d 2025-12-02
    """)
    room.write("note.txt", '"It flooded", said Ann Reed.')
    room.ok("article add note.txt --handle paper")
    return room


@pytest.fixture
def damaged(whole: Newsroom, new_room: Callable[..., Newsroom]) -> Newsroom:
    room = new_room(whole.database)
    room.environment.setdefault("TRACKER_DB", "tracker.db")
    room.write("note.txt", '"It flooded", said Ann Reed.')
    room.write("more.csv", "source,claim,text\nann,flood,It did once more\n")
    return room


def entries(room: Newsroom) -> list[tuple[object, ...]] | None:
    """The entries that are there, if any."""
    try:
        return room.rows("SELECT position, hash FROM entry ORDER BY position")
    except Exception:
        return None


def is_plain(answer: Answer) -> bool:
    """Whether a refusal is one error and one hint."""
    starts = [line.partition(":")[0] for line in answer.err.splitlines() if line.startswith(("error:", "hint:"))]
    return starts == ["error", "hint"] and "Traceback" not in answer.err


def test_every_verb_is_tried() -> None:
    tried = {line.split()[0] for line in LINES.strip().splitlines() if line.strip()}
    assert tried == {verb for verbs in VERBS.values() for verb in verbs} - {"demo", "guide"}


@pytest.mark.parametrize("kind", EITHER)
def test_damage(damaged: Newsroom, kind: str) -> None:
    walk(damaged, *EITHER[kind])


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", OF_A_FILE)
def test_damage_of_a_file(damaged: Newsroom, kind: str) -> None:
    walk(damaged, *OF_A_FILE[kind])


def walk(room: Newsroom, damage: Callable[[Newsroom], None], told: str) -> None:
    """Type every command there is."""
    damage(room)
    before = entries(room)
    for line in filter(None, map(str.strip, LINES.splitlines())):
        if line == "init" and told == "is empty":
            continue
        answer = room(line, stdin="q\n", terminal=True)
        assert answer.code in (0, 1, 3, 4, 130), (line, answer)
        assert entries(room) == before, line
        if answer.code == 4:
            assert is_plain(answer), (line, answer.err)
    refused = room("log 'It did' -s ann -c flood")
    assert refused.code == 4
    assert told in refused.error
    doctor = room("doctor --json")
    assert doctor.code == 1
    assert any(told in one["message"] for one in doctor.json["warnings"])


@pytest.mark.parametrize("kind", [kind for kind, (_, told) in EITHER.items() if told != BEGINNING])
def test_the_way_out(damaged: Newsroom, kind: str) -> None:
    head = damaged.head
    EITHER[kind][0](damaged)
    damaged.ok("export -o log.jsonl")
    other = damaged.branch("other")
    other.ok("init")
    other.ok("import ../log.jsonl")
    other.ok("verify --views")
    assert other.head == head


@pytest.mark.sqlite
@pytest.mark.parametrize("name", ["./:memory:", ":memory:", "file:x?mode=memory", "file::memory:"])
def test_a_name_that_sqlite_takes_for_another_is_a_file_all_the_same(bare_room: Newsroom, name: str) -> None:
    bare_room.ok("init", name)
    assert (bare_room.folder / name).stat().st_size > 0
    bare_room.ok("claim open 'It flooded'", "--db", name)
    bare_room.ok("redact 1 --yes", "--db", name)
    bare_room.ok("verify --views", "--db", name)
    bare_room.ok("upgrade", "--db", name)
    assert [path.name for path in bare_room.folder.iterdir()] == [name.removeprefix("./")]


@pytest.mark.sqlite
@pytest.mark.parametrize("damage", ["DELETE FROM search_idx", "DELETE FROM search_data WHERE id > 10"])
def test_an_index_that_finds_nothing_is_noticed_and_mended(damaged: Newsroom, damage: str) -> None:
    damaged.ok("log -s ann -c flood", " ".join(f"word{number}" for number in range(3000)))
    with raw(damaged.database) as connection:
        connection.execute(damage)
    answer = damaged("verify --json")
    assert answer.code == 1
    assert {one["kind"] for one in answer.json["problems"]} <= {"views", "damaged"}
    damaged.ok("rebuild")
    damaged.ok("verify --views")
    assert damaged.ok("find flooded").lines


REFORGED = {
    "facts": ["{", "[]", "7", '{"act":"sing"}', '{"zzz":1}', "{}", '{"a":' * 3000 + "1" + "}" * 3000],
    "words": ["[]", "{", "7", '{"zzz":"x"}'],
}


@pytest.mark.parametrize(("column", "text"), [(name, text) for name, some in REFORGED.items() for text in some])
def test_an_entry_that_was_forged_with_its_hash_shows_no_message_of_python(
    damaged: Newsroom, column: str, text: str
) -> None:
    before, last = stored(damaged.database)[-2:]
    with unguarded(damaged.database) as connection:
        connection.execute("DELETE FROM entry WHERE position = ?", (last.position,))
        row = sealed(before, **(last._asdict() | {"position": last.position, "previous": before.hash, column: text}))
        insert_raw(connection, sealed(before, **(row._asdict() | {"words_digest": words_digest(row.salt, row.words)})))
    for line in ("verify", "show 5", "timeline", "article list", "find flooded", "export --format table", "rebuild"):
        answer = damaged(line)
        assert answer.code in (0, 1, 4), (line, answer.err)
        for word in ("Expecting", "argument", "object has", "recursion", "__", "NoneType", "invalid literal"):
            assert word not in answer.err + (answer.out if line == "verify" else ""), (line, answer)
    assert damaged("verify").code == 1
