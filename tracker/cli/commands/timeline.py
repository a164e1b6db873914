"""``tracker timeline``."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli import answer, following
from tracker.cli.options import ALL, ARTICLE, CLAIM, SOURCE, OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.overdue import agenda
from tracker.desk.reading import When
from tracker.desk.story.timeline import Axis, Wanted, timeline
from tracker.errors import UsageError
from tracker.render import data
from tracker.render import overdue as text_overdue
from tracker.render import timeline as text
from tracker.render.data import Output
from tracker.reports import overdue as report_overdue
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
@click.option("--by", "axis", type=OneOf(Axis), default=Axis.SAID, help="said published recorded.")
@click.option("--overdue", is_flag=True, help="Only claims whose deadline has passed without a verdict, one by one.")
@ALL
@click.option("-f", "--follow", is_flag=True, help="Then go on with every new entry as it is committed.")
@click.option("--only-new", is_flag=True, help="With --follow: without what is there already.")
@reading
def command(
    desk: Desk, when: When, output: Output, overdue: bool, follow: bool, only_new: bool, **wanted: Any
) -> int | None:
    """What was said when; amended, retracted and redacted entries carry their mark, and with --all undone ones.

    With --overdue: which claims have come due and nobody has judged, how long ago, and what was said about each,
    predictions first; and which requests for comment are due and unanswered.

    With --follow: what is there, then each new entry of the log once, in log order, until Ctrl-C; what amends, undoes
    or files something is told too. Data comes as --jsonl or --csv.
    """
    if (only_new and not follow) or (follow and overdue):
        raise UsageError(
            "--only-new goes with --follow" if only_new else "--follow and --overdue exclude each other",
            "tracker timeline --help",
        )
    if follow:
        return following.run(desk, when, Wanted(**wanted), output, only_new=only_new)
    if overdue:
        _overdue(desk, when, output, Wanted(**wanted))
        return None
    found = timeline(desk, when, Wanted(**wanted))
    seal = stamp(found.state)
    rows = report.rows(*found)
    answer.rows(rows, output, lambda some: text.timeline(some, seal), seal, report.TimelineRow._fields)
    return None


def _overdue(desk: Desk, when: When, output: Output, wanted: Wanted) -> None:
    found = agenda(desk, when, wanted)
    rows = [row for due in found.dues for row in report_overdue.rows(found.state, *due)]
    if output is Output.TEXT:
        answer.lines(text_overdue.overdue(rows))
    else:
        answer.lines(data.lines([data.flat(row, "line") for row in rows], output))
    answer.notes(
        f"{one.source} was asked for comment on {one.claim} by {one.due}, and has not answered ({one.position})"
        for one in found.unanswered
    )
