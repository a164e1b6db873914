"""The README is executed: every console block is typed as it stands and must answer as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.cli.app import VERBS, run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


class Step(NamedTuple):
    """One typed command and the lines it must answer; a line of ``...`` stands for any number of lines."""

    command: str
    answer: str


def _steps() -> list[Step]:
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```$", README, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.split("\n")
            typed = [lines.pop(0)]
            while typed[-1].endswith("\\"):
                typed.append(lines.pop(0))
            steps.append(Step(" ".join(line.rstrip("\\").strip() for line in typed), "\n".join(lines).strip()))
    return steps


def _pattern(answer: str) -> str:
    lines = (
        r"(?:.*\n)*?.*" if line.strip() == "..." else re.escape(line).replace(r"\.\.\.", ".*")
        for line in answer.split("\n")
    )
    return "\n".join(lines)


def test_every_console_block_answers_as_it_stands(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_DB", raising=False)
    monkeypatch.delenv("TRACKER_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    steps = _steps()
    assert len(steps) > 15
    for command, answer in steps:
        program, *arguments = shlex.split(command)
        assert program == "tracker", command
        run(arguments)
        told = capsys.readouterr()
        given = "\n".join(line.rstrip() for line in (told.out + told.err).strip().split("\n"))
        assert re.fullmatch(_pattern(answer), given), f"$ {command}\n{given}"


def test_the_two_commands_are_scripts_that_exist():
    for script in re.findall(r"^(scripts/\w+)$", README, re.MULTILINE):
        assert (ROOT / script).stat().st_mode & 0o111


@pytest.mark.parametrize("verb", [verb for verbs in VERBS.values() for verb in verbs])
def test_every_verb_is_in_the_command_table(verb):
    assert re.search(rf"^\| `{verb}\b", README, re.MULTILINE)
