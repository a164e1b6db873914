"""``tracker find``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import ALL, OneOf, reading
from tracker.desk import finding
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.domain.found import Noun
from tracker.render import finding as text
from tracker.render.data import Output
from tracker.reports import finding as report
from tracker.reports.stamp import stamp


@click.command("find")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "nouns", type=OneOf(Noun), multiple=True, help="Only these: claim statement source article.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many at most.")
@ALL
@reading
def command(
    desk: Desk, when: When, output: Output, words: tuple[str, ...], nouns: tuple[Noun, ...], limit: int, undone: bool
) -> None:
    """Search claims, statements, sources and articles for WORDS: all of them, in any order, whatever case and accents.

    The last word may be a beginning. Signs are not looked for, they only part words: nothing typed here is a
    pattern.
    """
    done = finding.find(desk, when, words, nouns, limit, undone=undone)
    rows = report.rows(done.found, done.words, stamp(done.state))
    answer.rows(
        rows,
        output,
        lambda some: text.found(some, done.words, done.more, least=done.least),
        empty=report.FoundRow._fields,
    )
    if done.more and output is not Output.TEXT:
        answer.talk(text.rest(len(rows), done.more, least=done.least))
