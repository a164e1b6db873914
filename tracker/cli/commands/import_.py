"""``tracker import``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.files import opened
from tracker.cli.options import OneOf, writing
from tracker.desk.desk import Desk
from tracker.desk.formats import Format, form_of
from tracker.desk.importing import import_file
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural


@click.command("import")
@click.argument("file")
@click.option("--format", "form", type=OneOf(Format), help="jsonl or table; default by the file's name.")
@click.option("--keep-recorded", is_flag=True, help="Keep the file's dates of recording: a desk's own past.")
@writing
def command(desk: Desk, output: Output, file: str, form: Format | None, keep_recorded: bool) -> None:
    """Take in FILE ("-" is standard input), all of it or nothing; twice is the same as once."""
    if file == "-":
        form = form_of(file, form)  # before anything is waited for
    with opened(file) as content, answer.progress("importing") as tell:
        done = import_file(desk, content, form_of(file, form), keep_recorded=keep_recorded, progress=tell)
    if output is Output.TEXT:
        already = f", {plural(done.already, 'row')} on record already" if done.already else ""
        answer.lines([f"{plural(done.added, 'entry')} added{already}"])
    else:
        answer.lines(data.document({"added": done.added, "already": done.already, "refused": done.refused}, output))
    for note in done.notes:
        answer.talk(f"note: {note}")
    if desk.dry_run:
        answer.talk("dry run: nothing was kept")
