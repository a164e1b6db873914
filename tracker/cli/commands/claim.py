"""``tracker claim``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import ALL, CLAIM, SOURCE, OneOf, reading, writing
from tracker.desk import claims, listing
from tracker.desk.claims import Filing
from tracker.desk.desk import Desk
from tracker.desk.reading import When
from tracker.domain.found import Noun
from tracker.domain.words import Relation
from tracker.render import lists as text
from tracker.render.data import Output
from tracker.reports import lists
from tracker.reports.stamp import stamp


@click.group("claim")
def command() -> None:
    """What is said, apart from who says it; worded as the allegation, never with a "no"."""


def _filing(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--deadline", metavar="T", help="When a prediction is due."),
        click.option("--question", metavar="SLUG", help="Shared by claims that exclude each other."),
        click.option("--about", type=SOURCE, multiple=True, help="Whom it concerns; repeat for several."),
        click.option("--topic", multiple=True, help="Where to file it; repeat for several."),
    ):
        function = option(function)
    return function


@command.command("open")
@click.argument("text")
@click.option("--handle", help="Default: the words of TEXT that carry its meaning, 24 characters at most.")
@_filing
@writing
def open_claim(desk: Desk, output: Output, text: str, handle: str | None, topic: Any, about: Any, **said: Any) -> None:
    """Open a claim worded TEXT."""
    answer.written(desk, claims.open_claim(desk, text, handle, Filing(topic, about, **said)), output)


@command.command("amend")
@click.argument("claim", type=CLAIM)
@click.option("--text", help="A better wording.")
@_filing
@writing
def amend(desk: Desk, output: Output, claim: str, text: str | None, topic: Any, about: Any, **said: Any) -> None:
    """Correct a claim's wording or filing; --topic and --about replace what was there."""
    answer.written(desk, claims.amend(desk, claim, text, Filing(topic or None, about or None, **said)), output)


@command.command("relate")
@click.argument("claim", type=CLAIM)
@click.argument("relation", type=OneOf(Relation))
@click.argument("other", type=CLAIM)
@click.option("--because", default="", help="On what ground.")
@click.option("--no", is_flag=True, help="They are not so related after all.")
@writing
def relate(desk: Desk, output: Output, claim: str, relation: Relation, other: str, because: str, no: bool) -> None:
    """CLAIM contradicts, implies, refines or is the same_as OTHER. Only same_as moves belief."""
    answer.written(desk, claims.relate(desk, claim, relation, other, because, no=no), output)


@command.command("alias")
@click.argument("claim", type=CLAIM, metavar="OLD")
@click.argument("alias", metavar="NEW")
@writing
def alias(desk: Desk, output: Output, claim: str, alias: str) -> None:
    """Let NEW mean the claim OLD wherever a claim is typed; its own handle stays. Taken back with undo."""
    answer.written(desk, claims.alias(desk, claim, alias), output)


@command.command("show")
@click.argument("claim", type=CLAIM)
@ALL
@reading
def show(desk: Desk, when: When, output: Output, claim: str, undone: bool) -> None:
    """One claim, whole."""
    state, handle, aliases, gone = listing.known(desk, when, Noun.CLAIM, claim, undone=undone)
    (row,) = lists.chosen([lists.claim_known(state, handle, aliases)], [handle] if gone else ())
    answer.one(row, output, text.claim, stamp(state))


@command.command("list")
@click.argument("words", nargs=-1)
@ALL
@reading
def list_claims(desk: Desk, when: When, output: Output, words: tuple[str, ...], undone: bool) -> None:
    """All claims, or those whose handle, name or text hold WORDS or begin with them, however they are spelt."""
    state, aliases, gone = listing.everything(desk, when, Noun.CLAIM, undone=undone)
    answer.rows(lists.chosen(lists.claims(state, aliases), gone, words), output, text.claims, stamp(state))
