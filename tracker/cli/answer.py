"""How a command answers: data on standard output, talk on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

import click

from tracker.cli import pasting
from tracker.desk.desk import READ_BACK, Account, Desk, Written
from tracker.domain.events import Entry, wire_name
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural, shown
from tracker.reports.stamp import Stamp


def lines(text: Iterable[str]) -> None:
    """Print lines, many at a time: a call for each would cost more than the lines."""
    rest = iter(text)
    while some := list(islice(rest, 1000)):
        click.echo("\n".join(some))


def flow(text: Iterable[str]) -> None:
    """Print lines one by one, for what takes its time: the first ones are read while the others are worked out."""
    for line in text:
        click.echo(line)


def rows(
    found: Sequence[Any],
    output: Output,
    text: Callable[[Sequence[Any]], Iterable[str]],
    seal: Stamp | None = None,
    empty: Sequence[str] = (),
) -> None:
    """Print rows, for people or as data; there each row carries the stamp of its reading, if it has none of its own.

    empty: the fields of a row, for the header of a table of no rows.
    """
    if output.is_csv and empty and not found:
        lines(data.table((*empty, *(seal._fields if seal else ())), ()))
        return
    lines(text(found) if output is Output.TEXT else data.lines(_stamped(found, seal), output))


def prints(text: str) -> bool:
    """Whether standard output can show these characters at all."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def one(found: Any, output: Output, text: Callable[[Any], Iterable[str]], seal: Stamp | None = None) -> None:
    """Print one thing, for people or, as every reading answers, as an array of objects."""
    lines(text(found) if output is Output.TEXT else data.lines(_stamped([found], seal), output))


def _stamped(found: Sequence[Any], seal: Stamp | None) -> Sequence[Any]:
    return found if seal is None else [{**data.plain(row), **seal._asdict()} for row in found]


def written(desk: Desk, done: Written, output: Output) -> None:
    """Read back what a writing command did."""
    if output is not Output.TEXT:
        lines(data.lines([entry_row(entry) for entry in done.entries], output))
    else:
        lines(told(done))
    notes(done.notes)
    for warning in done.warnings:
        talk(f"warning: {warning}")
    if done.already and not done.entries:
        talk("already on record; nothing was added")
    if desk.dry_run:
        talk(f"dry run: {plural(len(done.entries), 'entry')} checked, nothing was kept")


def entry_row(entry: Entry) -> _Entry:
    """An entry as a writing verb answers it."""
    return _Entry(entry.position, wire_name(type(entry.event)))


def told(done: Account) -> Iterator[str]:
    """Entries read back, the first ones of many."""
    from tracker.render.lists import read_back

    yield from read_back(done.entries[:READ_BACK], done.claims, done.targets)
    if len(done.entries) > READ_BACK:
        yield f"... and {plural(len(done.entries) - READ_BACK, 'entry')} more"


class _Entry(NamedTuple):
    """What a writing verb answers as data."""

    entry: int
    type: str


def talk(text: str) -> None:
    """Say something that is not data; what it repeats of the user's is shown safely, and its commands can be pasted."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    click.echo(indent + shown(pasting.here(text)), err=True)


def notes(found: Iterable[str]) -> None:
    """Say what is worth knowing about the answer."""
    for note in found:
        talk(f"note: {note}")


@contextmanager
def progress(label: str, length: int | None = None) -> Iterator[Callable[[int], object] | None]:
    """A progress bar on a terminal, nothing elsewhere; it is told how many entries are done."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length or 1, label=label, file=sys.stderr, show_pos=True) as bar:

        def tell(done: int) -> None:
            bar.length = max(bar.length or 0, done)
            bar.update(done - bar.pos)

        yield tell
