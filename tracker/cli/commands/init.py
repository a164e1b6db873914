"""``tracker init``."""

from __future__ import annotations

import click

from tracker.cli import answer, settings
from tracker.cli.options import NAME, OneOf, forms, typed
from tracker.desk.opening import Journal, admit_journal, initialise, named, set_journal
from tracker.render import data
from tracker.render.data import Output


@click.command("init")
@click.argument("path", metavar="[PATH|URL]", required=False)
@click.option("--db", metavar="PATH|URL", help="The same as PATH.")
@click.option("--journal", type=OneOf(Journal), help="delete (default) or wal: quicker, where this SQLite is safe.")
@click.option("--app-role", metavar="NAME", help="On a server: who may work with the log, and no more.")
@forms
def command(path: str | None, db: str | None, journal: Journal | None, app_role: str | None, output: Output) -> None:
    """Make the database (default TRACKER_DB, else ./tracker.db). Doing it again does no harm."""
    where = typed(db or path) or settings.default("db") or NAME
    if journal is not None:
        admit_journal(where, journal)
    made = initialise(where, app_role)
    if journal is not None:
        set_journal(where, journal)
    if output is not Output.TEXT:
        answer.lines(data.document({"path": named(where), "made": made}, output))
        return
    answer.lines([f"{named(where)} is ready" if made else f"{named(where)} is there already"])
    if app_role is not None:
        answer.lines([f"{app_role} may work with it"])
