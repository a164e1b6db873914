"""The parts of the program that need libraries of their own, and what to say where these are not installed."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Final

from tracker.errors import ExitCode, TrackerError


class Extra(StrEnum):
    """A part that is installed by its name: ``pip install 'tracker[html]'``."""

    POSTGRES = "postgres"
    SIGN = "sign"
    NAMES = "names"
    INGEST = "ingest"
    HTML = "html"
    LLM = "llm"


_WORK: Final = {
    Extra.POSTGRES: "a log on a PostgreSQL server",
    Extra.SIGN: "a signed checkpoint",
    Extra.NAMES: "comparing letters of other alphabets",
    Extra.INGEST: "reading articles and reviewing them",
    Extra.HTML: "reading web pages",
    Extra.LLM: "asking a language model",
}

_ROOT: Final = Path(__file__).resolve().parents[1]


class MissingExtra(TrackerError):
    """Work that cannot be done before an extra is installed; the hint installs it. The database is not to blame, but
    for a server, of which it says that it cannot be opened.
    """

    def __init__(self, extra: Extra) -> None:
        super().__init__(f"{_WORK[extra]} needs libraries that are not installed", installing(extra))
        self.exit_code = ExitCode.DATABASE if extra is Extra.POSTGRES else ExitCode.USAGE


def installing(extra: Extra) -> str:
    """The command that installs an extra where this program runs: ``scripts/setup all`` in a clone that was set up by
    that, ``pip install 'tracker[html]'`` elsewhere.
    """
    setup, here = _ROOT / "scripts" / "setup", Path("scripts/setup")
    if not setup.is_file() or Path(sys.prefix).resolve() != _ROOT / ".venv":
        return f"pip install 'tracker[{extra}]'"
    return f"{here if here.exists() and here.samefile(setup) else shlex.quote(str(setup))} all"
