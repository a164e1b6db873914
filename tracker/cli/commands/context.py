"""``tracker context``."""

from __future__ import annotations

import click

from tracker.cli import answer, context
from tracker.cli.options import looking
from tracker.desk import listing
from tracker.desk.desk import Desk
from tracker.errors import UsageError
from tracker.render import data
from tracker.render.data import Output


@click.command("context")
@click.argument("given", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--clear", is_flag=True, help="Work without a context again.")
@looking
def command(desk: Desk, output: Output, given: tuple[str, ...], clear: bool) -> None:
    """Show or set what the next commands are about, so that it need not be typed each time.

    article: the one that log takes its statements from. actor: who records. An option outranks it, ``name=`` drops one.
    It is kept beside this database, moves no reading, and every command that records says that it is there.

    \b
    tracker context article=h200 actor=mara
    """
    if clear and given:
        raise UsageError("--clear leaves nothing to set", "tracker context --clear")
    found = {} if clear else context.kept(desk.location)
    for one in given:
        name, equals, value = one.partition("=")
        if name not in context.NAMES or not equals:
            raise UsageError(f"'{one}' is none of {' '.join(f'{name}=' for name in context.NAMES)}", "tracker context")
        found[name] = listing.article(desk, value) if value and name == "article" else value
    found = {name: value for name, value in found.items() if value}
    if clear or given:
        context.keep(desk.location, found)
    if output is Output.TEXT:
        answer.lines([context.told(found)])
    else:
        answer.lines(data.lines([{name: found.get(name) for name in context.NAMES}], output))
