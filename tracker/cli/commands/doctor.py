"""``tracker doctor``."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from tracker.cli import answer
from tracker.cli.options import DB, forms, nearest
from tracker.desk.doctor import examine
from tracker.errors import DatabaseError, ExitCode
from tracker.render import data
from tracker.render import doctor as text
from tracker.render.data import Output


@click.command("doctor")
@DB
@forms
def command(db: str | None, output: Output) -> int:
    """Look at what the program works with and on: versions, file, schema, journal, rights, disk and clock.

    Nothing is changed. The exit code is 1 where something needs attention; each warning comes with a command.
    """
    checks = list(examine(*_found(db), datetime.now(UTC)))
    if output is Output.TEXT:
        answer.lines(text.lines(checks))
    else:
        answer.lines(data.document(text.document(checks), output))
    return ExitCode.NO if any(one.warning for one in checks) else ExitCode.FINE


def _found(typed: str | None) -> tuple[str | None, str]:
    """Where the database is, None for nowhere, and how it was found."""
    if typed:
        return typed, "--db"
    if named := os.environ.get("TRACKER_DB"):
        return named, "TRACKER_DB"
    try:
        return nearest(), "the nearest tracker.db upward"
    except DatabaseError:
        return None, ""
