"""``tracker source``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import ALL, SOURCE, OneOf, reading, writing
from tracker.desk import listing, sources
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.sources import Description
from tracker.domain.found import Noun
from tracker.domain.lookalike import Pair
from tracker.domain.words import SourceKind
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports import lists
from tracker.reports.stamp import stamp


@click.group("source")
def command() -> None:
    """Who speaks. A handle is lasting: it is never renamed or wiped; give a source to be protected a code handle."""


def _describing(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--note", help="A note for the desk."),
        click.option("--member-to", metavar="T", help="The membership's end."),
        click.option("--member-from", metavar="T", help="The membership's start."),
        click.option("--member-of", type=SOURCE, help="The organisation or group it speaks for."),
        click.option("--heads", metavar="N..M", help="How many people a group is: 3, 2.. or 2..4."),
        click.option("--class", "source_class", metavar="CLASS", help="For the shared prior: official, insider, ..."),
        click.option("--kind", type=OneOf(SourceKind), help="person organisation group outlet agency document."),
    ):
        function = option(function)
    return function


@command.command("add")
@click.argument("name")
@click.option("--handle", help="Default: the name in lower-case ASCII.")
@_describing
@writing
def add(desk: Desk, output: Output, name: str, handle: str | None, **said: Any) -> None:
    """Register a source by NAME. Its handle stays for ever."""
    answer.written(desk, sources.add(desk, name, handle, Description(**said)), output)


@command.command("describe")
@click.argument("source", type=SOURCE)
@click.option("--name", help="Another name; the handle stays.")
@_describing
@writing
def describe(desk: Desk, output: Output, source: str, **said: Any) -> None:
    """Record what was learned about a source."""
    answer.written(desk, sources.describe(desk, source, Description(**said)), output)


@command.command("merge")
@click.argument("source", type=SOURCE)
@click.argument("into", type=SOURCE)
@click.option("--because", default="", help="On what ground.")
@writing
def merge(desk: Desk, output: Output, source: str, into: str, because: str) -> None:
    """SOURCE turned out to be INTO. Can be taken back with separate."""
    answer.written(desk, sources.merge(desk, source, into, because), output)


@command.command("separate")
@click.argument("source", type=SOURCE)
@click.argument("apart_from", type=SOURCE)
@click.option("--because", default="", help="On what ground.")
@writing
def separate(desk: Desk, output: Output, source: str, apart_from: str, because: str) -> None:
    """Take the merge of SOURCE into APART_FROM back."""
    answer.written(desk, sources.separate(desk, source, apart_from, because), output)


@command.command("distinguish")
@click.argument("source", type=SOURCE)
@click.argument("other", type=SOURCE)
@click.option("--because", default="", help="On what ground.")
@writing
def distinguish(desk: Desk, output: Output, source: str, other: str, because: str) -> None:
    """SOURCE and OTHER look alike and are known to be different, so nobody need ask again."""
    answer.written(desk, sources.distinguish(desk, source, other, because), output)


@command.command("alias")
@click.argument("source", type=SOURCE, metavar="OLD")
@click.argument("alias", metavar="NEW")
@writing
def alias(desk: Desk, output: Output, source: str, alias: str) -> None:
    """Let NEW mean the source OLD wherever a source is typed; its own handle stays. Taken back with undo.

    An alias is kept for ever, as handles are: never the name of a source to be protected.
    """
    answer.written(desk, sources.alias(desk, source, alias), output)


@command.command("show")
@click.argument("source", type=SOURCE)
@ALL
@reading
def show(desk: Desk, when: When, output: Output, source: str, undone: bool) -> None:
    """One source, whole."""
    state, handle, aliases, gone = listing.known(desk, when, Noun.SOURCE, source, undone=undone)
    (row,) = lists.chosen([lists.source_known(state, handle, aliases)], [handle] if gone else ())
    answer.one(row, output, text.source, stamp(state))


@command.command("list")
@click.argument("words", nargs=-1)
@ALL
@click.option("--look-alikes", is_flag=True, help="The pairs that look alike, until they are merged or distinguished.")
@reading
def list_sources(
    desk: Desk, when: When, output: Output, look_alikes: bool, words: tuple[str, ...], undone: bool
) -> None:
    """All sources, or those whose handle, name or text hold WORDS or begin with them, however they are spelt."""
    if look_alikes:
        found, notes = sources.look_alikes(desk, when)
        answer.rows(found, output, text.look_alikes, empty=Pair._fields)
        answer.notes(notes)
        return
    state, aliases, gone = listing.everything(desk, when, Noun.SOURCE, undone=undone)
    answer.rows(lists.chosen(lists.sources(state, aliases), gone, words), output, text.sources, stamp(state))
