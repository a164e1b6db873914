"""Exporting, and coming back: bit for bit, into a prefix of oneself, and never by halves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.domain.chain import Header, canonical, entry_hash, genesis, words_digest

TEXT = "The dam held, the mayor said.\nA witness [sic] saw 🎈 water.\n"


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A little of everything, redaction and undo included (14 entries)."""
    room = new_room()
    room.write("dam.txt", TEXT)
    room.write("raw.bin", b"\xff\xfe not text")
    return room.given("""
        source add Mayor --note 'home number 555'
        source add 'Zürich "Z" [sic] 🎈' --handle zurich --kind agency
        claim open 'The dam broke' --handle flood --about mayor --topic water
        article add dam.txt --handle dam --agency zurich --published 2025-12-01
        article add raw.bin --handle raw
        log 'It held' -s mayor -c flood -a deny --article dam --quote 'The dam held' --actor mara
        log 'I was told so' -s mayor -c flood --ground-rule off_record --note 'over a beer'
        log 'Water came' --new-source Witness -c flood --basis witnessed --note 'trustworthy'
        amend 7 --text 'I was told so at dinner'
        undo 9
        redact 6 --yes
        verdict flood true --because 'photographs'
    """)


@pytest.fixture
def desk(new_room: Room, story: Newsroom) -> Newsroom:
    """The story, to do with as a test likes."""
    return new_room(story.database)


def whole(*lines: str) -> str:
    """A file of these lines."""
    return "".join(line + "\n" for line in lines)


def same_log(one: Newsroom, other: Newsroom) -> bool:
    """Whether two logs and all that is derived from them are the same, row for row."""
    return one.fingerprint() == other.fingerprint()


def test_an_export_names_origin_length_and_head_first(desk: Newsroom) -> None:
    lines = desk.ok("export").jsonl
    position, last = desk.head
    origin = desk.rows("SELECT value FROM meta WHERE key = 'origin'")[0][0]
    assert lines[0] == {"tracker": "tracker-log-v1", "origin": origin, "entries": position, "head": last}
    assert [line["position"] for line in lines[1:]] == list(range(1, position + 1))
    assert lines[-1]["hash"] == last


def test_export_then_import_is_the_same_log_bit_for_bit(desk: Newsroom, room: Newsroom) -> None:
    exported = desk.ok("export").out
    room.write("log.jsonl", exported)
    assert room.ok("import log.jsonl").out == f"{desk.head[0]} entries added\n"
    assert room.head == desk.head
    assert same_log(room, desk)
    assert room.ok("export").out == exported
    assert room.ok("verify").code == 0
    for line in ("belief", "why flood", "credibility", "timeline", "source list", "article list"):
        assert room.ok(line).out == desk.ok(line).out


def test_an_import_of_one_s_own_export_is_nothing_new(desk: Newsroom) -> None:
    desk.write("log.jsonl", desk.ok("export").out)
    before = desk.fingerprint()
    assert desk.json("import log.jsonl") == {"added": 0, "already": desk.head[0], "refused": 0}
    assert desk.fingerprint() == before


@pytest.mark.parametrize("position", [1, 3, 13])
def test_an_export_continues_a_prefix_of_itself(desk: Newsroom, room: Newsroom, position: int) -> None:
    lines = desk.ok("export").lines
    head = json.loads(lines[0]) | {"entries": position, "head": json.loads(lines[position])["hash"]}
    room.write("part.jsonl", whole(json.dumps(head), *lines[1 : position + 1]))
    room.ok("import part.jsonl")
    room.write("whole.jsonl", whole(*lines))
    assert room.json("import whole.jsonl") == {"added": desk.head[0] - position, "already": position, "refused": 0}
    assert same_log(room, desk)
    before = room.fingerprint()
    assert room.json("import part.jsonl")["added"] == 0, "an older export is nothing new"
    assert room.fingerprint() == before


def test_a_diverged_log_is_refused(desk: Newsroom, new_room: Room) -> None:
    other = new_room(desk.database)
    desk.given("source add Here")
    other.given("source add There\nsource add Further")
    other.write("log.jsonl", desk.ok("export").out)
    answer = other.refused(1, "import log.jsonl")
    assert "of the file is another one than entry" in answer.error
    assert "diverged" in answer.hint


def test_another_log_is_refused(desk: Newsroom, bare_room: Newsroom) -> None:
    room = bare_room.given("init\nsource add Somebody")
    room.write("log.jsonl", desk.ok("export").out)
    answer = room.refused(1, "import log.jsonl")
    assert answer.error == "this is the export of another log, and two logs cannot be made one"
    assert answer.hint == "import it into a new database: tracker init other.db"


