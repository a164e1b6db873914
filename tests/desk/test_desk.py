"""The desk without a command line: batches, dry runs, and what a verb hands back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.desk import articles, claims, listing, sources, statements, undoing, upkeep, verdicts
from tracker.desk.articles import Imprint
from tracker.desk.claims import Filing
from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file
from tracker.desk.judging.beliefs import belief
from tracker.desk.reading import When
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.desk.story.timeline import Wanted, timeline
from tracker.domain.events import SourceRegistered, StatementRecorded, wire_name
from tracker.domain.found import Noun
from tracker.domain.words import Act, Finding, SourceKind
from tracker.errors import DatabaseError, NotFound, RuleError, TrackerError, UsageError

NOW = datetime(2025, 12, 11, 9, tzinfo=UTC)


@pytest.fixture
def desk(room: Newsroom) -> Desk:
    """A desk on an empty log."""
    return Desk(str(room.database), NOW, "mara")


def begun(desk: Desk) -> Desk:
    """A desk with a source and a claim."""
    sources.add(desk, "Ann", None, Description(kind=SourceKind.PERSON))
    claims.open_claim(desk, "The dam broke", "flood", Filing())
    return desk


def test_a_verb_hands_back_its_entries(desk: Desk) -> None:
    done = sources.add(desk, "Ann", None, Description())
    (entry,) = done.entries
    assert (entry.position, entry.actor, wire_name(type(entry.event))) == (1, "mara", "source.registered")
    assert entry.recorded == desk.clock
    assert done.already == 0


def test_a_statement_is_handed_back_with_the_text_of_its_claim(desk: Desk) -> None:
    done = statements.record(begun(desk), TypedStatement(text="It did", source="ann", claims=("flood",), act=Act.WARN))
    assert done.claims == {"flood": "The dam broke"}
    assert isinstance(done.entries[0].event, StatementRecorded)


def test_a_batch_is_kept_whole_or_not_at_all(desk: Desk) -> None:
    def twice() -> None:
        with desk.writing() as batch:
            batch.add(SourceRegistered(source="ann", kind=SourceKind.PERSON))
            batch.add(SourceRegistered(source="ann", kind=SourceKind.PERSON))

    with pytest.raises(RuleError, match="there is a source 'ann' already"):
        twice()
    assert upkeep.size(desk) == 0


def test_what_is_not_appended_is_not_kept(desk: Desk) -> None:
    with desk.writing() as batch:
        batch.add(SourceRegistered(source="ann", kind=SourceKind.PERSON))
    assert upkeep.size(desk) == 0


def test_a_batch_knows_what_it_holds(desk: Desk) -> None:
    """Later events of a batch may rest on earlier ones."""
    with desk.writing() as batch:
        batch.add(SourceRegistered(source="nvidia", kind=SourceKind.ORGANISATION))
        batch.add(SourceRegistered(source="huang", kind=SourceKind.PERSON, member_of="nvidia"))
        batch.append()
    assert upkeep.size(desk) == 2


def test_a_dry_run_does_everything_and_keeps_nothing(desk: Desk) -> None:
    dry = Desk(desk.location, NOW, dry_run=True)
    assert sources.add(dry, "Ann", None, Description()).entries[0].position == 1
    assert upkeep.size(desk) == 0
    begun(desk)
    verdicts.reach(dry, "flood", Finding.TRUE, None)
    assert import_file(dry, BytesIO(b"source,claim\nbob,flood\n"), Format.TABLE).added == 2
    upkeep.rebuild(dry)
    assert upkeep.size(desk) == 2


def test_time_comes_in_with_the_desk(desk: Desk) -> None:
    begun(desk)
    later = Desk(desk.location, NOW + timedelta(days=2))
    statements.record(later, TypedStatement(text="x", source="ann", claims=("flood",), said="yesterday"))
    (told,) = timeline(later, When(), Wanted()).happenings
    assert told.what.statement.said == "2025-12-12"
    with pytest.raises(DatabaseError, match="which is in the future"):
        sources.add(Desk(desk.location, NOW), "Bob", None, Description())


def test_a_claim_is_read_alone_or_among_all(desk: Desk) -> None:
    begun(desk)
    claims.open_claim(desk, "It rained", "rain", Filing())
    statements.record(desk, TypedStatement(text="x", source="ann", claims=("flood", "rain")))
    whole, alone = listing.everything(desk, When(), Noun.CLAIM).state, belief(desk, When(), "fl")
    assert alone.claim == "flood"
    assert set(whole.statements) == {"flood", "rain"}
    assert set(alone.state.statements) == {"flood"}
    assert alone.state.cut == whole.cut


@pytest.mark.parametrize(
    "utterance",
    [
        TypedStatement(source="ann", claims=("flood",)),
        TypedStatement(text="x", claims=("flood",)),
        TypedStatement(text="x", source="ann"),
        TypedStatement(text="x", source="bob", claims=("flood",)),
        TypedStatement(text="x", source="ann", claims=("rain",)),
        TypedStatement(text="x", source="ann", claims=("flood",), article="page"),
        TypedStatement(text="x", source="ann", claims=("flood",), said="2026"),
        TypedStatement(text="x", source="ann", claims=("flood",), chain="ann"),
        TypedStatement(text="x", voice=True, claims=("flood",)),
        TypedStatement(text="x", source="ann", claims=("a", "b"), new_claim="C"),
    ],
)
def test_statements_that_cannot_be(desk: Desk, utterance: TypedStatement) -> None:
    begun(desk)
    with pytest.raises((UsageError, NotFound, RuleError)) as caught:
        statements.record(desk, utterance)
    assert caught.value.message
    assert caught.value.hint
    assert upkeep.size(desk) == 2


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.DENY])
def test_only_a_denial_of_a_negation_is_warned_of(desk: Desk, act: Act) -> None:
    sources.add(desk, "Ann", None, Description())
    claims.open_claim(desk, "No dam broke", "flood", Filing())
    assert statements.record(desk, TypedStatement(text="x", source="ann", claims=("flood",), act=act)).warnings == ()
    (warning,) = statements.record(
        desk, TypedStatement(text="x", source="ann", claims=("flood",), act=Act.DENY)
    ).warnings
    assert "'flood'" in warning


@pytest.mark.parametrize(
    ("typed", "least", "most"),
    [(None, None, None), ("3", 3, 3), ("2..", 2, None), ("..4", None, 4), ("2..4", 2, 4), ("..", None, None)],
)
def test_head_counts(typed: str | None, least: int | None, most: int | None) -> None:
    assert sources.heads(typed) == (least, most)


@pytest.mark.parametrize("typed", ["many", "2-4", "2..4..6", "x..", "1.5"])
def test_what_is_no_head_count(typed: str) -> None:
    with pytest.raises(UsageError):
        sources.heads(typed)


def test_an_article_with_a_carrier_registers_it_once(desk: Desk) -> None:
    first = articles.add(desk, b"One", "one", Imprint(outlet="Der Bote", agency="dpa"))
    second = articles.add(desk, b"Two", "two", Imprint(outlet="der-bote", agency="DPA"))
    assert [wire_name(type(entry.event)) for entry in first.entries] == [
        "source.registered", "source.registered", "article.archived",
    ]  # fmt: skip
    assert len(second.entries) == 1


def test_progress_is_told_of_all_entries(desk: Desk) -> None:
    heard: list[int] = []
    rows = "".join(f"ann,flood,{number}\n" for number in range(30))
    import_file(desk, BytesIO(f"source,claim,text\n{rows}".encode()), Format.TABLE, progress=heard.append)
    assert heard == sorted(heard)
    assert not heard or heard[-1] <= 32
    heard.clear()
    assert upkeep.rebuild(desk, heard.append) == 32


def test_undo_for_what_was_seen(desk: Desk) -> None:
    begun(desk)
    sources.add(desk, "Bob", None, Description())
    with pytest.raises(RuleError, match="moved on meanwhile"):
        undoing.undo(desk, None, seen=2)
    assert undoing.undo(desk, None, seen=3).entries[0].position == 4


def test_the_last_batch_is_the_last_command(desk: Desk) -> None:
    begun(desk)
    rows = "".join(f"ann,flood,{number}\n" for number in range(40))
    import_file(desk, BytesIO(f"source,claim,text\n{rows}".encode()), Format.TABLE)
    assert [entry.position for entry in undoing.last_batch(desk).entries] == list(range(3, 43))
    sources.add(desk, "Bob", None, Description())
    assert [entry.position for entry in undoing.last_batch(desk).entries] == [43]


@pytest.mark.parametrize("location", ["nowhere.db", "/", "postgresql://127.0.0.1:1/y", "\0"])
def test_databases_that_cannot_be(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(location, NOW)
    with pytest.raises(TrackerError) as caught, desk.reading():
        pass
    assert caught.value.exit_code == 4
    with pytest.raises(TrackerError), desk.writing():
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_import_is_all_or_nothing_at_every_size(desk: Desk, new_room: Room) -> None:
    for good in (0, 1, 7):
        content = "source,claim,text\n" + "".join(f"ann,flood,{n}\n" for n in range(good)) + "ann,,broken\n"
        with pytest.raises(TrackerError):
            import_file(desk, BytesIO(content.encode()), Format.TABLE)
        assert upkeep.size(desk) == 0
