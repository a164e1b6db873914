"""``tracker import``."""

from __future__ import annotations

import click

from tracker.cli import answer, settings
from tracker.cli.files import opened
from tracker.cli.options import OneOf, writing
from tracker.desk.desk import Desk
from tracker.desk.formats import DayOrder, Format, form_of, layout_of
from tracker.desk.importing import import_file
from tracker.render import data
from tracker.render.data import Output
from tracker.render.text import plural


@click.command("import")
@click.argument("file")
@click.option("--format", "form", type=OneOf(Format), help="jsonl or table; default by the file's name.")
@click.option("--keep-recorded", is_flag=True, help="Keep the file's dates of recording: a desk's own past.")
@click.option("--dates", type=OneOf(DayOrder), help="Which number is the day in 03/04/2024: dmy or mdy.")
@click.option(
    "--column", "columns", metavar="OURS=THEIRS", multiple=True, help="A column of another name; -=NAME leaves one out."
)
@click.option("--encoding", metavar="NAME", default="", help="Of a table: cp1252, utf-16; default UTF-8.")
@writing
def command(
    desk: Desk,
    output: Output,
    file: str,
    form: Format | None,
    keep_recorded: bool,
    dates: DayOrder | None,
    columns: tuple[str, ...],
    encoding: str,
) -> None:
    """Take in FILE ("-" is standard input), all of it or nothing; twice is the same as once."""
    if file == "-":
        form = form_of(file, form)  # before anything is waited for
    with opened(file) as content, answer.progress("importing") as tell:
        form = form_of(file, form)
        if dates is None and form is Format.TABLE and (usual := settings.default("dates")):
            dates = DayOrder(usual)
        layout = layout_of(form, columns, dates, encoding)
        done = import_file(desk, content, form, layout, keep_recorded=keep_recorded, progress=tell)
    if output is Output.TEXT:
        already = f", {plural(done.already, 'row')} on record already" if done.already else ""
        answer.lines([f"{plural(done.added, 'entry')} added{already}"])
    else:
        answer.lines(data.document({"added": done.added, "already": done.already, "refused": done.refused}, output))
    for note in done.notes:
        answer.talk(f"note: {note}")
    if desk.dry_run:
        answer.talk("dry run: nothing was kept")
