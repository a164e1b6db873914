"""``tracker policy``."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import reading, writing
from tracker.desk import policies
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.render import policy as text
from tracker.render.data import Output
from tracker.reports import policy as report


class _ShowByDefault(click.Group):
    """A group whose first verb may be left out: ``tracker policy --known-by 9`` is ``tracker policy show ...``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with ``show`` put in front where they name no verb."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("policy", cls=_ShowByDefault)
def command() -> None:
    """The numbers by which evidence is weighed: show (the default), set."""


@command.command("show")
@reading
def show(desk: Desk, when: When, output: Output) -> None:
    """Every number that weighs the evidence, its default, and the entry that set it.

    With --known-by, those that were in force then: an old reading uses its own policy.
    """
    found = policies.in_use(desk, when)
    answer.rows(report.rows(*found), output, text.parameters)


class _Assignment(click.ParamType[str]):
    """NAME=VALUE; the shell completes the name."""

    name = "assignment"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The parameters that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(f"{name}=") for name in policies.default_names() if name.startswith(incomplete)]


@command.command("set")
@click.argument("assignments", metavar="NAME=VALUE...", type=_Assignment(), nargs=-1, required=True)
@click.option("--because", default="", help="Why; this stays in the log.")
@writing
def set_values(desk: Desk, output: Output, assignments: tuple[str, ...], because: str) -> None:
    """Set parameters of the arithmetic; NAME=default gives one its default back.

    Factors lie between 0 and 10, probabilities between 0 and 1; half-lives are written 365, 18m, 3y or off. Readings of
    earlier entries (--known-by) keep the policy that was in force then; undo takes a setting back.
    """
    answer.written(desk, policies.change(desk, assignments, because), output)
