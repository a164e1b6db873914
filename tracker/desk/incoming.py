"""What a file asks for, as events with their ids: bare events, and the rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from tracker.desk.desk import Batch
from tracker.domain import events
from tracker.domain.chain import canonical
from tracker.domain.clocks import LATEST, Edtf, moment
from tracker.domain.events import Event
from tracker.domain.fold import entry_thing
from tracker.domain.words import EventId
from tracker.errors import RuleError, UsageError
from tracker.exchange import jsonl
from tracker.exchange.cells import agree
from tracker.exchange.columns import Row
from tracker.exchange.gathering import Gathered
from tracker.exchange.planning import Planned, Taken, plan
from tracker.exchange.problems import Bad
from tracker.store import appending, codec, log, views
from tracker.store.ids import derived_id


class Incoming(NamedTuple):
    """An event from a file. id: None for a registration, which is skipped if the handle is taken. encoded: the event as
    the log stores it, where that is known already. of_table: a table says of an entry what it has columns for.
    """

    line: int
    event: Event
    recorded: str
    id: EventId | None
    actor: str = ""
    encoded: codec.Encoded | None = None
    of_table: bool = False


def bare_events(lines: Iterable[jsonl.Line | Bad]) -> Iterator[Incoming | Bad]:
    """The bare events of a file, and its lines that are none."""
    identities = _Identities()
    for given in lines:
        line = jsonl.bare(given) if isinstance(given, jsonl.Line) else given
        if isinstance(line, Bad):
            yield line
            continue
        for name, ids in jsonl.references(line.facts):
            known = [_reference(each) for each in ids]
            line.facts[name] = known if isinstance(line.facts[name], list) else known[0]
        try:
            event = codec.admit(line.type, line.facts, line.words)
        except UsageError as problem:
            yield Bad(line.line, problem.message)
            continue
        encoded = codec.encode(event)
        if jsonl.holds_nul(encoded.words):
            yield Bad(line.line, "holds a NUL character")
            continue
        event_id = identities.of(line.id, encoded)
        yield Incoming(line.line, event, line.recorded, event_id, line.actor, encoded)


def _reference(text: Any) -> Any:
    return text if not isinstance(text, str) or jsonl.is_event_id(text) else derived_id(text)


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


def not_taken_over(batch: Batch, gathered: Gathered) -> list[str]:
    """What the file says about handles on record that the record does not; an import registers, it never changes."""
    notes = []
    for row in views.sources(batch.session, LATEST, list(gathered.sources)):
        known = {"source_name": row.name, "source_kind": row.kind, "source_class": row.source_class}
        told = gathered.sources[row.source]
        notes += [
            f"source '{row.source}' is on record with {column} '{value}'; '{told[column]}' was not taken over"
            for column, value in known.items()
            if column in told and told[column] != value
        ]
    for claim in views.claims(batch.session, LATEST, list(gathered.claims)):
        text = gathered.claims[claim.claim].get("claim_text", claim.text)
        if text != (claim.text or claim.claim):
            notes.append(f"claim '{claim.claim}' is on record with another wording; the file's was not taken over")
    return notes


def table_events(batch: Batch, rows: Iterable[Row], gathered: Gathered) -> Iterator[Incoming | Bad]:
    """The events that the rows of a table ask for, and its rows that cannot be read."""
    register = batch.register
    for noun in ("source", "claim", "article"):
        register.expect(f"{noun}:{handle}" for handle in gathered.things(noun))
    identities = _Identities()
    today = Edtf(moment(batch.now).date().isoformat())
    known = Taken(register.has_source, register.has_claim, register.has_article)
    for item in plan(rows, gathered, known):
        if not isinstance(item, Planned):
            yield item
            continue
        event = _referring(item.event)
        encoded = codec.encode(event)
        if item.describes:
            yield Incoming(item.line, event, item.recorded, None, encoded=encoded)
            continue
        event_id = identities.of(item.key, encoded)
        if isinstance(event, events.VerdictReached) and not event.decided:
            # Without a date it was decided on the day of its first import.
            first = log.find(batch.session, event_id)
            known_verdict = first.event if first else None
            decided = known_verdict.decided if isinstance(known_verdict, events.VerdictReached) else today
            event = replace(event, decided=decided)
            encoded = codec.encode(event)
        yield Incoming(item.line, event, item.recorded, event_id, encoded=encoded, of_table=True)


def _referring(event: Event) -> Event:
    """An event that names entries by their ids, where a row names them as the file does."""
    named = {name: value for name in jsonl.REFERENCES if (value := getattr(event, name, None)) is not None}
    ids = {
        name: tuple(map(_reference, value)) if isinstance(value, tuple) else _reference(value)
        for name, value in named.items()
    }
    return replace(event, **ids) if ids else event


def check_same(batch: Batch, row: log.Stored, item: Incoming) -> None:
    """Raise RuleError unless an entry on record says what an event of its id says. A row of a table may be any version
    of a statement, as it was recorded or as it was amended.
    """
    try:
        appending.same_content(row, item.encoded or codec.encode(item.event))
    except RuleError:
        versions = log.history(batch.session, entry_thing(row.id)) or [log.typed(row)]
        if not (item.of_table and any(agree(item.event, each.event, redacted=each.redacted) for each in versions)):
            raise
