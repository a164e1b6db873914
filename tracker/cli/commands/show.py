"""``tracker show``."""

from __future__ import annotations

import json

import click

from tracker.cli import answer
from tracker.cli.options import looking
from tracker.desk import readings
from tracker.desk.desk import Desk
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports import lists


@click.command("show")
@click.argument("entry")
@looking
def command(desk: Desk, output: Output, entry: str) -> None:
    """One ENTRY, whole, as it stands in the log, and what changed it since."""
    found = readings.show(desk, entry)
    stored = found.stored
    words = json.loads(stored.words) if stored.words is not None else None
    row = lists.entry(found.entry, json.loads(stored.facts), words, found.mark, found.later, stored.hash)
    answer.one(row, output, text.entry)
