"""``tracker backup``."""

from __future__ import annotations

from dataclasses import asdict

import click

from tracker.cli import answer
from tracker.cli.options import looking
from tracker.desk import upkeep
from tracker.desk.backups import backup
from tracker.desk.desk import Desk
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural


@click.command("backup")
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace an older file of that name.")
@click.option("--no-verify", "check", is_flag=True, default=True, flag_value=False, help="Copy without checking.")
@looking
def command(desk: Desk, output: Output, file: str, force: bool, check: bool) -> None:
    """Copy the log as it is at this moment to FILE, while others go on working.

    The copy is a database of its own, for you alone to read, and gets its name when it is whole and has been verified.
    Its entries and head are those of the log, so it is a beginning of whatever the log becomes. Copying it back, or
    importing its export into a new database, restores it. The log on a PostgreSQL server becomes a SQLite file with
    the same entries, ids and hashes.
    """
    with answer.progress("backing up", upkeep.size(desk) * (1 + check)) as tell:
        made = backup(desk, file, force=force, check=check, progress=tell)
    if output is not Output.TEXT:
        answer.lines(data.document(asdict(made), output))
        return
    answer.lines([f"{file}: {plural(made.entries, 'entry')}{', verified' if check else ''}", f"head {made.head}"])
