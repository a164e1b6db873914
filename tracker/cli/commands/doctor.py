"""``tracker doctor``."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from tracker.cli import answer
from tracker.cli.options import DB, forms, location, nearest, who
from tracker.desk import timekeeping
from tracker.desk.desk import Desk
from tracker.desk.doctor import examine
from tracker.desk.stumbling import stumbling
from tracker.domain.clocks import moment
from tracker.errors import DatabaseError, ExitCode, UsageError
from tracker.render import data
from tracker.render import doctor as text
from tracker.render.data import Output


@click.command("doctor")
@DB
@forms
@click.option("--clock", is_flag=True, help="Record that a wrong clock dated the log's end in the future.")
@click.option("--actor", metavar="NAME", help="Who records that; default TRACKER_ACTOR.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(db: str | None, output: Output, clock: bool, actor: str | None, yes: bool) -> int:
    """Look at what the program works with and on: versions, file, schema, journal, rights, disk and clock.

    Nothing is changed. The exit code is 1 where something needs attention; each warning comes with a command.

    With --clock, the entries that are dated later than now count as recorded now, and work can go on. They stay as
    they are and where they are. Make sure that it is not this machine's clock that is wrong.
    """
    if clock:
        with stumbling(Desk(where := location(db), datetime.now(UTC), who(actor, where))) as desk:
            return _correct(desk, output, yes=yes)
    checks = list(examine(*_found(db), datetime.now(UTC)))
    if output is Output.TEXT:
        answer.lines(text.lines(checks))
    else:
        answer.lines(data.document(text.document(checks), output))
    return ExitCode.NO if any(one.warning for one in checks) else ExitCode.FINE


def _correct(desk: Desk, output: Output, *, yes: bool) -> int:
    seen = None
    if not yes:
        late = timekeeping.misdated(desk)
        seen = late.entries[-1].position
        answer.talk(f"this machine's clock says {desk.now:%Y-%m-%d %H:%M} UTC; these entries are dated later:")
        for entry, line in zip(late.entries, answer.told(late), strict=False):
            answer.talk(f"  {moment(entry.recorded):%Y-%m-%d %H:%M}  {line}")
        if not sys.stdin.isatty():
            raise UsageError("nobody is there to ask", "tracker doctor --clock --yes, if this machine's clock is right")
        click.confirm("Is this machine's clock right?", abort=True, err=True)
    answer.written(desk, timekeeping.correct(desk, seen), output)
    return ExitCode.FINE


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
