"""``tracker review``."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import Any

import click
from click.core import ParameterSource

from tracker.cli import answer, pasting, reviewing
from tracker.cli.commands._statement import describing
from tracker.cli.options import SOURCE, OneOf, writing
from tracker.desk import reviewing as desk_verbs
from tracker.desk.claims import Filing
from tracker.desk.desk import Desk
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.domain.words import SourceKind
from tracker.errors import UsageError
from tracker.render import data
from tracker.render import proposals as text
from tracker.render.data import Output
from tracker.reports import proposals as report


@click.command("review")
@click.argument("what", required=False, metavar="[ARTICLE|N]")
@click.option("--accept", is_flag=True, help="Accept proposal N, with -s and -c, and what else differs.")
@click.option("--reject", is_flag=True, help="Refuse proposal N.")
@click.option("--unsure", is_flag=True, help="Put proposal N aside as one that you cannot judge.")
@click.option("--because", default="", help="Why it is refused or put aside.")
@click.option("--all", "every", is_flag=True, help="List the answered ones too.")
@describing
@click.option("--text", help="The statement in your words.")
@click.option("--new-source", metavar="NAME", help="Register the source on the way, as the proposal describes it.")
@click.option("--kind", type=OneOf(SourceKind), help="Of the new source.")
@click.option("--class", "source_class", metavar="CLASS", help="Of the new source.")
@click.option("--heads", metavar="N..M", help="Of the new source, a group.")
@click.option("--member-of", type=SOURCE, help="Of the new source.")
@click.option("--new-claim", metavar="TEXT", help="Open the claim on the way.")
@click.option("--claim-handle", metavar="H", help="Of the new claim; default: a few words of its text.")
@click.option("--topic", multiple=True, help="Of the new claim.")
@click.option("--about", type=SOURCE, multiple=True, help="Of the new claim.")
@writing
def command(
    desk: Desk,
    output: Output,
    what: str | None,
    because: str,
    every: bool,
    kind: SourceKind | None,
    source_class: str | None,
    heads: str | None,
    member_of: str | None,
    topic: tuple[str, ...],
    about: tuple[str, ...],
    **said: Any,
) -> None:
    """Judge what has been proposed: all, those of an ARTICLE, or one by its number N.

    On a terminal one after another: a accept, e edit, r reject, u unsure, s skip, b back, q quit; each answer is kept
    at once. Elsewhere the open ones are listed, and N is answered by an option.

    \b
    tracker review 12 --accept -s nvidia -c backdoors
    tracker review 13 --accept --new-source insiders --new-claim "It is so"
    """
    verb = _verb(said)
    _refuse_ignored(verb, what, {*said, "kind", "source_class", "heads", "member_of", "topic", "about"})
    if not verb:
        _look(desk, output, what, every)
    elif what is None:
        raise UsageError(f"--{verb} is for one proposal", f"tracker review N --{verb}; tracker review lists them")
    elif verb == "accept":
        changes = TypedStatement(
            describing=Description(kind=kind, source_class=source_class, heads=heads, member_of=member_of),
            filing=Filing(topic, about),
            **said,
        )
        answer.written(desk, desk_verbs.accept(desk, what, changes), output)
    else:
        answer.written(desk, desk_verbs.reject(desk, what, because, unsure=verb == "unsure"), output)


def _verb(said: dict[str, Any]) -> str:
    """Which answer was typed; empty for none. Raises UsageError for more than one."""
    typed = [name for name in ("accept", "reject", "unsure") if said.pop(name)]
    if len(typed) > 1:
        raise UsageError(f"--{typed[0]} and --{typed[1]} exclude each other", "leave all but one of them out")
    return typed[0] if typed else ""


def _is_number(what: str) -> bool:
    return what.removeprefix("#").isdigit()


def _refuse_ignored(verb: str, what: str | None, accepting: Collection[str]) -> None:
    """Raise UsageError for an option that says nothing to what is done. accepting: those that mend what is accepted."""
    context = click.get_current_context()
    rest = pasting.behind("review") if what is not None and _is_number(what) and not verb else ["N"]
    for option in context.command.params:
        name, typed = option.name or "", option.opts[-1]
        if context.get_parameter_source(name) is not ParameterSource.COMMANDLINE:
            continue
        if name in accepting and verb != "accept":
            again = pasting.filled("review ... --accept", rest)
            raise UsageError(f"{typed} is for a proposal that is accepted", again)
        if name == "because" and not verb:
            again = pasting.filled("review ... --reject", rest)
            raise UsageError("--because says why --reject or --unsure is the answer", again)
        if name == "because" and verb == "accept":
            raise UsageError("--because is for a proposal that is refused or put aside", "--note keeps a note with it")
        if name == "every" and verb:
            raise UsageError(f"--all lists proposals, and --{verb} answers one", "leave one of them out")


def _look(desk: Desk, output: Output, what: str | None, every: bool) -> None:
    number = what if what is not None and _is_number(what) else None
    if output is Output.TEXT and not every and sys.stdin.isatty() and sys.stdout.isatty():
        reviewing.walk(desk, None if number else what, number)
        return
    found = desk_verbs.named(desk, number) if number else desk_verbs.waiting(desk, what, settled=every)
    rows = [
        report.recorded(one.event, one.entry.position, one.answer, one.statement, one.because)
        for one in found.proposals
    ]
    if output is Output.TEXT and not rows:
        answer.talk("no proposal waits for an answer")
    answer.lines(text.listing(rows) if output is Output.TEXT else data.lines(rows, output))
