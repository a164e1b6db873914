"""PostgreSQL: the log a team shares, in one schema of a server.

Writers take turns by an advisory lock held to the end of the transaction, so positions are given in the order of the
commits: a reader that has seen entry n has seen all before it. Polling by position alone missed nearly half of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from tracker.errors import DatabaseError
from tracker.extras import Extra, MissingExtra
from tracker.store.session import Dialect, Rows, Session

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Engine

    Connection = psycopg.Connection[tuple[Any, ...]]

_SCHEMES: Final = ("postgresql", "postgresql+psycopg", "postgres")
_FORM: Final = "postgresql+psycopg://USER@HOST:PORT/NAME, with signs like / @ : % in a name written as %2F %40 %3A %25"
_PART: Final = 5_000
"""How many rows of a stream are fetched at a time."""
_COPIED: Final = 50
"""From how many rows on COPY is worth its extra round trips."""
_PATIENT: Final = {
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
    "application_name": "tracker",
    "client_encoding": "utf8",
}
"""A server that has gone away is noticed within half a minute; what the URL says goes before."""

LOCK: Final = "pg_advisory_xact_lock(hashtextextended('tracker ' || current_database() || '.' || current_schema(), 0))"
"""Waits for all other writers of this schema, until the end of the transaction."""

_NAMED: Final = re.compile(r"(?<![:\w]):([a-z]\w*)")
_names = count(1)


_WRITTEN: Final = re.compile(r"(?:INTO|UPDATE|FROM) (\w+)")
_WORD: Final = re.compile(r"\w+")


@cache
def _spelt(sql: str) -> bytes:
    """SQL as the driver spells it."""
    return _NAMED.sub(r"%(\1)s", sql.replace("%", "%%").replace("?", "%s")).encode()


@cache
def _words(sql: str) -> frozenset[str]:
    """The words of a query, the names of the tables it reads among them."""
    return frozenset(_WORD.findall(sql))


@cache
def _table(sql: str) -> str:
    """The table that an INSERT, UPDATE or DELETE changes."""
    return _WRITTEN.findall(sql)[0]  # type: ignore[no-any-return]


class PostgresSession:
    """A transaction on a PostgreSQL connection."""

    dialect = Dialect.POSTGRESQL

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._cursor = connection.cursor()
        self._waiting: list[tuple[bytes, Sequence[Sequence[Any]]]] = []
        self._changed: set[str] = set()
        """The tables that what waits will change."""

    def tables(self) -> frozenset[str]:
        sql = (
            "SELECT relname FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace "
            "WHERE nspname = current_schema() AND relkind = 'r'"
        )
        return frozenset(str(row[0]) for row in self.rows(sql))

    def rows(self, sql: str, /, **values: Any) -> Rows:
        if self._changed.isdisjoint(_words(sql)):
            return iter(self._cursor.execute(_spelt(sql), _lists(values)).fetchall())
        return iter(self._execute(sql, values).fetchall())

    def stream(self, sql: str, /, **values: Any) -> Rows:
        self.flush()
        with self.connection.cursor(f"stream_{next(_names)}") as cursor:
            cursor.itersize = _PART
            cursor.execute(_spelt(sql), _lists(values))
            yield from cursor

    def run(self, sql: str, /, **values: Any) -> int:
        return self._execute(sql, values).rowcount

    def many(self, sql: str, rows: Sequence[Sequence[Any]], /) -> None:
        if rows:
            self._waiting.append((_spelt(sql), list(rows)))
            self._changed.add(_table(sql))

    def flush(self) -> None:
        if self._waiting:
            self._execute("SELECT", {})

    def commit(self) -> None:
        """Send what waits and end the transaction, in one round trip."""
        self._execute("COMMIT", {})

    def _execute(self, sql: str, values: dict[str, Any]) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run a statement behind those that wait; every round trip is time in which the other writers wait."""
        if not self._waiting:
            return self._cursor.execute(_spelt(sql), _lists(values))
        waiting, self._waiting = self._waiting, []
        self._changed.clear()
        with self.connection.pipeline():
            for text, rows in waiting:
                self._cursor.executemany(text, rows)
            return self._cursor.execute(_spelt(sql), _lists(values))

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(columns)
        if len(rows) < _COPIED:
            self.many(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)
            return
        self.flush()
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)


def _lists(values: dict[str, Any]) -> dict[str, Any]:
    """Values with every sequence as a list, which the driver sends as an array."""
    return {name: list(value) if isinstance(value, tuple | set) else value for name, value in values.items()}


@contextmanager
def looking(location: str) -> Iterator[PostgresSession]:
    """A transaction for finding out what a schema holds, if anything."""
    with closing(connect(location)) as connection:
        connection.execute("BEGIN READ ONLY")
        yield PostgresSession(connection)


