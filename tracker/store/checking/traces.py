"""Which part of an entry was changed, as far as the hash, the entries beside it and the read models still tell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Final

from tracker.domain.chain import canonical, entry_hash, words_digest
from tracker.domain.events import EVENT_TYPES, Entry, StatementRecorded
from tracker.domain.fold import mentions, things
from tracker.domain.projection import begun, project
from tracker.domain.rows import Article, Claim, Row, Source, Statement, Verdict
from tracker.domain.words import EventId
from tracker.errors import TrackerError
from tracker.store import log, views
from tracker.store.log import Stored
from tracker.store.session import Session

_PLAIN: Final = (int, str, str, str, int, str, str, str)
"""The kinds of value of what the hash covers, up to the facts."""


def changed(session: Session, row: Stored, number: int, *, sound: bool) -> tuple[str, str]:
    """Kind and message for a row whose contents are not those of its hash.

    A header field whose old value stands in an entry beside it is named with that value, since the hash then fits
    again; where the facts say something else than the tags and read models written from them, the facts were changed.
    """
    at = row.position
    if not _is_plain(row):
        return "changed", f"entry {at} holds values that no program of ours writes"
    row = row._replace(position=number)
    before, after = _beside(session, at)
    if after is not None and after.previous == entry_hash(row.header):
        return "header", f"the hash of entry {at} has been changed"
    for name, value in _candidates(row, before, after, sound=sound):
        if entry_hash(row.header._replace(**{name: value})) == row.hash:  # type: ignore[arg-type]
            return "header", f"the {_WORDING.get(name, name)} of entry {at} has been changed: it was '{value}'"
    match _is_told(session, row, at):
        case False:
            return "facts", f"the facts of entry {at} have been changed"
        case True:
            return "header", f"a header field of entry {at} has been changed: its facts agree with the read models"
    return "changed", f"the facts or a header field of entry {at} have been changed"


_WORDING: Final = {"words_digest": "digest of the words", "previous": "previous hash", "id": "event id"}


def _is_plain(row: Stored) -> bool:
    values = (*row.header[:8], row.words_digest, row.previous, row.hash)
    return all(type(value) is kind for value, kind in zip(values, (*_PLAIN, str, str, str), strict=True))


def _beside(session: Session, at: int) -> tuple[Stored | None, Stored | None]:
    sql = f"SELECT {log.COLUMNS} FROM entry WHERE position < :at ORDER BY position DESC LIMIT 1"
    before = next(map(Stored._make, session.rows(sql, at=at)), None)
    return before, next(log.stored(session, at), None)


def _candidates(
    row: Stored, before: Stored | None, after: Stored | None, *, sound: bool
) -> Iterator[tuple[str, str | int]]:
    """Header fields and what may have stood there."""
    for beside in filter(None, (before, after)):
        yield from (("batch", beside.batch), ("actor", beside.actor), ("recorded", beside.recorded))
    if before is not None:
        yield "previous", before.hash
    if row.words is not None and row.salt is not None and not sound:
        yield "words_digest", words_digest(row.salt, row.words)
    yield from (("version", version) for version in range(10))
    yield from (("type", wire) for wire in EVENT_TYPES)


def _is_told(session: Session, row: Stored, at: int) -> bool | None:
    """Whether the tags and read models say of an entry what its facts say; None where they say nothing."""
    try:
        if canonical(json.loads(row.facts)) != row.facts:
            return False
        entry = log.typed(row)
        tags = {name for name in _tags(session, at) if ":" in name}
        if tags != set(mentions(entry.event)):
            return False if tags else None
        if isinstance(entry.event, StatementRecorded):
            return _is_voiced(session, begun(entry), at)
        thing = next(iter(things(entry, lambda named: _found(session, named))), None)
        if thing is None:
            return None
        now = project(thing, log.history(session, thing, at))
        return None if now is None else _is_kept(session, now, at)
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError, TrackerError, sqlite3.ProgrammingError):
        return False


def _found(session: Session, named: object) -> Entry | None:
    """The entry that changed facts name; a server refuses to look for what cannot be an id."""
    is_id = isinstance(named, str) and named.isascii() and named.isprintable()
    return log.find(session, EventId(str(named))) if is_id else None


def _tags(session: Session, at: int) -> Iterator[str]:
    sql = "SELECT tag.name FROM entry_tag JOIN tag ON tag.id = entry_tag.tag WHERE entry_tag.position = :at"
    return (str(name) for (name,) in session.rows(sql, at=at))


def _is_voiced(session: Session, said: Statement, at: int) -> bool:
    """Whether the read model of a statement, as it was first recorded, is what follows from its facts."""
    sql = (
        "SELECT s.first, s.article, v.source, v.presentation, r.chain, r.outlet, m.act, m.stance, m.certainty, "
        "m.basis, m.interest, m.via FROM statement_version s JOIN voice v ON v.id = s.voice "
        "JOIN route r ON r.id = s.route JOIN manner m ON m.id = s.manner "
        "WHERE s.claim = :claim AND s.position = :at AND s.frm = :at"
    )
    words = (said.presentation, " > ".join(said.chain), said.outlet, said.act, said.stance, said.certainty, said.basis,
             said.interest, said.via)  # fmt: skip
    expected = (said.first, said.article, said.source, *(word or "" for word in words))
    return any(found == expected for found in session.rows(sql, claim=said.claim, at=at))


def _is_kept(session: Session, row: Row, at: int) -> bool | None:
    """Whether a row of the read models is what follows from the entries so far."""
    match row:
        case Source():
            return row in views.sources(session, at, [row.source])
        case Claim():
            return row in views.claims(session, at, [row.claim])
        case Article():
            return row in views.articles(session, at, [row.article])
        case Verdict():
            return row in views.verdicts(session, at, [row.claim])
    return None
