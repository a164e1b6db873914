"""The verb import: a file in, all of it or nothing, twice the same as once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from tracker.desk import lookalikes
from tracker.desk.desk import Batch, Desk
from tracker.desk.formats import Format
from tracker.desk.incoming import Incoming, bare_events, check_same, not_taken_over, table_events
from tracker.desk.portions import lines_in_order, parts, recorded_at, rows_in_order
from tracker.desk.restoring import restore
from tracker.desk.tabled import Handles
from tracker.domain.clocks import Instant, UnreadableDate
from tracker.domain.fold import mentions
from tracker.domain.words import EventId, SourceHandle
from tracker.errors import ImportRefused, Retyped, RuleError
from tracker.exchange import jsonl
from tracker.exchange.gathering import gather
from tracker.exchange.problems import Bad, Problems
from tracker.exchange.sheet import OURS, Layout, Sheet
from tracker.store import appending, codec, log, views, writer
from tracker.store.bulk import Progress, uncollected
from tracker.store.ids import random_id


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: events added, events on record before. notes: what the user should know."""

    added: int
    already: int
    refused: int = 0
    notes: tuple[str, ...] = ()


def import_file(
    desk: Desk,
    file: BinaryIO,
    form: Format,
    layout: Layout = OURS,
    *,
    keep_recorded: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import a whole file or nothing of it. Raises ImportRefused with one line for each of the first bad rows.

    The file is read in parts, and only handles, and a few bytes for each row, are kept for the whole of it; but
    ``keep_recorded`` puts the rows in their order in a private temporary file first. layout: how a table is written.
    """
    if form is Format.TABLE:
        with desk.reading() as session:
            handles = Handles(session)
        with Sheet(file, layout) as sheet:
            found = gather(handles.heard(sheet.rows()))
            with desk.writing() as batch:
                if handles.has_names:
                    handles.settle(batch, found)
                    found = gather(handles.rows(sheet.rows()))
                    handles.tell(found)
                notes = [*handles.notes(), *not_taken_over(batch, found)]
                rows = handles.rows(sheet.rows())
                incoming = table_events(batch, rows_in_order(rows) if keep_recorded else rows, found)
                done = _Intake(batch, found.problems, keep_recorded=keep_recorded, progress=progress).take(incoming)
                return replace(done, notes=(*done.notes, *notes))
    lines = jsonl.lines(file)
    first = next(lines, None)
    head = jsonl.header(first)
    with desk.writing() as batch:
        if head is not None:
            restored = restore(batch, head, jsonl.rows(lines, head), progress)
            return Imported(restored.added, restored.already)
        every = chain([first] if first else [], lines)
        bare = bare_events(lines_in_order(every) if keep_recorded else every)
        return _Intake(batch, Problems(), keep_recorded=keep_recorded, progress=progress).take(bare)


def _weight(item: Incoming | Bad) -> int:
    return len(item.encoded.words) if isinstance(item, Incoming) and item.encoded else 0


class _Intake:
    """Takes a file's events in, part by part, in one batch; with a bad row among them none of it will be kept."""

    def __init__(self, batch: Batch, problems: Problems, *, keep_recorded: bool, progress: Progress | None) -> None:
        self._batch, self._keep, self._progress = batch, keep_recorded, progress
        self._log = batch.appending
        self._views = writer.Views(batch.session)
        self._start = self._log.end.position
        self._before = self._log.end.recorded if self._start else Instant(0)
        self._undone: set[EventId] | None = None
        self._problems = problems
        self._named: set[SourceHandle] = set()
        self._added = self._already = self._gone = 0
        self._dated = False

    def take(self, incoming: Iterable[Incoming | Bad]) -> Imported:
        """Take everything in. Raises ImportRefused."""
        with uncollected():
            for part in parts(incoming, _weight):
                self._take(part)
                if self._progress and self._added:
                    self._progress(self._added)
        if self._problems:
            raise ImportRefused(
                "the file was refused; nothing of it was imported",
                self._problems.lines(),
                "mend these lines and repeat the command",
                retyped=Retyped("mend these lines, then:"),
            )
        self._views.close()
        return Imported(self._added, self._already, notes=tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if not self._added and not self._already:
            yield "the file holds no entry"
        if self._dated and not self._keep:
            yield "the file's recorded dates were ignored; --keep-recorded keeps them"
        if self._gone:
            yield (
                f"{self._gone} of the rows on record have been undone and stay so; undoing their undo brings them back"
            )
        yield from lookalikes.warnings(self._batch.session, self._named)

    def _take(self, part: Sequence[Incoming | Bad]) -> None:
        known = log.find_all(
            self._batch.session, [item.id for item in part if isinstance(item, Incoming) and item.id is not None]
        )
        self._batch.register.expect(
            mention for item in part if isinstance(item, Incoming) for mention in mentions(item.event)
        )
        mine: dict[EventId, Incoming] = {}
        drafts: list[appending.Draft] = []
        for item in part:
            if isinstance(item, Bad):
                self._problems.add(*item)
                continue
            self._dated = self._dated or bool(item.recorded)
            try:
                if item.id is not None and self._is_on_record(item, known.get(item.id), mine.setdefault(item.id, item)):
                    self._already += 1
                    continue
                appending.check_size(item.encoded or codec.encode(item.event))
            except RuleError as problem:
                self._problems.add(item.line, problem.message)
                continue
            recorded = self._recorded(item) if self._keep and item.recorded else None
            broken = [problem.message for problem in self._batch.problems(item.event)]
            for message in broken:
                self._problems.add(item.line, message)
            if not broken:
                event_id = item.id or random_id(self._batch.now)
                self._batch.register.learn(event_id, item.event)
                encoded = item.encoded if recorded is None else None
                drafts.append(appending.Draft(item.event, event_id, recorded, item.actor, encoded))
        # Even a file that has a bad row by now goes into the database, where its entries wait without filling the
        # memory until its last row has been looked at; then all of it is rolled back.
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
            check_same(self._batch, row, item)
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
            at = recorded_at(item.recorded)
        except UnreadableDate:
            self._problems.add(item.line, f"'{item.recorded}' is not a date of recording")
            return None
        if at > self._batch.now:
            self._problems.add(item.line, f"was recorded at {item.recorded}, which is in the future")
            return None
        if at < self._before:
            self._problems.add(item.line, f"was recorded at {item.recorded}, before the end of this log")
        return at


def _same_as_before(row: log.Stored, encoded: codec.Encoded) -> None:
    try:
        appending.same_content(row, encoded)
    except RuleError:
        raise RuleError("has the id of an earlier line and says something else") from None
