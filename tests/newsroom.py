"""A newsroom for tests of the command line: commands in, answers out, and a log that can be seen to be untouched.

A test reads as a story: `given` these commands, `ok` or `refused` this one, and what it says. Commands run in this
process through `tracker.cli.app.run`, in a folder of their own, with nothing of the outside world in the environment.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import psycopg

from tests import server as on_server
from tests.server import Server, Url

NOW = "2025-12-11T09:00:00+00:00"
"""When the stories are told: the morning after the founding article."""


class Answer(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def jsonl(self) -> list[Any]:
        return [json.loads(line) for line in self.lines]

    @property
    def csv(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))

    @property
    def error(self) -> str:
        """What stands behind ``error:``, with the lines of bad rows under it."""
        told = self.err.partition("error: ")[2]
        return told.partition("\nhint: ")[0].rstrip("\n")

    @property
    def hint(self) -> str:
        """What stands behind ``hint:``."""
        return self.err.partition("\nhint: ")[2].rstrip("\n")


class _Terminal(io.TextIOWrapper):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


_INDEX = ("search", "search_data", "search_idx", "search_docsize", "search_content", "search_config")
"""The tables of the full-text index, which hold the same words in many ways; `Newsroom.indexed` says what they mean."""
_CONTENT = {
    "tag": "SELECT name FROM tag",
    "entry_tag": "SELECT name, position FROM entry_tag JOIN tag ON tag.id = tag",
}
"""What a table says, where its rows hold numbers that mean nothing outside."""


_seen: dict[tuple[bytes, ...], str] = {}
"""The digests of databases by their bytes and those of their journals: the same bytes say the same."""


def _digest(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        try:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            content = [
                (name, sorted(map(repr, connection.execute(_CONTENT.get(name) or f'SELECT * FROM "{name}"'))))
                for (name,) in tables
                if name not in _INDEX
            ]
            content.append(("search", sorted(map(repr, _indexed(connection)))))
        except sqlite3.DatabaseError:
            return sha256(path.read_bytes()).hexdigest()
    return sha256(repr(content).encode()).hexdigest()


def _indexed(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab('main', 'search', 'instance')")
        return connection.execute("SELECT term, doc FROM temp.word").fetchall()
    except sqlite3.OperationalError:
        return []


@contextmanager
def _surrounded(environment: dict[str, str]) -> Iterator[None]:
    """Nothing in the environment that is about us but this; whatever else stands there is left in place."""
    ours = {name for name in os.environ if name.startswith("TRACKER_")} | environment.keys()
    before = {name: os.environ.pop(name, None) for name in ours}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@dataclass
class Newsroom:
    """A folder with a ``tracker.db`` in it, and somebody who types commands there.

    server: then the database stands there, and TRACKER_DB names it.
    """

    folder: Path
    server: Server | None = None
    environment: dict[str, str] = field(default_factory=dict)
    url: Url | None = None

    def __post_init__(self) -> None:
        self.environment.setdefault("XDG_CONFIG_HOME", str(self.folder / "settings"))
        if self.server is not None and self.url is None:
            self._live_at(self.server.empty())

    def _live_at(self, url: Url) -> None:
        self.url = url
        self.environment["TRACKER_DB"] = url

    @property
    def database(self) -> Path | Url:
        return self.folder / "tracker.db" if self.url is None else self.url

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of commands: nothing of the outside world's that is about us."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        return clean | self.environment

    # -- typing commands ---------------------------------------------------------------------------------------

    def __call__(
        self, line: str, *words: str, stdin: str | bytes = b"", terminal: bool = False, screen: int = 0
    ) -> Answer:
        """Type a command, without the word ``tracker``; ``words`` are added as they are.

        screen: the columns of the terminal that it answers on; 0 for a pipe.
        """
        from tracker.cli.app import run

        typed = [*shlex.split(line), *words]
        given = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        if screen:
            out = _Terminal(io.BytesIO(), encoding="utf-8", newline="")
        keyboard = (_Terminal if terminal else io.TextIOWrapper)(io.BytesIO(given), encoding="utf-8")
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            with (
                _surrounded(({"COLUMNS": str(screen)} if screen else {}) | self.environment),
                patch.object(sys, "stdin", keyboard),
                patch.object(sys, "stdout", out),
                patch.object(sys, "stderr", err),
            ):
                code = run(typed)
                out.flush()
                err.flush()
        finally:
            os.chdir(before)
        return Answer(int(code), *(stream.buffer.getvalue().decode() for stream in (out, err)))

    def ok(self, line: str, *words: str, stdin: str | bytes = b"", terminal: bool = False, screen: int = 0) -> Answer:
        """Type a command that works."""
        answer = self(line, *words, stdin=stdin, terminal=terminal, screen=screen)
        assert answer.code == 0, f"tracker {line} {' '.join(words)}\n{answer.err}"
        return answer

    def given(self, story: str) -> Newsroom:
        """Type many commands that work, one a line; blank lines and lines that begin with # say nothing."""
        for line in story.splitlines():
            if line.strip() and not line.strip().startswith("#"):
                self.ok(line)
        return self

    def json(self, line: str, *words: str) -> Any:
        """What a command answers as JSON."""
        return self.ok(f"{line} --json", *words).json

    def one(self, line: str, *words: str) -> Any:
        """The only object that a command answers as JSON."""
        (found,) = self.json(line, *words)
        return found

    def refused(self, code: int, line: str, *words: str, stdin: str | bytes = b"", terminal: bool = False) -> Answer:
        """Type a command that is refused in plain words; every table of the database stays exactly as it was."""
        before = self.fingerprint()
        answer = self(line, *words, stdin=stdin, terminal=terminal)
        told = f"tracker {line} {' '.join(words)}\n-> {answer.code}\n{answer.out}{answer.err}"
        assert answer.code == code, told
        assert answer.out == "", told
        assert self.fingerprint() == before, f"the log has changed: {told}"
        lines = answer.err.splitlines()
        assert len([one for one in lines if one.startswith("error: ")]) == 1, told
        assert len([one for one in lines if one.startswith("hint: ")]) == 1, told
        assert lines[-1].startswith("hint: "), told
        assert "Traceback" not in answer.err, told
        return answer

    # -- looking at the file -----------------------------------------------------------------------------------

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read behind the program's back."""
        if self.url is not None:
            with psycopg.connect(on_server.plain(self.url)) as connection:
                return connection.execute(sql.replace("?", "%s").encode(), values or None).fetchall()
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()

    def indexed(self) -> list[tuple[str, int]]:
        """Every word of the full-text index with the number of its document; nothing where there is no index."""
        if self.url is not None:
            sql = "SELECT DISTINCT lexeme, document FROM search, LATERAL unnest(words)"
            return self.rows(sql) if self.rows("SELECT to_regclass('search')") != [(None,)] else []
        with closing(sqlite3.connect(self.database)) as connection:
            return _indexed(connection)

    def fingerprint(self) -> str:
        """A digest of every row of every table, or of the bytes where there is no database."""
        if self.url is not None:
            with psycopg.connect(on_server.plain(self.url)) as connection:
                content = [
                    (name, on_server.rows(connection, _CONTENT.get(name) or f'SELECT * FROM "{name}"'))
                    for name in on_server.tables(connection)
                ]
            return sha256(repr(content).encode()).hexdigest()
        path = self.folder / "tracker.db"
        if not path.is_file():
            return "nothing"
        parts = (path, *(path.with_name(f"{path.name}{part}") for part in ("-journal", "-wal")))
        content = tuple(sha256(part.read_bytes()).digest() if part.is_file() else b"" for part in parts)
        if content not in _seen:
            _seen[content] = _digest(path)
        return _seen[content]

    @property
    def head(self) -> tuple[int, str]:
        """The last position and hash of the log."""
        rows = self.rows("SELECT position, hash FROM entry ORDER BY position DESC LIMIT 1")
        return rows[0] if rows else (0, "")

    @property
    def types(self) -> list[str]:
        """The event types of the log, in order."""
        return [row[0] for row in self.rows("SELECT type FROM entry ORDER BY position")]

    def facts(self, entry: int) -> dict[str, Any]:
        """The facts of an entry."""
        return json.loads(self.rows("SELECT facts FROM entry WHERE position = ?", entry)[0][0])

    def words(self, entry: int) -> dict[str, Any] | None:
        """The words of an entry; None once they have been wiped."""
        (text,) = self.rows("SELECT words FROM entry WHERE position = ?", entry)[0]
        return None if text is None else json.loads(text)

    def told(self, entry: int) -> dict[str, Any]:
        """The facts and words of an entry together."""
        return {**self.facts(entry), **(self.words(entry) or {})}

    # -- more rooms --------------------------------------------------------------------------------------------

    def move_in(self, database: Path | Url) -> Newsroom:
        """Start from a copy of a database."""
        if self.server is not None:
            assert isinstance(database, Url)
            self._live_at(self.server.copy(database))
        else:
            shutil.copyfile(database, self.folder / "tracker.db")
        return self

    def branch(self, name: str, database: Path | Url | None = None) -> Newsroom:
        """Another room beside this one, with a copy of a database if one is given."""
        folder = self.folder / name
        folder.mkdir()
        room = Newsroom(folder, self.server, dict(self.environment))
        return room.move_in(database) if database else room
