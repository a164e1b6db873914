"""Forgetting down to the bytes: no word that was wiped is left in the file, wherever it once stood in it."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import string
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.logs import raw, statement, write
from tracker.domain import events
from tracker.domain.clocks import Edtf
from tracker.domain.events import Event
from tracker.domain.rules import content_hash
from tracker.domain.words import EventId, Finding, Relation, SourceKind
from tracker.errors import DatabaseError
from tracker.store import appending, log, scrub, sqlite, writer
from tracker.store.appending import Draft
from tracker.store.database import reading, writing
from tracker.store.ids import derived_id

pytestmark = pytest.mark.sqlite
"""What a server keeps in its files is the server's to clear away."""


class Words:
    """Draws words that nobody ever used before; what stands in the file of any of them can be told."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.drawn: list[str] = []

    def draw(self, count: int = 1) -> str:
        new = ["".join(self.random.choices(string.ascii_lowercase, k=12)) for _ in range(count)]
        self.drawn += new
        return " ".join(new)

    def handle(self) -> str:
        return "".join(self.random.choices(string.ascii_lowercase, k=6))

    def left_in(self, *paths: Path) -> list[str]:
        """The words of which these files hold the better part; the index keeps only the end of a word, at times."""
        content = b"\n".join(path.read_bytes() for path in paths if path.exists())
        found = {run[at : at + 8] for run in re.findall(rb"[a-z]{8,}", content) for at in range(len(run) - 7)}
        return [word for word in self.drawn if word[4:].encode() in found]


def beside(path: Path) -> list[Path]:
    """The database and everything that SQLite puts next to it."""
    return sorted(path.parent.glob(f"{path.name}*"))


def redact_all(path: Path, *, but: tuple[str, ...] = ()) -> None:
    with reading(str(path)) as session:
        ids = [entry.id for entry in log.entries(session) if not entry.redacted and entry.id not in but]
    write(path, *(events.EntryRedacted(entry=event_id) for event_id in ids))
    scrub.clean(str(path))


def everything(words: Words) -> list[Draft | Event]:
    """A word in every place that holds words, old versions and long texts that fill several pages included."""
    said, long, grouping, verdict = (derived_id(name) for name in ("said", "long", "grouping", "verdict"))
    text = words.draw(900)
    article = events.ArticleArchived(article="a", title=words.draw(), url=words.draw(), text=text)
    return [
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON, name=words.draw(), note=words.draw()),
        events.SourceRegistered(source="bob", kind=SourceKind.PERSON, name=words.draw(700)),
        events.SourceRegistered(source="cid", kind=SourceKind.PERSON),
        events.SourceDescribed(source="ann", name=words.draw(), note=words.draw(800)),
        events.SourcesMerged(source="bob", into="ann", because=words.draw()),
        events.SourcesDistinguished(source="ann", other="cid", because=words.draw()),
        events.ArticleArchived(**{name: getattr(article, name) for name in ("article", "title", "url", "text")},
                        sha256=content_hash(article)),
        events.ArticleAmended(article="a", title=words.draw(), url=words.draw(600)),
        events.ClaimOpened(claim="flood", text=words.draw()),
        events.ClaimOpened(claim="dam", text=words.draw(700)),
        events.ClaimAmended(claim="flood", text=words.draw()),
        events.ClaimsRelated(claim="flood", relation=Relation.CONTRADICTS, other="dam", because=words.draw()),
        Draft(statement(text=words.draw(), quote=words.draw(), cue=words.draw(), evidence=words.draw(),
                        note=words.draw()), said),
        Draft(statement(text=words.draw(3_000)), long),
        events.StatementAmended(statement=said, source="ann", claim="flood", text=words.draw(), note=words.draw(500)),
        events.StatementRetracted(statement=said, because=words.draw()),
        Draft(events.StatementsGrouped(statements=(said, long), because=words.draw()), grouping),
        events.CommentRequested(source="ann", claim="flood", by=Edtf("2025"), note=words.draw(500)),
        Draft(events.VerdictReached(claim="flood", value=Finding.TRUE, decided=Edtf("2025"), because=words.draw(600),
                             evidence=words.draw()), verdict),
        events.VerdictWithdrawn(verdict=verdict, decided=Edtf("2025"), because=words.draw()),
        events.PolicySet(name="certainty.likely", value="0.4", because=words.draw()),
    ]  # fmt: skip


def tell(path: Path, words: Words) -> None:
    drafts = everything(words)
    write(path, *drafts[:10])
    write(path, *drafts[10:])


def test_every_kind_of_words_is_gone_from_file_journal_index_and_a_backup(db: Path, tmp_path: Path) -> None:
    words = Words(1)
    tell(db, words)
    assert set(words.left_in(db)) == set(words.drawn)
    redact_all(db)
    assert words.left_in(*beside(db)) == []
    assert beside(db) == [db]
    copy = tmp_path / "copy.db"
    with raw(db) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    assert words.left_in(copy) == []


def test_words_that_were_moved_about_in_the_file_leave_no_copies(db: Path) -> None:
    """Rows among which others are put stand in pages that are split: their old places are not cleared by that."""
    words, drawn = Words(6), []
    for _ in range(12):
        batch: list[Draft] = []
        for _ in range(words.random.choice((12, 25))):
            event_id = derived_id(words.handle())
            text = words.draw(words.random.choice((1, 2, 40, 120)))
            batch.append(
                Draft(events.SourceRegistered(source=words.handle(), kind=SourceKind.PERSON, name=text), event_id)
            )
            drawn.append(event_id)
        write(db, *batch)
    words.random.shuffle(drawn)
    half: list[EventId] = drawn[::2]
    write(db, *(events.EntryRedacted(entry=event_id) for event_id in half))
    redact_all(db)
    assert words.left_in(*beside(db)) == []


@pytest.mark.parametrize("ends", ["rolled back", "dry run"])
def test_words_that_were_never_kept_are_gone_after_the_next_redaction(
    db: Path, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large transaction puts pages into the file before it ends, and a free page is not restored when it fails."""
    words = Words(3)
    write(
        db,
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON),
        events.ClaimOpened(claim="flood", text="It rains"),
    )
    (told,) = write(db, statement(text="spoken plainly")).entries
    with raw(db) as connection:
        connection.execute("CREATE TABLE ballast (x)")
        connection.execute("INSERT INTO ballast VALUES (zeroblob(900000))")
        connection.execute("DROP TABLE ballast")
    # A small cache is written out early; that the disk has it does not matter here.
    pragmas = ("secure_delete = ON", "cache_size = 40", "synchronous = OFF")
    monkeypatch.setattr(sqlite, "_PRAGMAS", pragmas)
    texts = [statement(text=words.draw(600)) for _ in range(15)]

    def tried() -> None:
        with writing(str(db), dry_run=ends == "dry run") as session:
            done = appending.append(session, map(Draft, texts), now=1_748_779_200_000_000, actor="desk")  # type: ignore[arg-type]
            writer.Views(session).apply(done.entries)
            if ends == "rolled back":
                raise DatabaseError("the power went out")

    if ends == "rolled back":
        with pytest.raises(DatabaseError):
            tried()
    else:
        tried()
    assert words.left_in(db), "else this test says nothing"
    write(db, events.EntryRedacted(entry=told.id))
    scrub.clean(str(db))
    assert words.left_in(*beside(db)) == []


