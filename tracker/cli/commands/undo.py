"""``tracker undo``."""

from __future__ import annotations

import sys

import click

from tracker.cli import answer
from tracker.cli.options import writing
from tracker.desk import undoing
from tracker.desk.desk import Desk
from tracker.domain.clocks import iso
from tracker.errors import UsageError
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports.lists import CommandRow


@click.command("undo")
@click.argument("entry", required=False)
@click.option("--last", is_flag=True, help="Take the last command back without asking.")
@click.option("--whole", is_flag=True, help="Take back all that was recorded by the command of ENTRY.")
@click.option("--list", "listing", is_flag=True, help="Show the last commands, and undo nothing.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=10, show_default=True, help="Of --list.")
@writing
def command(desk: Desk, output: Output, entry: str | None, last: bool, whole: bool, listing: bool, limit: int) -> None:
    """Take back ENTRY, or, after showing it, everything the last command recorded. It stays in the log, marked."""
    if listing:
        if entry is not None or last or whole:
            raise UsageError("--list undoes nothing, so it goes alone", "tracker undo --list")
        _list(desk, output, limit)
        return
    if entry is not None and last:
        raise UsageError("name an entry or say --last, not both", "tracker undo --last")
    if entry is None and whole:
        raise UsageError("--whole needs an entry of the command", "tracker undo --list shows them")
    seen = None
    if entry is None and not last:
        batch = undoing.last_batch(desk)
        seen = batch.entries[-1].position
        for line in answer.told(batch):
            answer.talk(line)
        if batch.entries[-1].actor != desk.actor:
            answer.talk(f"recorded by {batch.entries[-1].actor or 'nobody named'}")
        if not sys.stdin.isatty():
            raise UsageError("nobody is there to ask", "tracker undo --last takes this back")
        click.confirm("Take this back?", abort=True, err=True)
    answer.written(desk, undoing.undo(desk, entry, seen, whole=whole), output)


def _list(desk: Desk, output: Output, limit: int) -> None:
    rows = [
        CommandRow([*one.positions], one.actor, iso(one.recorded), one.undone, list(answer.told(one.told)))
        for one in undoing.recent(desk, limit)
    ]
    answer.rows(rows, output, text.commands, empty=CommandRow._fields)
    standing = next((row.entries[0] for row in rows if not row.is_undone), None)
    if standing is not None and output is Output.TEXT:
        answer.talk(f"tracker undo {standing} --whole takes back all that was recorded with entry {standing}")
