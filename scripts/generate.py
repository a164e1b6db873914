"""Writes a large invented newsroom log as a table: who said what on which claim, eleven years of it, with verdicts.

Nothing in it is real; the words are made of syllables. Each source has a hidden reliability and each claim a hidden
truth, so that records come out differently. The same numbers and the same seed give the same file, to the byte.
`--upkeep FILE` writes bare JSON Lines beside it, to be imported after the table: merges, memberships, amendments,
retractions, withdrawn verdicts, undos and changes of policy, which name rows of the table by their ids.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from array import array
from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tracker.exchange.cells import write
from tracker.exchange.columns import chain

FIRST, LAST = date(2015, 1, 1), date(2025, 12, 31)
DAYS = (LAST - FIRST).days
TOPICS = 20
CARRIERS = 60
VERDICT = 1 << 31
"""Marks a verdict among the claims of the calendar."""

ACTS = {
    "assert": 55, "deny": 12, "confirm": 5, "announce": 4, "decline": 4, "predict": 4, "no_response": 3, "unclear": 3,
    "warn": 3, "accuse": 3, "speculate": 1.5, "opinion": 1.5, "non_denial": 1,
}  # fmt: skip
SUPPORTS = frozenset({"assert", "confirm", "announce", "predict", "warn", "accuse"})
SILENT = frozenset({"decline", "no_response", "non_denial"})
KINDS = {"organisation": 40, "person": 25, "outlet": 16, "group": 15, "agency": 3, "document": 1}
CLASSES = {
    "organisation": ("", "", "", "official", "expert"),
    "person": ("", "", "", "expert", "official", "witness", "insider"),
    "group": ("", "", "", "", "witness"),
    "outlet": ("",),
    "agency": ("",),
    "document": ("",),
}
CERTAINTY = ("certain", "likely", "likely", "uncertain", "unstated")
BASIS = ("witnessed", "document", "document", "heard_from_named", "heard_from_unnamed", "no_evidence")
INTEREST = ("neutral", "neutral", "self_serving", "against_interest")
VIA = ("direct", "indirect", "konjunktiv", "laut", "reported", "headline")
FINDINGS = (
    {"false": 70, "mostly_false": 18, "mixed": 7, "unresolvable": 5},
    {"true": 72, "mostly_true": 18, "mixed": 7, "unresolvable": 3},
)


def main() -> None:
    """Write the table, and the upkeep if asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--statements", type=int, default=20_000)
    options.add_argument("--claims", type=int, default=1_000)
    options.add_argument("--sources", type=int, default=200)
    options.add_argument("--verdicts", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--recorded", action="store_true", help="with dates of recording, for --keep-recorded")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--upkeep", type=Path, help="bare JSON Lines to be imported after the table")
    asked = options.parse_args()
    size = Size(asked.statements, asked.claims, asked.sources, asked.verdicts, asked.seed, asked.recorded)
    if not size.verdicts <= size.claims <= size.statements or size.sources < 20:
        sys.exit("a log has 20 sources or more, no more verdicts than claims and no more claims than statements")
    generate(asked.out, size, asked.upkeep)


class Size(NamedTuple):
    """How large a log is wanted; ``recorded``: with dates of recording."""

    statements: int
    claims: int
    sources: int
    verdicts: int
    seed: int = 1
    recorded: bool = False


def generate(path: Path, size: Size, later: Path | None = None) -> None:
    """Write the table of a log to ``path``, and its upkeep to ``later``."""
    world = World(size)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(write(world.rows()))
    if later is not None:
        later.write_text("".join(json.dumps(line) + "\n" for line in upkeep(world)), encoding="utf-8")


class Wheel:
    """A choice among things of unequal weight."""

    def __init__(self, weights: Iterable[float]) -> None:
        self._upto: list[float] = []
        total = 0.0
        for weight in weights:
            total += weight
            self._upto.append(total)

    def turn(self, rng: Random) -> int:
        """The number of a thing."""
        return min(bisect(self._upto, rng.random() * self._upto[-1]), len(self._upto) - 1)


class Source(NamedTuple):
    """Somebody who speaks. reliability: how much rather they support what is so than what is not."""

    handle: str
    kind: str
    cells: dict[str, str]
    reliability: float


