"""``tracker article``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.files import read
from tracker.cli.options import ALL, ARTICLE, reading, writing
from tracker.desk import articles, draft, listing
from tracker.desk.articles import Imprint
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.domain.found import Noun
from tracker.render import data
from tracker.render import draft as page
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports import draft as reports
from tracker.reports import lists
from tracker.reports.stamp import stamp


@click.group("article")
def command() -> None:
    """What was read: archived word for word, or known by reference."""


def imprint_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about where and when an article came out."""
    for option in (
        click.option("--reprint-of", type=ARTICLE, help="The article that this one repeats."),
        click.option("--url", help="Its public address."),
        click.option("--lang", "language", metavar="LANG", help="Its language: de, en."),
        click.option("--title", help="Its headline."),
        click.option("--published", metavar="T", help="When it came out."),
        click.option("--wire", metavar="ID", help="The agency's number of the story."),
        click.option("--agency", metavar="AGENCY", help="Whose wire it carries; a new one is registered."),
        click.option("--outlet", metavar="OUTLET", help="Where it stood; a new one is registered."),
    ):
        function = option(function)
    return function


MOST = click.option(
    "--max-bytes",
    "most",
    type=click.IntRange(min=1),
    default=20_000_000,
    show_default=True,
    help="Refuse a file that holds more.",
)
"""How large an article may be; what is larger is a book, an archive or a mistake."""


@command.command("add")
@click.argument("file", required=False)
@click.option("--handle", help="Default: the title, else the file's name, in lower-case ASCII.")
@imprint_options
@MOST
@writing
def add(desk: Desk, output: Output, file: str | None, handle: str | None, most: int, **said: Any) -> None:
    """Archive FILE ("-" is standard input); without FILE know of the article by reference only.

    A date in a text's first line is taken for the day it came out unless --published says otherwise.
    """
    content = read(file, most) if file else None
    answer.written(desk, articles.add(desk, content, handle, Imprint(**said), file or ""), output)


@command.command("amend")
@click.argument("article", type=ARTICLE)
@imprint_options
@writing
def amend(desk: Desk, output: Output, article: str, **said: Any) -> None:
    """Correct what we know about an article; another text is another article."""
    answer.written(desk, articles.amend(desk, article, Imprint(**said)), output)


@command.command("show")
@click.argument("article", type=ARTICLE)
@ALL
@reading
def show(desk: Desk, when: When, output: Output, article: str, undone: bool) -> None:
    """One article as an annotated draft: its text, what was logged from where, and what is not logged yet."""
    row = reports.draft(*draft.article(desk, article, when, undone=undone))
    if output is Output.TEXT:
        answer.lines(page.draft(row))
    else:
        answer.lines(data.lines([{**data.plain(row.article), **data.plain(row.body)}], output))


@command.command("list")
@click.argument("words", nargs=-1)
@ALL
@reading
def list_articles(desk: Desk, when: When, output: Output, words: tuple[str, ...], undone: bool) -> None:
    """All articles, or those whose handle, title or outlet hold WORDS or begin with them, however they are spelt."""
    state, _, gone = listing.everything(desk, when, Noun.ARTICLE, undone=undone)
    answer.rows(lists.chosen(lists.articles(state), gone, words), output, text.articles, stamp(state))
