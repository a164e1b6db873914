"""What only a server has: guards in its own language, roles, locks between machines, and connections that break."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from tests.server import APP, Server, Url, plain
from tests.store.logs import (
    COLUMNS,
    SECRET,
    Told,
    append,
    derived,
    insert_raw,
    raw,
    sealed,
    statement,
    stored,
    tell,
    write,
)
from tests.store.programs import start
from tracker.domain.events import EntryRedacted, SourceRegistered
from tracker.domain.words import SourceKind
from tracker.errors import DatabaseError, ExitCode, NotFound
from tracker.store import guards, log, writer
from tracker.store.checking.verify import verify
from tracker.store.database import reading, writing
from tracker.store.log import Stored
from tracker.store.migrate import initialise
from tracker.store.naming import has_password, shown


@pytest.fixture(scope="module")
def news_once(server: Server) -> Told:
    """The told log on a server, with a role that works with it."""
    url = server.empty()
    initialise(url, APP)
    return tell(url)


@pytest.fixture
def news(news_once: Told, server: Server) -> Told:
    """The same log, to do with as a test likes."""
    assert isinstance(news_once.path, Url)
    return news_once._replace(path=server.copy(news_once.path))


@pytest.fixture
def app(news: Told, server: Server) -> Url:
    """The log as the role that works with it reaches it."""
    assert isinstance(news.path, Url)
    return Url(server.url(news.path.name, APP))


def faults(url: object) -> list[tuple[int | None, str]]:
    with reading(str(url)) as session:
        return [(fault.entry, fault.kind) for fault in verify(session).faults]


def guard_fault(url: object) -> str:
    """The one thing that is wrong with the guards."""
    with reading(str(url)) as session:
        (fault,) = verify(session).faults
    assert (fault.entry, fault.kind) == (None, "guard")
    return fault.message


# -- the guards ----------------------------------------------------------------------------------------------------


def refused(url: Any, sql: str, *values: object) -> None:
    """Assert that even the owner cannot do this with a plain connection, and that the log stays as it is."""
    before = stored(url)
    with raw(url) as connection, pytest.raises(psycopg.errors.RaiseException, match=r"never|append-only"):
        connection.execute(sql, values)
    assert stored(url) == before


@pytest.mark.parametrize("column", Stored._fields)
def test_no_column_is_ever_updated(news: Told, column: str) -> None:
    value = 99 if column in ("position", "version") else "x" * 64
    for position in (3, 4):
        refused(news.path, f"UPDATE entry SET {column} = ? WHERE position = ?", value, position)
    if column != "position":
        refused(news.path, f"UPDATE entry SET {column} = NULL WHERE position = 3")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET facts = facts",
        "UPDATE entry SET words = '{}', salt = 'x' WHERE position = 4",
        "UPDATE entry SET words = NULL, salt = NULL, actor = 'x' WHERE position = 3",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE position = 8",
        "TRUNCATE entry",
        "TRUNCATE entry, tag CASCADE",
        "INSERT INTO entry SELECT * FROM entry WHERE position = 8 ON CONFLICT DO NOTHING",
        "INSERT INTO entry SELECT * FROM entry WHERE position = 8 ON CONFLICT (position) DO UPDATE SET facts = '{}'",
        "MERGE INTO entry USING (SELECT 3 AS p) AS s ON position = p WHEN MATCHED THEN DELETE",
        "MERGE INTO entry USING (SELECT 3 AS p) AS s ON position = p WHEN MATCHED THEN UPDATE SET actor = 'x'",
        "WITH gone AS (DELETE FROM entry RETURNING 1) SELECT * FROM gone",
        "UPDATE meta SET value = 'x'",
        "DELETE FROM meta",
        "TRUNCATE meta",
    ],
)
def test_the_log_is_append_only_for_its_owner_too(news: Told, sql: str) -> None:
    refused(news.path, sql)


@pytest.mark.parametrize("position", [-1, 0, 8, 10, 2**62, None])
def test_an_entry_goes_nowhere_but_behind_the_last_one(news: Told, position: int | None) -> None:
    right = sealed(stored(news.path)[-1])
    with raw(news.path) as connection:
        with pytest.raises(psycopg.errors.RaiseException, match="behind the last one"):
            insert_raw(connection, right._replace(position=position))  # type: ignore[arg-type]
        with pytest.raises(psycopg.errors.RaiseException, match="behind the last one"):
            insert_raw(connection, right._replace(previous="x" * 64))
        with pytest.raises(psycopg.errors.UniqueViolation):
            insert_raw(connection, sealed(stored(news.path)[-1], id=news.id(1)))
        insert_raw(connection, right)  # as a check on the check: nothing else was wrong with it
    assert len(stored(news.path)) == 9


FORGED = {
    "hash": "0" * 64, "words_digest": "0" * 64, "salt": "short", "words": '{"text":"Another"}', "facts": '{"a":1}',
    "actor": "nobody", "id": "another", "batch": "another", "type": "claim.opened", "version": 2,
    "recorded": "2020-01-01T00:00:00.000000Z",
}  # fmt: skip


@pytest.mark.parametrize("column", FORGED)
def test_an_entry_that_is_not_what_its_hash_says_gets_in_for_nobody(news: Told, app: Url, column: str) -> None:
    """What the role that may only insert has put in nobody can take out again."""
    row = sealed(stored(news.path)[-1])
    with raw(app) as connection:
        with pytest.raises(psycopg.errors.RaiseException, match="is that of its contents"):
            insert_raw(connection, row._replace(**{column: FORGED[column]}))
        insert_raw(connection, row)
    assert faults(news.path) == []


SIGNS = "".join(
    map(chr, (*range(1, 0x20), 0x22, 0x2F, 0x5C, 0x7F, 0x85, 0xE4, 0x2028, 0x2029, 0xFEFF, 0xFFFD, 0x1F600))
)


def test_the_server_takes_the_hash_of_any_text_as_we_do(news: Told, app: Url) -> None:
    row = stored(news.path)[-1]
    with raw(app) as connection:
        for changes in ({"actor": SIGNS}, {"batch": SIGNS, "facts": f'{{"a":"{SIGNS}"}}'}, {"words": SIGNS}):
            insert_raw(connection, row := sealed(row, **changes))
        insert_raw(connection, sealed(row, words=None, salt=None, words_digest="0" * 64))
    assert [kind for _, kind in faults(news.path)] == ["wiped"]


def test_words_and_salt_can_be_wiped_together(news: Told) -> None:
    with raw(news.path) as connection:
        connection.execute("UPDATE entry SET words = NULL, salt = NULL WHERE position = 3")
    assert faults(news.path) == [(3, "wiped")]


def test_operators_of_ones_own_do_not_fool_the_guards(news: Told) -> None:
    with raw(news.path) as connection:
        connection.execute("CREATE SCHEMA mine")
        connection.execute("CREATE FUNCTION mine.same(text, text) RETURNS bool IMMUTABLE LANGUAGE sql AS 'SELECT true'")
        connection.execute("CREATE OPERATOR mine.= (LEFTARG = text, RIGHTARG = text, FUNCTION = mine.same)")
        connection.execute("SET search_path = mine, public, pg_catalog")
        with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
            connection.execute(
                "UPDATE public.entry SET words = NULL, salt = NULL, actor = 'x' WHERE position OPERATOR(pg_catalog.=) 3"
            )


def test_a_table_of_ones_own_does_not_stand_in_for_the_log(news: Told, app: Url) -> None:
    row = sealed(stored(news.path)[0])
    with raw(app) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE entry AS SELECT {COLUMNS} FROM public.entry WHERE position = 1")
        marks = ", ".join("?" for _ in row)
        with pytest.raises(psycopg.errors.RaiseException, match="behind the last one"):
            connection.execute(f"INSERT INTO public.entry ({COLUMNS}) VALUES ({marks})", row)


# -- the guards, looked after --------------------------------------------------------------------------------------

NAMES = [(trigger.name, trigger.table) for trigger in guards.on_server("public")]


def test_a_log_as_it_was_made_is_fine_under_any_search_path(news: Told) -> None:
    assert faults(news.path) == []
    assert faults(f"{news.path}&options=-csearch_path%3Dpublic%2Cpg_catalog") == []


@pytest.mark.parametrize(("name", "table"), NAMES)
def test_a_missing_guard_is_found(news: Told, name: str, table: str) -> None:
    with raw(news.path) as connection:
        connection.execute(f"DROP TRIGGER {name} ON {table}")
    assert guard_fault(news.path) == f"the trigger '{name}' that keeps the log append-only is missing"


@pytest.mark.parametrize(("name", "table"), NAMES)
@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_guard_that_is_switched_off_is_found(news: Told, name: str, table: str, how: str) -> None:
    with raw(news.path) as connection:
        connection.execute(f"ALTER TABLE {table} {how} {name}")
    assert guard_fault(news.path) == f"the trigger '{name}' that keeps the log append-only has been switched off"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE OR REPLACE FUNCTION entry_update() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog "
        "AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION entry_update() RESET search_path",
        "ALTER FUNCTION entry_update() SECURITY DEFINER",
        "CREATE OR REPLACE TRIGGER entry_update BEFORE UPDATE OF facts ON entry "
        "FOR EACH ROW EXECUTE FUNCTION entry_update()",
        "CREATE OR REPLACE TRIGGER entry_update BEFORE UPDATE ON entry "
        "FOR EACH ROW WHEN (OLD.position > 5) EXECUTE FUNCTION entry_update()",
        "CREATE OR REPLACE TRIGGER entry_update BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION entry_told()",
    ],
)
def test_a_changed_guard_is_found(news: Told, sql: str) -> None:
    with raw(news.path) as connection:
        connection.execute(sql)
    assert guard_fault(news.path) == "the trigger 'entry_update' that keeps the log append-only has been changed"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("CREATE TRIGGER late AFTER INSERT ON entry EXECUTE FUNCTION entry_told()", "trigger 'late' that does not"),
        ("CREATE TRIGGER aside AFTER INSERT ON tag EXECUTE FUNCTION entry_told()", "trigger 'aside' that does not"),
        ("CREATE RULE quietly AS ON DELETE TO entry DO INSTEAD NOTHING", "rule 'quietly' that does not"),
        ("ALTER TABLE entry ENABLE ROW LEVEL SECURITY", "row level security hides entries"),
        ("ALTER TABLE entry DROP CONSTRAINT entry_id_key", "is missing: UNIQUE (id)"),
    ],
)
def test_what_does_not_belong_here_is_found(news: Told, sql: str, said: str) -> None:
    with raw(news.path) as connection:
        connection.execute(sql)
    assert said in guard_fault(news.path)


# -- roles ---------------------------------------------------------------------------------------------------------


def test_the_role_can_do_all_the_work(news: Told, app: Url) -> None:
    write(app, *(statement(note=f"{number}") for number in range(60)))
    write(app, EntryRedacted(entry=news.id(3)))
    with writing(app) as session:
        before = derived(session)
        assert writer.rebuild(session) == 69
        assert derived(session) == before
    assert faults(app) == []
    assert SECRET not in news.path.read_bytes().decode()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET facts = '{}'",
        "UPDATE entry SET actor = 'x' WHERE position = 3",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "TRUNCATE tag",
        "UPDATE meta SET value = 'x'",
        "INSERT INTO meta VALUES ('x', 'x')",
        "DELETE FROM alembic_version",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "ALTER TABLE entry DISABLE TRIGGER entry_update",
        "DROP TRIGGER entry_delete ON entry",
        "CREATE TRIGGER late AFTER INSERT ON entry EXECUTE FUNCTION entry_told()",
        "CREATE RULE quietly AS ON DELETE TO tag DO INSTEAD NOTHING",
        "ALTER TABLE entry ADD COLUMN x TEXT",
        "DROP TABLE entry",
        "CREATE TABLE mine (x TEXT)",
        "CREATE SCHEMA mine",
        "CREATE INDEX mine ON entry (actor)",
        "CREATE OR REPLACE FUNCTION entry_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "ALTER FUNCTION entry_update() RESET ALL",
        "SET session_replication_role = replica",
        "SET ROLE mara",
        "GRANT ALL ON entry TO PUBLIC",
    ],
)
def test_the_role_can_do_no_more(news: Told, app: Url, sql: str) -> None:
    before = news.path.read_bytes()
    with raw(app) as connection, suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql)
        assert sql.startswith("GRANT"), "a grant of what one has not is a warning only"
    assert news.path.read_bytes() == before
    assert faults(news.path) == []


def test_what_the_role_may_do_is_exactly_what_was_said(news: Told) -> None:
    with raw(news.path) as connection:
        found = {
            (table, column or "", right)
            for table, column, right in connection.execute(
                "SELECT c.relname, NULL, a.privilege_type FROM pg_class c, LATERAL aclexplode(c.relacl) AS a "
                f"WHERE a.grantee = '{APP}'::regrole UNION ALL "
                "SELECT c.relname, t.attname, a.privilege_type FROM pg_class c JOIN pg_attribute t "
                f"ON t.attrelid = c.oid, LATERAL aclexplode(t.attacl) AS a WHERE a.grantee = '{APP}'::regrole"
            )
        }
    of_log = {each[1:] for each in found if each[0] == "entry"}
    assert of_log == {("", "SELECT"), ("", "INSERT"), ("words", "UPDATE"), ("salt", "UPDATE")}
    assert {each for each in found if each[0] in ("meta", "alembic_version")} == {
        ("meta", "", "SELECT"), ("alembic_version", "", "SELECT"),
    }  # fmt: skip
    others = {each for each in found if each[0] not in ("entry", "meta", "alembic_version")}
    assert {right for _, _, right in others} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    with reading(str(news.path)) as session:
        assert {name for name, _, _ in others} == {*derived(session), "search", "search_past"}


def test_granting_again_takes_away_what_was_given_too_much(news: Told, app: Url) -> None:
    with raw(news.path) as connection:
        connection.execute(f"GRANT ALL ON entry, meta TO {APP}")
        connection.execute(f"GRANT ALL ON SCHEMA public TO {APP}")
    assert initialise(str(news.path), APP) is False
    for sql in ("TRUNCATE entry", "UPDATE meta SET key = key", "CREATE TABLE mine (x TEXT)"):
        with raw(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql)


def test_a_role_that_everybody_lets_do_more_is_refused(news: Told) -> None:
    with raw(news.path) as connection:
        connection.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with pytest.raises(DatabaseError, match="may make tables") as caught:
        initialise(str(news.path), APP)
    assert caught.value.hint == "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    with raw(news.path) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute("GRANT DELETE ON entry TO PUBLIC")
    with pytest.raises(DatabaseError, match="has more rights"):
        initialise(str(news.path), APP)


def test_a_role_there_is_not_and_the_owner_are_refused_before_anything_is_made(server: Server) -> None:
    url = server.empty()
    with pytest.raises(NotFound, match="there is no role 'o'neill'") as caught:
        initialise(url, "o'neill")
    assert caught.value.hint == "createuser 'o'\"'\"'neill'"
    for role in ("mara", "postgres"):
        with pytest.raises(DatabaseError, match="owns this database"):
            initialise(url, role)
    with psycopg.connect(plain(url)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_only_the_owner_takes_over_the_origin_of_an_export(server: Server) -> None:
    url = server.empty()
    initialise(url, APP)

    def take(location: str) -> None:
        with writing(location) as session:
            log.set_origin(session, "the origin of another log")

    with pytest.raises(DatabaseError, match="only the owner") as caught:
        take(server.url(url.name, APP))
    assert caught.value.hint == "import the first export as its owner"
    take(url)


# -- writers at once -----------------------------------------------------------------------------------------------


def test_a_writer_that_waits_too_long_is_told_that_the_log_is_busy(news: Told, app: Url) -> None:
    with writing(str(news.path)) as session:
        append(session, [statement()])
        with pytest.raises(DatabaseError, match="is busy") as caught, writing(app, patience=0.1):
            pytest.fail("a second writer got in")
        with reading(app, patience=0.1) as other:
            assert log.head(other).position == 8, "readers wait for nobody"
    assert caught.value.hint == "try again; nothing was changed"
    assert write(app, statement()).entries[0].position == 10


def test_a_log_in_another_schema_is_another_log(news: Told) -> None:
    with raw(news.path) as connection:
        connection.execute("CREATE SCHEMA sport")
    sport = f"{news.path}&options=-csearch_path%3Dsport"
    assert initialise(sport) is True
    with writing(str(news.path)), writing(sport, patience=0.1) as session:
        assert append(session, [statement()]).entries[0].position == 1
    assert faults(sport) == faults(news.path) == []


def follow(url: str, upto: int, found: list[int], failed: list[Exception]) -> None:
    """Read the log as somebody who asks for what is new and never looks back."""
    try:
        with psycopg.connect(plain(url), autocommit=True) as connection:
            while not found or found[-1] < upto:
                last = found[-1] if found else 0
                new = connection.execute("SELECT position FROM entry WHERE position > %s ORDER BY 1", (last,))
                found += [position for (position,) in new]
    except Exception as problem:
        failed.append(problem)


def many_writers(server: Server, processes: int, commands: int) -> None:
    """Some programs at once, each logging one statement after another, while a reader follows."""
    url = server.empty()
    initialise(url, APP)
    location = server.url(url.name, APP)
    write(url, SourceRegistered(source="ann", kind=SourceKind.PERSON))
    everything = 1 + processes * commands
    found: list[int] = []
    failed: list[Exception] = []
    reader = threading.Thread(target=follow, args=(location, everything, found, failed))
    reader.start()
    writers = [start(_WRITER, location, f"writer {number}", commands) for number in range(processes)]
    assert [each.wait(600) for each in writers] == [0] * processes
    reader.join(60)
    assert failed == []
    assert found == list(range(1, everything + 1))
    rows = stored(url)
    assert [row.position for row in rows] == found
    assert all(row.previous == before.hash for before, row in pairwise(rows))
    told = sorted((row.actor, row.words) for row in rows[1:])
    assert told == sorted(
        (f"writer {number}", f'{{"note":"{command}"}}') for number in range(processes) for command in range(commands)
    )
    assert faults(url) == []
    with writing(url) as session:
        before = derived(session)
        writer.rebuild(session)
        after = derived(session)
    assert len(before["statement_version"]) == len(after["statement_version"]) == everything - 1


_WRITER = """
import sys
from tests.store.logs import append, statement
from tracker.store.database import writing
location, name, commands = sys.argv[1], sys.argv[2], int(sys.argv[3])
for number in range(commands):
    with writing(location) as session:
        append(session, [statement(note=str(number))], actor=name)
