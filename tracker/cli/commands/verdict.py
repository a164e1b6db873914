"""``tracker verdict``."""

from __future__ import annotations

import click

from tracker.cli import answer
from tracker.cli.options import CLAIM, OneOf, writing
from tracker.desk import verdicts
from tracker.desk.desk import Desk
from tracker.domain.words import Finding
from tracker.errors import UsageError
from tracker.render.data import Output


@click.command("verdict")
@click.argument("claim", type=CLAIM)
@click.argument("value", type=OneOf(Finding), required=False, metavar="VALUE")
@click.option("--because", default="", help="On what ground, in a sentence.")
@click.option("--evidence", metavar="URL", default="", help="Where it can be seen.")
@click.option("--decided", metavar="T", help="When; default today.")
@click.option("--withdraw", is_flag=True, help="Give the latest verdict up.")
@writing
def command(
    desk: Desk,
    output: Output,
    claim: str,
    value: Finding | None,
    because: str,
    evidence: str,
    decided: str | None,
    withdraw: bool,
) -> None:
    """Record that CLAIM was found true, mostly_true, mixed, mostly_false, false or unresolvable."""
    if withdraw == (value is not None):
        raise UsageError(
            "a verdict needs a value, or --withdraw alone",
            'tracker verdict CLAIM false --because "..." or tracker verdict CLAIM --withdraw',
        )
    if value is None:
        answer.written(desk, verdicts.withdraw(desk, claim, decided, because), output)
    else:
        answer.written(desk, verdicts.reach(desk, claim, value, decided, because, evidence), output)
