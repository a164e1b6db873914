"""``tracker redact``."""

from __future__ import annotations

import sys

import click

from tracker.cli import answer
from tracker.cli.options import writing
from tracker.desk import upkeep
from tracker.desk.desk import Desk
from tracker.errors import UsageError
from tracker.render.data import Output


@click.command("redact")
@click.argument("entry")
@click.option("--because", default="", help="Why; this stays in the log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def command(desk: Desk, output: Output, entry: str, because: str, yes: bool) -> None:
    """Make the words of ENTRY disappear, for ever. Who said something, when, and every belief stay as they are.

    The words go from the entry, from later tellings of it, from the read models, and from an archived article in which
    its quote stands. Copies elsewhere (exports, backups, other machines) are yours to find.
    """
    seen = None
    if not yes:
        gone = upkeep.to_redact(desk, entry)
        seen = upkeep.size(desk)
        answer.talk("these entries would lose their words for ever:")
        for line in answer.told(gone):
            answer.talk(f"  {line}")
        if not sys.stdin.isatty():
            raise UsageError("nobody is there to ask", f"tracker redact {entry} --yes")
        click.confirm("Wipe them?", abort=True, err=True)
    answer.written(desk, upkeep.redact(desk, entry, because, seen), output)
