"""``tracker rebuild``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import writing
from tracker.desk import upkeep
from tracker.desk.desk import Desk
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural


@click.command("rebuild")
@writing
def command(desk: Desk, output: Output) -> None:
    """Throw the read models away and fill them again from the log. No reading changes."""
    with answer.progress("rebuilding", upkeep.size(desk)) as tell:
        count = upkeep.rebuild(desk, tell)
    if output is Output.TEXT:
        answer.lines([f"rebuilt from {plural(count, 'entry')}"])
    else:
        answer.lines(data.document({"entries": count}, output))
