"""A log for a team: on a server, made by its owner, worked with under a role of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import Newsroom
from tests.server import APP, PASSWORD, Server, Url
from tracker.desk import importing, portions

SECRET = "schwert%3Afisch%407%25"
"""The password as it stands in an address."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, server: Server, clock: Any) -> Newsroom:
    """A desk whose log has just been made for a team."""
    desk = Newsroom(tmp_path_factory.mktemp("made"), server)
    desk.ok(f"init --app-role {APP}")
    return desk


@pytest.fixture
def desk(made: Newsroom, tmp_path: Path, server: Server) -> Newsroom:
    """The owner's desk."""
    assert made.url is not None
    return Newsroom(tmp_path, server).move_in(made.url)


@pytest.fixture
def colleague(desk: Newsroom, server: Server, tmp_path: Path) -> Newsroom:
    """Somebody else at the same log, under the role."""
    assert desk.url is not None
    folder = tmp_path / "colleague"
    folder.mkdir()
    url = Url(server.url(desk.url.name, APP))
    return Newsroom(folder, server, {"TRACKER_DB": url}, url)


STORY = """
source add Ann
claim open 'The dam broke' --handle flood
log 'It did' -s ann -c flood --note 'by telephone'
"""


def test_making_it_says_who_may_work_with_it(tmp_path: Path, server: Server) -> None:
    desk = Newsroom(tmp_path, server)
    assert desk.ok(f"init --app-role {APP}").out == f"{desk.url} is ready\n{APP} may work with it\n"
    assert desk.ok("init").out == f"{desk.url} is there already\n"
    assert list(tmp_path.iterdir()) == []
    assert desk.json(f"init --app-role {APP}") == {"path": desk.url, "made": False}


def test_two_desks_work_on_one_log(desk: Newsroom, colleague: Newsroom) -> None:
    desk.given(STORY)
    colleague.given("log 'It did not' -s ann -c flood -a deny\nundo --last\nverdict flood true\nredact 3 --yes")
    assert desk.types[-3:] == ["entry.voided", "verdict.reached", "entry.redacted"]
    for line in ("belief", "timeline", "credibility", "verify", "find dam", "why flood", "export"):
        assert desk.ok(line).out == colleague.ok(line).out
    before = desk.fingerprint()
    colleague.ok("rebuild")
    assert desk.fingerprint() == before
    assert desk.ok("verify").out.startswith("fine: ")
    assert "by telephone" not in desk.database.read_bytes().decode()


def test_the_role_imports_tables_and_later_exports_but_not_the_first(desk: Newsroom, colleague: Newsroom) -> None:
    colleague.write("rows.csv", "source,claim,text\n" + "".join(f"ann,flood,word {n}\n" for n in range(80)))
    elsewhere = desk.branch("elsewhere")
    elsewhere.given(f"init --app-role {APP}\n{STORY.strip()}")
    colleague.write("export.jsonl", elsewhere.ok("export").out)
    answer = colleague.refused(4, "import export.jsonl")
    assert answer.error == "only the owner of the log can give it the origin of an export"
    assert answer.hint == "import the first export as its owner"
    desk.write("export.jsonl", elsewhere.ok("export").out)
    desk.ok("import export.jsonl")
    elsewhere.ok("log 'Yes it did' -s ann -c flood")
    colleague.write("export.jsonl", elsewhere.ok("export").out)
    assert colleague.ok("import export.jsonl").code == 0
    colleague.ok("import rows.csv")
    assert desk.head[0] == 84


def test_a_role_goes_with_a_server(bare_room: Newsroom) -> None:
    answer = bare_room.refused(4, f"init x.db --app-role {APP}")
    assert answer.error == "'x.db' is a file, which knows no roles"
    assert not (bare_room.folder / "x.db").exists()


def test_a_role_that_there_is_not(tmp_path: Path, server: Server) -> None:
    answer = Newsroom(tmp_path, server).refused(3, "init --app-role nina")
    assert answer.error == "there is no role 'nina' on this server"
    assert answer.hint == "createuser nina"


def test_the_role_makes_nothing(colleague: Newsroom, server: Server) -> None:
    answer = colleague.refused(4, f"init --app-role {APP}")
    assert answer.error == "only the owner of the log says who may work with it"
    assert "up to date" in colleague.ok("upgrade").out
    empty = server.empty()
    colleague.environment["TRACKER_DB"] = server.url(empty.name, APP)
    answer = colleague("init")
    assert answer.code == 4
    assert "does not let this role do that" in answer.error


def test_the_doctor_says_what_a_role_may_do(desk: Newsroom, colleague: Newsroom, server: Server) -> None:
    role = colleague.json("doctor")["role"]
    assert role == {
        "role": APP, "superuser": False, "owner": False, "log": ["select", "insert", "update of words and salt"],
    }  # fmt: skip
    assert desk.url is not None
    desk.environment["TRACKER_DB"] = server.url(desk.url.name, "postgres")
    answer = desk("doctor --json")
    assert answer.code == 1
    ((check, told),) = ((one["check"], one["message"]) for one in answer.json["warnings"])
    assert check == "role"
    assert told.startswith("the role 'postgres' is a superuser")


# -- passwords -----------------------------------------------------------------------------------------------------


