"""The verb export: the log out, to be restored exactly, to be published, or to be read in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.domain.clocks import iso
from tracker.domain.events import ArticleArchived, Entry
from tracker.domain.publishable import Discretion
from tracker.domain.words import EventId
from tracker.exchange import cells, jsonl
from tracker.exchange.tabulating import tabulated
from tracker.files import private_file
from tracker.store import clock, codec, log
from tracker.store.entrance import Demand
from tracker.store.ids import derived_id, is_derived
from tracker.store.session import Session


def export(
    desk: Desk, form: Format, note: Callable[[str], object], *, publishable: bool = False, raw: bool = False
) -> Iterator[str]:
    """The log as lines of a file; ``note`` is told what the format cannot hold.

    publishable: only what may be told to all, as bare events or as a table (see `tracker.domain.publishable`). raw: a
    table for programs, in which what a spreadsheet would run is left as it is. What restores
    the log exactly is had from a damaged database too, while the entries are there.
    """
    exact = form is not Format.TABLE and not publishable
    with desk.reading(Demand.ENTRIES if exact else Demand.WHOLE) as session:
        if form is Format.TABLE:
            table = tabulated(map(_light, _told(session, publishable=publishable)))
            if table.left_out:
                counts = ", ".join(f"{count} {noun}" for noun, count in sorted(table.left_out.items()))
                note(f"the table holds what stands, and has no place for: {counts}; export without --format keeps all")
            yield from cells.write(table.rows, raw=raw)
        elif publishable:
            for entry in _told(session, publishable=True):
                encoded = codec.encode(entry.event)
                recorded = iso(entry.recorded)
                yield jsonl.write_bare(entry.id, encoded.type, recorded, encoded.facts, encoded.words) + "\n"
        else:
            end = log.head(session)
            yield jsonl.write_header(jsonl.Preamble(log.origin(session), end.position, end.hash)) + "\n"
            for row in log.stored(session):
                yield jsonl.write_row(row) + "\n"


def write(name: str, lines: Iterable[str], *, force: bool = False) -> None:
    """Lines into a private file that is there as a whole or not at all. Raises what `private_file` raises."""
    with private_file(name, force=force) as file:
        file.writelines(line.encode() for line in lines)


def _told(session: Session, *, publishable: bool) -> Iterator[Entry]:
    """The entries of the log, or what may be published of them, by the clock as it was corrected since."""
    reckoned = clock.reckoning(session)
    origin = log.origin(session)
    discretion = Discretion(lambda: log.entries(session), partial(_known_outside, origin)) if publishable else None
    for entry in log.entries(session):
        told = entry._replace(recorded=reckoned(entry.position, entry.recorded))
        yield from discretion.published(told) if discretion else (told,)


def _known_outside(origin: str, entry: Entry) -> EventId:
    """The id of an entry in what is published; one that was made of its words is made of its place instead."""
    return derived_id(f"{origin} {entry.position}") if is_derived(entry.id) else entry.id


def _light(entry: Entry) -> Entry:
    """An entry without the bulk of an archived article, of which a table says only that it is there."""
    event = entry.event
    if not isinstance(event, ArticleArchived):
        return entry
    return entry._replace(event=replace(event, text="-" if event.text or event.data else "", data="", body=""))
