"""Lists what tracker installs, with licences and known holes.

The licences are those that the installed packages state. The holes are those that pip-audit knows, which asks PyPI;
where that cannot be reached, this is said, and only the licences are checked.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED: Final[Mapping[str, str]] = {}
"""Packages of the base that may stay though their licence binds those who use them, each with the reason."""

_FREE: Final = re.compile(
    r"\b(MIT|MIT-0|BSD|0BSD|BSD-[23]-Clause|Apache|ISC|PSF|PSF-2\.0|Python-2\.0|Python Software Foundation|Unlicense|"
    r"CC0-1\.0|Zlib|HPND|CNRI-Python|Public Domain)\b",
    re.IGNORECASE,
)
_BINDING: Final = re.compile(r"GPL|General Public|MPL|Mozilla|EUPL|CDDL|EPL|CeCILL|SSPL|CC-BY-(SA|NC)", re.IGNORECASE)
_FOR_MAKERS: Final = {"all", "audit", "bench", "dev"}
_BASE: Final = "base"


class Package(NamedTuple):
    """An installed package, its licence as it states it, and what asks for it: the base, or extras."""

    name: str
    version: str
    licence: str
    wanted_by: tuple[str, ...]

    @property
    def concern(self) -> str:
        """What is to be looked at in its licence; empty for one that asks for no more than to be named."""
        choices = re.split(r"\bOR\b", self.licence)
        if any(_FREE.search(one) and not _BINDING.search(one) for one in choices):
            return ""
        return "asks something of those who use it" if _BINDING.search(self.licence) else "licence unknown"


class Hole(NamedTuple):
    """A known hole in a package, and the versions without it."""

    package: str
    name: str
    mended_in: tuple[str, ...]


class Survey(NamedTuple):
    """The packages of which somebody could be asked, and the holes that are known in them."""

    asked: set[str]
    holes: list[Hole]


def main() -> int:
    """Print packages, concerns and holes; 1 if the base or a hole needs attention."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--licences", action="store_true", help="look at the licences alone, and ask nobody")
    asked = options.parse_args()
    found = packages()
    for one in found:
        print(f"{one.name:<26} {one.version:<12} {one.licence:<34} {' '.join(one.wanted_by)}")
    troubles = [*binding(found)]
    if not asked.licences:
        told = survey({one.name for one in found})
        if not told.asked:
            print("\nknown holes: pip-audit could not reach its service; only the licences were checked")
        else:
            print(f"\nknown holes: {len(told.holes)} in {len(told.asked)} packages, as pip-audit has it from PyPI")
            for name in sorted({one.name for one in found} - told.asked):
                print(f"note: nobody could be asked about {name}")
        troubles += [f"{one.package}: {one.name}, mended in {', '.join(one.mended_in) or 'none'}" for one in told.holes]
    for one in found:
        if one.concern and _BASE not in one.wanted_by:
            print(f"note: {one.name}, for the extra {' '.join(one.wanted_by)} alone: {one.concern} ({one.licence})")
    for trouble in troubles:
        print(f"TROUBLE {trouble}")
    return 1 if troubles else 0


def packages(project: str = "tracker") -> list[Package]:
    """Everything that the project's base and extras install here, by name."""
    wanted: dict[str, set[str]] = {}
    extras = set(metadata.metadata(project).get_all("Provides-Extra") or ()) - _FOR_MAKERS
    for part in ("", *sorted(extras)):
        for name in _reached(project, part):
            wanted.setdefault(name, set()).add(part or _BASE)
    return [
        Package(name, metadata.version(name), licence(metadata.metadata(name)), _told(wanted[name]))
        for name in sorted(wanted)
    ]


def _told(parts: set[str]) -> tuple[str, ...]:
    return (_BASE,) if _BASE in parts else tuple(sorted(parts))


def _reached(project: str, extra: str) -> set[str]:
    """The installed packages that a project needs with one of its extras, and what these need in turn."""
    reached: set[tuple[str, str]] = set()
    ahead = [(canonicalize_name(project), extra)]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += _needs(*here)
    return {name for name, _ in reached} - {canonicalize_name(project)}


def _needs(name: str, extra: str) -> Iterator[tuple[str, str]]:
    """What a package needs for one of its extras, or without any; what is not installed here is not needed here."""
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        with_it = needed.marker is None or needed.marker.evaluate({"extra": extra})
        without = needed.marker is None or needed.marker.evaluate({"extra": ""})
        if with_it and (not extra or not without):
            try:
                metadata.version(needed.name)
            except metadata.PackageNotFoundError:
                continue
            other = canonicalize_name(needed.name)
            yield other, ""
            yield from ((other, asked) for asked in sorted(needed.extras))


def licence(stated: metadata.PackageMetadata) -> str:
    """The licence that a package states: the expression, else the classifiers, else a short text in the old field."""
    if expression := stated.get("License-Expression"):
        return expression
    classified = [
        line.rpartition(" :: ")[2] for line in stated.get_all("Classifier") or () if line.startswith("License :: ")
    ]
    named = [one for one in classified if one != "OSI Approved"]
    first = (stated.get("License") or "").strip().partition("\n")[0]
    return " AND ".join(named) or first[:60] or "unknown"


def binding(found: Sequence[Package]) -> Iterator[str]:
    """The packages of the base whose licence is unknown or asks something, but for those that are allowed."""
    for one in found:
        if one.concern and _BASE in one.wanted_by and one.name not in ALLOWED:
            yield f"{one.name}: {one.concern} ({one.licence})"


def survey(names: set[str]) -> Survey:
    """Ask for the known holes of packages. pip-audit calls a package fine of which its service knows nothing; here it
    counts as not asked.
    """
    command = [sys.executable, "-m", "pip_audit", "--local", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run([*command, "--timeout", "15"], capture_output=True, text=True, timeout=300, check=False)
        told = json.loads(done.stdout)
    except (json.JSONDecodeError, subprocess.TimeoutExpired):
        return Survey(set(), [])
    asked = {
        name: one["vulns"]
        for one in told["dependencies"]
        if "vulns" in one and (name := canonicalize_name(one["name"])) in names
    }
    found = [Hole(name, hole["id"], tuple(hole["fix_versions"])) for name, each in asked.items() for hole in each]
    return Survey(set(asked), found)


if __name__ == "__main__":
    sys.exit(main())
