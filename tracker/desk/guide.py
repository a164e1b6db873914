"""The verb guide: the chapters that are shipped with the program, one for each part of the work."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple

from tracker.errors import NotFound

TOPICS: Final = (
    "words",
    "logging",
    "tables",
    "articles",
    "looking-back",
    "what-if",
    "judging",
    "backtest",
    "forgetting",
    "trust",
    "team",
    "figures",
    "errors",
)
"""Every chapter in the order in which they are best read; each is a file of ``tracker/guide``."""

_FOLDER: Final = Path(__file__).resolve().parents[1] / "guide"


class Heading(NamedTuple):
    """A line of the guide's contents: the topic by which a chapter is asked for, and its title."""

    topic: str
    title: str


class Chapter(NamedTuple):
    """A chapter of the guide. text: Markdown, its title included."""

    topic: str
    title: str
    text: str


def contents() -> list[Heading]:
    """The topic and title of every chapter, in the order of reading."""
    return [Heading(*_read(topic)[:2]) for topic in TOPICS]


def chapter(typed: str) -> Chapter:
    """The chapter of a topic, or of the only topic that begins so: ``backt`` is ``backtest``.

    Raises NotFound where no topic fits, or several.
    """
    fitting = [topic for topic in TOPICS if topic == typed] or [topic for topic in TOPICS if topic.startswith(typed)]
    if len(fitting) == 1:
        return _read(fitting[0])
    near = fitting or get_close_matches(typed, TOPICS, n=3)
    hint = " or ".join(f"tracker guide {topic}" for topic in near) or "tracker guide lists the topics"
    told = f"'{typed}' fits several topics of the guide" if fitting else f"the guide has no topic '{typed}'"
    raise NotFound(told, hint)


def _read(topic: str) -> Chapter:
    text = (_FOLDER / f"{topic}.md").read_text(encoding="utf-8")
    return Chapter(topic, text.partition("\n")[0].removeprefix("# "), text)
