"""Stories nobody would write: random commands, after each of which everything the log promises must hold."""

from __future__ import annotations

import random

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.domain.words import Act, Finding, GroundRule, Presentation

KINDS = {
    "ann": "person", "bob": "person", "crowd": "group", "reuters": "agency", "bote": "outlet", "nvidia": "organisation",
}  # fmt: skip
CLAIMS = ("flood", "rain", "hundred", "thousand")
DATES = ("2024", "2024-05", "2025-01-01", "../2025-02-01", "2025-03-01", "2025-06-01T10:00Z")
ENOUGH = 40


@pytest.fixture(scope="module")
def cast(new_room: Room) -> Newsroom:
    """Who may speak, and of what."""
    room = new_room()
    room.write("page.txt", "He said yes and no. [sic]")
    for source, kind in KINDS.items():
        room.ok(f"source add {source} --kind {kind}")
    for claim in CLAIMS:
        filing = "--question how-many" if claim.endswith(("hundred", "thousand")) else "--deadline 2025-11"
        room.ok(f"claim open 'It is {claim}' --handle {claim} --about nvidia --topic {claim} {filing}")
    room.ok("article add page.txt --handle page --outlet bote --agency reuters --published 2025-01-05")
    return room


def command(dice: random.Random, end: int) -> str:
    """Something that might be typed."""
    source, other = dice.sample(sorted(KINDS), 2)
    claim, rival = dice.sample(CLAIMS, 2)
    act, date = dice.choice(list(Act)), dice.choice(DATES)
    entry, later = dice.randint(1, end + 1), dice.randint(1, end + 1)
    return dice.choice([
        f"log 'words {dice.randint(0, 9)}' -s {source} -c {claim} -a {act} -d {date}",
        f"log -q 'said [...] no' -s {source} -c {claim} -c {rival} --article page -a {act}",
        f"log x --voice -c {claim} --article page",
        f"log x -s {source} -c {claim} --ground-rule {dice.choice(list(GroundRule))}",
        f"log x -s {source} -c {claim} --chain {other} --presentation {dice.choice(list(Presentation))}",
        f"amend {entry} --act {act}",
        f"amend {entry} -s {source} --said '' --chain ''",
        f"retract {entry} -d {date}",
        f"retract {entry} --instead {later}",
        f"verdict {claim} {dice.choice(list(Finding))} --decided {dice.choice(DATES[:3])}",
        f"verdict {claim} --withdraw",
        f"undo {entry}",
        "undo --last",
        f"redact {entry} --yes",
        f"source merge {source} {other}",
        f"source separate {source} {other}",
        f"source describe {source} --member-of {other} --member-from {dice.choice(DATES[:3])}",
        f"claim relate {claim} {dice.choice(['same_as', 'implies'])} {rival} {dice.choice(['', '--no'])}",
        f"ask {source} -c {claim} --by 2026",
    ])  # fmt: skip


def live(room: Newsroom, dice: random.Random) -> None:
    """A random life: what is refused leaves no trace."""
    for _ in range(ENOUGH):
        line, before = command(dice, room.head[0]), room.fingerprint()
        answer = room(line)
        assert answer.code in (0, 1, 2, 3), (line, answer)
        if answer.code:
            assert room.fingerprint() == before, line
            assert answer.out == "", line
            assert "hint: " in answer.err, (line, answer)


def check(room: Newsroom, new_room: Room) -> None:
    """All that a log promises."""
    assert room.ok("verify").code == 0
    before = room.fingerprint()
    room.ok("rebuild")
    assert room.fingerprint() == before, "rebuilt is as it grew"
    copy, public = new_room(), new_room()
    copy.write("log.jsonl", room.ok("export").out)
    copy.ok("import log.jsonl")
    assert copy.fingerprint() == before, "an export comes back as it was"
    public.write("log.jsonl", room.ok("export --publishable").out)
    public.ok("import log.jsonl --keep-recorded")
    for claim in CLAIMS:
        for cut in ("", "--as-of 2025-01-01", f"--known-by {room.head[0] // 2}"):
            whole = room.one(f"why {claim} {cut}")
            for side, total in (("for", "support_units"), ("against", "deny_units")):
                assert sum(item["units"] for item in whole["contributions"] if item["side"] == side) == whole[total]
            room.ok(f"why {claim} {cut}")
    for line in (
        "belief",
        "credibility",
        "timeline --by recorded",
        "timeline --overdue",
        "source list",
        "export --format table",
    ):
        room.ok(line)
    for source in KINDS:
        row = room.json(f"credibility {source}")[0]
        silence = row["silence"]
        assert silence["asked"] == sum(silence[fate] for fate in ("answered", "evaded", "unanswered", "pending"))
        assert sum(month["statements"] for month in row["months"]) == row["statements"]
        room.ok(f"credibility {source}")
    for entry in range(1, room.head[0] + 1):
        room.ok(f"show {entry}")


@pytest.mark.parametrize("seed", [pytest.param(s, marks=pytest.mark.soak if s > 2 else ()) for s in range(1, 61)])
def test_a_random_story(cast: Newsroom, new_room: Room, seed: int) -> None:
    room = new_room(cast.database)
    live(room, random.Random(seed))
    check(room, new_room)
