"""``tracker upgrade``."""

from __future__ import annotations

import click

from tracker.cli.options import location


@click.command("upgrade")
@click.option("--db", metavar="PATH", help="The database; default TRACKER_DB, else the nearest tracker.db upward.")
def command(db: str | None) -> None:
    """Bring an older database to this program's schema; it is copied first."""
    from tracker.desk.opening import upgrade

    where = location(db)
    before, after, copy = upgrade(where)
    if copy is None:
        click.echo(f"{where} is up to date (schema {after})")
    else:
        click.echo(f"{where}: schema {before} is now {after}; the copy made first is {copy}")
