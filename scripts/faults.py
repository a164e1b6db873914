"""Takes the program to where logs are lost, and counts what is lost: nothing should be.

Without a word, everything is done in turn. Every check prints a line, and under it what it found wrong; the exit code
is 1 if anything was. --seed draws the same kills, damages and sizes again; when exactly a kill strikes stays the
machine's affair.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from uuid import uuid4

from faulty import damage, flushes, full, kills, steps, writers
from faulty.kills import Kills
from faulty.record import Log, Outcome, new

SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "writers": {"processes": (8, 4), "each": (50, 4)},
    "kills": {
        "log": (200, 6),
        "import": (50, 4),
        "rebuild": (50, 3),
        "redact": (50, 3),
        "upgrade": (50, 3),
        "init": (50, 3),
        "demo": (20, 2),
    },
    "steps": {"most": (30, 3)},
    "full": {"trials": (60, 9)},
    "damage": {"trials": (300, 12)},
    "flushes": {"runs": (5, 1)},
}
"""The options of each check: how often, and how often with --quick."""


def main() -> int:
    """Do what was asked; 1 if a fault was found."""
    asked = options().parse_args()
    chosen = [asked.check] if asked.check else list(SIZES)
    broken = 0
    for name in chosen:
        for outcome in outcomes(name, asked):
            print(f"{name:<8}  {outcome.told}", flush=True)
            for fault in outcome.faults[:10]:
                print(f"          FAULT {fault}", flush=True)
            broken += len(outcome.faults)
    if not asked.check:
        print(f"\n{'no fault' if not broken else f'{broken} faults'} (seed {asked.seed})")
    return 1 if broken else 0


def options() -> argparse.ArgumentParser:
    """What can be asked for."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--seed", type=int, default=argparse.SUPPRESS, help="what is drawn at random (default 1)")
    shared.add_argument("--quick", action="store_true", default=argparse.SUPPRESS, help="a few of each")
    shared.add_argument(
        "--db", metavar="URL", default=argparse.SUPPRESS, help="write to this database; for writers and kills"
    )
    parser = argparse.ArgumentParser(
        prog="scripts/faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    parser.set_defaults(seed=1, quick=False, db=None, inside=None)
    checks = parser.add_subparsers(dest="check", metavar="CHECK")
    for name, sizes in SIZES.items():
        about = (sys.modules[f"faulty.{name}"].__doc__ or "").strip()
        one = checks.add_parser(name, parents=[shared], help=about.split("\n")[0], description=about)
        for option, (usual, quick) in sizes.items():
            one.add_argument(f"--{option}", type=int, help=f"default {usual}, with --quick {quick}")
        if name == "full":
            one.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    return parser


def outcomes(name: str, asked: argparse.Namespace) -> Iterator[Outcome]:
    """Run one check in a folder of its own."""
    sizes = {
        option: usual if (given := getattr(asked, option, None)) is None else given
        for option, pair in SIZES[name].items()
        for usual in [pair[asked.quick]]
    }
    checks: dict[str, Callable[..., Iterator[Outcome]]] = {
        "writers": _writers,
        "kills": _kills,
        "steps": lambda folder, rng, asked, most: steps.check(folder, most),
        "full": lambda folder, rng, asked, trials: full.check(folder, rng, trials, asked.inside),
        "damage": lambda folder, rng, asked, trials: damage.check(folder, rng, trials),
        "flushes": lambda folder, rng, asked, runs: flushes.check(folder, runs),
    }
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        yield from checks[name](Path(folder), Random(asked.seed), asked, **sizes)


def _writers(folder: Path, _rng: Random, asked: argparse.Namespace, processes: int, each: int) -> Iterator[Outcome]:
    return writers.check(_log(asked) or new(folder), folder, _mark(), processes, each)


def _kills(folder: Path, rng: Random, asked: argparse.Namespace, **counts: int) -> Iterator[Outcome]:
    wanted = Kills(imports=counts.pop("import"), **counts)
    return kills.check(_log(asked), folder, rng, _mark(), wanted)


def _log(asked: argparse.Namespace) -> Log | None:
    """The database that was named, made if it is not there."""
    if asked.db is None:
        return None
    log = Log(asked.db)
    log.given("init")
    return log


def _mark() -> str:
    """A word that no run before used, for handles in a database that stays."""
    return uuid4().hex[:8]


if __name__ == "__main__":
    sys.exit(main())
