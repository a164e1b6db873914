"""The triggers that keep the log append-only whoever opens the database, on SQLite and on PostgreSQL.

A shipped text is never edited, since `verify` compares it with the database's own copy; a change gets a new migration.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_KEPT = (
    "position", "id", "batch", "type", "version", "recorded", "actor", "facts", "words_digest", "previous", "hash",
)  # fmt: skip
_UNCHANGED = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _KEPT)

FIRST: Final[dict[str, str]] = {
    "entry_update": f"""CREATE TRIGGER entry_update BEFORE UPDATE ON entry
WHEN NOT (OLD.words IS NOT NULL AND NEW.words IS NULL AND NEW.salt IS NULL AND {_UNCHANGED})
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an entry is never changed'); END""",
    "entry_delete": """CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an entry is never deleted'); END""",
    "entry_insert": """CREATE TRIGGER entry_insert BEFORE INSERT ON entry
WHEN NEW.position IS NOT COALESCE((SELECT MAX(position) FROM entry), 0) + 1
  OR NEW.previous IS NOT COALESCE((SELECT hash FROM entry ORDER BY position DESC LIMIT 1),
                                  (SELECT value FROM meta WHERE key = 'genesis'))
  OR EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an entry goes behind the last one'); END""",
    "meta_update": """CREATE TRIGGER meta_update BEFORE UPDATE ON meta
WHEN EXISTS (SELECT 1 FROM entry)
BEGIN SELECT RAISE(ABORT, 'the origin of a log is never changed'); END""",
    "meta_delete": """CREATE TRIGGER meta_delete BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'the origin of a log is never deleted'); END""",
    "meta_insert": """CREATE TRIGGER meta_insert BEFORE INSERT ON meta
WHEN EXISTS (SELECT 1 FROM meta WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'the origin of a log is never changed'); END""",
}
"""What the first migration made, by name. A later trigger gets a constant and a migration of its own."""

SQLITE: Final[dict[str, str]] = {**FIRST}
"""By name, the exact text that SQLite keeps in ``sqlite_master``."""


PATH: Final = "search_path=pg_catalog"
"""What a function is run with, so that nobody can put operators of his own under its comparisons."""
KEYS: Final = ('PRIMARY KEY ("position")', "UNIQUE (id)")
"""Of the log, as ``pg_get_constraintdef`` gives them back."""


class Trigger(NamedTuple):
    """A trigger on PostgreSQL and the function of the same name that it runs.

    schema: quoted as SQL needs it. when, each: as in ``CREATE TRIGGER``. text: of the function's body; `body` is what
    the server keeps in ``pg_proc``.
    """

    name: str
    table: str
    when: str
    each: str
    text: str
    schema: str = ""

    @property
    def body(self) -> str:
        """What the function does; its tables are named with their schema, so that a temporary one is never meant."""
        return self.text.replace("{schema}", self.schema)

    @property
    def function(self) -> str:
        """The statement that makes the function."""
        name, body = f"{self.schema}.{self.name}()", f"$body${self.body}$body$"
        return f"CREATE FUNCTION {name} RETURNS trigger LANGUAGE plpgsql SET {PATH} AS {body}"

    @property
    def creation(self) -> str:
        """The statement that makes the trigger, as ``pg_get_triggerdef`` gives it back."""
        return (
            f"CREATE TRIGGER {self.name} {self.when} ON {self.schema}.{self.table} "
            f"FOR EACH {self.each} EXECUTE FUNCTION {self.schema}.{self.name}()"
        )


def postgresql(schema: str) -> tuple[Trigger, ...]:
    """The triggers that the first migration makes in a schema."""
    return tuple(one._replace(schema=schema) for one in _POSTGRESQL)


def sealed(schema: str) -> Trigger:
    """The trigger that the fourth migration adds."""
    return _SEALED._replace(schema=schema)


def on_server(schema: str) -> tuple[Trigger, ...]:
    """All triggers of a schema."""
    return (*postgresql(schema), sealed(schema))


def _kept() -> str:
    return " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _KEPT)


def _refusing(condition: str, message: str, done: str) -> str:
    return f"""
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION '{message}';
  END IF;
  RETURN {done};
END
"""


_POSTGRESQL: Final = (
    Trigger(
        "entry_update",
        "entry",
        "BEFORE UPDATE",
        "ROW",
        _refusing(
            f"NOT (OLD.words IS NOT NULL AND NEW.words IS NULL AND NEW.salt IS NULL AND {_kept()})",
            "the log is append-only: an entry is never changed",
            "NEW",
        ),
    ),
    Trigger(
        "entry_delete",
        "entry",
        "BEFORE DELETE OR TRUNCATE",
        "STATEMENT",
        _refusing("TRUE", "the log is append-only: an entry is never deleted", "NULL"),
    ),
    Trigger(
        "entry_insert",
        "entry",
        "BEFORE INSERT",
        "ROW",
        """
DECLARE
  last RECORD;
BEGIN
  SELECT position, hash INTO last FROM {schema}.entry ORDER BY position DESC LIMIT 1;
  IF NEW.position IS DISTINCT FROM COALESCE(last.position, 0) + 1
  OR NEW.previous IS DISTINCT FROM COALESCE(last.hash, (SELECT value FROM {schema}.meta WHERE key = 'genesis')) THEN
    RAISE EXCEPTION 'the log is append-only: an entry goes behind the last one';
  END IF;
  RETURN NEW;
END
""",
    ),
    Trigger(
        "entry_told",
        "entry",
        "AFTER INSERT",
        "STATEMENT",
        """
BEGIN
  PERFORM pg_notify('tracker_' || md5(TG_TABLE_SCHEMA), '');
  RETURN NULL;
END
""",
    ),
    Trigger(
        "meta_update",
        "meta",
        "BEFORE UPDATE",
        "ROW",
        _refusing("EXISTS (SELECT 1 FROM {schema}.entry)", "the origin of a log is never changed", "NEW"),
    ),
    Trigger(
        "meta_delete",
        "meta",
        "BEFORE DELETE OR TRUNCATE",
        "STATEMENT",
        _refusing("TRUE", "the origin of a log is never deleted", "NULL"),
    ),
)
"""An entry's id is unique by its index, and nothing slips past a trigger on PostgreSQL as REPLACE does on SQLite."""

_SEALED: Final = Trigger(
    "entry_sealed",
    "entry",
    "BEFORE INSERT",
    "ROW",
    """
DECLARE
  contents TEXT;
BEGIN
  contents := 'tracker-entry-v1[' || NEW.position || ',' || to_json(NEW.id) || ',' || to_json(NEW.batch) || ','
    || to_json(NEW.type) || ',' || NEW.version || ',' || to_json(NEW.recorded) || ',' || to_json(NEW.actor) || ',"'
    || encode(sha256(convert_to(NEW.facts, 'UTF8')), 'hex') || '","' || NEW.words_digest || '","'
    || NEW.previous || '"]';
  IF NEW.hash IS DISTINCT FROM encode(sha256(convert_to(contents, 'UTF8')), 'hex')
  OR NEW.words IS NOT NULL AND (NEW.salt !~ '^[0-9a-f]{32}$'
    OR NEW.words_digest IS DISTINCT FROM encode(sha256(convert_to(NEW.salt || NEW.words, 'UTF8')), 'hex')) THEN
    RAISE EXCEPTION 'the log is append-only: the hash of an entry is that of its contents';
  END IF;
  RETURN NEW;
END
""",
)
"""What `tracker.domain.chain.entry_hash` takes, in SQL: whoever may only insert cannot leave what nobody can delete.

``to_json`` writes a text as canonical JSON does, sign for sign.
"""
