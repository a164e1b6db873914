"""The read models against their meaning: they can be thrown away, and they say what folding the log says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import (
    NOW,
    SECRET,
    START,
    WORLDS,
    Log,
    Told,
    append,
    derived,
    fill,
    logs,
    raw,
    resolved,
    statement,
    trying,
    write,
)
from tests.trying import tried
from tracker.domain import events
from tracker.domain.belief import Belief, Beliefs, Why
from tracker.domain.clocks import DAY, EVERYTHING, FOREVER, Cut, Edtf, Instant
from tracker.domain.events import Entry, Event
from tracker.domain.fold import Version, fold, things, versions
from tracker.domain.projection import Thing
from tracker.domain.rows import Article, Claim, Mark, Request, Source, Spoken, Verdict
from tracker.domain.state import State, as_of
from tracker.domain.words import ClaimHandle, Finding, Relation, SourceKind
from tracker.store import log, readings, views, writer
from tracker.store.appending import Draft
from tracker.store.checking.verify import verify
from tracker.store.database import reading, writing
from tracker.store.ids import derived_id
from tracker.store.session import Session

LATER = Instant(START + 900 * DAY)


def board(state: State) -> dict[ClaimHandle, Belief]:
    return {belief.claim: belief for belief in Beliefs(state).board()}


def unnumbered(why: Why) -> Why:
    """A sum without the numbers that each reading gives to attributions for itself."""
    parts = [
        part._replace(attribution=part.attribution._replace(number=0, trial=0, seat=0)) for part in why.contributions
    ]
    return replace(why, contributions=tuple(parts))


def same_order(one: State, other: State) -> bool:
    """Whether two equal states also list things in the same order where the order shows."""
    return list(one.claims) == list(other.claims) and list(one.questions) == list(other.questions)


@pytest.fixture(scope="module")
def db_path(fresh: Callable[[], Path]) -> Path:
    """An empty database in which nothing is kept."""
    return fresh()


# -- the laws ----------------------------------------------------------------------------------------------------


def rebuilt_is_the_same(session: Session) -> None:
    before = derived(session)
    end = log.head(session)
    assert writer.rebuild(session) == end.position
    after = derived(session)
    for table, rows in before.items():
        assert after[table] == rows, table
    assert log.head(session) == end


@given(logs(), st.sampled_from((1, 2, 5, 2_000)))
@tried(18)
def test_read_models_kept_up_to_date_are_the_read_models_rebuilt(db_path: Path, batches: Log, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch, trying(db_path, batches) as (session, _):
        patch.setattr(writer, "_CHUNK", chunk)
        rebuilt_is_the_same(session)
        assert verify(session).ok


STAYS = {
    Source: ("source_version", "source"),
    Article: ("article_version", "article"),
    Claim: ("claim_version", "claim"),
    Spoken: ("statement_version", "position"),
    Verdict: ("verdict_version", "position"),
    Request: ("request_version", "position"),
}


@given(logs())
@tried(18)
def test_every_row_was_in_force_for_exactly_as_long_as_its_version(db_path: Path, batches: Log) -> None:
    expected = []
    with trying(db_path, batches) as (session, entries):
        known = {entry.id: entry for entry in entries}
        histories: dict[Thing, list[Entry]] = {}
        for entry in entries:
            for thing in things(entry, known.get):
                histories.setdefault(thing, []).append(entry)
        rows = {thing: versions(thing, history) for thing, history in histories.items()}
        for found_versions in rows.values():
            for frm, upto, row in dated(found_versions, rows):
                if type(row) in STAYS:
                    table, key = STAYS[type(row)]
                    told = row.statement if isinstance(row, Spoken) else row
                    expected.append((table, getattr(told, key), frm, upto))
        found = [
            (table, *row)
            for table, key in STAYS.values()
            for row in session.rows(f"SELECT {key}, frm, upto FROM {table}")
        ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def dated(found: list[Version], rows: dict[Thing, list[Version]]) -> list[Version]:
    """Versions of a thing; those of a statement also begin where its article turns out to have come out earlier or
    later, if that moves the day on which the world had it.
    """
    parted: list[Version] = []
    for frm, upto, row in found:
        if not isinstance(row, Spoken) or row.statement.article is None:
            parted.append(Version(frm, upto, row))
            continue
        articles = rows.get(Thing(f"article/{row.statement.article}"), [])
        turns = {at for one in articles for at in (one.frm, one.upto) if frm < at < upto}
        worlds: list[int] = []
        for at in sorted({frm, *turns}):
            article = next((one.row for one in articles if one.frm <= at < one.upto), None)
            known = {article.article: article} if isinstance(article, Article) else {}
            heard = as_of(row.statement, known, EVERYTHING)
            assert heard is not None
            world = heard.world
            if worlds and worlds[-1] == world:
                continue
            if worlds:
                parted[-1] = parted[-1]._replace(upto=at)
            worlds.append(world)
            parted.append(Version(at, upto, row))
    return parted


@given(logs(), st.data())
@tried(18)
def test_a_reading_at_any_cut_is_the_fold_of_the_log(
    fresh: Callable[[], Path], batches: Log, data: st.DataObject
) -> None:
    path = fresh()
    entries = fill(path, batches)
    with reading(str(path)) as session:
        for _ in range(6):
            cut = Cut(data.draw(WORLDS), data.draw(st.integers(0, len(entries) + 1)))
            read, folded = readings.state(session, cut), fold(entries, cut)
            assert resolved(read) == resolved(folded)
            assert same_order(read, folded)


@given(logs(), st.data())
@tried(18)
def test_a_reading_of_one_claim_believes_what_the_whole_reading_believes(
    db_path: Path, batches: Log, data: st.DataObject
) -> None:
    with trying(db_path, batches) as (session, entries):
        for _ in range(3):
            cut = Cut(data.draw(WORLDS), data.draw(st.integers(len(entries) // 2, len(entries))))
            whole = Beliefs(readings.state(session, cut))
            for claim in whole.state.claims:
                part = Beliefs(*readings.part(session, cut, [claim]))
                assert part.belief(claim) == whole.belief(claim)
                assert unnumbered(part.why(claim)) == unnumbered(whole.why(claim))


@given(logs(most=15), st.data())
@tried(18)
def test_redaction_changes_no_belief_at_any_world_date(db_path: Path, batches: Log, data: st.DataObject) -> None:
    with trying(db_path, batches) as (session, entries):
        kept = [entry.id for entry in entries if not isinstance(entry.event, events.EntryRedacted)]
        targets = data.draw(st.lists(st.sampled_from(kept), min_size=1, max_size=4, unique=True))
        worlds = data.draw(st.lists(WORLDS, min_size=1, max_size=3))
        end = len(entries)
        before = [board(readings.state(session, Cut(world, end))) for world in worlds]
        end = append(session, [events.EntryRedacted(entry=target) for target in targets], LATER).entries[-1].position
        assert [board(readings.state(session, Cut(world, end))) for world in worlds] == before
        rebuilt_is_the_same(session)


@given(logs(most=15), st.data())
@tried(18)
def test_undoing_an_undo_restores_what_was_in_force(db_path: Path, batches: Log, data: st.DataObject) -> None:
    with trying(db_path, batches) as (session, entries):
        kept = [entry.id for entry in entries if not isinstance(entry.event, events.EntryRedacted)]
        target = data.draw(st.sampled_from(kept))
        before = readings.state(session, Cut(position=len(entries)))
        (void,) = append(session, [events.EntryVoided(entry=target)], LATER).entries
        (again,) = append(session, [events.EntryVoided(entry=void.id)], LATER).entries
        assert resolved(readings.state(session, Cut(position=again.position))) == resolved(before)


@given(logs(most=15), st.data())
@tried(18)
def test_merging_and_separating_changes_nothing(db_path: Path, batches: Log, data: st.DataObject) -> None:
    with trying(db_path, batches) as (session, entries):
        end = len(entries)
        before = readings.state(session, Cut(position=end))
        apart = [handle for handle, row in before.sources.items() if row.merged_into is None]
        if len(apart) < 2:
            return
        one, other = data.draw(st.lists(st.sampled_from(sorted(apart)), min_size=2, max_size=2, unique=True))
        merge, separate = (
            events.SourcesMerged(source=one, into=other),
            events.SourcesSeparated(source=one, apart_from=other),
        )
        append(session, [merge, separate], LATER)
        assert resolved(readings.state(session, Cut(position=end + 2))) == resolved(before)


@pytest.mark.soak
@given(logs(most=120), st.data())
@tried(400)
def test_long_logs_keep_the_laws(db_path: Path, batches: Log, data: st.DataObject) -> None:
    with trying(db_path, batches) as (session, entries):
        rebuilt_is_the_same(session)
        assert verify(session).ok
        for _ in range(4):
            cut = Cut(data.draw(WORLDS), data.draw(st.integers(0, len(entries))))
            whole = Beliefs(readings.state(session, cut))
            assert resolved(whole.state) == resolved(fold(entries, cut))
            for claim in whole.state.claims:
                alone = Beliefs(*readings.part(session, cut, [claim])).why(claim)
                assert unnumbered(alone) == unnumbered(whole.why(claim))


# -- the laws' corners -------------------------------------------------------------------------------------------


def everything(session: Session) -> State:
    return readings.state(session, Cut(position=log.head(session).position))


def test_cutting_at_infinity_is_everything(told: Told) -> None:
    with reading(str(told.path)) as session:
        entries = list(log.entries(session))
        assert resolved(everything(session)) == resolved(fold(entries, EVERYTHING))
        assert resolved(readings.state(session, EVERYTHING)) == resolved(fold(entries, EVERYTHING))


def test_before_the_first_entry_nothing_is_known(told: Told) -> None:
    with reading(str(told.path)) as session:
        assert resolved(readings.state(session, Cut(FOREVER, 0))) == State()


def test_a_reading_of_an_unknown_claim_is_open(told: Told) -> None:
    with reading(str(told.path)) as session:
        belief = Beliefs(*readings.part(session, Cut(position=8), [ClaimHandle("drought")])).belief(
            ClaimHandle("drought")
        )
        assert (belief.status, belief.statements) == ("open", 0)


def one_by_one_as_in_the_whole(path: Path) -> dict[str, Belief]:
    """Every belief read alone; each must be what the whole reading says, and hang on more than its own statements."""
    with reading(str(path)) as session:
        whole = Beliefs(everything(session))
        cut = Cut(position=log.head(session).position)
        alone = {claim: Beliefs(*readings.part(session, cut, [claim])).why(claim) for claim in whole.state.claims}
    for claim, why in alone.items():
        assert unnumbered(why) == unnumbered(whole.why(claim))
    return {str(claim): why.belief for claim, why in alone.items()}


PEOPLE = [events.SourceRegistered(source=name, kind=SourceKind.PERSON) for name in ("ann", "bob")]


def test_a_reading_of_one_answer_takes_in_its_rivals(db: Path) -> None:
    chips = [events.ClaimOpened(claim=name, question="how-many") for name in ("many", "few", "none")]
    write(db, *PEOPLE, *chips, statement(claim="many"), statement(source="bob", claim="few"))
    found = one_by_one_as_in_the_whole(db)
    assert found["many"].probability == found["few"].probability < 0.5
    assert found["none"].probability < found["none"].prior == 0.25


def test_a_reading_of_one_claim_takes_in_those_that_are_the_same(db: Path) -> None:
    claims = [events.ClaimOpened(claim=name) for name in ("flood", "deluge", "high-water")]
    write(
        db,
        *PEOPLE,
        *claims,
        statement(claim="flood"),
        statement(source="bob", claim="high-water"),
        events.ClaimsRelated(claim="high-water", relation=Relation.SAME_AS, other="deluge"),
        events.ClaimsRelated(claim="deluge", relation=Relation.SAME_AS, other="flood"),
    )
    found = one_by_one_as_in_the_whole(db)
    assert {belief.statements for belief in found.values()} == {2}
    assert found["high-water"].claim == "flood"


def test_a_reading_of_one_claim_takes_in_the_records_made_by_verdicts_on_others(db: Path) -> None:
    claims = [events.ClaimOpened(claim=name) for name in ("flood", "drought")]
    claims += [events.ClaimOpened(claim=name, question="how-many") for name in ("many", "few")]
    write(
        db,
        *PEOPLE,
        *claims,
        statement(claim="flood", said=Edtf("2024-01-01")),
        statement(claim="drought", said=Edtf("2024-01-01")),
        statement(claim="few", said=Edtf("2024-01-01")),
        statement(source="bob", claim="flood", said=Edtf("2024-01-01")),
    )
    before = one_by_one_as_in_the_whole(db)
    write(
        db,
        events.VerdictReached(claim="drought", value=Finding.FALSE, decided=Edtf("2024-06-01")),
        events.VerdictReached(claim="many", value=Finding.TRUE, decided=Edtf("2024-06-01")),
    )
    after = one_by_one_as_in_the_whole(db)
    assert after["flood"].probability < before["flood"].probability
    assert after["few"].status == "refuted"


def test_a_rebuild_throws_away_whatever_was_there(told: Told) -> None:
    with reading(str(told.path)) as session:
        right = derived(session)
    with raw(told.path) as connection:
        connection.execute("UPDATE claim_version SET text = 'forged'")
        connection.execute("DELETE FROM verdict_version")
        connection.execute("INSERT INTO entry_tag VALUES (77, 77)")
        connection.execute("INSERT INTO tag VALUES (77, 'forged')")
    with writing(str(told.path)) as session:
        assert derived(session) != right
        assert writer.rebuild(session) == 8
        assert derived(session) == right


def test_a_rebuild_tells_how_far_it_is(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(db, *(statement() for _ in range(7)))
    monkeypatch.setattr(writer, "_CHUNK", 3)
    done: list[int] = []
    with writing(str(db)) as session:
        writer.rebuild(session, done.append)
    assert done == [3, 6]


def test_every_version_of_a_thing_stays_readable_at_its_position(db: Path) -> None:
    first = derived_id("first")
    write(db, Draft(statement(quote="one"), first))
    write(db, events.StatementAmended(statement=first, source="ann", claim="drought", quote="two"))
    write(db, Draft(events.EntryVoided(entry=first), derived_id("void")))
    write(db, events.EntryVoided(entry=derived_id("void")))
    seen = []
    with reading(str(db)) as session:
        for position in range(6):
            spoken = list(views.wordings(session, position))
            seen.append([(s.statement.claim, s.wording.quote, str(s.statement.mark)) for s in spoken])
    assert seen == [
        [],
        [("flood", "one", "")],
        [("drought", "two", "amended")],
        [("flood", "one", "voided")],
        [("drought", "two", "amended")],
        [("drought", "two", "amended")],
    ]


def test_a_redaction_reaches_every_version_that_held_the_words(db: Path) -> None:
    first, second = derived_id("first"), derived_id("second")
    write(db, Draft(statement(note=SECRET), first))
    write(db, Draft(events.StatementAmended(statement=first, source="ann", claim="flood", note=SECRET), second))
    write(db, events.EntryRedacted(entry=first), events.EntryRedacted(entry=second))
    with reading(str(db)) as session:
        notes = [spoken.wording.note for position in range(1, 5) for spoken in views.wordings(session, position)]
        marks = [spoken.statement.mark for spoken in views.wordings(session, 4)]
    assert notes == ["", "", "", ""]
    assert marks == [Mark.REDACTED]


def test_redacting_a_policy_leaves_the_policy_and_its_name(db: Path) -> None:
    (entry,) = write(db, events.PolicySet(name="weight", value="3", because=SECRET)).entries
    with reading(str(db)) as session:
        before = views.policy(session, 1)
    write(db, events.EntryRedacted(entry=entry.id))
    with reading(str(db)) as session:
        assert views.policy(session, 2) == before


def test_an_undone_policy_is_the_default_again(db: Path) -> None:
    (entry,) = write(db, events.PolicySet(name="weight", value="3")).entries
    write(db, events.EntryVoided(entry=entry.id))
    with reading(str(db)) as session:
        assert views.policy(session, 0).weight == 2
        assert views.policy(session, 1).weight == 3
        assert views.policy(session, 1).name == "set at 1"
        assert views.policy(session, 2) == views.policy(session, 0)


@pytest.mark.parametrize(
    "event",
    [
        events.ClaimsRelated(claim="flood", relation=Relation.SAME_AS, other="flood"),
        events.SourcesDistinguished(source="ann", other="ann"),
    ],
)
def test_something_related_to_itself_in_a_restored_log_does_no_harm(told: Told, event: Event) -> None:
    # No rule of today lets this in, but `restore` takes over what an older program let in.
    write(told.path, event)
    with reading(str(told.path)) as session:
        assert everything(session) == fold(list(log.entries(session)), EVERYTHING)


def test_what_was_asked_is_read_back(db: Path) -> None:
    asked = events.CommentRequested(source="nvidia", claim="flood", by=Edtf("2025-07-01"), note="by mail")
    (entry,) = write(db, asked).entries
    with reading(str(db)) as session:
        (request,) = views.requests(session, 1)
        assert request == ("flood", 1, entry.id, "nvidia", "2025-07-01", NOW, Mark.NONE, "by mail")
        assert list(views.requests(session, 0)) == []
    write(db, events.EntryVoided(entry=entry.id))
    with reading(str(db)) as session:
        assert [request.mark for request in views.requests(session, 2)] == [Mark.VOIDED]


def test_rows_can_be_read_by_claim_source_and_article(db: Path) -> None:
    write(db, statement(), statement(source="bob"), statement(claim="drought", article="wire"))
    with reading(str(db)) as session:

        def found(**which: list[str]) -> list[int]:
            return sorted(row.position for row in views.utterances(session, Cut(position=3), views.Which(**which)))

        assert found() == [1, 2, 3]
        assert found(claims=["flood"]) == [1, 2]
        assert found(sources=["ann"]) == [1, 3]
        assert found(articles=["wire"]) == [3]
        assert found(claims=["flood", "drought"], sources=["ann"]) == [1, 3]
        assert found(claims=["flood"], articles=["wire"]) == found(claims=[]) == []


def test_some_sources_claims_and_articles_are_read_by_handle(told: Told) -> None:
    with reading(str(told.path)) as session:
        assert [row.source for row in views.sources(session, 8, ["ann", "nobody"])] == ["ann"]
        assert [row.claim for row in views.claims(session, 8, ["flood"])] == ["flood"]
        assert list(views.claims(session, 8, [])) == []
        assert list(views.articles(session, 8, ["wire"])) == []


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
"""What `tracker` lets in: a NUL is refused at the door."""


@given(WORDS, WORDS)
@tried(15)
def test_words_come_through_the_read_models_unchanged(fresh: Callable[[], Path], one: str, other: str) -> None:
    path = fresh()
    write(
        path,
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON, name=one, note=other),
        events.ClaimOpened(claim="flood", text=other),
        statement(text=one, quote=other, cue=one, evidence=other, note=one),
        events.VerdictReached(
            claim=ClaimHandle("flood"), value=Finding.MIXED, decided=Edtf("2025"), because=one, evidence=other
        ),
    )
    with reading(str(path)) as session:
        source, claim = next(views.sources(session, 4)), next(views.claims(session, 4))
        assert (source.name, source.note, claim.text) == (one, other, other)
        assert next(views.wordings(session, 4)).wording == (one, other, one, other, one)
        verdict = next(views.verdicts(session, 4))
        assert (verdict.because, verdict.evidence) == (one, other)


def test_memberships_keep_their_open_ends(db: Path) -> None:
    write(
        db,
        events.SourceRegistered(source="ann", kind=SourceKind.PERSON, member_of="nvidia"),
        events.SourceDescribed(source="ann", member_of="amd", member_from=Edtf("2024"), member_to=Edtf("2025-03")),
    )
    with reading(str(db)) as session:
        (row,) = views.sources(session, 2)
        assert row == fold(list(log.entries(session)), EVERYTHING).sources["ann"]  # type: ignore[index]
        assert [member.group for member in row.memberships] == ["nvidia", "amd"]
        assert row.memberships[0][1:] == (-(2**62), FOREVER)


def test_two_batches_that_use_the_same_tags_number_them_once(db: Path) -> None:
    write(db, statement(), statement(source="bob"))
    write(db, statement(source="carl"), statement(source="bob", claim="drought"))
    with reading(str(db)) as session:
        names = dict(session.rows("SELECT name, id FROM tag"))
    assert names == {"source:ann": 1, "claim:flood": 2, "source:bob": 3, "source:carl": 4, "claim:drought": 5}
