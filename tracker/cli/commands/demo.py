"""``tracker demo``."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click

from tracker.cli import answer
from tracker.desk import opening, readings, verifying
from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file
from tracker.desk.judging import overview
from tracker.desk.readings import Wanted, When
from tracker.errors import ExitCode
from tracker.render import beliefs as belief_text
from tracker.render import credibility as credibility_text
from tracker.render import timeline as timeline_text
from tracker.render.text import plural
from tracker.reports import beliefs, credibility, timeline
from tracker.reports.stamp import stamp

_CLAIM = "nvidia-backdoors"


@click.command("demo")
@click.argument("path", required=False)
def command(path: str | None) -> int:
    """Load the real sample case (Nvidia's H200 and China) into a new database and look around.

    PATH must not exist yet; without it the database is made in the temporary folder.
    """
    where = Path(path) if path else Path(tempfile.mkdtemp(prefix="tracker-demo-")) / "tracker.db"
    opening.make_new(where)
    desk = Desk(str(where), datetime.now(UTC))
    done = import_file(desk, BytesIO(opening.seed("h200", "h200.csv")), Format.TABLE)
    click.echo(f"{plural(done.added, 'entry')} of the case 'h200' in {where}")
    board, report = overview.board(desk, When()), overview.report(desk, When())
    found = readings.timeline(desk, When(), Wanted())
    _heading("tracker timeline")
    answer.lines(timeline_text.timeline(timeline.rows(found.read.state, found.happenings), stamp(*found.read)))
    _heading("tracker belief")
    answer.lines(belief_text.board(beliefs.board(board.state, board.cut, board.beliefs, beliefs.Filter())))
    _heading("tracker credibility")
    answer.lines(credibility_text.report(credibility.report(report.state, report.cut, report.standings)))
    _heading(f"tracker why {_CLAIM}")
    about = overview.about(desk, When(), _CLAIM)
    answer.lines(belief_text.why(beliefs.why(*about, said=overview.dates(desk, about))))
    _heading("tracker verify")
    checked = verifying.check(desk)
    click.echo(f"{'fine' if checked.ok else 'broken'}: {plural(checked.entries, 'entry')}\nhead {checked.head}")
    click.echo("")
    click.echo(f"The database is {where}; look further with: tracker belief --db {where}")
    return ExitCode.FINE if checked.ok else ExitCode.NO


def _heading(line: str) -> None:
    click.echo(f"\n$ {line}\n")