def test_a_cut_export_is_noticed_wherever_it_was_cut(desk: Newsroom, room: Newsroom) -> None:
    content = desk.ok("export").out.encode()
    lines = [len(b"".join(content.splitlines(keepends=True)[:number])) for number in range(1, 14)]
    cuts = sorted(
        {*range(1, len(content), 397), *lines, *(line - 1 for line in lines), *(line + 1 for line in lines)}
        | {len(content) - 1}
    )
    for cut in cuts:
        room.write("log.jsonl", content[:cut])
        answer = room("import log.jsonl")
        assert answer.code == 1, (cut, answer)
        assert answer.err.startswith("error: ")
        assert room.head == (0, ""), cut
    room.write("log.jsonl", content)
    room.ok("import log.jsonl")
    assert same_log(room, desk)


def test_a_cut_export_is_refused_with_a_hint(desk: Newsroom, room: Newsroom) -> None:
    content = desk.ok("export").out.encode()
    for cut in (10, 500, len(content) // 2, len(content) - 2):
        room.write("log.jsonl", content[:cut])
        room.refused(1, "import log.jsonl")


def test_every_changed_byte_is_noticed(desk: Newsroom, room: Newsroom) -> None:
    """Whatever is changed in an export, it is refused or comes to the very same log."""
    content = bytearray(desk.ok("export").out.encode())
    fresh = room.fingerprint()
    for place in range(7, len(content), 211):
        changed = bytearray(content)
        changed[place] = changed[place] ^ 1
        room.write("log.jsonl", bytes(changed))
        answer = room("import log.jsonl")
        if answer.code == 0:
            assert same_log(room, desk), (place, changed[place - 20 : place + 20])
            room = room.branch(f"again-{place}")
            room.ok("init")
            fresh = room.fingerprint()
        else:
            assert answer.code == 1, (place, answer.err)
            assert room.fingerprint() == fresh


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"words": {"name": "Somebody else"}}, "the words of entry 1 have been changed"),
        ({"facts": {"source": "mayor", "kind": "group"}}, "entry 1 has been changed"),
        ({"actor": "eve"}, "entry 1 has been changed"),
        ({"recorded": "2025-12-10T09:00:00.000000Z"}, "entry 1 has been changed"),
        ({"position": 2}, "line 2: holds entry 2 where entry 1 belongs"),
        ({"previous": "0" * 64}, "entry 1 does not follow entry 0"),
        ({"version": True}, ""),
        ({"version": "1"}, "holds a value of the wrong type"),
        ({"position": True}, ""),
        ({"extra": 1}, "an exported entry has the keys"),
        ({"facts": []}, "an exported entry has the keys"),
        ({"words": []}, "an exported entry has the keys"),
    ],
)
def test_a_forged_line_is_refused(desk: Newsroom, room: Newsroom, change: dict[str, Any], told: str) -> None:
    lines = desk.ok("export").lines
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    room.write("log.jsonl", whole(*lines))
    answer = room("import log.jsonl")
    assert answer.code == 1
    assert told in " ".join(answer.err.split())
    assert room.head == (0, "")


@pytest.mark.parametrize(
    "header",
    [
        {"tracker": "tracker-log-v2", "origin": "x", "entries": 0, "head": "y"},
        {"tracker": "tracker-log-v1"},
        {"tracker": "tracker-log-v1", "origin": "x", "entries": "many", "head": "y"},
        {"tracker": "tracker-log-v1", "origin": "x", "entries": 3, "head": "y"},
        {"tracker": None},
    ],
)
def test_a_header_that_cannot_be(room: Newsroom, header: dict[str, Any]) -> None:
    room.write("log.jsonl", json.dumps(header) + "\n")
    answer = room("import log.jsonl")
    assert answer.code == 1
    assert answer.err.startswith("error: ")
    assert room.head == (0, "")


def test_an_export_of_an_empty_log(room: Newsroom, new_room: Room) -> None:
    exported = room.ok("export").out
    assert len(exported.splitlines()) == 1
    other = new_room()
    other.write("log.jsonl", exported)
    assert other.json("import log.jsonl") == {"added": 0, "already": 0, "refused": 0}


