"""``tracker init``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import NAME, Word, forms
from tracker.desk.opening import Journal, admit_journal, initialise, set_journal
from tracker.render import data
from tracker.render.data import Output


@click.command("init")
@click.argument("path", default=NAME)
@click.option("--db", metavar="PATH", help="The same as PATH.")
@click.option("--journal", type=Word(Journal), help="delete (default) or wal: quicker, where this SQLite is safe.")
@forms
def command(path: str, db: str | None, journal: Journal | None, output: Output) -> None:
    """Make the database (default ./tracker.db). Doing it again does no harm."""
    where = db or path
    if journal is not None:
        admit_journal(where, journal)
    made = initialise(where)
    if journal is not None:
        set_journal(where, journal)
    if output is Output.TEXT:
        answer.lines([f"{where} is ready" if made else f"{where} is there already"])
    else:
        answer.lines(data.document({"path": where, "made": made}, output))
