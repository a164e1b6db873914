"""The full-text index: always what the log says, at every position, and forgetful down to the bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import Log, Told, logs, raw, statement, told_in, trying, write
from tests.trying import tried
from tracker.domain import events
from tracker.domain.clocks import Edtf
from tracker.domain.events import Entry
from tracker.domain.fold import things
from tracker.domain.found import Noun
from tracker.domain.projection import Thing, project
from tracker.domain.rows import Article, Claim, Source, Spoken
from tracker.domain.words import SourceKind
from tracker.store import log, search, writer
from tracker.store.appending import Draft
from tracker.store.checking.verify import verify
from tracker.store.database import reading, writing
from tracker.store.fts5 import query
from tracker.store.ids import derived_id
from tracker.store.migrate import configuration, upgrade
from tracker.store.search import Hit, matches
from tracker.store.session import Dialect, Session


@pytest.fixture(scope="module")
def db_path(fresh: Callable[[], Path]) -> Path:
    """A database whose transactions are all rolled back."""
    return fresh()


def content(session: Session) -> tuple[list[Any], list[Any]]:
    """Every word of the index with its document and place, and the documents that stand no more."""
    if session.dialect is Dialect.POSTGRESQL:
        placed = "SELECT lexeme, document, part, positions::text FROM search, LATERAL unnest(words)"
        return sorted(session.rows(placed)), sorted(session.rows("SELECT document, upto FROM search_past"))
    session.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word USING fts5vocab('main', 'search', 'instance')")
    words = sorted(session.rows("SELECT term, doc, offset FROM temp.word"))
    return words, sorted(session.rows("SELECT document, upto FROM search_past"))


def hits(path: Path, *words: str, position: int = 1_000, nouns: Iterable[Noun] = Noun) -> list[tuple[int, Noun]]:
    """Position and noun of what is found, best first."""
    with reading(str(path)) as session:
        found = list(matches(session, words, list(nouns), position))
        assert search.count(session, words, list(nouns), position) == len(found)
        return [(hit.position, hit.noun) for hit in found]


# -- laws ----------------------------------------------------------------------------------------------------------


@given(logs(), st.sampled_from((1, 2, 5, 2_000)))
@tried(25)
def test_the_index_kept_up_to_date_is_the_index_filled_anew(db_path: Path, batches: Log, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch, trying(db_path, batches) as (session, _):
        patch.setattr(writer, "_CHUNK", chunk)
        kept = content(session)
        writer.rebuild(session)
        assert content(session) == kept


@given(logs(), st.sampled_from((1, 3, 2_000)))
@tried(15)
def test_the_index_is_the_same_however_the_log_was_cut_into_chunks(db_path: Path, batches: Log, chunk: int) -> None:
    with trying(db_path, batches) as (session, _):
        whole = content(session)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "_CHUNK", chunk)
        with trying(db_path, batches) as (session, _):
            assert content(session) == whole


def _words(thing: Thing, history: list[Entry]) -> set[str]:
    """The words of a thing, worked out without the index; an undone thing has those it had last."""
    for count in range(len(history), 0, -1):
        match project(thing, history[:count]):
            case Spoken(wording=wording):
                texts: list[str] = list(wording)
            case Claim() as row:
                texts = [row.claim, row.text]
            case Source() as row:
                texts = [row.source, row.name, row.note]
            case Article() as row:
                archived = [entry.event for entry in history if isinstance(entry.event, events.ArticleArchived)]
                texts = [row.article, row.title, row.url, *(event.text for event in archived)]
            case _:
                continue
        return set(re.findall(r"[^\W_]+", " ".join(texts).lower()))
    return set()


@given(logs(), st.data())
@tried(25)
def test_what_is_found_at_any_position_is_what_held_the_word_then(
    db_path: Path, batches: Log, data: st.DataObject
) -> None:
    with trying(db_path, batches) as (session, _):
        entries = list(log.entries(session))
        known = {entry.id: entry for entry in entries}
        histories: dict[Thing, list[Entry]] = {}
        for entry in entries:
            for thing in things(entry, known.get):
                histories.setdefault(thing, []).append(entry)
        for _ in range(4):
            position = data.draw(st.integers(0, len(entries) + 1))
            word = data.draw(
                st.sampled_from(("said", "sagte", "so", "phone", "ann", "nvidia", "flood", "chips", "was"))
            )
            held = []
            for thing, history in histories.items():
                past = [entry for entry in history if entry.position <= position]
                if past and word in _words(thing, past):
                    held.append(thing)
            found = []
            for hit in matches(session, [f"{word}."], list(Noun), position):
                (thing,) = (
                    one for one in things(entries[hit.position - 1], known.get) if search.noun_of(one) is hit.noun
                )
                found.append(thing)
            assert sorted(found) == sorted(held)


@given(st.lists(st.text(max_size=12), max_size=4))
@tried(200)
def test_whatever_is_typed_is_text(told_path: Path, words: list[str]) -> None:
    typed = " ".join(words).encode("utf-8", "ignore").decode().split()
    if query(typed):
        with reading(str(told_path)) as session:
            assert search.count(session, typed, list(Noun), 8) == len(list(matches(session, typed, list(Noun), 8)))


@pytest.fixture(scope="module")
def told_path(told_once: Told) -> Path:
    return told_once.path


# -- one after the other ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["flood"], '"flood"*'),
        (["the", "flood"], '"the" AND "flood"*'),
        (["flood."], '"flood."'),
        (["flood", "%"], '"flood"'),
        (["%", "flood"], '"flood"*'),
        (['"a"'], '"""a"""'),
        (["a*"], '"a*"'),
        (["%", "_"], ""),
        ([], ""),
    ],
)
def test_how_words_are_asked_for(words: list[str], asked: str) -> None:
    assert query(words) == asked


def test_a_small_log(told: Told) -> None:
    assert hits(told.path, "dam") == [(2, Noun.CLAIM)]
    assert hits(told.path, "muller") == [(1, Noun.SOURCE)]
    assert hits(told.path, "opened", nouns=[Noun.STATEMENT]) == [(3, Noun.STATEMENT)]
    assert hits(told.path, "opened", nouns=[]) == []
    assert hits(told.path, "man") == [], "it was redacted"
    assert hits(told.path, "opened", position=2) == [(2, Noun.CLAIM)]
    assert hits(told.path, "opened", position=0) == []


def test_a_wording_stands_until_the_next(db: Path) -> None:
    ids = write(
        db, events.SourceRegistered(source="ann", kind=SourceKind.PERSON), events.ClaimOpened(claim="flood")
    ).entries
    (said,) = write(db, statement(text="first")).entries
    (amended,) = write(
        db, events.StatementAmended(statement=said.id, source="ann", claim="flood", text="second")
    ).entries
    write(db, events.EntryVoided(entry=amended.id))
    assert [hits(db, "first", position=at) for at in (2, 3, 4, 5)] == [
        [], [(3, Noun.STATEMENT)], [], [(5, Noun.STATEMENT)],
    ]  # fmt: skip
    assert [hits(db, "second", position=at) for at in (3, 4, 5)] == [[], [(4, Noun.STATEMENT)], []]
    write(db, events.EntryVoided(entry=ids[1].id))
    write(db, events.ClaimOpened(claim="flood", text="again"))
    assert hits(db, "flood", position=6, nouns=[Noun.CLAIM]) == [(2, Noun.CLAIM)], "undone, and found all the same"
    assert hits(db, "flood", position=7, nouns=[Noun.CLAIM]) == [(7, Noun.CLAIM)]


@pytest.mark.sqlite
def test_the_index_keeps_no_text(told: Told) -> None:
    with raw(told.path) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'search%'")}
        assert "search_content" not in tables
        assert connection.execute("SELECT DISTINCT text FROM search").fetchall() == [(None,)]
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_verify_takes_no_offence_at_it(told: Told) -> None:
    with reading(str(told.path)) as session:
        assert verify(session).ok


# -- forgetting ----------------------------------------------------------------------------------------------------


def test_no_wiped_word_stays_in_the_file_however_many_pieces_the_index_has(db: Path) -> None:
    write(
        db,
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON),
        events.ClaimOpened(claim="flood", text="It rains"),
    )
    for number in range(40):
        write(db, statement(text=f"word{number} and the usual"))
    (secret,) = write(db, statement(text="xylophone players", note="zyzzyva")).entries
    for number in range(40, 60):
        write(db, statement(text=f"word{number} and xylem"))
    assert b"ophone" in db.read_bytes()
    write(db, events.EntryRedacted(entry=secret.id))
    content = db.read_bytes()
    for word in (b"xylophone", b"ophone", b"players", b"zyzzyva", b"yzzyva"):
        assert word not in content
    assert len(hits(db, "usual")) == 40
    assert len(hits(db, "xyl")) == 20
    if isinstance(db, Path):
        with raw(db) as connection:
            connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_redacting_one_of_several_wordings_forgets_that_one(db: Path) -> None:
    write(db, events.SourceRegistered(source="ann", kind=SourceKind.PERSON, name="Ann Xylander"))
    (described,) = write(db, events.SourceDescribed(source="ann", note="plays the zither")).entries
    write(db, events.SourceDescribed(source="ann", name="Ann Berg"))
    assert [hits(db, "zither", position=at) for at in (1, 2, 3)] == [[], [(2, Noun.SOURCE)], [(3, Noun.SOURCE)]]
    write(db, events.EntryRedacted(entry=described.id))
    assert b"zither" not in db.read_bytes()
    assert [hits(db, "xylander", position=at) for at in (1, 2, 3)] == [[(1, Noun.SOURCE)], [(1, Noun.SOURCE)], []]
    assert hits(db, "berg") == [(3, Noun.SOURCE)]


def test_words_that_come_and_go_in_one_batch(db: Path) -> None:
    secret = Draft(statement(text="xylophone"), derived_id("secret"))
    assert secret.id is not None
    done = write(
        db,
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON),
        events.ClaimOpened(claim="flood", text="It rains"),
        secret,
        events.ClaimAmended(claim="flood", deadline=Edtf("2026")),
        events.EntryRedacted(entry=secret.id),
    )
    assert done.entries[2].redacted
    assert b"xylophone" not in db.read_bytes()
    assert hits(db, "rains") == [(2, Noun.CLAIM)]
    with writing(str(db)) as session:
        kept = content(session)
        writer.rebuild(session)
        assert content(session) == kept


def test_a_number_says_position_and_noun(db_path: Path) -> None:
    with trying(db_path, []) as (session, _):
        told_in(session, [])
        for noun in Noun:
            document = search.Indexed(7, noun, "alone")
            search._engine(session).insert(session, [(document.number, document.text)])
        found = set(matches(session, ["alone"], list(Noun), 7))
        assert found == {Hit(7, noun) for noun in Noun}
        assert list(matches(session, ["alone"], list(Noun), 6)) == []


def test_an_older_database_is_indexed_when_it_is_upgraded(told: Told) -> None:
    scripts = ScriptDirectory.from_config(configuration())
    before = next(script.down_revision for script in scripts.walk_revisions() if script.revision == "0003")
    with writing(str(told.path)) as session:
        kept = content(session)
    with raw(told.path) as connection:
        connection.execute("DROP TABLE search")
        connection.execute("DROP TABLE search_past")
        connection.execute("UPDATE alembic_version SET version_num = ?", (before,))
    upgrade(str(told.path))
    assert hits(told.path, "dam") == [(2, Noun.CLAIM)]
    with writing(str(told.path)) as session:
        assert content(session) == kept
