"""The peer for appends: the library `eventsourcing`, which keeps events gap-free; no rules, chain or read models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.sqlite import SQLiteConnectionPool


class Story(Aggregate):
    """The claim that is spoken on."""

    @event("Told")
    def tell(self, text: str, source: str, claim: str) -> None:
        """Something is said."""
        self.last = text


class _AsItIs(SQLiteConnectionPool):
    """Leaves a file in its journal mode, where the library would switch it to WAL."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.is_journal_mode_wal = True


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
    story = Story()
    application.save(story)

    def save() -> None:
        story.tell("They went dark in November", "arvid-quarnholt", "sensors-off")
        application.save(story)

    return save
