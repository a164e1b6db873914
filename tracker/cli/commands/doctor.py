"""``tracker doctor``."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from tracker.cli import answer, context, settings
from tracker.cli.options import DB, forms, location, nearest, who
from tracker.desk import timekeeping
from tracker.desk.desk import Desk
from tracker.desk.doctor import Check, examine
from tracker.desk.opening import tells_password
from tracker.desk.stumbling import stumbling
from tracker.domain.clocks import moment
from tracker.errors import DatabaseError, ExitCode, TrackerError, UsageError
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
    found, found_by = _found(db)
    checks = [*examine(found, found_by, datetime.now(UTC)), *_defaults(found)]
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
        if kept := settings.kept().get("db"):
            return kept, settings.FILE
    except UsageError:
        pass  # told below, with what else is taken from there
    try:
        return nearest(), "the nearest tracker.db upward"
    except DatabaseError:
        return None, ""


def _defaults(where: str | None) -> Iterator[Check]:
    """What is taken where no option says it, and from where; a file that cannot be read is warned of."""
    kept: dict[str, object] = {}
    day: dict[str, str] = {}
    try:
        kept = settings.kept()
    except UsageError as problem:
        yield Check("config", str(settings.place()), problem.message, problem.hint)
    else:
        yield from _config(kept)
    try:
        day = context.kept(where) if where is not None else {}
    except TrackerError as problem:
        yield Check("context", None, problem.message, problem.hint)
    taken: dict[str, dict[str, object]] = {}
    for name, setting in settings.SETTINGS.items():
        if name == "actor" and name in day:
            taken[name] = {"value": day[name], "from": "context"}
        elif told := os.environ.get(setting.variable):
            taken[name] = {"value": False if name == "colour" else told, "from": setting.variable}
        elif name in kept:
            taken[name] = {"value": kept[name], "from": settings.FILE}
    # The database is named on its own, without its password.
    taken.pop("db", None)
    yield Check("defaults", taken)


def _config(kept: dict[str, object]) -> Iterator[Check]:
    """The file of settings, if there is one."""
    path = settings.place()
    if path is None or not path.is_file():
        return
    if tells_password(str(kept.get("db", ""))) and path.stat().st_mode & 0o077:
        command = f"chmod 600 {shlex.quote(str(path))}"
        yield Check("config", str(path), f"others than you may read the password in '{path}'", command)
    else:
        yield Check("config", str(path))
