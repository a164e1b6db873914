"""Taking over an export of this very log, verbatim: behind what is here already, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.desk.desk import Batch
from tracker.desk.portions import parts
from tracker.domain.clocks import UnreadableDate, from_iso
from tracker.domain.events import ClockCorrected, EntryRedacted
from tracker.domain.rules import unsound
from tracker.errors import ImportRefused, RuleError, TrackerError
from tracker.exchange.jsonl import EntryLine, Preamble
from tracker.exchange.problems import Bad, Problems
from tracker.store import appending, log, writer
from tracker.store.bulk import Progress, uncollected


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken over: entries added, entries here before."""

    added: int
    already: int


def restore(batch: Batch, head: Preamble, rows: Iterable[EntryLine | Bad], progress: Progress | None) -> Restored:
    """Take over the entries of an export. Raises ImportRefused, or RuleError for another log and for a broken chain."""
    session = batch.session
    start = log.head(session)
    if start.position == 0:
        log.set_origin(session, head.origin)
    elif log.origin(session) != head.origin:
        raise RuleError(
            "this is the export of another log, and two logs cannot be made one",
            "import it into a new database: tracker init other.db",
        )
    restoring = _Restoring(batch, start)
    with uncollected():
        for part in parts(rows, _weight):
            restoring.take(part)
            if progress:
                progress(restoring.end.position)
    restoring.close()
    added = restoring.end.position - start.position
    return Restored(added, head.entries - added)


def _weight(item: EntryLine | Bad) -> int:
    return len(item.columns[7]) + len(item.columns[8] or "") if isinstance(item, EntryLine) else 0


class _Restoring:
    """Takes entries over part by part; behind a line that is none, and the first part with a bad one, it only looks
    for more such lines.
    """

    def __init__(self, batch: Batch, end: log.Head) -> None:
        self.end = end
        self._batch = batch
        self._views = writer.Views(batch.session)
        self._last = end.recorded
        self._wordless: dict[str, int] = {}
        self._early: dict[str, int] = {}
        """Entries dated in the future, until a correction of the clock names them; and the lines of both."""
        self._problems = Problems()
        self._line = 0

    def take(self, part: Sequence[EntryLine | Bad]) -> None:
        """Take over a part."""
        spoiled = bool(self._problems)
        rows: list[tuple[int, log.Stored]] = []
        for item in part:
            if isinstance(item, Bad):
                self._problems.add(*item)
                spoiled = True  # what refers to this entry would be wrong as well
            elif not spoiled:
                row = log.Stored._make(item.columns)
                rows.append((item.line, row))
                if row.position > self.end.position:
                    self._through_the_door(item.line, row)
        if self._problems:
            return
        try:
            entries = appending.restore(self._batch.session, self._looked_at(rows))
        except RuleError as refusal:
            raise RuleError(f"line {self._line}: {refusal.message}", refusal.hint) from None
        self._views.add(entries)
        self.end = log.head(self._batch.session)
        self._batch.register.settle(self.end.position)

    def close(self) -> None:
        """End the restoring when all parts are in. Raises ImportRefused where a line was bad."""
        if not self._problems:
            for event_id, line in self._wordless.items():
                self._problems.add(line, f"entry '{event_id}' has no words and no redaction")
            for event_id, line in self._early.items():
                self._problems.add(line, f"entry '{event_id}' was recorded in the future, and no clock was corrected")
        if self._problems:
            raise ImportRefused(
                "the export was refused; nothing of it was imported", self._problems.lines(), "take the export again"
            )
        self._views.close()

    def _looked_at(self, rows: Iterable[tuple[int, log.Stored]]) -> Iterator[log.Stored]:
        """The rows, each remembered with its line in the file, for the message if it is bad."""
        for self._line, row in rows:
            yield row

    def _through_the_door(self, line: int, row: log.Stored) -> None:
        """What is wrong with a new entry, however well it is chained."""
        where = f"entry {row.position}"
        try:
            event = log.admitted(row)
            recorded = from_iso(row.recorded)
        except (TrackerError, UnreadableDate) as refusal:
            self._problems.add(line, f"{where}: {refusal}")
            return
        if isinstance(event, ClockCorrected):
            for event_id in event.entries:
                self._early.pop(event_id, None)
        elif recorded < self._last:
            self._problems.add(line, f"{where} was recorded at {row.recorded}, before the entry that it follows")
        if recorded > self._batch.now + appending.AHEAD:
            self._early[row.id] = line
        if row.words is None:
            self._wordless[row.id] = line
        if isinstance(event, EntryRedacted):
            self._wordless.pop(event.entry, None)
        for problem in unsound(event, self._batch.register, self._batch.now):
            self._problems.add(line, f"{where}: {problem.message}")
        self._batch.register.learn(row.id, event)
        self._last = recorded
