"""What a day's work is about, so that it need not be typed in every command: kept for one database, by its user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from tracker.cli import settings
from tracker.desk.exporting import write
from tracker.desk.opening import is_server, named
from tracker.errors import UsageError

NAMES: Final = ("article", "actor")
"""What a context can hold: the article that `log` takes its statements from, and who records."""


def kept(location: str) -> dict[str, str]:
    """The context of a database; empty where there is none. Raises UsageError for a file that is none of ours."""
    place = _place(location)
    if place is None:
        return {}
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not all(name in NAMES and isinstance(found[name], str) for name in found):
        raise UsageError(f"'{place}' is no context", "tracker context --clear makes it empty")
    return found


def keep(location: str, context: Mapping[str, str]) -> None:
    """Keep a context in the place of the one before; an empty one leaves no file."""
    place = _place(location)
    if place is None:
        raise UsageError("you have no home folder to keep a context in", "XDG_CONFIG_HOME=FOLDER names one")
    if context:
        place.parent.mkdir(parents=True, exist_ok=True)
        write(str(place), [json.dumps(context, ensure_ascii=False, sort_keys=True), "\n"], force=True)
    else:
        place.unlink(missing_ok=True)


def told(context: Mapping[str, str]) -> str:
    """A context on one line: ``context: article h200, actor mara``."""
    return f"context: {', '.join(f'{name} {context[name]}' for name in NAMES if name in context) or 'none'}"


def _place(location: str) -> Path | None:
    """Beside a file; for a server in the user's folder of settings, under a name that tells nothing of its address.

    None for a server where there is no such folder.
    """
    if is_server(location):
        with suppress(RuntimeError):
            return settings.folder() / "contexts" / f"{sha256(named(location).encode()).hexdigest()[:32]}.json"
        return None
    return Path(f"{Path(location)}.context")
