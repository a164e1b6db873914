"""``tracker credibility``."""

from __future__ import annotations

from enum import StrEnum

import click

from tracker.cli import answer
from tracker.cli.options import SOURCE, WITHOUT, OneOf, reading
from tracker.desk.desk import Desk
from tracker.desk.judging import records
from tracker.desk.reading import When
from tracker.render import credibility as text
from tracker.render import data
from tracker.render.data import Output
from tracker.render.habits import BLOCKS
from tracker.reports import credibility as report
from tracker.reports import habits
from tracker.reports.credibility import CredibilityRow


class Order(StrEnum):
    """How the report is ordered."""

    NAME = "name"
    TRIALS = "trials"
    MEAN = "mean"
    PENDING = "pending"


@click.command("credibility")
@click.argument("source", type=SOURCE, required=False)
@click.option("--topic", help="Only on claims of this topic.")
@click.option("--sort", type=OneOf(Order), default=Order.NAME, help="name trials mean pending; highest first.")
@WITHOUT
@reading
def command(
    desk: Desk,
    when: When,
    output: Output,
    source: str | None,
    topic: str | None,
    sort: Order,
    without: tuple[str, ...],
) -> None:
    """How far each source can be trusted, with an interval, and "too few" where it is too few to say.

    Unnamed voices have no record of their own; they share that of their class via the agency or outlet that carried
    them. With SOURCE also how often it was silent, how its hedged and its self-serving statements came out, and when
    it spoke: none of that moves belief.
    """
    found = records.report(desk, when, source, topic, without)
    if found.source is not None and found.habits is not None:
        own = report.of_source(found.state, found.standings, found.source, found.whole)
        rows = habits.of_source(own, found.habits)
        if output is Output.TEXT:
            answer.lines(text.one(rows, topic, blocks=answer.prints(BLOCKS)))
        else:
            answer.lines(data.lines([data.flat(row, "record") for row in rows], output))
    else:
        every = report.report(found.state, found.standings, found.whole, found.gone)
        answer.rows(_ordered(every, sort), output, lambda some: text.report(some, topic))
    answer.notes(found.idle)


def _ordered(rows: list[CredibilityRow], order: Order) -> list[CredibilityRow]:
    if order is Order.NAME:
        return rows
    return sorted(rows, key=lambda row: -float(getattr(row, order) or 0))
