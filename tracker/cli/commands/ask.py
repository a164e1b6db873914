"""``tracker ask``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, SOURCE, writing
from tracker.desk import statements
from tracker.desk.desk import Desk
from tracker.render.data import Output


@click.command("ask")
@click.argument("source", type=SOURCE)
@click.option("-c", "--claim", type=CLAIM, required=True, help="The claim it is asked about.")
@click.option("--by", metavar="T", required=True, help="By when to answer.")
@click.option("--note", default="", help="How and whom you asked.")
@writing
def command(desk: Desk, output: Output, source: str, claim: str, by: str, note: str) -> None:
    """Record that SOURCE was asked for comment: what makes a missing response mean something."""
    answer.written(desk, statements.ask(desk, source, claim, by, note), output)
