"""The sample cases that are shipped with the program, ready to be loaded into a new database."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

from tracker.desk import opening
from tracker.desk.desk import Desk
from tracker.desk.formats import Format
from tracker.desk.importing import import_file


class Sample(NamedTuple):
    """A case: its file, whether the file's dates of recording are kept, and the claim whose sum is worth a look."""

    file: str
    form: Format
    keep_recorded: bool
    claim: str


SAMPLES: Final = {
    "h200": Sample("h200.csv", Format.TABLE, False, "nvidia-backdoors"),
    "harbour-bridge": Sample("harbour-bridge.jsonl", Format.JSONL, True, "cracks-known-2023"),
}
"""Every case by its name: ``h200`` is real, ``harbour-bridge`` is invented and shows the two clocks."""


def load(case: str, path: Path, now: datetime) -> tuple[Desk, int]:
    """A desk on a new database with a case in it, and how many entries it has. Raises UsageError if the file exists."""
    sample = SAMPLES[case]
    opening.make_new(path)
    desk = Desk(str(path), now)
    file = BytesIO((_folder() / case / sample.file).read_bytes())
    return desk, import_file(desk, file, sample.form, keep_recorded=sample.keep_recorded).added


def _folder() -> Path:
    """Where the cases are: in an installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_seeds"
    return installed if installed.is_dir() else package.parent / "seeds"
