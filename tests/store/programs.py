"""Other programs on the same database: processes of their own that can be killed.

They are forked off one process that has imported everything, has no threads and knows no stopped clock: a program that
starts from nothing imports for a second before it does anything.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context

_SOURCE = get_context("forkserver")
_SOURCE.set_forkserver_preload(["alembic.command", "psycopg", "sqlalchemy.dialects.sqlite", "tests.store.test_upgrade"])


class Program:
    """A process that runs a script."""

    def __init__(self, script: str, arguments: list[str]) -> None:
        self._process = _SOURCE.Process(target=_run, args=(script, arguments))
        self._process.start()

    def wait(self, seconds: float) -> int | None:
        """How it ended: its exit code, below zero the signal that killed it; None if it has not ended by then."""
        self._process.join(seconds)
        return self._process.exitcode


def start(script: str, *arguments: object) -> Program:
    """Run a script with these arguments in its ``sys.argv``."""
    return Program(script, list(map(str, arguments)))


def _run(script: str, arguments: list[str]) -> None:
    sys.argv = ["-c", *arguments]
    exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