class World:
    """Sources, claims and what came of them, before anybody spoke."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._rng = Random(f"newsroom {size.seed}")
        self._words = _vocabulary(self._rng)
        self.sources = self._people()
        self._said_much = Wheel(1 / (rank + 8) ** 0.8 for rank in range(size.sources))
        carriers = [n for n, source in enumerate(self.sources) if source.kind in ("outlet", "agency")][:CARRIERS]
        self._carriers = [self.sources[n].handle for n in carriers]
        self._carries_much = Wheel(1 / (rank + 2) for rank in range(len(carriers)))
        self._act_names, self._act_wheel = list(ACTS), Wheel(ACTS.values())
        self._make_claims()
        self.kept: list[dict[str, str]] = []
        """Rows that the upkeep may speak of, as written."""

    def _people(self) -> list[Source]:
        rng, kinds, wheel = self._rng, list(KINDS), Wheel(KINDS.values())
        drawn = [kinds[wheel.turn(rng)] for _ in range(self.size.sources)]
        drawn[0], drawn[1], drawn[2] = "organisation", "outlet", "agency"
        names = [self._name(2) for _ in drawn]
        handles = [f"{name.lower().replace(' ', '-')}-{n}" for n, name in enumerate(names)]
        houses = [handle for handle, kind in zip(handles, drawn, strict=True) if kind == "organisation"]
        found = []
        for handle, kind, name in zip(handles, drawn, names, strict=True):
            cells = {"source_name": name, "source_kind": kind, "source_class": rng.choice(CLASSES[kind])}
            if kind == "group" and rng.random() < 0.6:
                least = rng.randint(2, 4)
                cells |= {"head_min": str(least), "head_max": str(least + rng.randint(0, 3))}
            if kind == "person" and rng.random() < 0.2:
                cells["member_of"] = rng.choice(houses)
            found.append(Source(handle, kind, cells, rng.betavariate(4, 1.8)))
        return found

    def _name(self, words: int) -> str:
        return " ".join(self._rng.choice(self._words) for _ in range(words)).title()

    def _make_claims(self) -> None:
        rng, count = self._rng, self.size.claims
        self.weights = [rng.paretovariate(1.5) * math.exp(rng.gauss(0, 0.5)) for _ in range(count)]
        self.starts = array("H", (rng.randrange(DAYS - 40) for _ in range(count)))
        self.paces = array("H", (10 + int(rng.expovariate(1 / 90)) for _ in range(count)))
        self.truths = bytearray(rng.random() < 0.65 for _ in range(count))
        self.questions: dict[int, int] = {}
        asked = rng.sample(range(count), count * 3 // 100 // 3 * 3)
        for number in range(0, len(asked), 3):
            for claim in asked[number : number + 3]:
                self.questions[claim] = number // 3
                self.truths[claim] = claim == asked[number] and rng.random() < 0.8
        concerned = [n for n, source in enumerate(self.sources) if source.kind in ("organisation", "person")]
        self.about = [
            tuple(rng.sample(concerned, 1 if rng.random() < 0.7 else 2)) if rng.random() < 0.6 else ()
            for _ in range(count)
        ]

    # -- who speaks when -------------------------------------------------------------------------------------------

    def _calendar(self) -> list[int]:
        """Every row to come, as day and claim in one number (a verdict's claim is marked), in order of time."""
        rng, size, wheel = self._rng, self.size, Wheel(self.weights)
        packed = array("Q")
        for number in range(size.statements):
            claim = number if number < size.claims else wheel.turn(rng)
            packed.append(self._day(claim) << 32 | claim)
        for claim in rng.sample(range(size.claims), size.verdicts):
            day = min(self.starts[claim] + int(2.5 * self.paces[claim]) + rng.randint(1, 60), DAYS)
            packed.append(day << 32 | VERDICT | claim)
        return sorted(packed)

    def _day(self, claim: int) -> int:
        day = self.starts[claim] + int(self._rng.expovariate(1 / self.paces[claim]))
        return day if day <= DAYS else self._rng.randint(self.starts[claim], DAYS)

    def rows(self) -> Iterator[dict[str, str]]:
        """Every row of the table, in order of time; what describes a thing stands on its first row."""
        rng, size = self._rng, self.size
        keeping, share = Random(f"upkeep {size.seed}"), min(1.0, 8000 / size.statements)
        described: set[str] = set()
        for number, packed in enumerate(self._calendar(), 1):
            day, claim = packed >> 32, packed & (VERDICT - 1)
            row = self._verdict(claim, day) if packed & VERDICT else self._statement(claim, day)
            row["claim"] = self.claim(claim)
            if packed & VERDICT or rng.random() < 0.5:
                row["id"] = f"row-{number}"
            if size.recorded:
                row["recorded"] = _recorded(rng, day)
            if "id" in row and (packed & VERDICT or keeping.random() < share):
                self.kept.append(row)
            yield row | self._description(row, claim, described)

    def claim(self, number: int) -> str:
        """The handle of a claim."""
        words = self._words
        return f"{words[number % len(words)]}-{words[number * 7 // 3 % len(words)]}-{number}"

    def _description(self, row: dict[str, str], claim: int, described: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        if row["claim"] not in described:
            described.add(row["claim"])
            found |= self._claim_cells(claim)
        if "source" in row and row["source"] not in described:
            described.add(row["source"])
            found |= self.sources[int(row["source"].rpartition("-")[2])].cells
        return found

    def _claim_cells(self, claim: int) -> dict[str, str]:
        rng = self._rng
        cells = {"claim_text": self._sentence(5, 10), "topic": f"topic-{claim % TOPICS}"}
        if rng.random() < 0.2:
            cells["topic"] += f" topic-{(claim + 1 + rng.randrange(TOPICS - 1)) % TOPICS}"
        if self.about[claim]:
            cells["about"] = " ".join(self.sources[n].handle for n in self.about[claim])
        if claim in self.questions:
            cells["question"] = f"question-{self.questions[claim]}"
        if rng.random() < 0.02:
            cells["deadline"] = _day(self.starts[claim] + rng.randint(60, 900))
        return cells

    # -- what they say ---------------------------------------------------------------------------------------------

    def _statement(self, claim: int, day: int) -> dict[str, str]:
        rng = self._rng
        act = self._act_names[self._act_wheel.turn(rng)]
        source = self._speaker(claim, act)
        row = {"source": source.handle, "act": act, "text": self._sentence(6, 14)}
        if rng.random() < 0.33:
            row["published"] = _day(day)
        else:
            row["said"] = _written(rng, day)
        self._manner(row, source)
        if rng.random() < 0.35:
            row["chain"] = self._relayers(source.handle)
        if rng.random() < 0.40:
            row["outlet"] = self._carriers[self._carries_much.turn(rng)]
        if rng.random() < 0.15:
            row["quote"] = self._sentence(5, 12)
        if rng.random() < 0.05:
            row["evidence"] = f"https://news.example/{rng.randrange(10**7)}"
        return row

    def _manner(self, row: dict[str, str], source: Source) -> None:
        rng = self._rng
        if rng.random() < 0.12:
            row["certainty"] = rng.choice(CERTAINTY)
        if rng.random() < 0.12:
            row["basis"] = rng.choice(BASIS)
        if rng.random() < 0.05:
            row["interest"] = rng.choice(INTEREST)
        if source.kind == "outlet" and rng.random() < 0.5:
            row["via"] = "voice"
        elif rng.random() < 0.2:
            row["via"] = rng.choice(VIA)
        if source.kind == "person" and rng.random() < 0.05:
            row["presentation"] = rng.choice(("unnamed", "anonymous"))

    def _speaker(self, claim: int, act: str) -> Source:
        """Those concerned deny and decline most; the reliable rather support what is so and deny what is not."""
        rng, about = self._rng, self.about[claim]
        if about and rng.random() < (0.4 if act == "deny" else 0.7 if act in SILENT else 0.05):
            return self.sources[rng.choice(about)]
        source = self.sources[self._said_much.turn(rng)]
        if act in SUPPORTS or act == "deny":
            right = (act != "deny") == bool(self.truths[claim])
            for _ in range(3):
                if rng.random() < (source.reliability if right else 1 - source.reliability):
                    break
                source = self.sources[self._said_much.turn(rng)]
        return source

    def _relayers(self, source: str) -> str:
        rng = self._rng
        wanted = [self._carriers[self._carries_much.turn(rng)] for _ in range(1 if rng.random() < 0.75 else 2)]
        return " > ".join(handle for handle in dict.fromkeys(wanted) if handle != source)

    def _verdict(self, claim: int, day: int) -> dict[str, str]:
        shares = FINDINGS[self.truths[claim]]
        value = list(shares)[Wheel(shares.values()).turn(self._rng)]
        return {"verdict": value, "decided": _day(day), "because": self._sentence(4, 9)}

    def _sentence(self, least: int, most: int) -> str:
        return " ".join(self._rng.choices(self._words, k=self._rng.randint(least, most))).capitalize()


def _vocabulary(rng: Random) -> list[str]:
    """About 900 words that no language has."""
    onsets = (*"bdfgklmnprstvwz", "st", "kr", "tr", "pl")
    sounds = [onset + vowel for onset in onsets for vowel in "aeiou"]
    ends = ("", "n", "r", "l", "s")
    return sorted({"".join(rng.choices(sounds, k=rng.randint(2, 3))) + rng.choice(ends) for _ in range(999)})


def _day(day: int) -> str:
    return (FIRST + timedelta(days=day)).isoformat()


def _written(rng: Random, day: int) -> str:
    """A date as newsrooms have it: nearly always a day, now and then a time, a month, a year or an open end."""
    text, drawn = _day(day), rng.random()
    if drawn < 0.05:
        return f"{text}T{rng.randrange(24):02}:{rng.randrange(60):02}+01:00"
    if drawn < 0.07:
        return text[:7]
    if drawn < 0.075:
        return text[:4]
    return f"../{text}" if drawn < 0.08 else text


def _recorded(rng: Random, day: int) -> str:
    """When the desk wrote it down: mostly within three days, one row in ten much later."""
    late = rng.randrange(4) if rng.random() < 0.9 else rng.randrange(4, 400)
    return f"{_day(day + min(late, DAYS + 30 - day))}T{rng.randrange(6, 22):02}:{rng.randrange(60):02}:00Z"


# -- what the desk mends afterwards --------------------------------------------------------------------------------

POLICIES = (
    ("certainty.likely", "0.45"), ("prior.insider", "0.65"), ("base_rate.topic-3", "0.4"), ("hearsay", "0.55"),
    ("strength.source", "8"),
)  # fmt: skip
OF_ROW = ("source", "act", "certainty", "basis", "interest", "via", "presentation", "said", "published", "outlet")


def upkeep(world: World) -> Iterator[dict[str, Any]]:
    """Bare events: at most 60 merges, 40 separations and memberships, 400 amendments, 200 retractions, 100 withdrawn
    verdicts, 50 undos and 5 changes of policy, on rows that have been written.
    """
    rng = Random(f"mending {world.size.seed}")
    statements = [row for row in world.kept if "verdict" not in row]
    speakers = sorted({row["source"] for row in statements})
    verdicts = [row for row in world.kept if "verdict" in row]
    rng.shuffle(statements)
    yield from _identities(world, rng)
    for row in statements[:400]:
        yield _amendment(speakers, rng, row)
    for row in statements[400:600]:
        day = (row.get("said") or row["published"]).removeprefix("../")[:10]
        yield _event("statement.retracted", statement=row["id"], said=_later(rng, day))
    for row in rng.sample(verdicts, min(100, len(verdicts) // 4)):
        yield _event("verdict.withdrawn", verdict=row["id"], decided=_later(rng, row["decided"]))
    for row in statements[600:650]:
        yield _event("entry.voided", entry=row["id"])
    for name, value in POLICIES:
        yield _event("policy.set", name=name, value=value)


def _event(wire: str, words: dict[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    return {"type": wire, "facts": facts, "words": words or {}}


def _later(rng: Random, text: str) -> str:
    """A day some time after a date, but never after the last."""
    day = date.fromisoformat(text + {4: "-12-31", 7: "-28"}.get(len(text), ""))
    return min(day + timedelta(days=rng.randint(3, 200)), LAST).isoformat()


def _identities(world: World, rng: Random) -> Iterator[dict[str, Any]]:
    spoken = {row["source"] for row in world.kept if "source" in row}
    spoken |= {source.handle for n, source in enumerate(world.sources) if any(n in about for about in world.about)}
    people = [source.handle for source in world.sources if source.kind == "person" and source.handle in spoken]
    houses = [source.handle for source in world.sources if source.kind == "organisation" and source.handle in spoken]
    rng.shuffle(people)
    rng.shuffle(houses)
    merges = [*_pairs(people, min(30, len(people) // 4)), *_pairs(houses, min(30, len(houses) // 4))]
    for source, into in merges:
        yield _event("sources.merged", source=source, into=into)
    for source, into in rng.sample(merges, len(merges) // 4):
        yield _event("sources.separated", source=source, apart_from=into)
    others = people[2 * min(30, len(people) // 4) :][:25]
    for person in others:
        yield _event("source.described", source=person, member_of=rng.choice(houses), member_from="2016")


def _pairs(handles: list[str], count: int) -> Iterator[tuple[str, str]]:
    return zip(handles[:count], handles[count : 2 * count], strict=True)


def _amendment(speakers: list[str], rng: Random, row: dict[str, str]) -> dict[str, Any]:
    """The whole statement anew, with one thing put right."""
    facts: dict[str, Any] = {name: row[name] for name in OF_ROW if name in row}
    facts |= {"statement": row["id"], "claim": row["claim"]}
    if "chain" in row:
        facts["chain"] = chain(row["chain"])
    words = {name: row[name] for name in ("text", "quote", "evidence") if name in row}
    match rng.randrange(4):
        case 0:
            facts.pop("published", None)
            facts["said"] = _day(rng.randrange(DAYS))
        case 1:
            facts["certainty"] = rng.choice(CERTAINTY)
        case 2:
            words["text"] += " " + rng.choice(words["text"].split())
        case _:
            facts["source"] = rng.choice(speakers)
            facts["chain"] = [handle for handle in facts.get("chain", ()) if handle != facts["source"]]
    return _event("statement.amended", words, **facts)


if __name__ == "__main__":
    main()
