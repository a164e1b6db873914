"""``tracker credibility``."""

from __future__ import annotations

from enum import StrEnum

import click

from tracker.cli import answer
from tracker.cli.options import SOURCE, Word, reading
from tracker.desk import readings
from tracker.desk.desk import Desk
from tracker.desk.readings import When
from tracker.domain.words import Topic
from tracker.render import credibility as text
from tracker.render.data import Output
from tracker.reports import credibility as report
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
@click.option("--sort", type=Word(Order), default=Order.NAME, help="name trials mean pending; highest first.")
@reading
def command(desk: Desk, when: When, output: Output, source: str | None, topic: str | None, sort: Order) -> None:
    """How far each source can be trusted, with an interval, and "too few" where it is too few to say.

    Unnamed voices have no record of their own; they share that of their class via the agency or outlet that carried
    them.
    """
    if source is not None:
        read, handle = readings.source_and_state(desk, when, source)
        answer.rows(report.of_source(read.state, read.cut, handle, _topic(topic)), output, text.one)
        return
    read = readings.state(desk, when)
    answer.rows(_ordered(report.report(read.state, read.cut, _topic(topic)), sort), output, text.report)


def _topic(typed: str | None) -> Topic | None:
    return Topic(typed) if typed else None


def _ordered(rows: list[CredibilityRow], order: Order) -> list[CredibilityRow]:
    if order is Order.NAME:
        return rows
    return sorted(rows, key=lambda row: -float(getattr(row, order) or 0))
