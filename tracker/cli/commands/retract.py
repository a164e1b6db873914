"""``tracker retract``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import ARTICLE, writing
from tracker.desk import statements
from tracker.desk.desk import Desk
from tracker.render.data import Output


@click.command("retract")
@click.argument("entry")
@click.option("-d", "--said", metavar="T", help="When it was taken back.")
@click.option("--article", type=ARTICLE, help="The article that says so.")
@click.option("--instead", metavar="ENTRY", help="The statement now made in its place.")
@click.option("--because", default="", help="What the source gives as its reason.")
@writing
def command(
    desk: Desk,
    output: Output,
    entry: str,
    said: str | None,
    article: str | None,
    instead: str | None,
    because: str,
) -> None:
    """Record that the source took statement ENTRY back. Was our record wrong instead: amend."""
    answer.written(desk, statements.retract(desk, entry, said, article, instead, because), output)
