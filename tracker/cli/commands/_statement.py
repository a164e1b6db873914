"""The options that describe a statement, for ``log`` and ``amend``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from tracker.cli.options import ARTICLE, CLAIM, SOURCE, OneOf
from tracker.domain.words import Act, Basis, Certainty, GroundRule, Interest, Presentation, Stance, Via


def describing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe a statement."""
    for option in (
        click.option("--note", help="A note for the desk; never published."),
        click.option("--evidence", metavar="URL", help="A public address."),
        click.option("--cue", help="The attributing word: sagte, according to."),
        click.option(
            "--ground-rule",
            type=OneOf(GroundRule, blank=True),
            help="on_record background deep_background off_record.",
        ),
        click.option(
            "--presentation", type=OneOf(Presentation, blank=True), help="named unnamed anonymous collective."
        ),
        click.option(
            "--via", type=OneOf(Via, blank=True), help="direct indirect konjunktiv laut reported headline voice."
        ),
        click.option("--chain", metavar="'A > B'", help="The relayers after the source, nearest first."),
        click.option("--outlet", type=SOURCE, help="Where it was read, without an article."),
        click.option("--published", metavar="T", help="When it came out, without an article."),
        click.option("--article", type=ARTICLE, help="The article it stands in."),
        click.option("--certainty", type=OneOf(Certainty, blank=True), help="certain likely uncertain unstated."),
        click.option("--stance", type=OneOf(Stance, blank=True), help="supports denies none; default by the act."),
        click.option(
            "-i",
            "--interest",
            type=OneOf(Interest, blank=True),
            help="self_serving neutral against_interest unknown.",
        ),
        click.option(
            "-b",
            "--basis",
            type=OneOf(Basis, blank=True),
            help="witnessed document own_decision heard_from_named ...",
        ),
        click.option("-q", "--quote", help="The passage, word for word; [...] for words left out."),
        click.option("-d", "--said", metavar="T", help="When it was said: 2025-12-10, 2025-12, yesterday."),
        click.option("-a", "--act", type=OneOf(Act), help="assert confirm announce accuse predict warn deny ..."),
        click.option("-c", "--claim", "claims", type=CLAIM, multiple=True, help="The claim it is about."),
        click.option("-s", "--source", type=SOURCE, help="Who speaks."),
    ):
        function = option(function)
    return function
