"""The triggers that keep the log append-only whoever opens the database.

A shipped text is never edited, since `verify` compares it with the database's own copy; a change gets a new migration.
"""

from __future__ import annotations

from typing import Final

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
