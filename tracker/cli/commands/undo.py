"""``tracker undo``."""

from __future__ import annotations

import sys

import click

from tracker.cli import answer
from tracker.cli.options import writing
from tracker.desk import upkeep
from tracker.desk.desk import Desk
from tracker.errors import UsageError
from tracker.render.data import Output


@click.command("undo")
@click.argument("entry", required=False)
@click.option("--last", is_flag=True, help="Take the last command back without asking.")
@writing
def command(desk: Desk, output: Output, entry: str | None, last: bool) -> None:
    """Take back ENTRY, or, after showing it, everything the last command recorded. It stays in the log, marked."""
    if entry is not None and last:
        raise UsageError("name an entry or say --last, not both", "tracker undo --last")
    seen = None
    if entry is None and not last:
        batch = upkeep.last_batch(desk)
        seen = batch.entries[-1].position
        for line in answer.told(batch):
            answer.talk(line)
        if not sys.stdin.isatty():
            raise UsageError("nobody is there to ask", "tracker undo --last takes this back")
        click.confirm("Take this back?", abort=True, err=True)
    answer.written(desk, upkeep.undo(desk, entry, seen), output)
