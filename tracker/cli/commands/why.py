"""``tracker why``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, WITHOUT, reading
from tracker.desk.desk import Desk
from tracker.desk.judging import fragile, overview, whatif
from tracker.desk.readings import When
from tracker.render import beliefs as text
from tracker.render import data
from tracker.render.data import Output
from tracker.reports import beliefs as report


@click.command("why")
@click.argument("claim", type=CLAIM)
@click.option("--fragile", "hanging", is_flag=True, help="Name each single source or entry that carries the status.")
@WITHOUT
@reading
def command(desk: Desk, when: When, output: Output, claim: str, hanging: bool, without: tuple[str, ...]) -> None:
    """The whole sum behind the belief in CLAIM: each statement's factors and units; the parts add up exactly."""
    found = overview.about(desk, when, claim, without)
    carriers = fragile.carriers(desk, when, claim, without) if hanging else None
    row = report.why(*found, at=desk.world(found.cut), said=overview.dates(desk, found), carriers=carriers)
    if output is Output.TEXT:
        answer.lines(text.why(row))
    else:
        whole = data.plain(row)
        answer.lines(data.lines([{**whole.pop("belief"), **whole}], output))
    answer.notes(whatif.idle(desk, when, found.whole))