_KILLED = """
import os, signal, sys
from tracker.domain.events import EntryRedacted
from tracker.store import appending, database, log, sqlite, writer
from tracker.store.appending import Draft
sqlite._PRAGMAS = ("secure_delete = ON", "cache_size = 40", "synchronous = OFF")
with database.writing(sys.argv[1]) as session:
    ids = [entry.id for entry in log.entries(session)]
    now = log.head(session).recorded
    done = appending.append(session, [Draft(EntryRedacted(entry=one)) for one in ids], now=now, actor="")
    if sys.argv[2] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    writer.Views(session).apply(done.entries)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_redaction_that_was_killed_leaves_nothing_once_it_has_been_done(db: Path, when: str) -> None:
    """Killed before its end it has not happened, and is done again; killed after it, the next writer cleans up."""
    words = Words(4)
    tell(db, words)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(db), when], env={**os.environ}, check=False)
    assert killed.returncode == -signal.SIGKILL
    with reading(str(db)) as session:
        assert scrub.is_due(session) is (when == "after")
        assert all(entry.redacted is (when == "after") for entry in log.entries(session, upto=21))
    redact_all(db)
    assert words.left_in(*beside(db)) == []
    with reading(str(db)) as session:
        assert not scrub.is_due(session)


def test_words_from_before_a_rebuild(db: Path) -> None:
    words = Words(5)
    tell(db, words)
    with writing(str(db)) as session:
        writer.rebuild(session)
    redact_all(db)
    assert words.left_in(*beside(db)) == []


def test_a_write_ahead_log_is_emptied(fresh: Callable[[], Path]) -> None:
    db, words = fresh(), Words(7)
    with raw(db) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        tell(db, words)
        redact_all(db)
        assert words.left_in(*beside(db)) == []


def test_a_reader_puts_the_cleaning_off(db: Path) -> None:
    (told,) = write(db, events.SourceRegistered(source="ann", kind=SourceKind.PERSON, name="Ann")).entries
    write(db, events.EntryRedacted(entry=told.id))
    with reading(str(db)) as session:
        assert scrub.is_due(session)
        with pytest.raises(DatabaseError):
            scrub.clean(str(db), patience=0)
    scrub.clean(str(db))
    with reading(str(db)) as session:
        assert not scrub.is_due(session)
