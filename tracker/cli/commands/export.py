"""``tracker export``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tracker.cli.options import DB, Word, location
from tracker.desk.desk import Desk
from tracker.desk.exporting import export
from tracker.desk.formats import Format


@click.command("export")
@click.option("--format", "form", type=Word(Format), default=Format.JSONL, help="jsonl (default) or table.")
@click.option("--publishable", is_flag=True, help="Without off-the-record statements and without notes.")
@DB
def command(form: Format, publishable: bool, db: str | None) -> None:
    """Write the log to standard output.

    jsonl restores exactly, with every hash. table is for spreadsheets: statements and verdicts as they now stand.
    """

    for line in export(Desk(location(db), datetime.now(UTC)), form, publishable=publishable):
        click.echo(line, nl=False)