def addresses(desk: Newsroom) -> list[str]:
    """Ways to write a password into an address."""
    assert desk.url is not None
    assert desk.server is not None
    place = f"127.0.0.1:{desk.server.port}/{desk.url.name}"
    return [
        f"postgresql+psycopg://mara:{SECRET}@{place}",
        f"postgresql://{place}?user=mara&password={SECRET}",
        f"postgres://mara@{place}?p%61ssword={SECRET}",
    ]


@pytest.mark.parametrize("which", range(3))
def test_a_password_is_never_shown(desk: Newsroom, which: int) -> None:
    desk.given(STORY)
    address = addresses(desk)[which]
    desk.environment |= {"TRACKER_DB": address, "TRACKER_DEBUG": "1"}
    wrong = address.replace(SECRET, "schwert-fisch")
    for line, code in (
        ("belief", 0), ("init", 0), ("init --json", 0), ("upgrade", 0), ("upgrade --json", 0), ("verify", 0),
        ("why nothing", 3), (f"init --app-role {APP}", 0), ("init --app-role nina", 3),
        (f"belief --db '{wrong}'", 4), (f"init '{wrong}'", 4), (f"upgrade --db '{wrong}'", 4),
        (f"belief --db '{address}x'", 4), (f"log x -s ann -c flood --db '{address}%zz'", 4),
    ):  # fmt: skip
        answer = desk(line)
        assert answer.code == code, (line, answer)
        told = answer.out + answer.err
        assert not [part for part in (PASSWORD, SECRET, "schwert", "fisch") if part in told], (line, told)


def test_a_password_on_the_command_line_is_remarked_on(desk: Newsroom) -> None:
    note = "note: others on this machine can read a password typed here; TRACKER_DB or ~/.pgpass keep it\n"
    for address in addresses(desk):
        assert desk.ok(f"belief --db '{address}'").err.startswith(note)
        assert desk.ok(f"init '{address}'").err == note
        desk.environment["TRACKER_DB"] = address
        assert note not in desk.ok("belief").err
    assert note not in desk.ok(f"belief --db '{desk.url}'").err


def test_a_file_needs_neither_a_server_nor_the_network(bare_room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket, "socket", no_network)
    bare_room.environment.pop("TRACKER_DB", None)
    bare_room.ok("init my.db")
    bare_room.ok("source add Ann --db my.db")
    bare_room.ok("belief --db my.db")
    program = (
        "import sys; from tracker.cli.app import run; code = run(['belief', '--db', 'my.db']);"
        "sys.exit(code or ('psycopg' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=bare_room.folder, check=False).returncode == 0


# -- a server that goes away ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", [0, 1, 3])
def test_an_import_that_is_cut_off_leaves_nothing(
    desk: Newsroom, server: Server, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    desk.given(STORY)
    desk.write("rows.csv", "source,claim,text\n" + "".join(f"ann,flood,word {n}\n" for n in range(400)))
    monkeypatch.setattr(portions, "_PART", 100)
    taken = 0
    take = importing._Intake._take

    def cut_off(intake: Any, part: Any) -> None:
        nonlocal taken
        if taken == parts:
            with server.admin() as connection:
                sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                connection.execute(sql, (desk.url.name,))  # type: ignore[union-attr]
        taken += 1
        take(intake, part)

    with monkeypatch.context() as patch:
        patch.setattr(importing._Intake, "_take", cut_off)
        answer = desk.refused(4, "import rows.csv")
    assert "its server is up" in answer.error or "cannot be reached" in answer.error
    assert desk.ok("import rows.csv").code == 0
    assert desk.head[0] == 403
    assert desk.ok("verify").out.startswith("fine: ")


def test_an_address_where_nobody_answers_is_given_up(desk: Newsroom) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        desk.environment["TRACKER_DB"] = f"postgresql://mara@127.0.0.1:{silent.getsockname()[1]}/x?connect_timeout=2"
        answer = desk("belief")
    assert answer.code == 4
    assert "cannot be reached" in answer.error


# -- the same rule for both databases --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        {"type": "source.registered", "facts": {"source": "bob", "kind": "person"}, "words": {"name": "B\0b"}},
        {"type": "claim.opened", "facts": {"claim": "rain"}, "words": {"text": "it \0 rains"}},
        {"type": "claim.opened", "actor": "m\0", "facts": {"claim": "rain"}, "words": {"text": "it rains"}},
        {"type": "article.archived", "facts": {"article": "a"}, "words": {"title": "\0"}},
        {"type": "policy.set", "facts": {"name": "weight", "value": "1"}, "words": {"because": "a\0b"}},
    ],
)
def test_a_nul_is_refused_at_the_door(room: Newsroom, event: dict[str, Any]) -> None:
    room.write("events.jsonl", json.dumps(event))
    answer = room("import events.jsonl")
    assert (answer.code, answer.out) == (1, "")
    assert "holds a NUL character" in answer.err
    assert room.head[0] == 0


def test_a_nul_typed_in_is_refused(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open Flood --handle flood")
    answer = room.refused(1, "log - -s ann -c flood", stdin="it \0 rained")
    assert answer.error == "'text' holds a NUL character, which not every database can keep"


def test_many_commands_at_once_from_one_machine(desk: Newsroom) -> None:
    desk.given(STORY)
    program = [sys.executable, "-m", "tracker", "log", "again", "-s", "ann", "-c", "flood", "--db", str(desk.url)]
    done: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: done.append(subprocess.run(program, stdout=subprocess.DEVNULL, check=False).returncode)
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [0] * 4
    assert desk.head[0] == 7
    assert desk.ok("verify").out.startswith("fine: ")
