"""``tracker init``."""

from __future__ import annotations

import click

from tracker.cli.options import NAME


@click.command("init")
@click.argument("path", default=NAME)
@click.option("--db", metavar="PATH", help="The same as PATH.")
def command(path: str, db: str | None) -> None:
    """Make the database (default ./tracker.db). Doing it again does no harm."""
    from tracker.desk.opening import initialise

    where = db or path
    made = initialise(where)
    click.echo(f"{where} is ready" if made else f"{where} is there already")