def test_what_was_redacted_never_comes_back(desk: Newsroom, new_room: Room) -> None:
    """An older copy of the log still holds the words; taking it in again must not restore them."""
    copy = new_room(desk.database)
    copy.write("old.jsonl", copy.ok("export").out)
    desk.ok("redact 14 --yes")
    before = desk.fingerprint()
    desk.write("old.jsonl", (copy.folder / "old.jsonl").read_bytes())
    desk.ok("import old.jsonl")
    assert desk.fingerprint() == before
    copy.write("new.jsonl", desk.ok("export").out)
    copy.ok("import new.jsonl")
    assert copy.words(14) is None
    assert same_log(copy, desk)


def test_bare_events_of_a_redacted_id_do_not_bring_it_back(room: Newsroom) -> None:
    lines = [
        {"type": "source.registered", "facts": {"source": "ann", "kind": "person"}, "words": {"name": "Ann"}},
        {"type": "claim.opened", "facts": {"claim": "flood"}, "words": {"text": "The dam broke"}},
        {
            "id": "s",
            "type": "statement.recorded",
            "facts": {"source": "ann", "claim": "flood"},
            "words": {"text": "me"},
        },
    ]
    room.write("events.jsonl", whole(*map(json.dumps, lines)))
    room.given("import events.jsonl\nredact 3 --yes")
    before = room.fingerprint()
    assert room.json("import events.jsonl") == {"added": 0, "already": 3, "refused": 0}
    assert room.fingerprint() == before
    assert room.words(3) is None


# -- the table -----------------------------------------------------------------------------------------------------


def test_the_table_holds_what_stands(desk: Newsroom) -> None:
    every = desk.ok("export --format table").csv
    assert [row["source"] or row["article"] for row in every if not row["claim"]] == ["zurich", "raw", "witness"], (
        "what no statement describes on the way has a row of its own"
    )
    rows = [row for row in every if row["claim"]]
    assert [(row["source"], row["act"], row["text"], row["verdict"]) for row in rows] == [
        ("mayor", "deny", "", ""),
        ("mayor", "assert", "I was told so at dinner", ""),
        ("", "", "", "true"),
    ], "what was undone is left out, what was redacted has no words, what was amended reads as it should"
    assert (rows[0]["source_kind"], rows[0]["claim_text"], rows[0]["about"]) == ("person", "The dam broke", "mayor")
    assert rows[1]["source_kind"] == "", "said once"
    assert rows[2]["because"] == "photographs"


def test_the_table_comes_back_with_the_same_readings(desk: Newsroom, room: Newsroom) -> None:
    room.write("table.csv", desk.ok("export --format table").out)
    room.ok("import table.csv --keep-recorded")
    (there,), (here,) = desk.json("belief flood"), room.json("belief flood")
    for name in ("status", "probability", "support_units", "deny_units", "statements", "verdict", "denied_by", "about"):
        assert here[name] == there[name], name
    before = room.fingerprint()
    assert room.json("import table.csv --keep-recorded")["added"] == 0
    assert room.fingerprint() == before
    there, here = (one.ok("export --format table").csv for one in (desk, room))
    assert [row | {"id": ""} for row in here] == [row | {"id": ""} for row in there]


def test_tables_of_an_empty_log(room: Newsroom) -> None:
    assert room.ok("export --format table").csv == []
    assert room.ok("export --format table").out.startswith("id,said,source,")


# -- publishable ---------------------------------------------------------------------------------------------------

PRIVATE = ("home number 555", "over a beer", "trustworthy", "I was told so")


@pytest.mark.parametrize("form", ["jsonl", "table"])
def test_publishable_leaves_out_off_the_record_and_notes(desk: Newsroom, form: str) -> None:
    told = desk.ok(f"export --format {form} --publishable").out
    for words in PRIVATE:
        assert words not in told
    assert "photographs" in told
    if form == "table":
        assert "off_record" not in told


def test_publishable_events_make_a_log_of_their_own(desk: Newsroom, room: Newsroom) -> None:
    exported = desk.ok("export --publishable").out
    assert "tracker-log-v1" not in exported, "bare events, without hashes and salts"
    hidden = {desk.rows("SELECT id FROM entry WHERE position = ?", number)[0][0] for number in (7, 10)}
    for line in exported.splitlines():
        event = json.loads(line)
        assert event["id"] not in hidden
        assert hidden.isdisjoint(map(str, event["facts"].values())), "what refers to what is left out is left out"
    room.write("public.jsonl", exported)
    room.ok("import public.jsonl --keep-recorded")
    assert room.ok("verify").code == 0
    assert room.json("belief flood")[0]["verdict"] == "true"


