"""``tracker checkpoint``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tracker.cli import answer
from tracker.cli.options import DB, forms, key_file, location
from tracker.desk import checkpoints
from tracker.desk.desk import Desk
from tracker.errors import UsageError
from tracker.render import checks, data
from tracker.render.data import Output
from tracker.reports import check


@click.command("checkpoint")
@click.argument("file", required=False)
@click.option("--new-key", is_flag=True, help="Make your key first; it is never replaced.")
@click.option("--public-key", is_flag=True, help="Print the public half of your key, for those who check.")
@DB
@forms
def command(output: Output, db: str | None, file: str | None, new_key: bool, public_key: bool) -> None:
    """Sign where the log stands, and keep that in FILE: put it where nobody who writes the log can reach it.

    A log that is later cut, forked or forged anew no longer fits it: tracker verify --checkpoint FILE. An older
    checkpoint of this log in FILE is replaced if the log still fits it; any other file stays. The key is in the
    folder tracker of your settings ($XDG_CONFIG_HOME or ~/.config), or in the file that TRACKER_KEY names.
    """
    if file is None and not (new_key or public_key):
        raise UsageError("a checkpoint needs a file to be kept in", "tracker checkpoint FILE")
    if new_key or public_key:
        key = (checkpoints.make_key if new_key else checkpoints.key)(key_file())
        if output is not Output.TEXT:
            if file is None:
                answer.lines(data.document({"file": str(key.path), "key": key.public}, output))
        elif public_key:
            answer.lines([key.public])
        else:
            answer.lines([f"a new key in {key.path}", f"its public half: {key.public}"])
    if file is not None:
        made = checkpoints.write(Desk(location(db), datetime.now(UTC)), file, key_file())
        seen = check.Signed(*made[1:6])
        if output is Output.TEXT:
            answer.lines(checks.checkpoint(file, seen))
        else:
            answer.lines(data.document({"file": file, **seen._asdict()}, output))
