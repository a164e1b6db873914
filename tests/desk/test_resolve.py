"""What a person typed, made precise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Room
from tracker.desk import resolve
from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.domain.clocks import FOREVER, Cut, from_iso
from tracker.domain.words import is_handle
from tracker.errors import NotFound, UsageError
from tracker.store.session import Session

NOW = datetime(2025, 12, 11, 9, tzinfo=UTC)
Opens = Callable[[], AbstractContextManager[Session]]


@pytest.fixture(scope="module")
def reading(new_room: Room, clock: Any) -> Opens:
    """Opens a log of seven entries, recorded on two days."""
    room = new_room()
    clock.move_to("2025-12-01T10:00:00+00:00")
    room.given("source add Nvidia\nsource add 'Nvidia IR'\nsource add 'Zhang Yuchun'\nclaim open Flood --handle flood")
    clock.move_to("2025-12-03T10:00:00+00:00")
    room.given("article add --handle wire-1\narticle add --handle wire-2\nsource add Müller")
    return Desk(str(room.database), NOW).reading


@pytest.fixture
def session(reading: Opens) -> Iterator[Session]:
    """One look at the log."""
    with reading() as opened:
        yield opened


# -- handles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("nvidia", "nvidia"), ("nvidia-", "nvidia-ir"), ("nvidia-ir", "nvidia-ir"), ("z", "zhang-yuchun"),
        ("Zhang Yuchun", "zhang-yuchun"), ("ZHANG", "zhang-yuchun"), (" zhang ", "zhang-yuchun"), ("Müller", "mueller"),
        ("mü", "mueller"),
    ],
)  # fmt: skip
def test_a_source_by_handle_beginning_or_name(session: Session, typed: str, handle: str) -> None:
    assert resolve.source(session, typed) == handle


@pytest.mark.parametrize("typed", ["", " ", "nv", "x", "%", "_vidia", "\U0010ffff", "flood", "wire-1"])
def test_what_is_no_source(session: Session, typed: str) -> None:
    with pytest.raises(NotFound) as caught:
        resolve.source(session, typed)
    assert caught.value.hint


def test_claims_and_articles(session: Session) -> None:
    assert resolve.claim(session, "fl") == "flood"
    assert resolve.article(session, "wire-2") == "wire-2"
    with pytest.raises(NotFound, match="fits several articles: wire-1, wire-2"):
        resolve.article(session, "wire")


def test_where_a_new_one_would_be_registered_nothing_is_guessed(session: Session) -> None:
    assert resolve.known_source(session, "Nvidia") == "nvidia"
    assert resolve.known_source(session, "nvidia") == "nvidia"
    assert resolve.known_source(session, "zhang") is None
    assert resolve.known_source(session, "") is None


@given(st.text(max_size=200))
def test_a_slug_is_a_handle_or_nothing(name: str) -> None:
    slug = resolve.slug(name)
    assert slug == "" or is_handle(slug) or slug.isdigit()
    assert len(slug) <= 60
    assert resolve.slug(slug) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jensen Huang", "jensen-huang"),
        ("SÜDDEUTSCHE Zeitung", "sueddeutsche-zeitung"),
        ("Große Straße", "grosse-strasse"),
        ("Ångström", "angstroem"),
        ("Ø", "o"),
        ("中文", ""),
        ("a" * 59 + " bb", "a" * 59),
        ("a" * 70, "a" * 60),
        ("--a--b--", "a-b"),
        ("U.S. Dept. of Commerce", "u-s-dept-of-commerce"),
        ("½", "12"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert resolve.slug(name) == slug


# -- entries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("#7", 7), ("007", 7), ("0", 0)])
def test_entry_numbers(typed: str, number: int) -> None:
    assert resolve.number(typed) == number


@pytest.mark.parametrize("typed", ["", "#", "##7", "-7", "7.0", "seven", "٧", "7 ", "1" * 16])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(UsageError):
        resolve.number(typed)


def test_an_entry(session: Session) -> None:
    assert resolve.entry(session, "#4").position == 4
    for typed in ("0", "8"):
        with pytest.raises(NotFound) as caught:
            resolve.entry(session, typed)
        assert caught.value.hint == "the log ends with entry 7"


# -- dates and cuts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_date_is_no_date(typed: str | None) -> None:
    assert resolve.date(typed, NOW) is None
    assert resolve.past(typed, NOW, "said") is None
    assert resolve.world(typed, NOW) == FOREVER


def test_a_cut_is_resolved_once_to_an_instant_and_a_position(session: Session) -> None:
    def cut(as_of: str | None = None, known_by: str | None = None) -> Cut:
        return Reading.of(session, When(as_of, known_by), NOW).cut

    assert cut() == Cut(FOREVER, 7)
    assert cut("2025-12-02") == Cut(from_iso("2025-12-02T23:59:59.999999Z"), 7)
    assert cut(known_by="2025-12-01").position == 4
    assert cut(known_by="2025-12-01T09:59:59Z").position == 0
    assert cut(known_by="2025-12-01T10:00:00Z").position == 4
    assert cut(known_by="2025-11").position == 0
    assert cut(known_by="today").position == 7
    assert cut(known_by="2025-12/2026-01").position == 7
    assert cut(known_by="0").position == 0
    assert cut(known_by="#5").position == 5
    assert cut(known_by="").position == 7


@pytest.mark.parametrize(
    ("known_by", "kind"), [("8", NotFound), ("#2025", NotFound), ("12345", NotFound), ("1x", UsageError)]
)
def test_cuts_that_cannot_be(session: Session, known_by: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        resolve.position(session, known_by, NOW)
