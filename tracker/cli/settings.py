"""The user's folder of settings, and what its ``config.toml`` says where neither option nor environment does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from tracker.errors import UsageError
from tracker.render.text import NARROWEST, WIDEST, as_wide_as

FILE: Final = "config.toml"


def folder() -> Path:
    """The user's folder of settings. Raises RuntimeError where there is no home folder."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".config") / "tracker"


class Setting(NamedTuple):
    """One that the file may hold. variable: the one of the environment that outranks it; wanted: what it takes; read:
    what the program takes it for, None where it is no such thing.
    """

    variable: str
    wanted: str
    example: str
    read: Callable[[Any], Any]


def _database(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    from tracker.desk.opening import is_server

    with suppress(RuntimeError):
        path = Path(value).expanduser()
        return value if is_server(value) else str(path) if path.is_absolute() else None
    return None


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _columns(value: Any) -> int | None:
    return value if type(value) is int and NARROWEST <= value <= WIDEST else None


def _switch(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _day_order(value: Any) -> str | None:
    from tracker.desk.formats import DayOrder

    return value if value in [*DayOrder] else None


SETTINGS: Final = {
    "db": Setting("TRACKER_DB", "a path from / or ~, or a URL", '"~/news/tracker.db"', _database),
    "actor": Setting("TRACKER_ACTOR", "a name", '"mara"', _name),
    "width": Setting("COLUMNS", f"a whole number from {NARROWEST} to {WIDEST}", "100", _columns),
    "colour": Setting("NO_COLOR", "true or false", "false", _switch),
    "dates": Setting("", "dmy or mdy", '"dmy"', _day_order),
}
"""What can be set, each as it is called in the file."""


def place() -> Path | None:
    """Where the file is, or would be; None where there is no home folder."""
    with suppress(RuntimeError):
        return folder() / FILE
    return None


def kept() -> dict[str, Any]:
    """What the file says, by setting; nothing where there is none. Raises UsageError that names file and setting."""
    path = place()
    try:
        text = path.read_text(encoding="utf-8") if path else ""
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise UsageError(f"'{path}' cannot be read: {reason}", "mend it, or take it away") from None
    return {name: _meant(path, name, value) for name, value in _parsed(path, text).items()}


def _parsed(path: Path | None, text: str) -> dict[str, Any]:
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UsageError(f"'{path}' is no TOML: {problem}", 'one setting a line: actor = "mara"') from None


def _meant(path: Path | None, name: str, value: Any) -> Any:
    if name not in SETTINGS:
        near = get_close_matches(name, SETTINGS, n=1)
        told = f"do you mean {near[0]}? " if near else ""
        raise UsageError(f"'{path}': there is no setting '{name}'", f"{told}settings: {' '.join(SETTINGS)}")
    setting = SETTINGS[name]
    meant = setting.read(value)
    if meant is None:
        given = json.dumps(value, ensure_ascii=False, default=str)
        raise UsageError(f"'{path}': {name} is {given}, and not {setting.wanted}", f"{name} = {setting.example}")
    return meant


def default(name: str) -> str:
    """What to take where no option says it: the environment's, else the file's; empty where neither says it."""
    return os.environ.get(SETTINGS[name].variable) or str(kept().get(name, ""))


def prefer(context: click.Context) -> None:
    """Answer as wide as the file says, and without colours where it says so, while a command runs."""
    found = kept()
    context.with_resource(as_wide_as(found.get("width", 0)))
    if found.get("colour") is False:
        context.color = False
