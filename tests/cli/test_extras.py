"""Without an extra: what needs it names the command that installs it, and everything else works."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.newsroom import Newsroom
from tests.typed import README, ROOT, played
from tracker import extras
from tracker.extras import Extra, installing

LIBRARIES = ("psycopg", "cryptography", "confusable_homoglyphs", "HanTa", "numpy", "rapidfuzz", "trafilatura", "llm")

PROGRAM = """
import contextlib, io, json, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(), None))
from tracker.cli.app import run
for line in sys.argv[2:]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = run(line.split())
    print(json.dumps([line, int(code), out.getvalue(), err.getvalue()]))
"""

NEEDING = {
    "belief --db postgresql+psycopg://ann@localhost/news": (4, Extra.POSTGRES),
    "init postgresql://ann@localhost/news": (4, Extra.POSTGRES),
    "checkpoint --new-key": (2, Extra.SIGN),
    "ingest note.txt": (2, Extra.INGEST),
    "ingest --lint note.txt": (2, Extra.INGEST),
    "ingest --dry-run note.txt": (2, Extra.INGEST),
    "ingest page.html": (2, Extra.HTML),
    "ingest note.txt --extractor llm --model parrot": (2, Extra.LLM),
}

TALKING = {"doctor --db postgresql://ann@localhost/news": Extra.POSTGRES, "source list --look-alikes": Extra.NAMES}
"""What answers all the same, and says what it could not look at."""

TERMINAL = SimpleNamespace(isatty=lambda: True)

Told = Mapping[str, tuple[int, str, str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What each line answered in a program to which no extra is installed, and that the log stayed as it was."""
    folder = tmp_path_factory.mktemp("bare")
    room = Newsroom(folder)
    room.given("init\nsource add Reuters\nsource add Rеuters --handle r2")
    room.write("note.txt", '"It holds", said Ann Roe.\n')
    room.write("page.html", "<html><body><p>It holds, said Ann Roe.</p></body></html>")
    before = room.fingerprint()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, " ".join(LIBRARIES), *NEEDING, *TALKING],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert room.fingerprint() == before
    return {line: (code, out, err) for line, code, out, err in map(json.loads, done.stdout.splitlines())}


@pytest.mark.sqlite
@pytest.mark.parametrize("line", NEEDING)
def test_what_needs_an_extra_says_which_command_installs_it(told: Told, outside: None, line: str) -> None:
    code, extra = NEEDING[line]
    given, out, err = told[line]
    assert (given, out) == (code, "")
    error, hint = err.splitlines()
    assert error.startswith("error: ")
    assert error.endswith(" needs libraries that are not installed")
    assert hint == f"hint: {installing(extra)}"


@pytest.mark.sqlite
@pytest.mark.parametrize("line", TALKING)
def test_what_does_not_need_it_says_what_was_left_out(told: Told, outside: None, line: str) -> None:
    code, out, err = told[line]
    assert code == (1 if line.startswith("doctor") else 0)
    assert installing(TALKING[line]) in out + err


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somewhere else than in the clone: the command that installs an extra has the way to it."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def base_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here and now none of the libraries of an extra can be imported."""
    for name in [name for name in sys.modules if name.partition(".")[0] in LIBRARIES]:
        monkeypatch.delitem(sys.modules, name)
    for name in LIBRARIES:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("path", [README, ROOT / "tracker/guide/logging.md"], ids=lambda path: path.stem)
def test_the_base_alone_does_all_that_the_tour_and_a_day_s_paper_ask(
    base_alone: None, tmp_path: Path, path: Path
) -> None:
    for one in played(path.read_text(encoding="utf-8"), tmp_path):
        assert one.step.stands(one.given), one.given


def test_the_base_alone_shows_the_demo(base_alone: None, bare_room: Newsroom, clock: Any) -> None:
    clock.move_to("2026-11-23T12:00:00+00:00")
    assert "fine: " in bare_room.ok("demo look.db").out


def test_a_review_at_a_terminal_says_so_before_it_asks(
    room: Newsroom, outside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("note.txt", '"It holds", said Ann Roe, the mayor.\n')
    room.ok("ingest note.txt")
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with monkeypatch.context() as seated:
        seated.setattr("tracker.cli.commands.review.sys", SimpleNamespace(stdin=TERMINAL, stdout=TERMINAL))
        assert room.refused(2, "review").hint == installing(Extra.INGEST)
    room.ok("review 2 --accept --new-source 'Ann Roe' --new-claim 'It holds'")


# -- which command -------------------------------------------------------------------------------------------------


def test_a_clone_and_a_package_install_it_in_their_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "a clone"
    (root / "scripts").mkdir(parents=True)
    (root / "scripts" / "setup").touch()
    monkeypatch.setattr(extras, "_ROOT", root)
    assert installing(Extra.HTML) == "pip install 'tracker[html]'", "a clone, but run by another Python"
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    assert installing(Extra.HTML) == f"'{root}/scripts/setup' all"
    monkeypatch.chdir(root)
    assert installing(Extra.HTML) == "scripts/setup all"
    (root / "scripts" / "setup").unlink()
    assert installing(Extra.HTML) == "pip install 'tracker[html]'", "a package"


def test_the_folder_one_is_in_may_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert installing(Extra.HTML) in (f"{shlex.quote(f'{ROOT}/scripts/setup')} all", "pip install 'tracker[html]'")


def test_every_extra_of_the_package_is_known() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) - {"all", "audit", "bench", "dev"} == set(Extra)
