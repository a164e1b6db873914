"""What the database itself must hold to keep the log append-only, and whether it still does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.store import guards
from tracker.store.guards import Trigger
from tracker.store.session import Dialect, Session


def damage(session: Session, *, whole: bool = True) -> Iterator[str]:
    """What is wrong with a file of SQLite itself, in its own words; whole: look through every index too.

    A server checks its pages when it reads them, and says so.
    """
    if session.dialect is Dialect.SQLITE:
        check = "integrity_check" if whole else "quick_check"
        yield from (str(message) for (message,) in session.rows(f"PRAGMA {check}(20)") if message != "ok")


def gaps(session: Session) -> Iterator[str]:
    """What of the guards is missing, changed or switched off, and what stands there that is none of them."""
    return _in_file(session) if session.dialect is Dialect.SQLITE else _on_server(session)


def _in_file(session: Session) -> Iterator[str]:
    rows = session.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {str(name): str(text) for name, text in rows}
    for name, text in guards.SQLITE.items():
        if name not in found:
            yield _MISSING.format(name)
        elif found[name] != text:
            yield _CHANGED.format(name)
    yield from (_FOREIGN.format("trigger", name) for name in sorted(found.keys() - guards.SQLITE.keys()))


def _on_server(session: Session) -> Iterator[str]:
    ((schema,),) = session.rows("SELECT quote_ident(current_schema())")
    found = {(str(row[0]), str(row[1])): tuple(row[2:]) for row in session.rows(_TRIGGERS)}
    for trigger in guards.on_server(str(schema)):
        kept = found.pop((trigger.name, trigger.table), None)
        if kept is None:
            yield _MISSING.format(trigger.name)
        elif kept[:-1] != _wanted(trigger):
            yield _CHANGED.format(trigger.name)
        elif kept[-1] not in _ON:
            yield f"the trigger '{trigger.name}' that keeps the log append-only has been switched off"
    yield from (_FOREIGN.format("trigger", name) for name, _ in sorted(found))
    yield from (_FOREIGN.format("rule", name) for (name,) in session.rows(_RULES))
    for (table,) in session.rows(_HIDING):
        yield f"row level security hides entries: ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
    keys = {str(text) for (text,) in session.rows(_KEYS)}
    yield from (f"the key that keeps entries apart is missing: {key}" for key in guards.KEYS if key not in keys)


def _wanted(trigger: Trigger) -> tuple[str, str, str, str, str, bool]:
    definition = trigger.creation.replace(f"EXECUTE FUNCTION {trigger.schema}.", "EXECUTE FUNCTION ")
    return definition, trigger.schema, trigger.body, "plpgsql", guards.PATH, False


_MISSING: Final = "the trigger '{}' that keeps the log append-only is missing"
_CHANGED: Final = "the trigger '{}' that keeps the log append-only has been changed"
_FOREIGN: Final = "there is a {} '{}' that does not belong here"
_ON: Final = ("O", "A")
"""How the server says that a trigger is on: always, or for all but replicas."""
_TABLES: Final = "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
_OURS: Final = "n.nspname = current_schema()"
_TRIGGERS: Final = f"""
SELECT t.tgname, c.relname,
       replace(pg_get_triggerdef(t.oid), 'EXECUTE FUNCTION ' || quote_ident(f.nspname) || '.', 'EXECUTE FUNCTION '),
       quote_ident(f.nspname), p.prosrc, l.lanname, COALESCE(array_to_string(p.proconfig, ' '), ''), p.prosecdef,
       t.tgenabled
FROM {_TABLES} JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace f ON f.oid = p.pronamespace JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE {_OURS} AND NOT t.tgisinternal
"""
_RULES: Final = (
    f"SELECT r.rulename FROM {_TABLES} JOIN pg_catalog.pg_rewrite r ON r.ev_class = c.oid "
    f"WHERE {_OURS} AND c.relkind = 'r' ORDER BY 1"
)
_HIDING: Final = (
    f"SELECT quote_ident(c.relname) FROM {_TABLES} "
    f"WHERE {_OURS} AND c.relrowsecurity AND c.relname IN ('entry', 'meta') ORDER BY 1"
)
_KEYS: Final = (
    f"SELECT pg_get_constraintdef(k.oid) FROM {_TABLES} JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid "
    f"WHERE {_OURS} AND c.relname = 'entry'"
)
