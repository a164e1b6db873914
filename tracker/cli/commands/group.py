"""``tracker group``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import writing
from tracker.desk import groups
from tracker.desk.desk import Desk
from tracker.render.data import Output


@click.command("group")
@click.argument("entries", metavar="ENTRY...", nargs=-1, required=True)
@click.option("--apart", is_flag=True, help="Take the grouping back: by its entry, or by a statement in it.")
@click.option("--because", default="", help="How you know; this stays in the log.")
@writing
def command(desk: Desk, output: Output, entries: tuple[str, ...], apart: bool, because: str) -> None:
    """Record that statements share one origin, whatever their attribution says: they corroborate each other no more.

    The desk's word goes before every other rule of independence. Undo takes it back as well.
    """
    verb = groups.apart if apart else groups.group
    answer.written(desk, verb(desk, entries, because), output)
