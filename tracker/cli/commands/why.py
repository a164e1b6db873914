"""``tracker why``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, reading
from tracker.desk import overview
from tracker.desk.desk import Desk
from tracker.desk.readings import When
from tracker.render import beliefs as text
from tracker.render import data
from tracker.render.data import Output
from tracker.reports import beliefs as report


@click.command("why")
@click.argument("claim", type=CLAIM)
@reading
def command(desk: Desk, when: When, output: Output, claim: str) -> None:
    """The whole sum behind the belief in CLAIM: each statement's factors and units; the parts add up exactly."""
    found = overview.about(desk, when, claim)
    row = report.why(*found, overview.dates(desk, found), at=desk.world(found.cut))
    if output is Output.TEXT:
        answer.lines(text.why(row))
    else:
        whole = data.plain(row)
        answer.lines(data.lines([{**whole.pop("belief"), **whole}], output))
