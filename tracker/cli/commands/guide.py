"""``tracker guide``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from tracker.cli import answer
from tracker.cli.options import forms
from tracker.desk import guide
from tracker.desk.guide import Heading
from tracker.render import data
from tracker.render.data import Output


class _Topic(click.ParamType[str]):
    """A topic of the guide; the shell completes it."""

    name = "topic"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The topics that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(topic) for topic in guide.TOPICS if topic.startswith(incomplete)]


@click.command("guide")
@click.argument("topic", type=_Topic(), required=False)
@forms
def command(topic: str | None, output: Output) -> None:
    """Read the chapter on TOPIC; without TOPIC, list them all.

    A terminal shows a chapter page by page (PAGER says by which program); a pipe gets it whole.
    """
    if topic is None:
        answer.rows(guide.contents(), output, _contents)
    elif output is Output.TEXT:
        click.echo_via_pager(guide.chapter(topic).text.rstrip("\n"))
    else:
        answer.lines(data.lines([guide.chapter(topic)], output))


def _contents(headings: Sequence[Heading]) -> Iterator[str]:
    for topic, title in headings:
        yield f"{topic:<13} {title}"
    yield ""
    yield "read one with: tracker guide TOPIC"