@contextmanager
def transaction(
    connection: Connection, patience: float, *, write: bool, keep: bool = True
) -> Iterator[PostgresSession]:
    """A transaction: one moment of the schema to read, or the only one that writes to it, from its first moment on."""
    if write:
        # What others commit while this one waits for its turn must be seen by it: READ COMMITTED, whatever the default.
        begin = f"BEGIN ISOLATION LEVEL READ COMMITTED; {waiting(patience)}; SELECT {LOCK}"
    else:
        # The moment is chosen by the first query: with the lock held by then, no upgrade comes between it and the rest.
        begin = (
            f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {waiting(patience)}; "
            "LOCK TABLE alembic_version IN ACCESS SHARE MODE"
        )
    try:
        _begin(connection, begin)
        session = PostgresSession(connection)
        yield session
        if keep:
            session.commit()
    finally:
        if not connection.closed and connection.info.transaction_status:
            connection.execute("ROLLBACK")


def _begin(connection: Connection, begin: str) -> None:
    """Begin a transaction, even where there is nothing to lock; whoever reads in it then says what is missing."""
    from psycopg.errors import UndefinedTable

    try:
        connection.execute(begin.encode())
    except UndefinedTable:
        connection.execute("ROLLBACK")
        connection.execute("BEGIN READ ONLY")


def waiting(patience: float) -> str:
    """The setting by which nothing waits longer for others, in seconds."""
    return f"SET LOCAL lock_timeout = {max(1, round(patience * 1000))}"


def connect(location: str, patience: float = 0, *, write: bool = True, autocommit: bool = True) -> Connection:
    """Open a connection. Raises DatabaseError for an address of another kind, MissingExtra without the driver."""
    scheme, _, rest = location.partition("://")
    if scheme not in _SCHEMES and _read(location) is not None:
        raise DatabaseError(
            f"databases at '{scheme}://' are not supported",
            f"the path of a file, or {_FORM}",
        )
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
        from psycopg.types.numeric import IntLoader
    except ImportError:
        raise MissingExtra(Extra.POSTGRES) from None
    try:
        if _read(location) is None:
            raise ValueError
        told = conninfo_to_dict(f"postgresql://{rest}")
        asked = {name: str(value) for name, value in told.items() if value is not None}
        if any("\0" in value for value in asked.values()):
            raise ValueError
        connection = psycopg.connect(autocommit=autocommit, **{**_PATIENT, **asked})  # type: ignore[arg-type]
    except (psycopg.ProgrammingError, ValueError, UnicodeError):
        # What the driver says repeats what it could not read, which may be a part of the password.
        raise DatabaseError(f"'{without_password(location)}' cannot be read as an address", _FORM) from None
    except psycopg.OperationalError as problem:
        raise _turned_away(problem, location) from problem
    # Sums of whole numbers come as NUMERIC, which the driver would make decimals of.
    connection.adapters.register_loader("numeric", IntLoader)
    return connection


