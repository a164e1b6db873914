"""How a database is named: by the path of a file or by URL, and how it may be named to people."""

from __future__ import annotations

import re
from typing import Final

_MEANT: Final = re.compile(r"postgres\w*(?:\+\w+)?(?::|//)|[^/:]*:[^/]*@|.*\bpassword\s*=", re.IGNORECASE)


def is_url(location: str) -> bool:
    """Whether a database is named by URL rather than by the path of a file.

    What was meant for a URL counts as one: a password may stand in it, which no error may show and no file be named by.
    """
    return "://" in location or _MEANT.match(location) is not None


def quoted(text: str) -> str:
    """A word of a command line to paste."""
    import shlex

    return shlex.quote(text)


def shown(location: str) -> str:
    """A database as it may be named to people: a URL without its password."""
    if not is_url(location):
        return location
    from tracker.store import postgres

    return postgres.without_password(location)


def has_password(location: str) -> bool:
    """Whether a password stands in the name of a database."""
    if not is_url(location):
        return False
    from tracker.store import postgres

    return postgres.has_password(location)
