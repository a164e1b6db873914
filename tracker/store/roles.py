"""Who may do what on a PostgreSQL server: the owner everything, a role that works with the log no more than it needs.

Such a role can append and redact, and keep the read models; it can neither change nor delete an entry, nor touch
tables, triggers or the log's origin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.errors import DatabaseError, NotFound
from tracker.store.session import Session

_READ: Final = ("meta", "alembic_version")
_KEPT: Final = ("search", "search_past")


def check(session: Session, role: str) -> None:
    """Raise NotFound for a role that there is not, DatabaseError for one that could do everything anyway, and where
    one is not the owner oneself.
    """
    sql = (
        "SELECT pg_has_role(current_user, o.owner, 'USAGE'), pg_has_role(r.oid, o.owner, 'MEMBER') "
        "FROM pg_roles r, (SELECT COALESCE((SELECT relowner FROM pg_class c JOIN pg_namespace n "
        "ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relname = 'entry'), "
        "(SELECT oid FROM pg_roles WHERE rolname = current_user)) AS owner) AS o WHERE r.rolname = :role"
    )
    found = list(session.rows(sql, role=role))
    if not found:
        raise NotFound(f"there is no role '{role}' on this server", f"createuser {_word(role)}")
    ((is_owner, can_be_owner),) = found
    if not is_owner:
        raise DatabaseError("only the owner of the log says who may work with it", "name the database as its owner")
    if can_be_owner:
        raise DatabaseError(
            f"the role '{role}' owns this database, or can act as its owner",
            "name a role of its own, made by createuser",
        )


def grant(session: Session, role: str) -> None:
    """Give a role what working with the log takes, and take from it whatever else it was given here."""
    check(session, role)
    from tracker.store.tables import DERIVED

    ((schema, name),) = session.rows("SELECT quote_ident(current_schema()), quote_ident(:role)", role=role)

    def on(*tables: str) -> str:
        return ", ".join(f"{schema}.{table}" for table in tables)

    derived = on(*(str(table.__tablename__) for table in DERIVED), *_KEPT)
    for sql in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}",
        f"REVOKE ALL ON SCHEMA {schema} FROM {name}",
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE (words, salt) ON {on('entry')} TO {name}",
        f"GRANT SELECT ON {on(*_READ)} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {derived} TO {name}",
    ):
        session.run(sql)
    _no_more(session, schema, role)


def _no_more(session: Session, schema: str, role: str) -> None:
    """Raise DatabaseError where a role could still do more, by what everybody may do or by another role's rights."""
    sql = (
        "SELECT has_schema_privilege(r.oid, n.oid, 'CREATE'), "
        "has_table_privilege(r.oid, e.oid, 'DELETE, TRUNCATE, UPDATE, TRIGGER, REFERENCES'), "
        "has_table_privilege(r.oid, m.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES') "
        "FROM pg_roles r, pg_namespace n, pg_class e, pg_class m WHERE r.rolname = :role "
        "AND n.nspname = current_schema() AND e.relnamespace = n.oid AND e.relname = 'entry' "
        "AND m.relnamespace = n.oid AND m.relname = 'meta'"
    )
    ((creates, changes, renames),) = session.rows(sql, role=role)
    if creates:
        raise DatabaseError(
            f"the role '{role}' may make tables in the schema {schema}, as everybody may",
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        )
    if changes or renames:
        raise DatabaseError(
            f"the role '{role}' has more rights on the log by another role that it is a member of, or by PUBLIC",
            "take these rights away, or name another role",
        )


def granted(session: Session) -> Iterator[str]:
    """The roles that `grant` was used for."""
    sql = (
        "SELECT DISTINCT r.rolname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, "
        "LATERAL aclexplode(c.relacl) AS a JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE n.nspname = current_schema() AND c.relname = 'entry' AND a.privilege_type = 'INSERT' "
        "AND a.grantee <> c.relowner ORDER BY 1"
    )
    return (str(name) for (name,) in session.rows(sql))


def _word(role: str) -> str:
    from tracker.store.naming import quoted

    return quoted(role)