def engine(location: str) -> Engine:
    """A SQLAlchemy engine on a schema, for Alembic."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(
        "postgresql+psycopg://", poolclass=NullPool, creator=lambda: connect(location, autocommit=False)
    )


def schema_name(session: Session) -> str:
    """The schema that tables are made in. Raises DatabaseError where the search path leads to none."""
    name = next(iter(session.rows("SELECT current_schema()")))[0]
    if name is None:
        raise DatabaseError(
            "the schema named in the address does not exist", "create it first, or leave options= out of the address"
        )
    return str(name)


_ADDRESS: Final = re.compile(
    r"(?P<scheme>[^:/?#@]*)://(?:(?P<user>[^:/?#@]*)(?P<secret>:[^:/?#@]*)?@)?(?P<place>[^?#@]*)(?:\?(?P<asked>[^#@]*))?"
)
_SECRETS: Final = ("password", "sslpassword")


def _read(location: str) -> re.Match[str] | None:
    """An address in its parts; None where it is not plain which is which."""
    read = _ADDRESS.fullmatch(location)
    return None if read is None or _MISPLACED.search(read["place"]) else read


_MISPLACED: Final = re.compile(r"password\s*=", re.IGNORECASE)


def without_password(location: str) -> str:
    """An address without the password that may stand in it; only its kind where it is not plain which part that is."""
    read = _read(location)
    if read is None:
        scheme = location.partition("://")[0]
        return f"{scheme}://..." if scheme in _SCHEMES else "..."
    user = "" if read["user"] is None else f"{read['user']}@"
    asked = [each for each in (read["asked"] or "").split("&") if each and not _is_secret(each)]
    return f"{read['scheme']}://{user}{read['place']}{'?' if asked else ''}{'&'.join(asked)}"


def has_password(location: str) -> bool:
    """Whether a password stands in an address, or may."""
    read = _read(location)
    return read is None or bool(read["secret"]) or any(map(_is_secret, (read["asked"] or "").split("&")))


def _is_secret(asked: str) -> bool:
    return unquote(asked.partition("=")[0]).strip().lower() in _SECRETS


def explained(problem: BaseException, location: str) -> DatabaseError | None:
    """A failure of the driver in plain words, which hold no password; None if it is none."""
    try:
        import psycopg
    except ImportError:
        return None
    cause = getattr(problem, "orig", None) or problem
    if not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate == "42501" and (cause.diag.message_primary or "").endswith("table meta"):
        return DatabaseError(
            "only the owner of the log can give it the origin of an export", "import the first export as its owner"
        )
    named = without_password(location)
    said = _said(cause)
    if _is_lost(cause):
        return _lost(location)
    if known := _known(cause.sqlstate or "", named):
        return known
    if "append-only" in said or "origin of a log" in said:
        return DatabaseError(f"'{named}' refused a change of the log", "tracker verify")
    if isinstance(cause, psycopg.DataError) and "NUL" in said:
        return DatabaseError("PostgreSQL cannot keep a NUL character", "take it out of the text")
    return DatabaseError(f"the database '{named}' cannot be used: {said}", "tracker verify")


def _turned_away(problem: psycopg.Error, location: str) -> DatabaseError:
    """Why no connection came about. The driver does not tell the SQLSTATE of it, only the words."""
    named, said = without_password(location), _said(problem)
    state = next((state for part, state in _AT_THE_DOOR if part in said), "")
    return _known(state, named) or DatabaseError(
        f"the database '{named}' cannot be reached: {said}", "check the address, and that the server is running"
    )


def _said(problem: psycopg.Error) -> str:
    return (problem.diag.message_primary or str(problem)).strip().split("\n")[0]


def _known(found: str, named: str) -> DatabaseError | None:
    told = (DatabaseError(said.format(named), hint) for state, said, hint in _EXPLANATIONS if found.startswith(state))
    return next(told, None)


def _is_lost(problem: psycopg.Error) -> bool:
    """Whether a connection broke that had stood: one that never did is told of by `connect`."""
    import psycopg

    if problem.sqlstate is not None:
        return problem.sqlstate.startswith(_LOST)
    return isinstance(problem, psycopg.OperationalError)


def _lost(location: str) -> DatabaseError:
    """What to say of a lost connection. A server says the same when it shuts down and when somebody hangs up."""
    named = without_password(location)
    before = "before you repeat it, look what is on record: tracker timeline --by recorded"
    try:
        connect(location).close()
    except Exception:
        return DatabaseError(
            f"the server of '{named}' has been shut down, or is out of reach", f"once it is up, {before}"
        )
    return DatabaseError(f"the connection to '{named}' was ended; its server is up", before)


_LOST: Final = ("57P01", "57P02", "57P05", "25P03", "08")
"""The beginnings of the SQLSTATE of a connection that was ended: by hand, by a shutdown, a crash or a time limit."""
_EXPLANATIONS: Final = (
    ("55P03", "the database '{}' is busy: another program has been writing to it", "try again; nothing was changed"),
    ("42501", "the database '{}' does not let this role do that", "ask its owner: tracker init URL --app-role ROLE"),
    ("42P01", "'{}' is not a tracker database", "tracker init makes a new one"),
    ("28", "the database '{}' does not let this user in", "check user and password (~/.pgpass keeps passwords)"),
    ("3D000", "there is no database at '{}'", "createdb makes one; then tracker init URL"),
    ("25006", "the database '{}' can only be read", "name the main server, not a standby"),
    ("53100", "the disk that holds '{}' is full", "free some space and repeat the command; nothing was changed"),
    ("53300", "the database '{}' has no connection left", "try again later; nothing was changed"),
    ("57014", "the server of '{}' has cancelled this, by a time limit or by hand", "try again; nothing was changed"),
    ("57P", "the server of '{}' is starting or shutting down", "try again when it is up; nothing was changed"),
    ("XX001", "the database '{}' is damaged", "restore it from a backup or an export"),
)
"""By the beginning of the SQLSTATE."""
_AT_THE_DOOR: Final = (
    ("password", "28"),
    ("pg_hba.conf", "28"),
    ('role "', "28"),
    ('database "', "3D000"),
    ("too many", "53300"),
    ("remaining connection slots", "53300"),
    ("the database system is", "57P"),
)
"""Which words of a server that lets nobody in stand for which SQLSTATE."""
