"""When our code stumbles over what it reads: over damage, which is then named, or over a bug of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tracker.desk.desk import Desk
from tracker.errors import DatabaseError
from tracker.store.naming import shown

_STUMBLES: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError, RecursionError)
"""The errors that our code raises over a value that it never wrote, for example in a damaged file."""


@contextmanager
def stumbling(desk: Desk) -> Iterator[Desk]:
    """Before an error that nobody expected is called a bug, look through the log. Raises DatabaseError if damaged."""
    try:
        yield desk
    except _STUMBLES as problem:
        # Only now, since a command that works has no use for it.
        from tracker.desk import verifying

        if not verifying.is_damaged(desk):
            raise
        raise DatabaseError(
            f"the database '{shown(desk.location)}' is damaged",
            "tracker verify shows where; tracker rebuild mends what is only derived from the log",
        ) from problem
