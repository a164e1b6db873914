"""Walking through a replay at a terminal: one step a screen, and a few keys."""

from __future__ import annotations

import click

from tracker.desk.story.replaying import Replay
from tracker.errors import TrackerError
from tracker.render import moves as text
from tracker.render.text import shown
from tracker.reports import moves as report

_NEXT = {"n", " ", "\r", "\n", "\x1b[C"}
_BACK = {"b", "\x7f", "\x1b[D"}
_QUIT = {"q", "\x04", "\x1b"}
_KEYS = "n next  b back  j jump to a date  q quit"


def walk(replay: Replay) -> None:
    """Show one step after another until somebody quits. An interrupt is the caller's to explain."""
    if not len(replay):
        click.echo("nothing happened")
        return
    index, told = _seek(replay, 0, 1), ""
    while True:
        click.clear()
        index = _show(replay, index)
        click.echo(f"step {index + 1} of {len(replay)}{told}  {_KEYS}", nl=False)
        key, told = _key(), ""
        if key in _QUIT:
            click.echo()
            return
        if key in _NEXT or key in _BACK:
            to = _seek(replay, index + 1, 1) if key in _NEXT else _seek(replay, index - 1, -1)
            told = "" if to != index and 0 <= to < len(replay) else ", there is no other"
            index = to if 0 <= to < len(replay) else index
        elif key == "j":
            index, told = _jump(replay, index)


def _key() -> str:
    """One key; of several pressed faster than a step is worked out, the first."""
    try:
        pressed = click.getchar()
    except EOFError:
        return "q"
    return pressed if pressed.startswith("\x1b") else pressed[:1]


def _show(replay: Replay, index: int) -> int:
    """Print a step; its index, or the last one where there is none behind it."""
    index = min(max(index, 0), len(replay) - 1)
    step = replay.step(index)
    lines = text.step(report.step(*step)) if step is not None else ["not said by then"]
    click.echo("\n".join([*lines, ""]))
    return index


def _seek(replay: Replay, index: int, way: int) -> int:
    """The nearest step that can be seen, from an index on in one direction; outside where there is none."""
    while 0 <= index < len(replay) and replay.step(index) is None:
        index += way
    return index


def _jump(replay: Replay, index: int) -> tuple[int, str]:
    """Where to go when a date is typed, and what to say if there is nowhere to go."""
    click.echo()
    typed = click.prompt("date", default="", show_default=False)
    if not typed.strip():
        return index, ""
    try:
        found = _seek(replay, replay.find(typed), 1)
    except TrackerError as problem:
        return index, f", {shown(problem.message)}"
    return (found, "") if found < len(replay) else (index, f", nothing from {shown(typed)} on")