"""


def test_several_programs_that_write_at_once_lose_nothing_and_a_reader_skips_nothing(server: Server) -> None:
    many_writers(server, 2, 10)


@pytest.mark.soak
def test_eight_programs_that_write_for_long_lose_nothing_and_a_reader_skips_nothing(server: Server) -> None:
    many_writers(server, 8, 50)


def test_programs_that_make_the_database_at_once_make_one(server: Server) -> None:
    url = server.empty()
    script = "import sys; from tracker.store.migrate import initialise; sys.exit(7 if initialise(sys.argv[1]) else 5)"
    makers = [start(script, url) for _ in range(2)]
    assert sorted(maker.wait(120) for maker in makers) == [5, 7]
    assert faults(url) == []


def test_who_listens_is_told_of_new_entries(news: Told, app: Url) -> None:
    with psycopg.connect(plain(app), autocommit=True) as connection:
        connection.execute("LISTEN " + next(connection.execute("SELECT 'tracker_' || md5('public')"))[0])
        write(news.path, statement(), statement())
        assert len(list(connection.notifies(timeout=10, stop_after=1))) == 1


# -- connections that break ----------------------------------------------------------------------------------------


def cut_off(server: Server, url: Url) -> None:
    """Hang up on everybody who is connected to a database."""
    with server.admin() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (url.name,))


@pytest.mark.parametrize("done", [0, 1, 70])
def test_a_writer_that_is_cut_off_has_changed_nothing(news: Told, server: Server, done: int) -> None:
    assert isinstance(news.path, Url)
    before = news.path.read_bytes()

    def work() -> None:
        with writing(str(news.path)) as session:
            append(session, [statement() for _ in range(done)])
            cut_off(server, news.path)  # type: ignore[arg-type]
            append(session, [statement()])

    with pytest.raises(DatabaseError) as caught:
        work()
    assert caught.value.exit_code is ExitCode.DATABASE
    assert caught.value.message.endswith("was ended; its server is up")
    assert "timeline --by recorded" in caught.value.hint
    assert news.path.read_bytes() == before
    assert write(news.path, statement()).entries[0].position == 9


def test_a_writer_that_is_cut_off_at_the_very_end_says_so(news: Told, server: Server) -> None:
    before = news.path.read_bytes()

    def work() -> None:
        with writing(str(news.path)) as session:
            append(session, [statement()])
            cut_off(server, news.path)  # type: ignore[arg-type]

    with pytest.raises(DatabaseError):
        work()
    assert news.path.read_bytes() == before


def test_a_server_that_stops_and_starts_again_has_what_was_committed(news: Told, server: Server) -> None:
    write(news.path, statement())
    before = stored(news.path)

    def work() -> None:
        with writing(str(news.path)) as session:
            append(session, [statement() for _ in range(60)])
            server.stop()
            append(session, [statement()])

    try:
        with pytest.raises(DatabaseError, match="has been shut down, or is out of reach"):
            work()
        with pytest.raises(DatabaseError, match="cannot be reached"), reading(str(news.path)):
            pytest.fail("a server that is not there answered")
    finally:
        server.start()
    assert stored(news.path) == before
    assert faults(news.path) == []
    assert write(news.path, statement()).entries[0].position == 10


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("postgresql://ann:secret@host/news", "postgresql://ann@host/news"),
        ("postgresql+psycopg://ann:sec%40ret@host:5433/news?a=b", "postgresql+psycopg://ann@host:5433/news?a=b"),
        ("postgresql://host/news?user=ann&password=secret", "postgresql://host/news?user=ann"),
        ("postgresql://host/news?p%61ssword=secret", "postgresql://host/news"),
        ("postgresql://host/news?sslpassword=secret&sslmode=require", "postgresql://host/news?sslmode=require"),
        ("postgresql://:secret@/news", "postgresql://@/news"),
        ("postgresql://ann:se/cret@host/news", "postgresql://..."),
        ("postgresql://ann:se@cret@host/news", "postgresql://..."),
        ("postgresql://ann:se#cret@host/news", "postgresql://..."),
        ("postgresql://ann:se?cret@host/news", "postgresql://..."),
        ("postgresql://ann:se:cret@host/news", "postgresql://..."),
        ("postgresql://ann@host/news;password=secret", "postgresql://..."),
        ("postgresql+psycopg:ann:secret@host", "..."),
        ("postgresql+psycopg:/ann:secret@host/news", "..."),
        ("postgresql+psycopg//ann:secret@host/news", "..."),
        ("ann:secret@host/news", "..."),
        ("host=127.0.0.1 password=secret dbname=news", "..."),
    ],
)
def test_an_address_is_named_without_its_password(location: str, named: str) -> None:
    assert shown(location) == named
    assert "secret" not in shown(location)
    assert has_password(location)


@pytest.mark.parametrize("location", ["postgresql://ann@host:5432/news?sslmode=require", "postgresql:///news", "my.db"])
def test_an_address_without_a_password_is_named_whole(location: str) -> None:
    assert shown(location) == location
    assert not has_password(location)


@pytest.fixture(params=[initialise, stored, write])
def attempt(request: pytest.FixtureRequest) -> Callable[[str], object]:
    """Ways to open a database."""
    return request.param  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("/news_", "/olds_"), "there is no database at"),
        (("mara@", "nobody@"), "does not let this user in"),
        (("port=", "port=1"), "cannot be reached"),
        (("?host=", "?host=/nowhere"), "cannot be reached"),
        (("@/", "@/%zz"), "cannot be read as an address"),
        (("@/", "@/a%00b"), "cannot be read as an address"),
        (("port=", "port=x"), "cannot be"),
        (("&port=", "&junk=1&port="), "cannot be read as an address"),
        (("postgresql+psycopg:", "mysql:"), "are not supported"),
    ],
)
def test_a_wrong_address_is_said_in_plain_words(
    news: Told, attempt: Callable[[str], object], change: tuple[str, str], said: str
) -> None:
    with pytest.raises(DatabaseError, match=said) as caught:
        attempt(str(news.path).replace(*change))
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.DATABASE


def test_a_wrong_password_is_said_and_never_shown(news: Told, server: Server) -> None:
    assert isinstance(news.path, Url)
    wrong = f"postgresql://mara:schwertfisch@127.0.0.1:{server.port}/{news.path.name}"
    with pytest.raises(DatabaseError, match="does not let this user in") as caught:
        stored(wrong)  # type: ignore[arg-type]
    assert "schwert" not in f"{caught.value.message} {caught.value.hint} {caught.value.__cause__}"
    right = wrong.replace("schwertfisch", "schwert%3Afisch%407%25")
    assert len(stored(right)) == 8  # type: ignore[arg-type]


def test_a_schema_that_there_is_not_is_named(news: Told) -> None:
    nowhere = f"{news.path}&options=-csearch_path%3Dnowhere"
    with pytest.raises(DatabaseError, match="the schema named in the address does not exist"):
        initialise(nowhere)
    with pytest.raises(DatabaseError, match="is not a tracker database"), reading(nowhere):
        pytest.fail("there is nothing to read")
    with pytest.raises(DatabaseError, match="is not a tracker database"):
        write(nowhere, statement())  # type: ignore[arg-type]


def test_what_is_in_the_way_is_left_alone(server: Server) -> None:
    url = server.empty()
    with raw(url) as connection:
        connection.execute("CREATE TABLE entry (id TEXT)")
    with pytest.raises(DatabaseError, match="cannot be used"):
        initialise(url)
    with raw(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert names == [("entry",)]
