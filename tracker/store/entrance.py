"""What must hold before a database is read or written: it is ours, of our schema, whole, and guarded.

Each damage is named, with the way out of it: what is derived can be filled again, and while the entries are there they
can be taken out by an export, which asks for nothing else.
"""

from __future__ import annotations

from enum import Enum
from itertools import chain
from typing import Final

from tracker.domain.chain import genesis
from tracker.errors import DatabaseError
from tracker.store import naming
from tracker.store.checking import guarded
from tracker.store.session import Session

MADE: Final[dict[str, frozenset[str]]] = {
    "0001": frozenset(
        {"entry", "meta", "tag", "entry_tag", "source_version", "article_version", "claim_version"}
        | {"statement_version", "verdict_version", "request_version"}
    ),
    "0002": frozenset({"voice", "route", "manner", "tally_version"}),
    "0003": frozenset({"search", "search_past"}),
    "0004": frozenset(),
    "0005": frozenset(),
}
"""Every schema this program knows, oldest first, with the tables new in it that are still there; a test holds it to
``alembic/``."""
_ANEW: Final = "tracker init NEW.db && tracker import log.jsonl --db NEW.db"


def newest() -> str:
    """The schema that this program works with."""
    return next(reversed(MADE))


class Demand(Enum):
    """What a database must be like for what is to be done with it."""

    ENTRIES = "entries"
    """The entries and their beginning are there, whatever has become of the rest: to take them out."""
    SCHEMA = "schema"
    """It has the schema this program works with: to look for damage."""
    WHOLE = "whole"
    """Nothing is missing either; for writing, the log is guarded."""


def admit(session: Session, location: str, demand: Demand, *, write: bool) -> None:
    """Raise DatabaseError for a database that is not as it must be."""
    if demand is Demand.ENTRIES:
        _check_entries(session, location)
        return
    check_schema(session, location)
    if demand is Demand.WHOLE:
        check_whole(session, location, write=write)


def told(session: Session) -> list[str]:
    """The schemas that a database says it has; one, where nobody has laid hands on it."""
    return [str(row[0]) for row in session.rows("SELECT version_num FROM alembic_version ORDER BY version_num")]


def check_schema(session: Session, location: str) -> None:
    """Raise DatabaseError unless a database has the schema this program works with."""
    found = revision(session, location)
    if found != newest():
        raise DatabaseError(
            f"'{naming.shown(location)}' has an older schema ({found}, needed is {newest()})",
            f"tracker upgrade --db {_named(location)}",
        )


def revision(session: Session, location: str) -> str:
    """The schema of a database, one that we know. Raises DatabaseError where it cannot be told."""
    tables = session.tables()
    if "entry" not in tables or "alembic_version" not in tables:
        raise _stranger(tables, location)
    named = f"'{naming.shown(location)}'"
    schemas = told(session)
    if len(schemas) != 1:
        which = f"several schemas at once ({', '.join(schemas)})" if schemas else "no schema any more"
        raise DatabaseError(f"{named} holds a log, but names {which} (table alembic_version)", _rescue(location))
    (found,) = schemas
    if found not in MADE:
        raise DatabaseError(
            f"{named} was written by a newer tracker (schema {found}, this one knows {newest()})",
            "install the newer tracker; nothing was changed",
        )
    if any(MADE[later] & tables for later in MADE if later > found):
        raise DatabaseError(
            f"{named} says it has schema {found} (table alembic_version) and holds tables of a later one",
            _rescue(location),
        )
    return found


def check_whole(session: Session, location: str, *, write: bool) -> None:
    """Raise DatabaseError unless the log begins where it says, has all tables, and, to write, its guards stand."""
    _check_entries(session, location)
    named = f"'{naming.shown(location)}'"
    missing = frozenset(chain.from_iterable(MADE.values())) - session.tables()
    if missing:
        raise DatabaseError(
            f"{named} lacks what is derived from the log (table {', '.join(sorted(missing))})", _rescue(location)
        )
    if write and (gap := next(guarded.gaps(session), None)):
        raise DatabaseError(f"{named} cannot be written to safely: {gap}", _rescue(location))


def _check_entries(session: Session, location: str) -> None:
    tables = session.tables()
    if "entry" not in tables or not tables & {"meta", "entry_tag"}:
        raise _stranger(tables, location)
    if "meta" not in tables or not _begins(session):
        raise DatabaseError(
            f"'{naming.shown(location)}' no longer says where its log begins (table meta); nothing was changed",
            f"put a backup back, or import an export of it into a new database: {_ANEW}",
        )


def _begins(session: Session) -> bool:
    """Whether the origin of a log, the hash its first entry follows, and that entry belong together."""
    meta = {str(key): str(value) for key, value in session.rows("SELECT key, value FROM meta")}
    first = next(session.rows("SELECT previous FROM entry ORDER BY position LIMIT 1"), None)
    begins = genesis(meta.get("origin", ""))
    return meta.get("genesis") == begins and (first is None or first[0] == begins)


def _stranger(tables: frozenset[str], location: str) -> DatabaseError:
    """What to say of a database that is not one of ours, not yet, or no more."""
    named = f"'{naming.shown(location)}'"
    if {"entry", "entry_tag"} <= tables:
        return DatabaseError(
            f"{named} holds a log, but what says of which schema it is has been taken away (table alembic_version)",
            _rescue(location),
        )
    if "meta" in tables and "entry_tag" in tables:
        return DatabaseError(
            f"{named} has lost its log (table entry)",
            f"put a backup back, or import an export of it into a new database: {_ANEW}",
        )
    if not tables and not naming.is_url(location):
        return DatabaseError(
            f"{named} is empty: it is not a tracker database yet", f"tracker init {naming.quoted(location)}"
        )
    return DatabaseError(f"{named} is not a tracker database", "tracker init PATH makes a new one")


def _rescue(location: str) -> str:
    """How to take the entries out of a database that is damaged around them."""
    return (
        f"put a backup back, or take the log out: tracker export -o log.jsonl --db {_named(location)}, "
        f"and make it anew: {_ANEW}"
    )


def _named(location: str) -> str:
    return naming.quoted(naming.shown(location))
