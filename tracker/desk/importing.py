"""The verb import: a file in, all of it or nothing, twice the same as once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, islice, pairwise
from typing import Any, BinaryIO, Final, NamedTuple

from tracker.desk import lookalikes
from tracker.desk.desk import Batch, Desk
from tracker.desk.formats import Format
from tracker.domain.chain import canonical
from tracker.domain.clocks import LATEST, Edtf, Instant, UnreadableDate, from_iso, moment, span
from tracker.domain.events import (
    ArticleArchived,
    ClaimOpened,
    EntryRedacted,
    Event,
    SourceRegistered,
    VerdictReached,
    wire_name,
)
from tracker.domain.rules import unsound
from tracker.domain.words import EventId, SourceHandle
from tracker.errors import ImportRefused, RuleError, TrackerError, UsageError
from tracker.exchange import jsonl, table
from tracker.store import codec, log, views, writer
from tracker.store.bulk import uncollected
from tracker.store.ids import derived_id, random_id

_REDACTED = wire_name(EntryRedacted)

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: events added, events on record before. notes: what the user should know."""

    added: int
    already: int
    refused: int = 0
    notes: tuple[str, ...] = ()


class Incoming(NamedTuple):
    """An event from a file. id: None for a registration, which is skipped if the handle is taken. encoded: the event as
    the log stores it, where that is known already.
    """

    line: int
    event: Event
    recorded: str
    id: EventId | None
    actor: str = ""
    encoded: codec.Encoded | None = None


Bad = tuple[int, str]
"""The line of a bad row, and what is wrong with it."""


def import_file(
    desk: Desk, file: BinaryIO, form: Format, *, keep_recorded: bool = False, progress: Progress | None = None
) -> Imported:
    """Import a whole file or nothing of it. Raises ImportRefused with one line for each bad row."""
    if form is Format.TABLE:
        rows = table.Table(file)
        found = table.gather(rows.rows())
        with desk.writing() as batch:
            notes = _not_taken_over(batch, found)
            ordered = _recorded_then_line(rows) if keep_recorded else rows.rows()
            incoming = chain(found.problems, _planned(batch, ordered, found))
            done = _Intake(batch, keep_recorded=keep_recorded, progress=progress).take(incoming)
            return replace(done, notes=(*done.notes, *notes))
    lines = jsonl.lines(file.read())
    head = jsonl.header(lines)
    with desk.writing() as batch:
        if head is not None:
            return _restore(batch, jsonl.rows(lines, head), head, progress)
        bare = _admitted(jsonl.bare(lines))
        order = sorted(bare, key=_recorded) if keep_recorded else bare
        return _Intake(batch, keep_recorded=keep_recorded, progress=progress).take(order)


def _restore(batch: Batch, rows: Sequence[tuple[Any, ...]], head: jsonl.Header, progress: Progress | None) -> Imported:
    session = batch.session
    if log.head(session).position == 0:
        log.set_origin(session, head.origin)
    elif log.origin(session) != head.origin:
        raise RuleError(
            "this is the export of another log, and two logs cannot be made one",
            "import it into a new database: tracker init other.db",
        )
    stored = [log.Stored._make(row) for row in rows]
    refused = list(_through_the_door(batch, stored))
    if refused:
        raise ImportRefused("the export was refused; nothing of it was imported", refused, "take the export again")
    entries = log.restore(session, stored)
    writer.Views(session).apply(entries, progress)
    return Imported(len(entries), len(rows) - len(entries))


def _through_the_door(batch: Batch, rows: Sequence[log.Stored]) -> Iterator[str]:
    """What is wrong with the new entries of an export, however well they are chained: a line for each."""
    end = log.head(batch.session)
    redacted = {str(json.loads(row.facts).get("entry")) for row in rows if row.type == _REDACTED}
    last = end.recorded
    for row in rows:
        if row.position <= end.position:
            continue
        where = f"line {row.position + 1}: entry {row.position}"
        try:
            event = log.admitted(row)
            recorded = from_iso(row.recorded)
        except (TrackerError, UnreadableDate) as problem:
            yield f"{where}: {problem}"
            continue
        if not last <= recorded <= batch.now + log.AHEAD:
            yield f"{where} was recorded at {row.recorded}, out of order or in the future"
        if row.words is None and row.id not in redacted:
            yield f"{where} has no words and no redaction"
        yield from (f"{where}: {problem.message}" for problem in unsound(event, batch.register, batch.now))
        batch.register.learn(row.id, event)
        last = max(last, recorded)


# -- bare events and rows of a table, as incoming events -----------------------------------------------------------


