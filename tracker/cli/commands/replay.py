"""``tracker replay``."""

from __future__ import annotations

import sys
from typing import Any

import click

from tracker.cli import answer, stepping
from tracker.cli.options import CLAIM, SOURCE, OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.story.itinerary import Asked
from tracker.desk.story.replaying import Replay
from tracker.domain.clocks import Clock
from tracker.render import data
from tracker.render import moves as text
from tracker.render.data import Output
from tracker.reports import moves as report
from tracker.reports.stamp import stamped


@click.command("replay")
@click.option("-c", "--claim", type=CLAIM, help="Only what moved this claim.")
@click.option("-s", "--source", type=SOURCE, help="Only what this source said, and how it came out.")
@click.option("--topic", help="Only claims of this topic.")
@click.option("--about", type=SOURCE, help="Only claims about this source.")
@click.option(
    "--clock", type=OneOf(Clock), default=Clock.WORLD, help="world: as things were said. desk: as we learned."
)
@click.option("--from", "start", metavar="T", help="From this date on; with --clock desk also an entry number.")
@click.option("--to", "end", metavar="T", help="Up to this date, or entry number.")
@reading
def command(desk: Desk, when: When, output: Output, **asked: Any) -> None:
    """The story step by step: each entry, and how it moved belief.

    Status, likelihood, probability and ignorance are those just before and just after; for a verdict, also whose
    record it changed. What moved a claim between its own steps is told as "meanwhile". On a terminal one step fills
    the screen: n next, b back, j to jump to a date, q to quit.
    """
    replay = Replay(desk, when, Asked(**asked))
    if output is Output.TEXT and sys.stdin.isatty() and sys.stdout.isatty():
        stepping.walk(replay)
        return
    steps = (report.step(*one) for one in replay)
    if output is Output.TEXT:
        answer.flow(text.replay(steps, stamped(replay.end, replay.policy)))
    else:
        answer.flow(data.flow((row for step in steps for row in step.rows), output))
