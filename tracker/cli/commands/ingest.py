"""``tracker ingest``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click

from tracker.cli import answer, reviewing
from tracker.cli.commands.article import MOST, imprint_options
from tracker.cli.files import read
from tracker.cli.options import DB, forms, location, who
from tracker.desk import ingesting
from tracker.desk.articles import Imprint
from tracker.desk.desk import Desk
from tracker.desk.stumbling import stumbling
from tracker.domain.words import ArticleHandle
from tracker.errors import ExitCode, UsageError
from tracker.render import data
from tracker.render import proposals as text
from tracker.render.data import Output
from tracker.reports import proposals as report


@click.command("ingest")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
@click.option("--handle", help="Of the article; default: its title, else the file's name, in lower-case ASCII.")
@imprint_options
@MOST
@click.option(
    "--extractor",
    "extractors",
    metavar="NAME",
    multiple=True,
    help="What reads: rules (default), llm; repeat for both.",
)
@click.option("--model", metavar="NAME", help="With --extractor llm: the model. The article is sent to it.")
@click.option("--review/--no-review", default=None, help="Go on to review; default: on a terminal.")
@click.option("--actor", metavar="NAME", help="Who records this; default TRACKER_ACTOR.")
@click.option("--lint", is_flag=True, help="Only what an editor would ask of a draft's sourcing; exit code 1 if any.")
@click.option("--dry-run", is_flag=True, help="Only show what would be proposed; needs no database.")
@DB
@forms
def command(
    output: Output,
    files: tuple[str, ...],
    handle: str | None,
    most: int,
    extractors: tuple[str, ...],
    model: str | None,
    review: bool | None,
    actor: str | None,
    lint: bool,
    dry_run: bool,
    db: str | None,
    **said: Any,
) -> ExitCode:
    """Read articles: archive each, and propose the statements in it for review.

    FILE is a text (UTF-8) or a saved web page; "-" is standard input. A date in a text's first line is taken for the
    day it came out unless --published says otherwise. Nothing counts until a person accepts it: tracker review.
    --lint reads drafts of your own: a plural for a single source, an opinion of somebody unnamed, an opening that rests
    on one origin, a headline stronger than its text, a quote that nobody is said to have said.
    """
    if handle is not None and len(files) > 1:
        raise UsageError("--handle names one article", "leave it out for several files")
    if lint and review:
        raise UsageError("--lint records nothing to review", "leave --review out")
    by = ingesting.extractors(extractors, model)
    imprint = Imprint(**said)
    if lint:
        return _ask(files, most, imprint, by, output)
    if dry_run:
        return _show(files, most, imprint, by, output)
    with stumbling(Desk(where := location(db), datetime.now(UTC), who(actor, where))) as desk:
        written = []
        for file in files:
            done = ingesting.ingest(desk, read(file, most), file, handle, imprint, by)
            written.append(done)
            answer.notes(done.written.notes)
            for warning in done.written.warnings:
                answer.talk(f"warning: {warning}")
            if output is Output.TEXT:
                click.echo(text.told(done.article, done.proposed, done.known, done.dropped))
        terminal = output is Output.TEXT and sys.stdin.isatty() and sys.stdout.isatty()
        if output is not Output.TEXT:
            entries = [entry for done in written for entry in done.written.entries]
            answer.lines(data.lines([answer.entry_row(entry) for entry in entries], output))
        elif review or (review is None and terminal):
            for article in dict.fromkeys(done.article for done in written):
                reviewing.walk(desk, article)
        elif any(done.proposed for done in written):
            answer.talk("read them one by one: tracker review")
    return ExitCode.FINE


def _ask(files: tuple[str, ...], most: int, imprint: Imprint, by: ingesting.Readers, output: Output) -> ExitCode:
    rows = []
    for file in files:
        draft, remarks = ingesting.questions(read(file, most), file, imprint, by, datetime.now(UTC))
        for one in remarks:
            line = draft.count("\n", 0, one.start) + 1
            rows.append(report.QuestionRow(file, line, one.flaw.value, one.start, one.end, one.words, one.about))
    answer.lines(text.questions(rows) if output is Output.TEXT else data.lines(rows, output))
    return ExitCode.NO if rows else ExitCode.FINE


def _show(files: tuple[str, ...], most: int, imprint: Imprint, by: ingesting.Readers, output: Output) -> ExitCode:
    rows = []
    for file in files:
        done = ingesting.read(read(file, most), file, imprint, by, datetime.now(UTC))
        events = done.events(ArticleHandle("dry-run"), by)
        rows += [report.found(file, n, event) for n, event in enumerate(events, start=1)]
        if done.dropped:
            answer.talk(f"note: {text.told(file, len(events), 0, done.dropped)}")
    answer.lines(text.listing(rows) if output is Output.TEXT else data.lines(rows, output))
    return ExitCode.FINE
