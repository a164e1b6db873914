"""``tracker verify``."""

from __future__ import annotations

import click

from tracker.cli import answer, files
from tracker.cli.options import key_file, looking
from tracker.desk import checkpoints, verifying
from tracker.desk.desk import Desk
from tracker.errors import ExitCode, UsageError
from tracker.render import checks, data
from tracker.render.data import Output
from tracker.reports import check


@click.command("verify")
@click.option("--views", is_flag=True, help="Compare the read models and tags with a replay of the log too.")
@click.option("--checkpoint", metavar="FILE", help="Hold the log against a checkpoint: a shorter or other one fails.")
@click.option("--since", metavar="FILE", help="Check only what is new since a checkpoint.")
@click.option("--key", metavar="KEY|FILE", help="The public key that signed the checkpoint; default your own.")
@looking
def command(desk: Desk, output: Output, views: bool, checkpoint: str | None, since: str | None, key: str | None) -> int:
    """Recompute every digest and hash from the stored bytes, and check the guards of the log.

    It proves that the log agrees with itself. A log cut at its end, or forged anew from its first entry, agrees with
    itself too: only a checkpoint kept elsewhere shows that. Up to 20,000 entries the read models are compared anyway.
    """
    if since is not None and (views or checkpoint is not None):
        raise UsageError("--since looks at what is new alone: --views and --checkpoint do not go with it", "choose one")
    file = checkpoint if since is None else since
    if key is not None and file is None:
        raise UsageError("--key says who signed a checkpoint, and none is given", "add --checkpoint FILE")
    seen = None
    if file is not None:
        seen = checkpoints.opened(files.read(file), file, checkpoints.trusted(key, key_file())), file
    with answer.progress("verifying") as tell:
        found = verifying.check(desk, tell, views=views, seen=seen, since=since is not None)
    signed = check.Signed(*found.checkpoint[1:6]) if found.checkpoint is not None else None
    row = check.row(found.entries, found.head, found.faults, found.checked, found.views, signed)
    if output is not Output.TEXT:
        answer.lines(data.document(data.plain(row), output))
    else:
        answer.lines(checks.check(row, since=since is not None))
    if row.ok and since is None and not row.views:
        answer.talk("the read models were not compared with the log; that takes: tracker verify --views")
    return ExitCode.FINE if row.ok else ExitCode.NO
