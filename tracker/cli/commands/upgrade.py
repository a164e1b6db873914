"""``tracker upgrade``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import DB, forms, location
from tracker.desk.opening import named, upgrade
from tracker.render import data
from tracker.render.data import Output


@click.command("upgrade")
@DB
@forms
def command(db: str | None, output: Output) -> None:
    """Bring an older database to this program's schema; a file is copied first."""
    where = location(db)
    before, after, copy = upgrade(where)
    where = named(where)
    if output is not Output.TEXT:
        whole = {"path": where, "from": before, "to": after, "copy": str(copy) if copy else None}
        answer.lines(data.document(whole, output))
    elif before == after:
        answer.lines([f"{where} is up to date (schema {after})"])
    elif copy is None:
        answer.lines([f"{where}: schema {before} is now {after}"])
    else:
        answer.lines([f"{where}: schema {before} is now {after}; the copy made first is {copy}"])
