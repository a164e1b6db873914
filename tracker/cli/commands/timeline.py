"""``tracker timeline``."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import ARTICLE, CLAIM, SOURCE, Word, reading
from tracker.desk import readings
from tracker.desk.desk import Desk
from tracker.desk.readings import Axis, Wanted, When
from tracker.render import timeline as text
from tracker.render.data import Output
from tracker.reports import timeline as report
from tracker.reports.stamp import stamp


@click.command("timeline")
@click.option("-c", "--claim", type=CLAIM, help="Only on this claim.")
@click.option("-s", "--source", type=SOURCE, help="Only by this source.")
@click.option("--topic", help="Only on claims of this topic.")
@click.option("--about", type=SOURCE, help="Only on claims about this source.")
@click.option("--article", type=ARTICLE, help="Only from this article.")
@click.option("--from", "start", metavar="T", help="From this date on.")
@click.option("--to", "end", metavar="T", help="Up to this date.")
@click.option("--by", "axis", type=Word(Axis), default=Axis.SAID, help="said published recorded.")
@reading
def command(desk: Desk, when: When, output: Output, **wanted: Any) -> None:
    """What was said when; undone, amended, retracted and redacted entries carry their mark."""
    found = readings.timeline(desk, when, Wanted(**wanted))
    seal = stamp(*found.read)
    rows = report.rows(found.read.state, found.happenings)
    answer.rows(rows, output, lambda some: text.timeline(some, seal), seal)
