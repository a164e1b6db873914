"""``tracker demo``."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker.cli import answer
from tracker.desk import samples, verifying
from tracker.desk.judging import beliefs, records
from tracker.desk.judging.beliefs import Chosen
from tracker.desk.reading import When
from tracker.desk.story.timeline import Wanted, timeline
from tracker.errors import ExitCode
from tracker.render import beliefs as belief_text
from tracker.render import credibility as credibility_text
from tracker.render import timeline as timeline_text
from tracker.render.text import plural
from tracker.reports import beliefs as report
from tracker.reports import credibility
from tracker.reports import timeline as report_timeline
from tracker.reports.stamp import stamp


@click.command("demo")
@click.argument("path", required=False)
@click.option("--case", type=click.Choice(list(samples.SAMPLES)), default="h200", help="Which case; default h200.")
@click.option("--quiet", is_flag=True, help="Only load it.")
def command(path: str | None, case: str, quiet: bool) -> int:
    """Load a sample case into a new database and look around.

    h200 is real: Nvidia's H200 chips and China. harbour-bridge is invented, to learn from. PATH must not exist yet;
    without it the database is made in the temporary folder.
    """
    where = Path(path) if path else Path(tempfile.mkdtemp(prefix="tracker-demo-")) / "tracker.db"
    desk, added = samples.load(case, where, datetime.now(UTC))
    click.echo(f"{plural(added, 'entry')} of the case '{case}' in {where}")
    if quiet:
        return ExitCode.FINE
    board, known = beliefs.board(desk, When(), Chosen()), records.report(desk, When())
    found = timeline(desk, When(), Wanted())
    _heading("tracker timeline")
    answer.lines(timeline_text.timeline(report_timeline.rows(*found), stamp(found.state)))
    _heading("tracker belief")
    answer.lines(belief_text.board(report.board(board.state, board.beliefs)))
    _heading("tracker credibility")
    answer.lines(credibility_text.report(credibility.report(known.state, known.standings)))
    claim = samples.SAMPLES[case].claim
    _heading(f"tracker why {claim}")
    why = beliefs.why(desk, When(), claim)
    answer.lines(belief_text.why(report.why(why.state, why.claim, why.why, said=why.said)))
    _heading("tracker verify")
    checked = verifying.check(desk)
    click.echo(f"{'fine' if checked.ok else 'broken'}: {plural(checked.entries, 'entry')}\nhead {checked.head}")
    click.echo("")
    click.echo(f"The database is {where}; look further with: tracker belief --db {where}")
    return ExitCode.FINE if checked.ok else ExitCode.NO


def _heading(line: str) -> None:
    click.echo(f"\n$ {line}\n")
