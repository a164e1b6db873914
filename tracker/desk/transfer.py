"""Verbs import and export: files in and out, all or nothing, twice the same as once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.desk.desk import Batch, Desk
from tracker.domain.chain import canonical
from tracker.domain.clocks import LATEST, Edtf, Instant, UnreadableDate, from_iso, iso, moment, span
from tracker.domain.events import (
    ArticleArchived,
    ClaimOpened,
    Event,
    SourceRegistered,
    StatementEvent,
    VerdictReached,
)
from tracker.domain.state import Mark
from tracker.domain.words import MANNER, ArticleHandle, ClaimHandle, EventId, GroundRule, SourceHandle
from tracker.errors import ImportRefused, RuleError, UsageError
from tracker.exchange import jsonl, table
from tracker.store import codec, log, views
from tracker.store.database import Session
from tracker.store.ids import derived_id

Progress = Callable[[int], object]


class Format(StrEnum):
    """A file format."""

    JSONL = "jsonl"
    TABLE = "table"


FORMATS = {".jsonl": Format.JSONL, ".csv": Format.TABLE, ".tsv": Format.TABLE}
"""Which format a file name's ending stands for."""


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


def import_file(
    desk: Desk, data: bytes, form: Format, *, keep_recorded: bool = False, progress: Progress | None = None
) -> Imported:
    """Import a whole file or nothing of it. Raises ImportRefused with one line for each bad row."""
    if form is Format.TABLE:
        rows = table.read(data)
        with desk.writing() as batch:
            return _take_in(batch, *_planned(batch, rows), keep_recorded=keep_recorded, progress=progress)
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
    entries = log.restore(session, map(log.Stored._make, rows))
    views.Views(session).apply(entries, progress)
    return Imported(len(entries), len(rows) - len(entries))


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
        incoming.append(Incoming(line.line, event, line.recorded, _event_id(line.id, event, occurrences)))
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
            batch.admit(item.event, item.id, recorded)
    if refused:
        lines = [f"line {line}: {message}" for line, message in sorted(set(refused))]
        raise ImportRefused("the file was refused; nothing of it was imported", lines, "mend these lines and repeat")
    written = batch.append(progress=progress)
    notes = (
        ("the file's recorded dates were ignored; --keep-recorded keeps them",) if dated and not keep_recorded else ()
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


# -- export --------------------------------------------------------------------------------------------------------


def export(desk: Desk, form: Format, *, publishable: bool = False) -> Iterator[str]:
    """The log as lines of a file. Publishable: bare events without off-the-record statements and without notes."""
    with desk.reading() as session:
        if form is Format.TABLE:
            yield from table.write(_table_rows(session, publishable=publishable))
        elif publishable:
            yield from (line + "\n" for line in _publishable(session))
        else:
            end = log.head(session)
            yield jsonl.write_header(jsonl.Header(log.origin(session), end.position, end.hash)) + "\n"
            for row in log.stored(session):
                yield jsonl.write_row(row) + "\n"


_NOTES = ("note",)


def _publishable(session: Session) -> Iterator[str]:
    hidden: set[str] = set()
    for row in log.stored(session):
        if row.words is None:
            hidden.add(row.id)
            continue
        event = log.typed(row).event
        if _off_record(event) or _refers_to(event, hidden):
            hidden.add(row.id)
            continue
        encoded = codec.encode(replace(event, **{name: _blank(event, name) for name in _NOTES if hasattr(event, name)}))
        yield jsonl.write_bare(row.id, encoded.type, row.recorded, encoded.facts, encoded.words)


def _blank(event: Event, name: str) -> Any:
    return "" if getattr(event, name) is not None else None


def _off_record(event: Event) -> bool:
    return isinstance(event, StatementEvent) and event.ground_rule is GroundRule.OFF_RECORD


def _refers_to(event: Event, hidden: set[str]) -> bool:
    for name in jsonl.REFERENCES:
        value = getattr(event, name, None)
        if value is not None and not hidden.isdisjoint(value if isinstance(value, tuple) else (value,)):
            return True
    return False


def _table_rows(session: Session, *, publishable: bool) -> Iterator[dict[str, str]]:
    """Statements and verdicts in force, in log order; what describes a handle stands on its first row."""
    sources = {row.source: row for row in views.sources(session, LATEST)}
    claims = {row.claim: row for row in views.claims(session, LATEST)}
    articles = {row.article: row for row in views.articles(session, LATEST)}
    told: set[tuple[str, str]] = set()

    def once(noun: str, handle: str, cells: dict[str, Any]) -> dict[str, str]:
        if (noun, handle) in told:
            return {}
        told.add((noun, handle))
        return {name: str(value) for name, value in cells.items() if value not in (None, "")}

    rows: list[tuple[int, dict[str, str]]] = []
    for spoken in views.wordings(session, LATEST):
        said, words = spoken
        if not said.counts or (publishable and said.ground_rule is GroundRule.OFF_RECORD):
            continue
        manner = MANNER[said.act]
        given = {
            "id": said.id, "said": said.said, "source": said.source, "claim": said.claim, "act": said.act,
            "stance": "" if said.stance is manner.stance else said.stance,
            "certainty": "" if said.certainty is manner.certainty else said.certainty,
            "basis": said.basis, "interest": said.interest, "via": said.via, "chain": " > ".join(said.chain),
            "presentation": said.presentation, "ground_rule": said.ground_rule, "text": words.text,
            "quote": words.quote, "article": said.article, "evidence": words.evidence,
            "outlet": None if said.article else said.outlet, "published": None if said.article else said.published,
            "recorded": iso(said.recorded),
        }  # fmt: skip
        rows.append((said.position, {name: str(value) for name, value in given.items() if value}))
    for verdict in views.verdicts(session, LATEST):
        if verdict.mark is Mark.VOIDED or verdict.withdrawn is not None:
            continue
        found = {
            "id": verdict.id, "claim": verdict.claim, "verdict": verdict.value, "decided": verdict.decided,
            "because": verdict.because, "evidence": verdict.evidence, "recorded": iso(verdict.recorded),
        }  # fmt: skip
        rows.append((verdict.position, {name: str(value) for name, value in found.items() if value}))
    for _, row in sorted(rows, key=lambda pair: pair[0]):
        source, claim = sources.get(SourceHandle(row.get("source", ""))), claims[ClaimHandle(row["claim"])]
        article = articles.get(ArticleHandle(row.get("article", "")))
        if source is not None:
            row |= once("source", source.source, {
                "source_name": source.name, "source_kind": source.kind, "source_class": source.source_class,
                "head_min": source.head_min, "head_max": source.head_max,
                "member_of": source.memberships[-1].group if source.memberships else None,
            })  # fmt: skip
        row |= once("claim", claim.claim, {
            "claim_text": claim.text, "topic": " ".join(claim.topics), "about": " ".join(claim.about),
            "question": claim.question, "deadline": claim.deadline,
        })  # fmt: skip
        if article is not None:
            row |= once("article", article.article, {
                "outlet": article.outlet, "agency": article.agency, "reprint_of": article.reprint_of,
                "published": article.published, "title": article.title, "url": article.url, "sha256": article.sha256,
            })  # fmt: skip
        yield row


def form_of(name: str, typed: Format | None) -> Format:
    """The format of a file, as typed or by the ending of its name. Raises UsageError where neither tells."""
    if typed is not None:
        return typed
    for ending, form in FORMATS.items():
        if name.endswith(ending):
            return form
    raise UsageError(f"the format of '{name}' cannot be told from its name", "--format jsonl or --format table")
