"""``tracker amend``."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli import answer
from tracker.cli.commands._statement import describing
from tracker.cli.options import writing
from tracker.desk import statements
from tracker.desk.desk import Desk
from tracker.desk.statements import TypedStatement
from tracker.render.data import Output


@click.command("amend")
@click.argument("entry")
@click.option("--text", help="The statement in better words.")
@describing
@writing
def command(desk: Desk, output: Output, entry: str, **changes: Any) -> None:
    """Our record of statement ENTRY was wrong: give what changes, "" clears. What was recorded stays in the log.

    Should it not exist at all: undo. Did the source take it back: retract. Must it disappear: redact.
    """
    answer.written(desk, statements.amend(desk, entry, TypedStatement(**changes)), output)
