"""``tracker export``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tracker.cli import answer
from tracker.cli.options import DB, OneOf, location
from tracker.desk.desk import Desk
from tracker.desk.exporting import export, write
from tracker.desk.formats import Format
from tracker.desk.stumbling import stumbling
from tracker.errors import UsageError


@click.command("export")
@click.option("--format", "form", type=OneOf(Format), default=Format.JSONL, help="jsonl (default) or table.")
@click.option("--publishable", is_flag=True, help="Without what was off the record, undone or noted.")
@click.option("--csv-raw", "raw", is_flag=True, help="A table to the letter, for programs.")
@click.option("-o", "--output", "path", metavar="FILE", default="-", help="A new file for you alone; - is the default.")
@click.option("--force", is_flag=True, help="Replace FILE, in one step, when the new one is complete.")
@DB
def command(form: Format, publishable: bool, raw: bool, path: str, force: bool, db: str | None) -> None:
    """Write the log to standard output or to a file, as it stands at one moment.

    jsonl restores exactly, with every hash. table is for spreadsheets: statements and verdicts as they now stand.
    """
    if force and path == "-":
        raise UsageError("--force replaces a file, and none is named", "tracker export --output FILE --force")
    if raw and form is not Format.TABLE:
        raise UsageError("--csv-raw is for tables", "tracker export --format table --csv-raw")
    with stumbling(Desk(location(db), datetime.now(UTC))) as desk:
        lines = export(desk, form, lambda told: answer.notes([told]), publishable=publishable, raw=raw)
        if path != "-":
            write(path, lines, force=force)
            answer.talk(f"written to {path}")
            return
        for line in lines:
            click.echo(line, nl=False)
