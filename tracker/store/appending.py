"""Appending: a batch of events goes into the log whole or not at all, each entry chained to the one before.

Rules are decided and positions given under the write lock of one transaction, so readers never see a gap.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from tracker.domain.chain import Header, entry_hash, intact, words_digest
from tracker.domain.clocks import Instant, from_iso, iso, moment
from tracker.domain.events import ClockCorrected, Entry, EntryRedacted, EntryVoided, Event
from tracker.domain.words import EventId
from tracker.errors import DatabaseError, RuleError
from tracker.store import codec, scrub, search
from tracker.store.ids import random_id
from tracker.store.log import Head, Stored, at, find, find_all, find_stored, head, typed
from tracker.store.session import Session

AHEAD: Final = 5 * 60 * 1_000_000
"""How far, in microseconds, the log's last entry may lie in the future before we distrust the clock."""
LARGEST: Final = 56 << 20
"""How many bytes the facts and words of an entry may have."""
_CHUNK: Final = 2_000
_AGAIN: Final = "take the export again from the log it came from"


class Draft(NamedTuple):
    """An event to be appended. id: random when absent. recorded, actor: from a file, else the desk's own. encoded: the
    event as the log stores it, where that is known already.
    """

    event: Event
    id: EventId | None = None
    recorded: Instant | None = None
    actor: str = ""
    encoded: codec.Encoded | None = None


class Unless(NamedTuple):
    """A condition on an append: refuse it if anything under these tags was recorded after a position.

    No tags means anything at all.
    """

    after: int
    tags: tuple[str, ...] = ()


class Appended(NamedTuple):
    """What an append did. entries: the new ones, in order. already: those it found in the log, by draft order."""

    entries: list[Entry]
    already: list[EventId]


class Appending:
    """One batch on its way into the log, in as many parts as it likes; all of it under one write lock."""

    def __init__(self, session: Session, *, now: Instant, actor: str) -> None:
        self._session, self._now, self._actor = session, now, actor
        self.end = head(session)
        self._batch = random_id(now)

    def add(self, drafts: Iterable[Draft], *, new: bool = False) -> Appended:
        """Append events; ``new`` ones are known not to be on record.

        The same id with the same content counts as done already. Raises RuleError for an id with other content,
        DatabaseError if the log's last entry is `ahead`; an undo and a redaction are taken in even then.
        """
        added: list[Entry] = []
        already: list[EventId] = []
        every = iter(drafts)
        while some := list(islice(every, _CHUNK)):
            self._part(some, added, already, new=new)
        return Appended(_wipe_redacted(self._session, added), already)

    @property
    def ahead(self) -> bool:
        """Whether the last entry lies so far in the future that a clock must be wrong: ours, or that of its writer."""
        return self.end.recorded > self._now + AHEAD

    def check(self, unless: Unless | None) -> None:
        """Raise RuleError if the log has moved on under a condition."""
        if unless is None:
            return
        found = [self.end.position] if not unless.tags else [_last_under(self._session, tag) for tag in unless.tags]
        if max(found) > unless.after:
            raise RuleError(
                f"the log has moved on meanwhile: entry {max(found)} was recorded after you looked",
                f"tracker show {max(found)}",
            )

    def _part(self, drafts: Sequence[Draft], added: list[Entry], already: list[EventId], *, new: bool) -> None:
        ids = [draft.id for draft in drafts if draft.id is not None]
        known = {} if new else find_all(self._session, ids)
        rows: list[Stored] = []
        fresh: list[Entry] = []
        for draft in drafts:
            encoded = draft.encoded or codec.encode(draft.event, "file" if draft.recorded is not None else "")
            if draft.id is not None and (twin := known.get(draft.id)) is not None:
                same_content(twin, encoded)
                already.append(draft.id)
                continue
            check_size(encoded)
            event_id = draft.id or random_id(self._now)
            recorded = self._dated(draft)
            who = draft.actor or self._actor
            row = _sealed(self.end, event_id, self._batch, encoded, recorded, who)
            rows.append(row)
            known[event_id] = row
            self.end = Head(row.position, row.hash, recorded)
            fresh.append(Entry(row.position, event_id, recorded, draft.event, self._batch, who))
        _write(self._session, rows)
        added += fresh

    def _dated(self, draft: Draft) -> Instant:
        """When an event is recorded: now, or as its file says, but never before the end of the log, unless it says that
        the clock was wrong there.
        """
        if isinstance(draft.event, ClockCorrected):
            return self._now
        if self.ahead and not isinstance(draft.event, EntryVoided | EntryRedacted):
            raise DatabaseError(
                f"the last entry was recorded at {moment(self.end.recorded):%Y-%m-%d %H:%M:%S} UTC, "
                "which is in the future",
                "set this machine's clock right; if it is right, and was wrong then: tracker doctor --clock",
            )
        return Instant(max(self._now if draft.recorded is None else draft.recorded, self.end.recorded))


