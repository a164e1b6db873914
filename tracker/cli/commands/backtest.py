"""``tracker backtest``."""

from __future__ import annotations

import sys

import click

from tracker.cli import answer, files
from tracker.cli.options import OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.judging import calibration
from tracker.desk.reading import When
from tracker.domain.clocks import Clock
from tracker.errors import UsageError
from tracker.render import backtest as text
from tracker.render import data
from tracker.render.data import Output
from tracker.reports import backtest as report


@click.command("backtest")
@click.option("--clock", type=OneOf(Clock), default=Clock.WORLD, help="world (default) or desk: what we had by then.")
@click.option("--topic", help="Only claims of this topic; records stay whole.")
@click.option("--from-row", type=click.IntRange(min=1), default=1, help="Score each kind from its Nth row on.")
@click.option("--rows", "path", metavar="FILE", help="Write every prediction to a CSV file; - is standard output.")
@reading
def command(
    desk: Desk, when: When, output: Output, clock: Clock, topic: str | None, from_row: int, path: str | None
) -> None:
    """What did we believe before we knew? Every verdict against what was believed just before it.

    A verdict meets the statements of its day and the verdicts of earlier days. The rows: kind, claim, source, decided,
    outcome (1 true or held, 0 false or fell), predicted, past (how many verdicts came before).
    """
    if path == "-" and output is not Output.TEXT:
        raise UsageError(
            f"--rows - and --{output} both answer on standard output", f"tracker backtest --rows FILE --{output}"
        )
    found = calibration.predictions(desk, when, clock, topic)
    if path is not None:
        table = data.table(report.PredictionRow._fields, report.rows(found.predictions))
        if path == "-":
            answer.lines(table)
            return
        files.write_table(path, table)
        answer.talk(f"{len(found.predictions)} rows written to {path}")
    row = report.report(found.state, clock, found.predictions, topic=topic, from_row=from_row)
    if output is Output.TEXT:
        answer.lines(text.report(row, text.BLOCKS if _draws_blocks() else text.ASCII))
    else:
        answer.lines(data.document(data.plain(row), output))


def _draws_blocks() -> bool:
    try:
        "".join(text.BLOCKS).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