def test_who_spoke_off_the_record_only_is_not_published(room: Newsroom, new_room: Room) -> None:
    """Neither the name nor whom it was merged with; what is published still makes a log."""
    room.given("""
        source add Mayor
        source add 'Deep Throat' --handle deep
        source add 'Deeper Throat' --handle deeper
        source add 'Deepest Throat' --handle deepest
        claim open 'The dam broke' --handle flood
        log 'It broke' -s mayor -c flood
        log 'They knew' -s deep -c flood --ground-rule off_record
        log 'They all knew' -s deeper -c flood --ground-rule off_record --chain deepest
        source describe deep --name 'Mark'
        source merge deeper deep
        source merge mayor deepest
    """)
    told = room.ok("export --publishable").out
    for words in ("Throat", "Mark", "They knew", "They all knew", "deeper"):
        assert words not in told
    other = new_room()
    other.write("public.jsonl", told)
    other.ok("import public.jsonl --keep-recorded")
    table = room.ok("export --publishable --format table").out
    assert "deep" not in table


def test_a_statement_that_went_off_the_record_later_is_not_published(room: Newsroom) -> None:
    """It was logged on the record, then amended: the first telling must not be published either."""
    room.given("""
        source add Mayor
        claim open 'The dam broke' --handle flood
        log 'I know it broke' -s mayor -c flood
        amend 3 --ground-rule off_record
    """)
    assert "I know it broke" not in room.ok("export --publishable --format table").out
    assert "I know it broke" not in room.ok("export --publishable").out


# -- exports by strangers ------------------------------------------------------------------------------------------


def forged(room: Newsroom, **changes: Any) -> str:
    """An export of one entry whose hashes all fit, as any program could write it."""
    origin = room.rows("SELECT value FROM meta WHERE key = 'origin'")[0][0]
    row: dict[str, Any] = {
        "position": 1, "id": "019b0c3e-7c1a-7abc-8def-0123456789ab", "batch": "019b0c3e-7c1a-7abc-8def-0123456789ac",
        "type": "source.registered", "version": 1, "recorded": "2025-12-11T09:00:00.000000Z", "actor": "",
        "facts": {"kind": "person", "source": "ann"}, "words": {"name": "Ann"}, "salt": "5a" * 16,
    }  # fmt: skip
    row |= changes
    words = None if row["words"] is None else canonical(row["words"])
    row["words_digest"] = words_digest(row["salt"] or "", words or "")
    row["previous"] = genesis(origin)
    head = [row[name] for name in ("position", "id", "batch", "type", "version", "recorded", "actor")]
    row["hash"] = entry_hash(Header(*head, canonical(row["facts"]), row["words_digest"], row["previous"]))
    first = {"tracker": "tracker-log-v1", "origin": origin, "entries": 1, "head": row["hash"]}
    return f"{json.dumps(first)}\n{json.dumps(row)}\n"


def test_an_export_may_be_written_by_any_program(room: Newsroom) -> None:
    room.write("log.jsonl", forged(room))
    room.ok("import log.jsonl")
    assert room.one("source show ann")["name"] == "Ann"
    assert room.ok("verify").code == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"recorded": "garbage"},
        {"recorded": "2025-12-11"},
        {"version": 0},
        {"type": "source.renamed"},
        {"facts": {"source": "ann"}},
        {"facts": {"source": "ann", "kind": "robot"}},
        {"facts": {"source": "ann", "kind": "person", "colour": "red"}},
        {"facts": {"source": 7, "kind": "person"}},
        {"facts": {"source": "ann", "kind": "person", "head_min": 10**30}},
        {"words": {"nome": "Ann"}},
        {"words": {"name": 7}},
        {"words": ["Ann"]},
        {"type": "statement.recorded", "facts": {"source": "ann", "claim": "x", "said": "soon"}, "words": {}},
    ],
    ids=lambda changes: json.dumps(changes)[:60],
)
def test_a_forged_log_is_checked_at_the_door(room: Newsroom, changes: dict[str, Any]) -> None:
    before = room.fingerprint()
    room.write("log.jsonl", forged(room, **changes))
    answer = room("import log.jsonl")
    assert answer.code in (1, 4), answer.err
    assert "hint: " in answer.err
    assert room.fingerprint() == before


def test_a_forged_log_that_lost_words_without_a_redaction(room: Newsroom) -> None:
    room.write("log.jsonl", forged(room, words=None, salt=None))
    room.refused(1, "import log.jsonl")
