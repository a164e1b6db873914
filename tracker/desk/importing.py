"""The verb import: a file in, all of it or nothing, twice the same as once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

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
from tracker.domain.words import EventId
from tracker.errors import ImportRefused, RuleError, TrackerError, UsageError
from tracker.exchange import jsonl, table
from tracker.store import codec, log, views, writer
from tracker.store.database import Session
from tracker.store.ids import derived_id

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
    """An event from a file. id: None for a registration, which is skipped if the handle is taken."""

    line: int
    event: Event
    recorded: str
    id: EventId | None
    actor: str = ""


def import_file(
    desk: Desk, data: bytes, form: Format, *, keep_recorded: bool = False, progress: Progress | None = None
) -> Imported:
    """Import a whole file or nothing of it. Raises ImportRefused with one line for each bad row."""
    if form is Format.TABLE:
        rows = table.read(data)
        with desk.writing() as batch:
            notes = _not_taken_over(batch, table.gather(rows))
            ordered = sorted(rows, key=_recorded_then_line) if keep_recorded else rows
            done = _take_in(batch, *_planned(batch, ordered), keep_recorded=keep_recorded, progress=progress)
            return replace(done, notes=(*done.notes, *notes))
    found = jsonl.lines(data)
    head = jsonl.header(found)
    with desk.writing() as batch:
        if head is not None:
            return _restore(batch, jsonl.rows(found, head), head, progress)
        return _take_in(batch, *_admitted(jsonl.bare(found)), keep_recorded=keep_recorded, progress=progress)


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


def _admitted(lines: Sequence[jsonl.Bare]) -> tuple[list[Incoming], list[tuple[int, str]]]:
    incoming, problems = [], []
    own = {line.id for line in lines if line.id}
    occurrences: Counter[str] = Counter()
    for line in lines:
        for name, ids in jsonl.references(line.facts):
            known = [_reference(each, own) for each in ids]
            line.facts[name] = known if isinstance(line.facts[name], list) else known[0]
        try:
            event = codec.admit(line.type, line.facts, line.words)
        except UsageError as problem:
            problems.append((line.line, problem.message))
            continue
        incoming.append(Incoming(line.line, event, line.recorded, _event_id(line.id, event, occurrences), line.actor))
    return incoming, problems


def _reference(text: Any, own: set[str]) -> Any:
    if not isinstance(text, str) or (jsonl.is_event_id(text) and text not in own):
        return text
    return text if jsonl.is_event_id(text) else derived_id(text)


def _event_id(key: str, event: Event, occurrences: Counter[str]) -> EventId:
    """The id of an imported event: from the row's own id, else from its content and which repetition of it this is."""
    if key:
        return EventId(key) if jsonl.is_event_id(key) else derived_id(key)
    content = canonical(codec.encode(event))
    occurrences[content] += 1
    return derived_id(f"{content}#{occurrences[content]}")


def _recorded_then_line(row: table.Row) -> tuple[bool, int, int]:
    """The order in which rows become entries, so that a handle is registered before the earliest row that needs it."""
    try:
        return (False, _instant(row.get("recorded")), row.line) if row.get("recorded") else (True, 0, row.line)
    except UnreadableDate:
        return True, 0, row.line


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


def _planned(batch: Batch, rows: Sequence[table.Row]) -> tuple[list[Incoming], list[tuple[int, str]]]:
    register = batch.register
    found = table.gather(rows)
    incoming, problems = [], list(found.problems)
    occurrences: Counter[str] = Counter()
    today = Edtf(moment(batch.now).date().isoformat())
    for item in table.plan(rows, found, register.has_source, register.has_claim, register.has_article):
        if not isinstance(item, table.Planned):
            problems.append(item)
            continue
        event_id, event = None, item.event
        if not isinstance(event, SourceRegistered | ClaimOpened | ArticleArchived):
            event_id = _event_id(item.key, event, occurrences)
        if isinstance(event, VerdictReached) and not event.decided and event_id is not None:
            # Without a date it was decided on the day of its first import.
            known = log.find(batch.session, event_id)
            first = known.event if known else None
            event = replace(event, decided=first.decided if isinstance(first, VerdictReached) else today)
        incoming.append(Incoming(item.line, event, item.recorded, event_id))
    return incoming, problems


# -- taking them in ------------------------------------------------------------------------------------------------


def _take_in(
    batch: Batch,
    incoming: Sequence[Incoming],
    problems: Sequence[tuple[int, str]],
    *,
    keep_recorded: bool,
    progress: Progress | None,
) -> Imported:
    refused = list(problems)
    dated = any(item.recorded for item in incoming)
    ordered = _in_order(batch, incoming, refused) if keep_recorded else [(item, None) for item in incoming]
    already = 0
    end = log.head(batch.session).recorded if log.head(batch.session).position else Instant(0)
    mine: dict[EventId, Incoming] = {}
    for item, recorded in ordered:
        try:
            if item.id is not None:
                twin = mine.setdefault(item.id, item)
                if _on_record(batch.session, item.id, item.event) or _same(item, twin):
                    already += 1
                    continue
        except RuleError as problem:
            refused.append((item.line, problem.message))
            continue
        if recorded is not None and recorded < end:
            refused.append((item.line, f"was recorded at {item.recorded}, before the end of this log"))
        broken = [problem.message for problem in batch.problems(item.event)]
        refused += [(item.line, message) for message in broken]
        if not broken:
            batch.admit(item.event, item.id, recorded, item.actor)
    if refused:
        lines = [f"line {line}: {message}" for line, message in sorted(set(refused))]
        raise ImportRefused("the file was refused; nothing of it was imported", lines, "mend these lines and repeat")
    written = batch.append(progress=progress)
    gone = len({item.id for item in incoming} & set(views.undone(batch.session))) if already else 0
    notes = (
        ("the file's recorded dates were ignored; --keep-recorded keeps them",) if dated and not keep_recorded else ()
    )
    if gone:
        notes = (
            *notes,
            f"{gone} of the rows on record have been undone and stay so; undoing their undo brings them back",
        )
    return Imported(len(written.entries), already, notes=notes)


def _same(item: Incoming, twin: Incoming) -> bool:
    """Whether an event stands in the file already. Raises RuleError if another one stands there under the same id."""
    if item is not twin and item.event != twin.event:
        raise RuleError(f"has the id of line {twin.line} and says something else")
    return item is not twin


def _on_record(session: Session, event_id: EventId, event: Event) -> bool:
    """Whether the log has this very event. Raises RuleError if it has another under the same id."""
    row = log.find_stored(session, event_id)
    if row is None:
        return False
    log.same_content(row, codec.encode(event))
    return True


def _in_order(
    batch: Batch, incoming: Sequence[Incoming], refused: list[tuple[int, str]]
) -> list[tuple[Incoming, Instant | None]]:
    """Events by date of recording, then line; those without a date are recorded now and go last."""
    dated: list[tuple[Incoming, Instant | None]] = []
    for item in incoming:
        if not item.recorded:
            dated.append((item, None))
            continue
        try:
            at = _instant(item.recorded)
        except UnreadableDate:
            refused.append((item.line, f"'{item.recorded}' is not a date of recording"))
            continue
        if at > batch.now:
            refused.append((item.line, f"was recorded at {item.recorded}, which is in the future"))
        dated.append((item, at))
    return sorted(dated, key=lambda pair: (pair[1] is None, pair[1] or 0))


def _instant(text: str) -> Instant:
    """When an entry was recorded: an instant, or a day, then its first instant."""
    return from_iso(text) if "T" in text else span(text).first
