"""``tracker why``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, WITHOUT, reading
from tracker.desk.desk import Desk
from tracker.desk.judging import beliefs
from tracker.desk.reading import When
from tracker.render import beliefs as text
from tracker.render import data
from tracker.render.data import Output
from tracker.reports import beliefs as report


@click.command("why")
@click.argument("claim", type=CLAIM)
@click.option("--fragile", is_flag=True, help="Name each single source or entry that carries the status.")
@WITHOUT
@reading
def command(desk: Desk, when: When, output: Output, claim: str, fragile: bool, without: tuple[str, ...]) -> None:
    """The whole sum behind the belief in CLAIM: each statement's factors and units; the parts add up exactly."""
    found = beliefs.why(desk, when, claim, without, fragile=fragile)
    row = report.why(
        found.state, found.claim, found.why, found.clock, found.whole, said=found.said, carriers=found.carriers
    )
    if output is Output.TEXT:
        answer.lines(text.why(row))
    else:
        whole = data.plain(row)
        answer.lines(data.lines([{**whole.pop("belief"), **whole}], output))
    answer.notes(found.idle)
