"""Searching by words over claims, statements, sources and articles, at any cut."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from tracker.desk.desk import Desk
from tracker.desk.reading import Reading, When
from tracker.domain.clocks import FOREVER
from tracker.domain.events import ArticleAmended, ArticleArchived, ClaimAmended, Entry, EntryRedacted
from tracker.domain.fold import things
from tracker.domain.found import Found, Noun
from tracker.domain.projection import Thing, in_force, standing_or_last
from tracker.domain.rows import Article, Claim, Mark, Source, Spoken
from tracker.domain.state import State, seen
from tracker.errors import UsageError
from tracker.store import log, search, views
from tracker.store.search import Hit
from tracker.store.session import Session

CHECKED: Final = 10_000
"""How many hits are looked at where the world's clock cuts, since each has to be read for its date."""
STANDING: Final = 100
"""Of how many hits behind those shown it is asked whether they were undone; the others are counted as they are."""


class Search(NamedTuple):
    """What was found, best first. state: nothing but the policy. more: how many were left out; least: or even more."""

    state: State
    words: Sequence[str]
    found: Sequence[Found]
    more: int
    least: bool = False


def find(
    desk: Desk, when: When, typed: Sequence[str], nouns: Collection[Noun], limit: int, *, undone: bool = False
) -> Search:
    """What held all the words at a cut, at most ``limit`` of it; no nouns means all kinds of things.

    undone: with what has been undone, which is left out else.

    Raises UsageError where there is no letter or digit to look for.
    """
    words = " ".join(typed).split()
    if not search.sound(words):
        given = " ".join(words)
        quote = '"' if "'" in given else "'"
        raise UsageError(
            f"there is no word in {quote}{given}{quote}" if given else "no words to look for",
            "a word has a letter or a digit; tracker claim list shows the claims",
        )
    wanted = frozenset(nouns or Noun)
    with desk.reading_at(when) as reading:
        state = reading.frame(sources=False, articles=False, claims=False)
        hits = search.matches(reading.session, words, wanted, reading.cut.position)
        total = search.count(reading.session, words, wanted, reading.cut.position)
        if undone and reading.cut.world >= FOREVER:
            matches = list(_known(reading, islice(hits, limit)))
            return Search(state, words, matches, total - len(matches))
        looked_at = limit + STANDING if reading.cut.world >= FOREVER else CHECKED
        known = (match for match in _known(reading, islice(hits, looked_at)) if undone or match.mark is not Mark.VOIDED)
        matches = list(islice(known, limit))
        more = sum(1 for _ in known)
        if reading.cut.world >= FOREVER:
            return Search(state, words, matches, more + max(total - looked_at, 0))
        return Search(state, words, matches, more, total > CHECKED)


def _known(reading: Reading, hits: Iterator[Hit]) -> Iterator[Found]:
    """The things that hits of the index stand for, without those that the world had not seen yet."""
    for hit in hits:
        thing = _thing(reading.session, hit)
        history = log.history(reading.session, thing, reading.cut.position)
        match = _found(reading, hit.noun, thing, history)
        if match is not None:
            yield match


def _thing(session: Session, hit: Hit) -> Thing:
    """The source, claim, statement or article whose words an entry holds."""
    row = log.at(session, hit.position)
    assert row is not None
    own = things(log.typed(row), lambda event_id: log.find(session, event_id))
    return next(thing for thing in own if search.noun_of(thing) is hit.noun)


def _found(reading: Reading, noun: Noun, thing: Thing, history: Sequence[Entry]) -> Found | None:
    present, undone = standing_or_last(thing, history)
    named = [present.statement.article] if isinstance(present, Spoken) and present.statement.article else []
    articles = {row.article: row for row in views.articles(reading.session, reading.cut.position, named)}
    row = seen(present, articles, reading.cut) if present is not None else None
    match row:
        case Spoken(statement=statement):
            return Found(noun, row, statement.mark)
        case Article():
            texts = [entry.event.prose for entry in history if isinstance(entry.event, ArticleArchived)]
            return Found(noun, row, _mark(history, undone=undone), texts[-1])
        case Claim() | Source():
            return Found(noun, row, _mark(history, undone=undone))
    return None


def _mark(history: Sequence[Entry], *, undone: bool) -> Mark:
    """What has happened to a source, claim or article; what is learned of a source is no amendment."""
    if undone:
        return Mark.VOIDED
    later = [entry.event for entry in in_force(history)]
    if any(isinstance(event, EntryRedacted) for event in later):
        return Mark.REDACTED
    return Mark.AMENDED if any(isinstance(event, ClaimAmended | ArticleAmended) for event in later) else Mark.NONE
