"""``tracker belief``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, SOURCE, WITHOUT, OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.judging import beliefs
from tracker.desk.judging.beliefs import Chosen
from tracker.desk.reading import When
from tracker.domain.words import Status
from tracker.render import beliefs as text
from tracker.render.data import Output
from tracker.reports import beliefs as report


@click.command("belief")
@click.argument("claim", type=CLAIM, required=False)
@click.option("--status", type=OneOf(Status), multiple=True, help="Only claims that stand so; repeat for several.")
@click.option("--topic", help="Only claims of this topic.")
@click.option("--about", type=SOURCE, help="Only claims about this source.")
@click.option("--open", "unsettled", is_flag=True, help="Only claims without a verdict.")
@click.option("--since", metavar="T", help="Only claims that something was recorded on since.")
@WITHOUT
@reading
def command(
    desk: Desk,
    when: When,
    output: Output,
    claim: str | None,
    status: tuple[Status, ...],
    topic: str | None,
    about: str | None,
    unsettled: bool,
    since: str | None,
    without: tuple[str, ...],
) -> None:
    """What to believe: of all claims, latest change first, or of one CLAIM.

    With --without, what it would be if something had never been said, found or recorded; what flips is marked.
    """
    if claim is not None:
        found = beliefs.belief(desk, when, claim, without)
        row = report.belief(found.state, found.claim, found.belief, found.clock, found.whole)
        if output is Output.TEXT:
            answer.lines(text.belief(row))
        else:
            answer.rows([row], output, text.board)
        answer.notes(found.idle)
        return
    board = beliefs.board(desk, when, Chosen(frozenset(status) or None, topic, about, unsettled, since), without)
    rows = report.board(board.state, board.beliefs, board.clock, board.whole)
    answer.rows(rows, output, text.board, empty=report.KEYS)
    answer.notes(board.idle)
