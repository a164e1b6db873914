"""The program as it is installed: exit codes, pipes, interrupts, and the same words on every machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import Newsroom

TRACKER = Path(sys.executable).with_name("tracker")


def run(room: Newsroom, *words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program."""
    environment = room.surroundings | more.pop("env", {})
    return subprocess.run(
        [TRACKER, *words], cwd=room.folder, env=environment, capture_output=True, timeout=60, check=False, **more
    )


@pytest.fixture
def story(room: Newsroom) -> Newsroom:
    """A small log with letters of all sorts."""
    return room.given("""
        source add 'Zürich "Z" 🎈'
        claim open 'Die Brücke ist [sic] sicher — 中' --handle safe --topic b --topic a
        log 'Ja' -s zue -c safe
    """)


def test_exit_codes_of_the_installed_program(story: Newsroom) -> None:
    for words, code in (
        (("belief",), 0),
        (("undo", "1"), 1),
        (("belief", "--status", "sure"), 2),
        (("why", "nothing"), 3),
        (("belief", "--db", "nowhere.db"), 4),
    ):
        done = run(story, *words)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        if code:
            assert done.stdout == b""
            error, hint = done.stderr.decode().splitlines()
            assert error.startswith("error: ")
            assert hint.startswith("hint: ")


@pytest.mark.parametrize(
    ("closing", "words", "code"),
    [
        (">&-", "belief", 0),
        (">&-", "--help", 0),
        ("<&-", "log - -s zue -c safe", 2),
        ("<&-", "redact 3", 2),
        ("2>&-", "why nothing", 3),
    ],
)
def test_a_standard_stream_that_is_closed_is_no_bug_of_ours(
    story: Newsroom, closing: str, words: str, code: int
) -> None:
    done = subprocess.run(
        f"exec {closing}; {TRACKER} {words}",
        shell=True,
        cwd=story.folder,
        env=story.surroundings,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"bug" not in done.stderr


def test_python_dash_m(story: Newsroom) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "why", "nothing"],
        cwd=story.folder,
        env=story.surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("error: there is no claim 'nothing'")


VARIATIONS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "31337", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "LANG": "tr_TR.UTF-8", "COLUMNS": "200"},
    {"TZ": "Nowhere/None", "LC_ALL": "de_DE.ISO-8859-1", "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"},
)


def test_the_same_answer_on_every_machine(story: Newsroom) -> None:
    script = "import sys; from tracker.cli.app import run\nfor line in sys.argv[1:]: run(line.split())"
    lines = [
        "belief", "why safe", "timeline", "credibility", "show 2", "source list", "claim show safe", "export",
        "export --format table", "export --publishable", "belief --as-of 2025-12-11 --json", "timeline --csv", "verify",
    ]  # fmt: skip
    answers = {
        subprocess.run(
            [sys.executable, "-c", script, *lines],
            cwd=story.folder,
            env={"PATH": os.environ["PATH"], **story.environment, **variation},
            capture_output=True,
            check=True,
        ).stdout
        for variation in VARIATIONS
    }
    assert len(answers) == 1
    assert "🎈" in answers.pop().decode()


def test_an_output_that_cannot_hold_every_letter(story: Newsroom) -> None:
    for environment in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        for words in (("source", "list"), ("export",)):
            done = run(story, *words, env=environment)
            assert done.returncode == 0, done.stderr


def test_a_reader_who_leaves_early(story: Newsroom) -> None:
    """As `tracker export | head -1` does."""
    story.write("rows.csv", "source,claim,text\n" + "".join(f"ann,safe,{'long ' * 40}{n}\n" for n in range(1500)))
    story.ok("import rows.csv")
    for words in ("export", "timeline", "timeline --json", "export --format table"):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"'{TRACKER}' {words} | head -1"],
            cwd=story.folder, env=story.surroundings, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (words, done.stderr)
        assert done.stderr == ""
        assert len(done.stdout.splitlines()) == 1


def test_a_full_disk_behind_standard_output(story: Newsroom) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    for words in (["export"], ["belief"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [TRACKER, *words],
                cwd=story.folder,
                env=story.surroundings,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode in (1, 4), done.stderr
        assert done.stderr.startswith(b"error: ")
        assert b"Exception ignored" not in done.stderr


def test_an_entry_whose_answer_cannot_be_written_is_on_record_and_the_hint_does_not_double_it(story: Newsroom) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [TRACKER, "log", "Nein", "-s", "zue", "-c", "safe"],
            cwd=story.folder, env=story.surroundings, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 4
    assert story.ok("show 4").code == 0
    assert b"before you repeat a command that records, look: tracker timeline" in done.stderr


def test_control_c(story: Newsroom) -> None:
    program = subprocess.Popen(
        [TRACKER, "log", "-", "-s", "zue", "-c", "safe"],
        cwd=story.folder,
        env=story.surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    status = Path(f"/proc/{program.pid}/wchan")
    for _ in range(100):
        time.sleep(0.05)
        if program.poll() is not None or "pipe" in (status.read_text() if status.exists() else ""):
            break
    else:
        time.sleep(1)
    before = story.fingerprint()
    program.send_signal(signal.SIGINT)
    program.wait(timeout=20)  # with its input open: else it might find the end of that first
    out, err = program.communicate()
    assert program.returncode == 130, err
    assert out == b""
    assert b"Traceback" not in err
    assert story.fingerprint() == before


def test_two_programs_at_once_lose_nothing(story: Newsroom) -> None:
    programs = [
        subprocess.Popen(
            [TRACKER, "log", f"word {n}", "-s", "zue", "-c", "safe"],
            cwd=story.folder,
            env=story.surroundings,
            stdout=subprocess.PIPE,
        )
        for n in range(2)
    ]
    told = [program.communicate(timeout=60)[0].decode() for program in programs]
    assert sorted(answer.partition(" ")[0] for answer in told) == ["4", "5"]
    assert story.ok("verify").code == 0
