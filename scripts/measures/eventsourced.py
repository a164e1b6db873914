"""The peer for appends: the library `eventsourcing`, which keeps events gap-free; no rules, chain or read models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool


class Story(Aggregate):
    """The claim that is spoken on."""

    @event("Opened")
    def __init__(self, text: str) -> None:
        self.text = text

    @event("Told")
    def tell(self, source: str, act: str, said: str, via: str, text: str, quote: str) -> None:
        """Something is said."""
        self.last = (source, act, said, via, text, quote)


class _AsItIs(SQLiteConnectionPool):
    """Leaves a file in its journal mode, where the library would switch it to WAL, and syncs every commit."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.is_journal_mode_wal = True

    def _create_connection(self) -> SQLiteConnection:
        made = super()._create_connection()
        made.cursor().execute("PRAGMA synchronous = EXTRA")
        return made


def sqlite(path: Path) -> Application[Any]:
    """An application on a file, in the journal mode that the file has."""
    import eventsourcing.sqlite

    eventsourcing.sqlite.SQLiteConnectionPool = _AsItIs
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def postgres(address: str) -> Application[Any]:
    """An application on a server."""
    from psycopg.conninfo import conninfo_to_dict

    where = conninfo_to_dict(address)
    given = {"DBNAME": where["dbname"], "HOST": where["host"], "USER": where["user"], "PASSWORD": "none"}
    environment = {f"POSTGRES_{name}": str(value) for name, value in given.items()}
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.postgres", **environment})


def saver(application: Application[Any]) -> Callable[[], object]:
    """Saves one event of one aggregate at each call."""
    story = Story("The strain sensors have been switched off")
    application.save(story)

    def save() -> None:
        story.tell("arvid-quarnholt", "assert", "2025-01-10", "indirect", "They went dark in November", "")
        application.save(story)

    return save
