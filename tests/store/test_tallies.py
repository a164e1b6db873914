"""What verdicts add up to, kept in step with everything that can change whose record a statement is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import WORLDS, Log, append, derived, logs, pick, statement, trying, write
from tests.trying import tried as so_often
from tracker.domain import events
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import DAY, Cut, Edtf, Instant
from tracker.domain.credibility import Records
from tracker.domain.events import Event
from tracker.domain.origins import Origins, Record
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.sums import QUARTERS, Ledger, Sums, Tally
from tracker.domain.trials import Trial, trials
from tracker.domain.words import (
    Act,
    ArticleHandle,
    ClaimHandle,
    EventId,
    Finding,
    Presentation,
    Relation,
    SourceClass,
    SourceHandle,
    SourceKind,
)
from tracker.store import log, readings, tallies, writer
from tracker.store.database import reading, writing

PEOPLE = [events.SourceRegistered(source=SourceHandle(name), kind=SourceKind.PERSON) for name in ("ann", "bob")]
PAPERS = [events.SourceRegistered(source=SourceHandle(name), kind=SourceKind.OUTLET) for name in ("post", "mail")]


LATE = (Edtf("2024-12"), Edtf("2025-03-01"), Edtf("2025-08-01"))
"""When verdicts are decided: after most of what random logs say."""
FADING = {
    "no fading": DEFAULT,
    "sources fade": replace(DEFAULT, half_life_source=90),
    "all fade": replace(DEFAULT, half_life_source=90, half_life_parents=30),
}


def by_hand(tried: Sequence[Trial], policy: Policy) -> Sums:
    """What some trials add up to, each counted by itself."""
    graded = [(one.record, one.at, QUARTERS[one.outcome]) for one in tried if one.outcome in QUARTERS and one.at]
    fades = policy.half_life_source is not None or policy.half_life_parents is not None
    latest = max((at for _, at, _ in graded), default=Instant(0)) if fades else Instant(0)

    def times(at: Instant, days: int | None) -> int:
        return 1 if not fades else 10**6 if days is None else round(10**6 * 0.5 ** ((latest - at) / (days * DAY)))

    records, classes = defaultdict[Record, Tally](Tally), defaultdict[SourceClass, Tally](Tally)
    for record, at, tally in graded:
        records[record] = records[record].plus(tally, times(at, policy.half_life_source))
        above = classes[record.source_class]
        classes[record.source_class] = above.plus(tally, times(at, policy.half_life_parents))
    everybody = Tally(sum(one.good for one in classes.values()), sum(one.weight for one in classes.values()))
    return Sums(everybody, classes, records, latest)


@given(logs(most=40), st.sampled_from(sorted(FADING)), st.data())
@so_often(25)
def test_all_who_add_verdicts_up_say_the_same(db: Path, batches: Log, which: str, data: st.DataObject) -> None:
    """The kept tallies, all trials at once, one matter after another as a backtest, and some exchanged for others."""
    policy = FADING[which]
    with trying(db, batches) as (session, entries):
        known = readings.state(session, Cut(position=len(entries)))
        found: list[Event] = []
        for claim in known.claims:
            for source in data.draw(st.lists(pick(sorted(known.sources)), max_size=4)) if known.sources else ():
                found.append(
                    statement(source, claim, said=Edtf("2024-03-05"), act=data.draw(pick((Act.CONFIRM, Act.DENY))))
                )
            found.append(
                events.VerdictReached(claim=claim, value=data.draw(pick(Finding)), decided=data.draw(pick(LATE)))
            )
        append(session, found, Instant(entries[-1].recorded + DAY))
        for world in (Cut().world, data.draw(WORLDS)):
            cut = Cut(world, len(entries) + data.draw(st.integers(len(found) // 2, len(found))))
            state = readings.state(session, cut)
            tried = trials(state, Origins(state), state.statements)
            records = {one.record for one in tried}
            wanted = by_hand(tried, policy)
            assert tallies.known(session, cut, policy, records) == wanted
            assert Ledger(policy, tried).sums(records) == wanted
            assert Records(tried, policy)._sums == wanted
            walked = Ledger(policy)
            for claim in data.draw(st.permutations(sorted({one.claim for one in tried}))):
                mine = [one for one in tried if one.claim == claim]
                half = mine[: len(mine) // 2]
                walked.put(half)
                walked.sums()
                walked.put(half, -1)
                walked.put(mine)
            assert walked.sums() == wanted
            left = data.draw(st.sets(st.sampled_from(tried))) if tried else set()
            rest = [one for one in tried if one not in left]
            assert walked.exchanged(left, (), records) == by_hand(rest, policy)
            assert Ledger(policy, rest).exchanged((), left, records) == wanted
            assert walked.sums() == wanted


def verdict(claim: str, value: Finding) -> events.VerdictReached:
    return events.VerdictReached(claim=ClaimHandle(claim), value=value, decided=Edtf("2024-06-01"))


def alone_and_among_all(path: Path, claim: str, position: int | None = None) -> tuple[float, float]:
    """The probability of a claim read alone, off the kept tallies, and read with everything; now, or at a position."""
    with reading(str(path)) as session:
        cut = Cut(position=log.head(session).position if position is None else position)
        alone = Beliefs(*readings.part(session, cut, [ClaimHandle(claim)])).belief(ClaimHandle(claim))
        whole = Beliefs(readings.state(session, cut)).belief(ClaimHandle(claim))
        return alone.probability, whole.probability


QUESTION = [events.ClaimOpened(claim=ClaimHandle(name), question="how-many") for name in ("many", "few")]  # type: ignore[arg-type]
SAME = [
    events.ClaimOpened(claim=ClaimHandle("many")),
    events.ClaimOpened(claim=ClaimHandle("few")),
    events.ClaimsRelated(claim=ClaimHandle("many"), relation=Relation.SAME_AS, other=ClaimHandle("few")),
]


@pytest.mark.parametrize("claims", [QUESTION, SAME], ids=["a rival judged", "the same judged"])
@pytest.mark.parametrize(
    "later",
    [
        events.SourcesMerged(source=SourceHandle("ann"), into=SourceHandle("bob")),
        events.SourceDescribed(source=SourceHandle("ann"), source_class=SourceClass("witness")),
    ],
    ids=["merged", "another class"],
)
def test_a_claim_judged_through_another_is_settled_when_its_speaker_changes(
    db: Path, claims: list[Event], later: Event
) -> None:
    flood = events.ClaimOpened(claim=ClaimHandle("flood"))
    said = [statement(claim="few", said=Edtf("2024-01-01")), statement("bob", "flood"), statement("ann", "flood")]
    write(db, *PEOPLE, flood, *claims, *said)
    write(db, verdict("many", Finding.TRUE))
    write(db, later)
    alone, whole = alone_and_among_all(db, "flood")
    assert alone == whole


def test_it_is_settled_when_the_article_it_stands_in_has_another_outlet(db: Path) -> None:
    article = events.ArticleArchived(article="page", outlet=SourceHandle("post"))  # type: ignore[arg-type]
    hidden = {"presentation": Presentation.UNNAMED, "article": "page"}
    said = [statement(claim="few", said=Edtf("2024-01-01"), **hidden), statement(claim="flood", **hidden)]
    write(db, *PEOPLE, *PAPERS, article, events.ClaimOpened(claim=ClaimHandle("flood")), *QUESTION, *said)
    write(db, verdict("many", Finding.TRUE))
    write(db, events.ArticleAmended(article="page", outlet=SourceHandle("mail")))  # type: ignore[arg-type]
    alone, whole = alone_and_among_all(db, "flood")
    assert alone == whole


def test_it_is_settled_when_a_source_comes_back_as_the_undo_of_it_is_undone(db: Path) -> None:
    begun = write(
        db, *PEOPLE, events.ClaimOpened(claim=ClaimHandle("flood")), events.ClaimOpened(claim=ClaimHandle("drought"))
    )
    write(db, statement(claim="drought", said=Edtf("2024-01-01")), statement(claim="flood"))
    write(db, verdict("drought", Finding.FALSE))
    (void,) = write(db, events.EntryVoided(entry=begun.entries[0].id)).entries
    assert len(set(alone_and_among_all(db, "flood"))) == 1
    write(db, events.EntryVoided(entry=void.id))
    assert len(set(alone_and_among_all(db, "flood"))) == 1


FIRM = events.SourceRegistered(source=SourceHandle("ann"), kind=SourceKind.ORGANISATION)


@pytest.mark.parametrize(
    "back", [lambda void: events.EntryVoided(entry=void), lambda _: FIRM], ids=["the undo is undone", "registered anew"]
)
def test_a_source_undone_before_is_nobody_until_it_comes_back(db: Path, back: Callable[[EventId], Event]) -> None:
    begun = write(db, FIRM, events.ClaimOpened(claim=ClaimHandle("flood")))
    (void,) = write(db, events.EntryVoided(entry=begun.entries[0].id)).entries
    write(db, statement(claim="flood", said=Edtf("2024-01-01")), verdict("flood", Finding.TRUE), back(void.id))
    with writing(str(db)) as session:
        kept = derived(session)["tally_version"]
        writer.rebuild(session)
        assert kept == derived(session)["tally_version"]


def test_a_claim_that_was_undone_parts_no_row_of_its_rivals(db: Path) -> None:
    """An article that only an undone rival is spoken of in has a date of its own, at which nothing is judged anew."""
    write(db, *PEOPLE, *QUESTION[:1])
    (rival,) = write(db, QUESTION[1]).entries
    write(db, events.ArticleArchived(article=ArticleHandle("wire"), published=Edtf("2024-07-05"), text="so it was"))
    write(db, statement("ann", "many", said=Edtf("2024-05")), verdict("many", Finding.TRUE))
    write(db, events.EntryVoided(entry=rival.id))
    write(db, statement("ann", "few", article=ArticleHandle("wire")))
    write(db, statement("bob", "many", said=Edtf("2024-05-02")))
    with writing(str(db)) as session:
        kept = derived(session)
        writer.rebuild(session)
        assert derived(session) == kept


@pytest.mark.parametrize("batches", [1, 2], ids=["in one batch", "in two"])
def test_a_source_that_was_named_before_it_was_registered_is_nobody_until_then(db: Path, batches: int) -> None:
    hidden = {"presentation": Presentation.UNNAMED, "chain": ("post",)}
    claims = [events.ClaimOpened(claim=ClaimHandle(claim)) for claim in ("flood", "drought")]
    said = [statement(claim="drought", said=Edtf("2024-01-01"), **hidden), statement(claim="flood", **hidden)]
    told = [*PEOPLE, *claims, *said, verdict("drought", Finding.FALSE)]
    for some in ([*told, PAPERS[0]],) if batches == 1 else (told, PAPERS[:1]):
        write(db, *some)
    for position in (len(told), None):
        assert len(set(alone_and_among_all(db, "flood", position))) == 1
    with writing(str(db)) as session:
        kept = derived(session)
        writer.rebuild(session)
        assert derived(session) == kept


def test_what_is_said_after_a_merge_counts_for_whom_it_was_merged_into_even_if_nobody_spoke_in_between(
    db: Path,
) -> None:
    write(db, *PEOPLE, events.ClaimOpened(claim=ClaimHandle("flood")), verdict("flood", Finding.TRUE))
    write(db, events.SourcesMerged(source=SourceHandle("ann"), into=SourceHandle("bob")))
    write(db, statement("ann", "flood", said=Edtf("2024-01-01")))
    with writing(str(db)) as session:
        kept = derived(session)
        writer.rebuild(session)
        assert derived(session) == kept