def append(
    session: Session,
    drafts: Iterable[Draft],
    *,
    now: Instant,
    actor: str,
    unless: Unless | None = None,
    new: bool = False,
) -> Appended:
    """Append a batch. The same id with the same content counts as done already; ``new`` ids are known not to be on
    record.

    Raises RuleError for an id with other content or a failed condition, DatabaseError if the log's last entry lies
    more than five minutes in the future.
    """
    appending = Appending(session, now=now, actor=actor)
    appending.check(unless)
    return appending.add(drafts, new=new)


def restore(session: Session, rows: Iterable[Stored]) -> list[Entry]:
    """Take over rows of an export verbatim, behind what is here already; the export must agree with it.

    Raises RuleError where the two differ, or where a row does not fit the chain.
    """
    end = head(session)
    added: list[Stored] = []
    taken: list[Entry] = []
    for row in rows:
        if row.position <= end.position and not added:
            mine = at(session, row.position)
            if mine is None or mine.hash != row.hash:
                raise RuleError(
                    f"entry {row.position} of the file is another one than entry {row.position} of this log",
                    "the two logs have diverged; import into a new database: tracker init other.db",
                )
            continue
        check_row(row, end)
        added.append(row)
        end = Head(row.position, row.hash, from_iso(row.recorded))
        taken.append(typed(row))
        if len(added) % _CHUNK == 0:
            _write(session, added[-_CHUNK:])
    _write(session, added[len(added) - len(added) % _CHUNK :])
    return _wipe_redacted(session, taken)


def check_row(row: Stored, end: Head) -> None:
    """Raise RuleError unless a row is whole and follows ``end``."""
    if row.position != end.position + 1 or row.previous != end.hash:
        raise RuleError(f"entry {row.position} does not follow entry {end.position}", _AGAIN)
    if entry_hash(row.header) != row.hash:
        raise RuleError(f"entry {row.position} has been changed: its hash does not fit", _AGAIN)
    if row.words is not None and not intact(row.words, row.salt, row.words_digest):
        raise RuleError(f"the words of entry {row.position} have been changed: their digest does not fit", _AGAIN)


def _last_under(session: Session, tag: str) -> int:
    """The last position under a tag: a thing (``claim/x``, ``entry/<id>``) or a mention (``source:x``); 0 if none."""
    if tag.startswith("entry/"):
        began = find_stored(session, EventId(tag.removeprefix("entry/")))
        where = "tag = :tag"
        value: int | str = -began.position if began else 0
    else:
        where, value = "tag IN (SELECT id FROM tag WHERE name = :tag)", tag
    rows = session.rows(f"SELECT COALESCE(MAX(position), 0) FROM entry_tag WHERE {where}", tag=value)
    return int(next(iter(rows))[0])


def same_content(twin: Stored, encoded: codec.Encoded) -> None:
    """Raise RuleError unless an entry in the log says what a draft of the same id says; wiped words are
    not compared.
    """
    same = twin.type == encoded.type and twin.version == encoded.version
    same = same and codec.without_origin(twin.facts) == codec.without_origin(encoded.facts)
    if not same or (twin.words is not None and twin.words != encoded.words):
        raise RuleError(
            f"entry {twin.position} has the same id and says something else",
            f"give the row another id, or correct the entry: tracker amend {twin.position}",
        )


def check_size(encoded: codec.Encoded) -> None:
    """Raise RuleError for more text than an export can hold on one of its lines."""
    if len(encoded.words) + len(encoded.facts) <= LARGEST // 4:
        return
    size = len(encoded.words.encode()) + len(encoded.facts.encode())
    if size > LARGEST:
        raise RuleError(
            f"an entry holds at most {LARGEST >> 20} MiB, and this one has {size / (1 << 20):.0f}",
            "keep a large file elsewhere, and its SHA-256 and url here",
        )


def _sealed(end: Head, event_id: EventId, batch: str, encoded: codec.Encoded, recorded: Instant, actor: str) -> Stored:
    salt = secrets.token_hex(16)
    header = Header(
        end.position + 1,
        event_id,
        batch,
        encoded.type,
        encoded.version,
        iso(recorded),
        actor,
        encoded.facts,
        words_digest(salt, encoded.words),
        end.hash,
    )
    *start, facts, digest, previous = header
    return Stored._make((*start, facts, encoded.words, salt, digest, previous, entry_hash(header)))


def _write(session: Session, rows: Sequence[Stored]) -> None:
    session.insert("entry", Stored._fields, rows)


def _wipe_redacted(session: Session, added: list[Entry]) -> list[Entry]:
    """Wipe what new entries redact; these entries as they then stand. The read models have none of them yet."""
    wiped = dict.fromkeys(entry.event.entry for entry in added if isinstance(entry.event, EntryRedacted))
    if not wiped:
        return added
    scrub.mark(session)
    with search.forgetting(session, wiped, added[0].position):
        for event_id in wiped:
            session.run("UPDATE entry SET words = NULL, salt = NULL WHERE id = :id AND words IS NOT NULL", id=event_id)
    return [(find(session, entry.id) or entry) if entry.id in wiped else entry for entry in added]
