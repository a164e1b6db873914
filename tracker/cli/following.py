"""Following the log at a terminal or in a pipe, until somebody ends it."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
import time
from collections.abc import Iterator
from typing import Any

from tracker.cli import answer
from tracker.desk.desk import Desk
from tracker.desk.following import follow
from tracker.desk.reading import When
from tracker.desk.story.timeline import Wanted
from tracker.errors import DatabaseError, ExitCode, UsageError
from tracker.render import data, timeline
from tracker.render.data import Output
from tracker.reports.following import News, news
from tracker.reports.stamp import stamp


def run(desk: Desk, when: When, wanted: Wanted, output: Output, *, only_new: bool) -> int:
    """Print what there is and then what comes, a line at a time. An interrupt is how it ends; nothing is said of it."""
    if when != When():
        raise UsageError("--follow has no end, and --as-of and --known-by set one", "leave one of them out")
    if output is Output.JSON:
        raise UsageError("--follow has no end, and --json needs one", "tracker timeline --follow --jsonl")
    told = _told(desk, wanted, only_new=only_new)
    try:
        if output is Output.TEXT:
            answer.flow(line for entry, _ in told for line in timeline.news(entry))
        else:
            answer.flow(data.flow(({**data.plain(entry.row), **seal} for entry, seal in told), output))
    except KeyboardInterrupt:
        pass
    return ExitCode.INTERRUPTED


def _told(desk: Desk, wanted: Wanted, *, only_new: bool) -> Iterator[tuple[News, dict[str, Any]]]:
    """Every line with the stamp of the reading that it comes from."""
    begun = False
    for state, happenings in follow(desk, wanted, _wait, _say, only_new=only_new):
        seal = stamp(state)
        for entry in news(state, happenings):
            yield entry, seal._asdict()
        if not begun:
            answer.talk(f"following from entry {seal.known_by} on; Ctrl-C ends it")
            begun = True


def _say(problem: DatabaseError | None) -> None:
    answer.talk(f"{problem.message}; trying again" if problem else "there it is again; following")


def _wait(seconds: float, number: int | None) -> None:
    """Wait, or less if a connection has something to read. Raises BrokenPipeError as soon as our own reader leaves."""
    if not hasattr(select, "poll"):
        time.sleep(seconds)
        return
    poll = select.poll()
    reader = _reader()
    if reader is not None:
        poll.register(reader, 0)
    if number is not None:
        poll.register(number, select.POLLIN)
    if any(ready == reader for ready, _ in poll.poll(seconds * 1000)):
        raise BrokenPipeError


def _reader() -> int | None:
    """The file number of standard output where it is a pipe."""
    try:
        number = sys.stdout.fileno()
        mode = os.fstat(number).st_mode
    except (OSError, io.UnsupportedOperation):
        return None
    return number if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) else None
