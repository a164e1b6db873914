"""One moment for one answer: a command reads one transaction at one cut, whoever writes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tests.store.logs import write
from tracker.domain.clocks import from_iso
from tracker.domain.events import (
    ArticleAmended,
    ClaimAmended,
    EntryRedacted,
    ProposalRejected,
    SourceDescribed,
    SourceRegistered,
    StatementRecorded,
    VerdictReached,
)
from tracker.domain.words import Act, Finding, SourceKind
from tracker.store.database import Database
from tracker.store.session import Session

TEXT = 'The dyke held, the mayor said. "It is open", Ann said.\n'


@pytest.fixture(scope="module")
def story(new_room: Room, clock: Any) -> Newsroom:
    """A log with something for every reading verb to read."""
    room = new_room()
    clock.move_to("2025-12-01T10:00:00+00:00")
    room.write("paper.txt", TEXT)
    room.given("""
        source add 'Ann Smith' --handle ann --kind person
        source add 'Anne Smith' --handle anne --kind person
        source add Mayor --kind organisation
        claim open 'The dyke is open' --handle dyke --about mayor --topic water --deadline 2025-12-02
        claim open 'The mill burnt' --handle mill --topic fire
        article add paper.txt --handle paper --outlet gazette --published 2025-11-30
        log 'It is open' -s ann -c dyke --article paper -d 2025-11-29
        log 'It held' -s mayor -c dyke -a deny -d 2025-11-30
        log 'It burnt' -s ann -c mill -d 2025-11-30
        log 'It did not' -s anne -c mill -a deny -d 2025-11-30
        ask mayor -c mill --by 2025-12-02
        verdict mill true --decided 2025-12-01
        ingest paper.txt
    """)
    return room


@pytest.fixture
def desk(story: Newsroom, new_room: Room, clock: Any) -> Newsroom:
    """A copy of the log, some days later."""
    room = new_room(story.database)
    clock.move_to("2025-12-05T10:00:00+00:00")
    return room


class Moments:
    """How many moments of the database were read, each of them followed by somebody else's entries."""

    def __init__(self, room: Newsroom) -> None:
        self.opened = 0
        self._room = room

    def follow(self) -> None:
        """A new voice, a finding, and another name for all that a reading can show."""
        self.opened += 1
        act, found = (Act.DENY, Finding.FALSE) if self.opened % 2 else (Act.CONFIRM, Finding.MIXED)
        said, proposed = (self._room.rows("SELECT id FROM entry WHERE position = ?", at)[0][0] for at in (11, 14))
        more = {"text": f"an open dyke {self.opened}", "said": "2025-11-30"}
        write(
            self._room.database,
            *(StatementRecorded(source="ann", claim=claim, act=act, **more) for claim in ("dyke", "mill")),
            EntryRedacted(entry=said, because=f"{self.opened}"),
            ProposalRejected(proposal=proposed, unsure=True),
            SourceRegistered(source=f"mayor-{self.opened}", name="Mayor", kind=SourceKind.ORGANISATION),
            VerdictReached(claim="mill", value=found, decided="2025-12-02"),
            SourceDescribed(source="ann", kind=SourceKind.ORGANISATION, name=f"Ann the {self.opened}th"),
            ClaimAmended(claim="dyke", text=f"The dyke is open for the {self.opened}th time", topics=("fire", "water")),
            ArticleAmended(article="paper", title=f"Edition {self.opened}", published="2025-12-03"),
            now=from_iso("2025-12-05T10:00:00Z"),
        )


@contextmanager
def racing(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[Moments]:
    """Whenever somebody has read, somebody else appends."""
    moments, plain = Moments(room), Database.reading

    @contextmanager
    def reading(database: Database, *given: Any) -> Iterator[Session]:
        with plain(database, *given) as session:
            yield session
        moments.follow()

    with monkeypatch.context() as patched:
        patched.setattr(Database, "reading", reading)
        yield moments


ONE = """
    belief
    belief --about mayor --since 2025-12-01
    belief --topic fire --open
    belief --without source:ann
    belief dyke
    belief dyke --without ann
    belief dyke --without 13 --without claim:mill
    why dyke
    why dyke --fragile
    why dyke --without source:anne
    why dyke --fragile --without mill
    why dyke --fragile --without anne --without 15
    credibility
    credibility --topic fire
    credibility --without anne
    credibility ann
    credibility ann --topic fire
    credibility ann --without mill
    timeline
    timeline --claim dyke
    timeline --source ann --about mayor
    timeline --overdue
    diff 2025-11-29 2025-12-01
    diff 2025-11-29 2025-12-01 --claim mill
    diff --clock desk 10 2025-12-31
    find dyke
    find open --as-of 2025-12-01
    show 11
    source show ann
    source list
    source list --look-alikes
    claim show dyke
    claim list
    article show paper
    article list
    backtest
    backtest --clock desk
    review
    review --all
    review 14
    policy
    export
    export --format table
    export --publishable
    verify
"""
MANY = "replay\nreplay --claim dyke --clock desk"
"""A story is read as it is told, a few steps at a time, so that nobody who writes waits for its end; all at one cut."""


def lines(story: str) -> list[str]:
    """Commands, one a line."""
    return [line.strip() for line in story.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(ONE))
def test_a_reading_is_of_one_moment(desk: Newsroom, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    quiet = desk.ok(line)
    with racing(desk, monkeypatch) as moments:
        raced = desk.ok(line)
    assert raced == quiet, "what came after the reading stands in it"
    assert moments.opened == 1
    assert desk.ok(line) != quiet, "nothing that came would have been seen: this proves nothing"


@pytest.mark.parametrize("line", lines(MANY))
def test_a_story_is_told_as_of_one_moment(desk: Newsroom, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    quiet = desk.ok(line)
    with racing(desk, monkeypatch):
        assert desk.ok(line) == quiet
    assert desk.ok(line) != quiet
