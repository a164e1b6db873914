"""``tracker diff``."""

from __future__ import annotations

from math import isnan

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, SOURCE, OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.desk.story import differences
from tracker.desk.story.differences import Compared
from tracker.domain.changes import LEAST
from tracker.domain.clocks import Clock
from tracker.errors import ExitCode
from tracker.render import moves as text
from tracker.render.data import Output
from tracker.reports import moves as report
from tracker.reports.stamp import stamp


@click.command("diff")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option(
    "--clock", type=OneOf(Clock), default=Clock.WORLD, help="world: as things were said. desk: as we learned."
)
@click.option("-c", "--claim", type=CLAIM, help="Only this claim.")
@click.option("--topic", help="Only claims of this topic.")
@click.option("--about", type=SOURCE, help="Only claims about this source.")
@click.option(
    "--least", metavar="P", type=click.FloatRange(0, 1), default=LEAST, help="Leave out smaller drifts; default 0.0005."
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything moved.")
@reading
def command(
    desk: Desk,
    when: When,
    output: Output,
    start: str,
    end: str,
    clock: Clock,
    claim: str | None,
    topic: str | None,
    about: str | None,
    least: float,
    exit_code: bool,
) -> int:
    """What moved between two moments, and which entries moved it.

    FROM and TO are dates of the world (2025-12-09), or with --clock desk dates or entry numbers of ours; --as-of and
    --known-by then fix the other clock for both. WORLD@KNOWN (2025-12-09@120) sets both clocks at once; one of
    the two may be left empty, which leaves that clock open: @120 is entry 120 with all that the world had said.
    """
    if isnan(least):
        raise click.BadParameter("'nan' is not a number", param_hint="'--least'")
    found = differences.diff(desk, when, Compared(start, end, clock, claim, topic, about, least))
    made = stamp(found.before), stamp(found.after)
    rows = [report.shift(found.before, found.after, *one) for one in found.shifts]
    answer.rows(rows, output, lambda some: text.diff(some, *made))
    return ExitCode.NO if exit_code and rows else ExitCode.FINE