def _admitted(lines: Sequence[jsonl.Bare]) -> list[Incoming | Bad]:
    incoming: list[Incoming | Bad] = []
    own = {line.id for line in lines if line.id}
    identities = _Identities()
    for line in lines:
        for name, ids in jsonl.references(line.facts):
            known = [_reference(each, own) for each in ids]
            line.facts[name] = known if isinstance(line.facts[name], list) else known[0]
        try:
            event = codec.admit(line.type, line.facts, line.words)
        except UsageError as problem:
            incoming.append((line.line, problem.message))
            continue
        encoded = codec.encode(event)
        event_id = identities.of(line.id, encoded)
        incoming.append(Incoming(line.line, event, line.recorded, event_id, line.actor, encoded))
    return incoming


def _reference(text: Any, own: set[str]) -> Any:
    if not isinstance(text, str) or (jsonl.is_event_id(text) and text not in own):
        return text
    return text if jsonl.is_event_id(text) else derived_id(text)


class _Identities:
    """Gives imported events their ids: from the row's own id, else from its content and how often it stood before."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._repeated: Counter[int] = Counter()

    def of(self, key: str, encoded: codec.Encoded) -> EventId:
        """The id of the next event of the file."""
        if key:
            return EventId(key) if jsonl.is_event_id(key) else derived_id(key)
        content = canonical(encoded)
        # Millions of contents are told apart by eight bytes each, since the texts themselves would not fit.
        print_ = int.from_bytes(sha256(content.encode()).digest()[:8])
        if print_ in self._seen:
            self._repeated[print_] += 1
        self._seen.add(print_)
        return derived_id(f"{content}#{self._repeated[print_] + 1 if self._repeated else 1}")


def _recorded_then_line(rows: table.Table) -> Iterable[table.Row]:
    """The order in which rows become entries, so that a handle is registered before the earliest row that needs it."""
    keys = [_when(row.get("recorded")) for row in rows.rows()]
    if all(one <= other for one, other in pairwise(keys)):
        return rows.rows()
    # Only a file that is out of order is held whole.
    return sorted(rows.rows(), key=lambda row: _when(row.get("recorded")))


def _recorded(item: Incoming | Bad) -> tuple[bool, int]:
    return _when(item.recorded) if isinstance(item, Incoming) else (False, 0)


def _when(recorded: str) -> tuple[bool, int]:
    """When a row says it was recorded; rows without a date are recorded now and go last."""
    try:
        return (False, _instant(recorded)) if recorded else (True, 0)
    except UnreadableDate:
        return True, 0


def _not_taken_over(batch: Batch, found: table.Gathered) -> list[str]:
    """What the file says about handles on record that the record does not; an import registers, it never changes."""
    notes = []
    for row in views.sources(batch.session, LATEST, list(found.sources)):
        known = {"source_name": row.name, "source_kind": row.kind, "source_class": row.source_class}
        told = found.sources[row.source]
        notes += [
            f"source '{row.source}' is on record with {column} '{value}'; '{told[column]}' was not taken over"
            for column, value in known.items()
            if column in told and told[column] != value
        ]
    for claim in views.claims(batch.session, LATEST, list(found.claims)):
        text = found.claims[claim.claim].get("claim_text", claim.text)
        if text != claim.text:
            notes.append(f"claim '{claim.claim}' is on record with another wording; the file's was not taken over")
    return notes


def _planned(batch: Batch, rows: Iterable[table.Row], found: table.Gathered) -> Iterator[Incoming | Bad]:
    register = batch.register
    identities = _Identities()
    today = Edtf(moment(batch.now).date().isoformat())
    for item in table.plan(rows, found, register.has_source, register.has_claim, register.has_article):
        if not isinstance(item, table.Planned):
            yield item
            continue
        event = item.event
        encoded = codec.encode(event)
        if isinstance(event, SourceRegistered | ClaimOpened | ArticleArchived):
            yield Incoming(item.line, event, item.recorded, None, encoded=encoded)
            continue
        event_id = identities.of(item.key, encoded)
        if isinstance(event, VerdictReached) and not event.decided:
            # Without a date it was decided on the day of its first import.
            known = log.find(batch.session, event_id)
            first = known.event if known else None
            event = replace(event, decided=first.decided if isinstance(first, VerdictReached) else today)
            encoded = codec.encode(event)
        yield Incoming(item.line, event, item.recorded, event_id, encoded=encoded)


# -- taking them in ------------------------------------------------------------------------------------------------

_PART: Final = 2_000
"""How many events are taken in at a time."""


class _Intake:
    """Takes a file's events in, part by part, in one batch; from the first bad row on it only looks for more."""

    def __init__(self, batch: Batch, *, keep_recorded: bool, progress: Progress | None) -> None:
        self._batch, self._keep, self._progress = batch, keep_recorded, progress
        self._log = log.Appending(batch.session, now=batch.now, actor=batch.actor)
        self._views = writer.Views(batch.session)
        self._start = self._log.end.position
        self._before = self._log.end.recorded if self._start else Instant(0)
        self._undone: set[EventId] | None = None
        self._refused: list[Bad] = []
        self._named: set[SourceHandle] = set()
        self._added = self._already = self._gone = 0
        self._dated = False

    def take(self, incoming: Iterable[Incoming | Bad]) -> Imported:
        """Take everything in. Raises ImportRefused."""
        every = iter(incoming)
        with uncollected():
            self._take_all(every)
        if self._refused:
            lines = [f"line {line}: {message}" for line, message in sorted(set(self._refused))]
            raise ImportRefused(
                "the file was refused; nothing of it was imported", lines, "mend these lines and repeat"
            )
        self._views.close()
        return Imported(self._added, self._already, notes=tuple(self._notes()))

    def _take_all(self, every: Iterator[Incoming | Bad]) -> None:
        while part := list(islice(every, _PART)):
            self._take([item for item in part if isinstance(item, Incoming)])
            self._refused += [item for item in part if not isinstance(item, Incoming)]
            if self._progress and self._added:
                self._progress(self._added)

    def _notes(self) -> Iterator[str]:
        if self._dated and not self._keep:
            yield "the file's recorded dates were ignored; --keep-recorded keeps them"
        if self._gone:
            yield (
                f"{self._gone} of the rows on record have been undone and stay so; undoing their undo brings them back"
            )
        yield from lookalikes.warnings(self._batch.session, self._named)

    def _take(self, part: Sequence[Incoming]) -> None:
        known = log.find_all(self._batch.session, [item.id for item in part if item.id is not None])
        mine: dict[EventId, Incoming] = {}
        drafts: list[log.Draft] = []
        for item in part:
            self._dated = self._dated or bool(item.recorded)
            try:
                if item.id is not None and self._is_on_record(item, known.get(item.id), mine.setdefault(item.id, item)):
                    self._already += 1
                    continue
            except RuleError as problem:
                self._refused.append((item.line, problem.message))
                continue
            recorded = self._recorded(item) if self._keep and item.recorded else None
            broken = [problem.message for problem in self._batch.problems(item.event)]
            self._refused += [(item.line, message) for message in broken]
            if not broken:
                event_id = item.id or random_id(self._batch.now)
                self._batch.register.learn(event_id, item.event)
                encoded = item.encoded if recorded is None else None
                drafts.append(log.Draft(item.event, event_id, recorded, item.actor, encoded))
        if not self._refused:
            done = self._log.add(drafts, new=True)
            self._views.add(done.entries)
            self._named.update(lookalikes.named((entry.event for entry in done.entries), self._batch.register))
            self._batch.register.settle(self._log.end.position)
            self._added += len(done.entries)

    def _is_on_record(self, item: Incoming, row: log.Stored | None, twin: Incoming) -> bool:
        """Whether an event stands in the log or in the file already. Raises RuleError if another one has its id."""
        if row is not None:
            if row.position > self._start and item.encoded is not None:
                _same_as_before(row, item.encoded)
            log.same_content(row, item.encoded or codec.encode(item.event))
            self._gone += self._is_undone(row.id)
            return True
        if item is not twin and item.event != twin.event:
            raise RuleError(f"has the id of line {twin.line} and says something else")
        return item is not twin

    def _is_undone(self, event_id: EventId) -> bool:
        if self._undone is None:
            self._undone = set(views.undone(self._batch.session))
        return event_id in self._undone

    def _recorded(self, item: Incoming) -> Instant | None:
        try:
            at = _instant(item.recorded)
        except UnreadableDate:
            self._refused.append((item.line, f"'{item.recorded}' is not a date of recording"))
            return None
        if at > self._batch.now:
            self._refused.append((item.line, f"was recorded at {item.recorded}, which is in the future"))
        if at < self._before:
            self._refused.append((item.line, f"was recorded at {item.recorded}, before the end of this log"))
        return at


def _same_as_before(row: log.Stored, encoded: codec.Encoded) -> None:
    try:
        log.same_content(row, encoded)
    except RuleError:
        raise RuleError("has the id of an earlier line and says something else") from None


def _instant(text: str) -> Instant:
    """When an entry was recorded: an instant, or a day, then its first instant."""
    return from_iso(text) if "T" in text else span(text).first
