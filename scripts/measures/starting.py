"""What a command costs before it does anything, and what the size of the log adds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from measures.taking import CASE, PROGRAM, heading, line, rounds, timed, told
from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file
from tracker.store.migrate import initialise


def case(path: Path) -> Path:
    """A fresh database with the case of the harbour bridge."""
    path.unlink(missing_ok=True)
    initialise(str(path))
    import_file(Desk(str(path), datetime.now(UTC)), BytesIO(CASE.read_bytes()), Format.JSONL)
    return path


def start_up(small: Path, count: int) -> None:
    """Whole processes that have next to nothing to do."""
    found = rounds(
        count,
        bare=lambda: timed(sys.executable, "-c", "pass"),
        sqlmodel=lambda: timed(sys.executable, "-c", "import sqlmodel"),
        help=lambda: timed(*PROGRAM, "--help"),
        belief=lambda: timed(*PROGRAM, "belief", "--db", str(small)),
    )
    heading("start-up, whole processes", "took", "beyond floor", "reach")
    line("python -c pass (floor)", told(found["bare"]))
    line("python -c 'import sqlmodel' (floor)", told(found["sqlmodel"]))
    line("tracker --help", told(found["help"]), told(found["help"] - found["bare"]), "100 ms")
    line("tracker belief, small log", told(found["belief"]), f"{found['belief'] / found['sqlmodel']:.2f} x", "1.6 x")


def growth(small: Path, large: Path, claim: str, count: int) -> None:
    """The same readings, whole processes, on a small and on the large log."""
    commands: dict[str, Callable[[str], tuple[str, ...]]] = {
        "belief": lambda _: ("belief",),
        "belief CLAIM": lambda one: ("belief", one),
        "why CLAIM": lambda one: ("why", one),
        "timeline --claim": lambda one: ("timeline", "--claim", one),
        "credibility": lambda _: ("credibility",),
    }
    heading("whole processes", "small log", "this log", "beyond small")
    for name, command in commands.items():
        here, there = (*command("cracks-main-girder"), "--db", str(small)), (*command(claim), "--db", str(large))
        found = rounds(
            min(count, 3),
            small=lambda here=here: timed(*PROGRAM, *here),  # type: ignore[misc]
            large=lambda there=there: timed(*PROGRAM, *there),  # type: ignore[misc]
        )
        line(name, *map(told, (found["small"], found["large"], found["large"] - found["small"])))
