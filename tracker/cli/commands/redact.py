"""``tracker redact``."""

from __future__ import annotations

import shlex
import sys
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import SOURCE, writing
from tracker.desk import forgetting, opening, upkeep
from tracker.desk.desk import Desk
from tracker.errors import UsageError
from tracker.render import forgetting as text
from tracker.render.data import Output


@click.command("redact")
@click.argument("entry", required=False)
@click.option("--source", type=SOURCE, help="Forget SOURCE and all it said; its statements leave belief too.")
@click.option("--because", default="", help="Why; this stays in the log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@writing
def command(desk: Desk, output: Output, entry: str | None, source: str | None, because: str, yes: bool) -> None:
    """Make the words of ENTRY disappear, for ever. Who said something, when, and every belief stay as they are.

    The words go from the entry, from later tellings of it, from the read models, and from an archived article in which
    its quote stands. Copies elsewhere (exports, backups, other machines) are yours to find.
    """
    if (entry is None) == (source is None):
        raise UsageError("name an entry or a --source, one of them", "tracker redact 12, or tracker redact --source X")
    seen = None
    if source is not None:
        told = forgetting.preview(desk, source)
        seen = told.seen
        for line in text.forgetting(told.source, told.unsaid, told.claims, told.mentions, told.merged):
            answer.talk(line)
        gone = told.wiped
    elif not yes:
        gone = upkeep.to_redact(desk, str(entry))
        seen = upkeep.size(desk)
    if not yes:
        answer.talk("these entries would lose their words for ever:")
        for line in answer.told(gone):
            answer.talk(f"  {line}")
        if not desk.dry_run:
            _ask(click.get_current_context().params)
    if source is not None:
        answer.written(desk, forgetting.forget(desk, source, because, seen), output)
    else:
        answer.written(desk, upkeep.redact(desk, str(entry), because, seen), output)


def _ask(given: dict[str, Any]) -> None:
    """Ask whether to wipe. Raises UsageError where nobody can answer, with the command that would not ask."""
    if not sys.stdin.isatty():
        told = given | {"db": opening.named(given["db"]) if given["db"] else None}
        named = [f"--{name} {shlex.quote(told[name])}" for name in ("source", "because", "db", "actor") if told[name]]
        again = " ".join(filter(None, [given["entry"], *named]))
        raise UsageError("nobody is there to ask", f"tracker redact {again} --yes")
    click.confirm("Wipe them?", abort=True, err=True)
