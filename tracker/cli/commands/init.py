"""``tracker init``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import NAME, forms
from tracker.desk.opening import initialise
from tracker.render import data
from tracker.render.data import Output


@click.command("init")
@click.argument("path", default=NAME)
@click.option("--db", metavar="PATH", help="The same as PATH.")
@forms
def command(path: str, db: str | None, output: Output) -> None:
    """Make the database (default ./tracker.db). Doing it again does no harm."""
    where = db or path
    made = initialise(where)
    if output is Output.TEXT:
        answer.lines([f"{where} is ready" if made else f"{where} is there already"])
    else:
        answer.lines(data.document({"path": where, "made": made}, output))
