"""What the doctor found, for people and as one object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from tracker.render.text import listed, plural, shown, wrapped


class Observation(Protocol):
    """One thing that was looked at."""

    @property
    def name(self) -> str:
        """Its stable name."""

    @property
    def value(self) -> Any:
        """What it is like, as JSON has it."""

    @property
    def warning(self) -> str:
        """What needs attention, empty if nothing."""

    @property
    def command(self) -> str:
        """What to type then."""


def document(checks: Sequence[Observation]) -> dict[str, Any]:
    """Everything by name, then whether all is fine, and the warnings."""
    warnings = [
        {"check": check.name, "message": check.warning, "command": check.command} for check in checks if check.warning
    ]
    return {
        **{check.name: check.value for check in checks if check.value is not None},
        "ok": not warnings,
        "warnings": warnings,
    }


def lines(checks: Sequence[Observation]) -> Iterator[str]:
    """A line for each thing, then what needs attention."""
    for check in checks:
        if check.value is not None and check.name not in _WARNED_OF:
            told = _WORDS.get(check.name, str)(check.value)
            yield from wrapped(shown(f"{_NAMES.get(check.name, check.name)}: {told}"), "", "  ")
    warnings = [check for check in checks if check.warning]
    yield ""
    yield f"{plural(len(warnings), 'thing')} to look at" if warnings else "all is fine"
    for check in warnings:
        yield from wrapped(shown(check.warning), "  ", "  ")
        if check.command:
            yield f"    {shown(check.command)}"


def _versions(value: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} {version or 'missing'}" for name, version in value.items())


def _extras(value: Mapping[str, bool]) -> str:
    there = [name for name, installed in value.items() if installed]
    missing = [name for name, installed in value.items() if not installed]
    told = [f"{listed(there)} installed"] if there else []
    told += [f"{listed(missing)} not installed"] if missing else []
    return "; ".join(told) or "none"


def _schema(value: Mapping[str, str | None]) -> str:
    if value["found"] is None:
        return "none"
    return (
        f"{value['found']}, {'current' if value['found'] == value['needed'] else 'needed is ' + str(value['needed'])}"
    )


def _journal(value: Mapping[str, Any]) -> str:
    if value["wal_is_safe"]:
        return f"{value['mode']}; this SQLite is safe with WAL too"
    return f"{value['mode']}; WAL is not safe with this SQLite (its reset can lose what was committed)"


def _files(value: Sequence[Mapping[str, str]]) -> str:
    return ", ".join(f"{file['path'].rpartition('/')[2]} {file['mode']}" for file in value)


def _folder(value: Mapping[str, str]) -> str:
    return f"{value['path']} {value['mode']}"


def _bytes(value: int) -> str:
    return f"{value / 1e9:.1f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB"


def _role(value: Mapping[str, Any]) -> str:
    standing = "superuser" if value["superuser"] else "owner" if value["owner"] else "neither owner nor superuser"
    return f"{value['role']}, {standing}; may {listed(value['log'])} the log"


def _settings(value: Mapping[str, str]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {setting}" for name, setting in value.items())


def _defaults(value: Mapping[str, Mapping[str, Any]]) -> str:
    return (
        ", ".join(f"{name} {_said(default['value'])} ({default['from']})" for name, default in value.items()) or "none"
    )


def _said(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


_WARNED_OF: Final = {"left", "missing"}
_NAMES: Final = {
    "found_by": "found by",
    "files": "modes",
    "free": "free space",
    "recorded": "last entry recorded",
    "time_zone": "time zone",
}
_WORDS: Final[Mapping[str, Callable[[Any], str]]] = {
    "libraries": _versions,
    "extras": _extras,
    "schema": _schema,
    "settings": _settings,
    "journal": _journal,
    "files": _files,
    "folder": _folder,
    "free": _bytes,
    "role": _role,
    "defaults": _defaults,
}
