"""``tracker show``."""

from __future__ import annotations

import json

import click

from tracker.cli import answer
from tracker.cli.options import reading
from tracker.desk import showing
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports import lists
from tracker.reports.stamp import stamp


@click.command("show")
@click.argument("entry")
@reading
def command(desk: Desk, when: When, output: Output, entry: str) -> None:
    """One ENTRY, whole, as it stands in the log, and what changed it since."""
    found = showing.show(desk, entry, when)
    seal = stamp(found.state)
    stored = found.stored
    if found.entry is None or stored is None:
        answer.one(lists.entry_unknown(found.position), output, text.entry, seal)
        return
    words = json.loads(stored.words) if stored.words is not None else None
    row = lists.entry(found.entry, json.loads(stored.facts), words, found.mark, found.later, stored.hash)
    answer.one(row, output, text.entry, seal)
