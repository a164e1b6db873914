"""Prints how fast the program is, in tables, every figure beside a floor or a peer measured in the same run.

The log is invented (`scripts/generate.py`). Reach and stretch are meant for `--full`: 1,000,000 statements about 50,000
claims from 2,000 sources with 10,000 verdicts, some merges and amendments.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from generate import Size, generate
from measures import appending, extracting, importing, reading, starting, verifying, writing
from measures.taking import ROOT, clocked

FULL = Size(1_000_000, 50_000, 2_000, 10_000)


def main() -> None:
    """Run every measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5, help="how often each measure is taken")
    options.add_argument("--statements", "--entries", type=int, default=20_000, help="how large a log")
    options.add_argument("--full", action="store_true", help="the log of 1,000,000 statements")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where the log is put, and found the next time")
    asked = options.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    size = FULL if asked.full else scaled(max(asked.statements, 100))
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        measure(asked.keep, size, asked.rounds)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), size, asked.rounds)


def scaled(statements: int) -> Size:
    """A smaller log in the proportions of the full one, but for sources: a few speak in any log."""
    claims = max(10, statements // 20)
    return Size(statements, claims, max(50, min(FULL.sources, statements // 100)), claims // 5)


def measure(folder: Path, size: Size, rounds: int) -> None:
    """Every table on one log."""
    table, upkeep, path, rival = (folder / name for name in ("log.csv", "upkeep.jsonl", "log.db", "peer.db"))
    small = starting.case(folder / "small.db")
    if path.exists() and rival.exists():
        connection = sqlite3.connect(rival)
    else:
        took = clocked(lambda: generate(table, size, upkeep))
        print(
            f"a log of {size.statements:,} statements about {size.claims:,} claims from {size.sources:,} sources with "
            f"{size.verdicts:,} verdicts, written in {took:.0f} s"
        )
        rival.unlink(missing_ok=True)
        connection = writing.fill(table, upkeep, path, rival)
    with closing(connection):
        for table_of in tables(folder, small, path, connection, rounds):
            table_of()


def tables(folder: Path, small: Path, path: Path, rival: sqlite3.Connection, rounds: int) -> list[Callable[[], None]]:
    """The tables in the order they are printed."""
    usual = reading.pairs(path, 1)[0].claim
    return [
        lambda: writing.rebuild(path),
        lambda: verifying.verify(folder, path, rounds),
        lambda: reading.replay(path, rounds),
        lambda: reading.one_claim(path, rival, rounds),
        lambda: reading.everything(path, rival, rounds),
        lambda: reading.compared(path, rounds),
        lambda: starting.growth(small, path, usual, rounds),
        lambda: starting.start_up(small, rounds),
        lambda: appending.singles(folder, rounds),
        lambda: appending.server(folder, 50 * rounds),
        lambda: importing.batches(folder, rounds),
        lambda: extracting.words_a_second(rounds),
        lambda: extracting.long_texts(folder),
        lambda: extracting.growth(min(rounds, 3)),
        lambda: extracting.suggestions(path, rounds),
    ]


if __name__ == "__main__":
    main()
