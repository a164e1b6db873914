"""``scripts/setup``: what it installs, and that it does nothing where nothing is to be done. No package is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

PYTHON = """#!/bin/sh
case "$*" in
  "-m venv --clear .venv") echo "a new .venv" >> log; rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  *"pip install"*) for last; do :; done; echo "install $last" >> log; touch .venv/bin/tracker; chmod +x .venv/bin/*;;
esac
"""
"""A Python that makes no environment and installs nothing, but notes down that it was asked to."""


@dataclass
class Clone:
    """A copy of what the script reads, with that Python."""

    folder: Path

    def setup(self, *words: str) -> list[str]:
        """Run the script; what it asked for."""
        noted = self.folder / "log"
        noted.write_text("")
        subprocess.run(
            [self.folder / "scripts" / "setup", *words],
            env={**os.environ, "PYTHON": str(self.folder / "python")},
            check=True,
            capture_output=True,
        )
        return noted.read_text().splitlines()


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A fresh clone."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return Clone(tmp_path)


def test_without_a_word_the_base_is_installed_once(clone: Clone) -> None:
    assert clone.setup() == ["a new .venv", "install ."]
    assert clone.setup() == []


def test_words_add_extras_once(clone: Clone) -> None:
    clone.setup()
    assert clone.setup("sign", "html") == ["install .[html,sign]"]
    assert clone.setup("html") == []
    assert clone.setup() == []
    assert clone.setup("all") == ["install .[all,html,sign]"]


def test_a_newer_project_is_set_up_anew_with_the_extras_that_were_there(clone: Clone) -> None:
    clone.setup("dev")
    with (clone.folder / "pyproject.toml").open("a") as file:
        file.write("\n# newer\n")
    assert clone.setup() == ["a new .venv", "install .[dev]"]


def test_what_was_broken_off_is_done_again(clone: Clone) -> None:
    clone.setup("names")
    (clone.folder / ".venv" / "bin" / "tracker").unlink()
    assert clone.setup() == ["a new .venv", "install .[names]"]


@pytest.mark.parametrize(
    ("script", "words"), [("demo", ""), ("test", "dev"), ("bench", "bench"), ("audit", "all audit")]
)
def test_a_script_sets_up_what_it_needs_and_no_more(script: str, words: str) -> None:
    lines = (ROOT / "scripts" / script).read_text(encoding="utf-8").splitlines()
    assert f"scripts/setup {words}".strip() in lines
