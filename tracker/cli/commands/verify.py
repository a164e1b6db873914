"""``tracker verify``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import looking
from tracker.desk import upkeep
from tracker.desk.desk import Desk
from tracker.errors import ExitCode
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural


@click.command("verify")
@looking
def command(desk: Desk, output: Output) -> int:
    """Recompute every digest and hash from the stored bytes, and check the guards of the log.

    It proves that the log agrees with itself. A log cut at its end, or forged anew from its first entry, agrees with
    itself too: keep its last hash elsewhere.
    """
    with answer.progress("verifying") as tell:
        found = upkeep.verify(desk, tell)
    if output is not Output.TEXT:
        problems = [{"entry": fault.entry, "kind": fault.kind, "message": fault.message} for fault in found.faults]
        whole = {"ok": found.ok, "entries": found.entries, "head": found.head, "problems": problems}
        answer.lines(data.document(whole, output))
    elif found.ok:
        answer.lines([f"fine: {plural(found.entries, 'entry')}", f"head {found.head}"])
    else:
        answer.lines(f"{fault.kind}: {fault.message}" for fault in found.faults)
    return ExitCode.FINE if found.ok else ExitCode.NO
