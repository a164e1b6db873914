"""The generator of large logs: what it writes is a log that a newsroom could have, the same for the same seed."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import Newsroom

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "generate.py"
SIZE = ("--statements", "900", "--claims", "60", "--sources", "40", "--verdicts", "20")


def written(folder: Path, *options: str) -> tuple[bytes, bytes]:
    """A table and its upkeep."""
    table, upkeep = folder / "log.csv", folder / "upkeep.jsonl"
    subprocess.run([sys.executable, str(SCRIPT), "--out", table, "--upkeep", upkeep, *options], check=True)
    return table.read_bytes(), upkeep.read_bytes()


@pytest.fixture
def late(room: Newsroom, clock: Any) -> Newsroom:
    """A newsroom some time after the eleven years that are written about."""
    clock.move_to("2026-08-01")
    return room


@pytest.fixture
def desk(late: Newsroom) -> Newsroom:
    """A room with a small generated log, mended."""
    written(late.folder, *SIZE)
    return late.given("import log.csv --format table\nimport upkeep.jsonl")


def test_the_table_and_its_upkeep_are_taken_in_whole(desk: Newsroom) -> None:
    found = Counter(desk.types)
    assert (found["statement.recorded"], found["claim.opened"], found["verdict.reached"]) == (900, 60, 20)
    assert 30 <= found["source.registered"] <= 40
    for wire in (
        "sources.merged", "sources.separated", "source.described", "statement.amended", "statement.retracted",
        "verdict.withdrawn", "policy.set",
    ):  # fmt: skip
        assert found[wire], wire
    assert desk.ok("verify").code == 0
    before = desk.head
    desk.ok("import log.csv --format table")
    assert desk.head == before, "twice is once"


def test_sources_come_out_differently(desk: Newsroom) -> None:
    means = [row["mean"] for row in desk.json("credibility") if row["trials"]]
    assert len(means) > 10
    assert max(means) - min(means) > 0.1
    assert len({row["status"] for row in desk.json("belief")}) > 3


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    first = written(tmp_path, *SIZE, "--seed", "5")
    assert written(tmp_path, *SIZE, "--seed", "5") == first
    assert written(tmp_path, *SIZE, "--seed", "6") != first


def test_dates_of_recording_are_a_desk_s_past(late: Newsroom) -> None:
    written(late.folder, *SIZE, "--recorded")
    late.ok("import log.csv --format table --keep-recorded")
    recorded = [text for (text,) in late.rows("SELECT recorded FROM entry ORDER BY position")]
    assert recorded == sorted(recorded)
    assert recorded[0][:4] == "2015"


def test_each_claim_and_source_is_described_once(tmp_path: Path) -> None:
    written(tmp_path, *SIZE)
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [row["claim"] for row in rows if row["claim_text"]]
    assert len(told) == len(set(told)) == 60
    assert all(row["said"] or row["published"] or row["decided"] for row in rows)
