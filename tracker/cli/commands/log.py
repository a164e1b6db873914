"""``tracker log``."""

from __future__ import annotations

import sys
from typing import Any

import click

from tracker.cli import answer, context, files, paragraphs
from tracker.cli.commands._statement import describing
from tracker.cli.options import SOURCE, OneOf, writing
from tracker.desk import statements, together
from tracker.desk.claims import Filing
from tracker.desk.desk import Desk
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.domain.words import SourceKind
from tracker.errors import UsageError
from tracker.render.data import Output


@click.command("log")
@click.argument("text", required=False)
@describing
@click.option(
    "--form",
    metavar="[FILE]",
    is_flag=False,
    flag_value="",
    help="Write many statements in your editor, or take them from FILE.",
)
@click.option("--voice", is_flag=True, help="The article's outlet speaks for itself.")
@click.option("--new-source", metavar="NAME", help="Register the source on the way.")
@click.option("--source-handle", metavar="H", help="Of the new source; kept for ever, so a code for one to protect.")
@click.option("--kind", type=OneOf(SourceKind), help="Of the new source.")
@click.option("--class", "source_class", metavar="CLASS", help="Of the new source.")
@click.option("--heads", metavar="N..M", help="Of the new source, a group.")
@click.option("--member-of", type=SOURCE, help="Of the new source.")
@click.option("--new-claim", metavar="TEXT", help="Open the claim on the way.")
@click.option("--claim-handle", metavar="H", help="Of the new claim; default: a few words of its text.")
@click.option("--topic", multiple=True, help="Of the new claim.")
@click.option("--about", type=SOURCE, multiple=True, help="Of the new claim.")
@click.option("--question", metavar="SLUG", help="Of the new claim.")
@click.option("--deadline", metavar="T", help="Of the new claim.")
@writing
def command(
    desk: Desk,
    output: Output,
    text: str | None,
    form: str | None,
    kind: SourceKind | None,
    source_class: str | None,
    heads: str | None,
    member_of: str | None,
    topic: tuple[str, ...],
    about: tuple[str, ...],
    question: str | None,
    deadline: str | None,
    **said: Any,
) -> None:
    """Record one statement: who said what, when, through whom.

    TEXT is the statement in your words ("-" reads it from standard input); it may be left out beside --quote. Several
    -c record it on each claim. --article supplies the outlet and the latest date it was said.

    --form opens your editor ($VISUAL, $EDITOR) for many statements, a paragraph each, and records all or none. Where
    there is no terminal, a form is taken from FILE as it stands ("-" is standard input).

    \b
    tracker log "No chip has one" -s nvidia -c backdoors -a deny -d 2025-07-31
    """
    if form is not None:
        if any(filter(None, (text, kind, source_class, heads, member_of, topic, about, question, deadline))) or any(
            value for name, value in said.items() if name != "article"
        ):
            raise UsageError("with --form, all but the article stands in the form", "tracker log --form")
        _write_down(desk, output, form, said["article"])
        return
    if text == "-":
        text = _from_stdin()
    if said["article"] is None and not (said["outlet"] or said["published"]):
        said["article"] = context.kept(desk.location).get("article")
    utterance = TypedStatement(
        text=text,
        describing=Description(kind=kind, source_class=source_class, heads=heads, member_of=member_of),
        filing=Filing(topic, about, question, deadline),
        **said,
    )
    answer.written(desk, statements.record(desk, utterance), output)


def _write_down(desk: Desk, output: Output, file: str, article: str | None) -> None:
    """Record the statements of a form: from an editor where there is a terminal, else from a file."""
    day = context.kept(desk.location)
    if article is not None:
        day["article"] = article
    sitting = paragraphs.Sitting(desk, day.get("article"), together.seen(desk))
    if file != "-" and sys.stdin.isatty() and sys.stdout.isatty():
        blank = sitting.blank(context.told(day))
        done = paragraphs.written(sitting, blank, _text(file) if file else blank)
    elif file:
        done = paragraphs.taken(sitting, _text(file))
    else:
        raise UsageError("there is no terminal for an editor", "tracker log --form FILE takes a form as it stands")
    if done is None:
        answer.talk("nothing was recorded")
        return
    answer.written(desk, done.written, output)
    answer.notes(f"meanwhile: {line}" for line in answer.told(done.meanwhile))


def _text(file: str) -> str:
    try:
        return files.read(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        name = "standard input" if file == "-" else f"'{file}'"
        raise UsageError(f"{name} is not UTF-8", "convert it first: iconv -t utf-8") from None


def _from_stdin() -> str:
    return _text("-").strip()
