"""The sample cases: each comes in whole, shows what an editor must see, and goes out and in again bit for bit."""

from __future__ import annotations

import csv
import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SHARED = Path(__file__).resolve().parents[2] / "shared"
AFTERWARDS = "2026-11-23T12:00:00+00:00"
"""After the last row of both cases."""
FOUNDING = "fd3d937103f0c8d229f22b30360a04c1688fb1e66b33112ac13ead984992cbe3"


@pytest.fixture(scope="module")
def h200(new_room: Room, clock: Any) -> Newsroom:
    """The real case."""
    room = new_room()
    clock.move_to(AFTERWARDS)
    room.ok("import", str(SEEDS / "h200" / "h200.csv"))
    return room


@pytest.fixture(scope="module")
def bridge(new_room: Room, clock: Any) -> Newsroom:
    """The invented case, with its own dates of recording."""
    room = new_room()
    clock.move_to(AFTERWARDS)
    room.ok("import --keep-recorded", str(SEEDS / "harbour-bridge" / "harbour-bridge.jsonl"))
    return room


@pytest.fixture(autouse=True)
def late(clock: Any) -> None:
    """Everything here is looked at afterwards."""
    clock.move_to(AFTERWARDS)


def belief(room: Newsroom, claim: str, cut: str = "") -> dict[str, Any]:
    """Where a claim stands."""
    (row,) = room.json(f"belief {claim} {cut}")
    return row


# -- on any screen -------------------------------------------------------------------------------------------------


READINGS = (
    "belief", "belief us-licensed-h200", "belief --without nvidia", "why us-licensed-h200 --fragile", "timeline",
    "credibility", "credibility nvidia", "diff 2025-06-01 2025-12-31", "replay --claim us-licensed-h200", "find h200",
    "show 19", "claim list", "claim show us-licensed-h200", "source list", "source show colette-kress", "article list",
    "article show founding-article", "policy", "backtest",
)  # fmt: skip


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_fits_its_screen_and_says_the_same_there(h200: Newsroom, reading: str) -> None:
    piped = h200.ok(reading).out
    for columns in (50, 140):
        told = h200.ok(reading, screen=columns).out
        assert reading in _DRAWN or _words(told) == _words(piped)
        assert [line for line in told.splitlines() if len(line) > columns and not _is_one_word(line, columns)] == []


def test_a_screen_has_fifty_to_a_hundred_and_forty_columns_and_a_pipe_eighty(h200: Newsroom) -> None:
    told = {columns: h200.ok("claim list", screen=columns).out for columns in (20, 50, 80, 140, 400)}
    assert told[20] == told[50]
    assert told[400] == told[140]
    assert told[80] == h200.ok("claim list").out


_DRAWN = ("credibility nvidia", "backtest")
"""Readings with bars, which are as long as there is room."""


def _words(told: str) -> set[str]:
    return {word.rstrip(";:") for word in told.split()}


def _is_one_word(line: str, columns: int) -> bool:
    """Whether a line is too wide for one word of it alone, which is never broken."""
    return len(line.rpartition(" ")[0].rstrip()) <= max(20, columns // 3) or len(line.split()) == 1


# -- both ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["h200", "bridge"])
def test_out_and_in_again_bit_for_bit(case: str, request: pytest.FixtureRequest, new_room: Room, clock: Any) -> None:
    room = request.getfixturevalue(case)
    exported = room.ok("export").out
    other = new_room()
    clock.move_to(AFTERWARDS)
    other.write("log.jsonl", exported)
    other.ok("import log.jsonl")
    assert other.fingerprint() == room.fingerprint(), "every row of the log and of all that is derived from it"
    assert other.ok("export").out == exported
    assert other.ok("verify").out == room.ok("verify").out


@pytest.mark.parametrize("case", ["h200", "bridge"])
def test_out_and_in_again_as_a_table(case: str, request: pytest.FixtureRequest, new_room: Room, clock: Any) -> None:
    """The table keeps statements and verdicts: after one more round it says the same."""
    room = request.getfixturevalue(case)
    other = new_room()
    clock.move_to(AFTERWARDS)
    other.write("table.csv", room.ok("export --format table").out)
    other.ok("import table.csv --keep-recorded")
    if case == "h200":
        names = ("claim", "status", "probability", "support_units", "deny_units", "verdict", "statements", "denied_by")
        here, there = (
            {row["claim"]: [row[name] for name in names] for row in one.json("belief")} for one in (room, other)
        )
        assert here == there
        assert other.ok("export --format table").out == room.ok("export --format table").out


@pytest.mark.parametrize(
    ("case", "line"),
    [("h200", "import {}/h200/h200.csv"), ("bridge", "import {}/harbour-bridge/harbour-bridge.jsonl --keep-recorded"),
     ("bridge", "import {}/harbour-bridge/harbour-bridge.jsonl")],
)  # fmt: skip
def test_twice_is_once(case: str, line: str, request: pytest.FixtureRequest) -> None:
    room = request.getfixturevalue(case)
    before = room.fingerprint()
    assert room.json(line.format(SEEDS))["added"] == 0
    assert room.fingerprint() == before


@pytest.mark.parametrize("case", ["h200", "bridge"])
def test_rebuilding_changes_nothing(case: str, request: pytest.FixtureRequest, new_room: Room, clock: Any) -> None:
    room = new_room(request.getfixturevalue(case).database)
    clock.move_to(AFTERWARDS)
    before = room.fingerprint()
    room.ok("rebuild")
    assert room.fingerprint() == before


@pytest.mark.parametrize("case", ["h200", "bridge"])
def test_every_why_adds_up(case: str, request: pytest.FixtureRequest) -> None:
    room = request.getfixturevalue(case)
    for row in room.json("belief"):
        whole = room.one(f"why {row['claim']}")
        for side, total in (("for", "support_units"), ("against", "deny_units")):
            assert sum(item["units"] for item in whole["contributions"] if item["side"] == side) == whole[total]


@pytest.mark.parametrize("case", ["h200", "bridge"])
@pytest.mark.parametrize("line", ["belief", "timeline", "credibility", "source list", "claim list"])
def test_every_page_fits_eighty_columns(case: str, line: str, request: pytest.FixtureRequest) -> None:
    wide = [one for one in request.getfixturevalue(case).ok(line).lines if len(one) > 80]
    assert [one for one in wide if " " in one.strip()] == [], "only a single long word may stick out"


@pytest.mark.skipif(not SHARED.is_dir(), reason="nothing shared here")
def test_nothing_shared_was_copied() -> None:
    theirs = {sha256(path.read_bytes()).hexdigest() for path in SHARED.rglob("*") if path.is_file()}
    article = (SHARED / "seeds" / "000_804d9ef533cc9f46.txt").read_text(encoding="utf-8")
    sheet = (SHARED / "seeds" / "h200-facts.md").read_text(encoding="utf-8")
    sentences = [part.strip() for text in (article,) for part in text.replace("\n", " ").split(". ") if len(part) > 40]
    cells = [cell.strip() for line in sheet.splitlines() for cell in line.split("|") if len(cell.strip()) > 60]
    cells = [cell for cell in cells if "http" not in cell]
    for path in SEEDS.rglob("*"):
        if path.is_file():
            assert sha256(path.read_bytes()).hexdigest() not in theirs, path
            text = " ".join(path.read_text(encoding="utf-8").split())
            assert [sentence for sentence in sentences if sentence in text] == [], path
            assert [cell for cell in cells if cell in text] == [], path


# -- the real case -------------------------------------------------------------------------------------------------


def rows() -> list[dict[str, str]]:
    """The rows of the real case's table."""
    with (SEEDS / "h200" / "h200.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_founding_article_is_21_rows() -> None:
    own = [row for row in rows() if row["id"].startswith("f-")]
    assert len(own) == 21
    by_source = Counter(row["source"] for row in own)
    assert by_source["unnamed-outlet"] == 9, "eight in its own voice, one of them with two claims"
    assert sum(by_source.values()) - by_source["unnamed-outlet"] == 12, (
        "eleven by a speaker, one of them with two claims"
    )
    assert by_source["insiders-via-reuters"] == 5
    assert by_source["zhang-yuchun"] == 3
    assert by_source["nvidia"] == by_source["donald-trump"] == 1
    assert {row["article"] for row in own} == {"founding-article"}
    assert len(rows()) >= 60
    assert len({row["id"] for row in rows()}) == len(rows())


def test_the_traps_of_the_founding_article() -> None:
    own = {row["claim"]: row for row in rows() if row["id"].startswith("f-")}
    assert own["nvidia-puts-blackwell-rubin-first"]["source"] == "insiders-via-reuters", "about Nvidia, by the insiders"
    assert own["h200-shortage"]["act"] == "warn"
    assert own["nvidia-indispensable-in-china"]["via"] == "konjunktiv"
    assert own["nvidia-backdoors"]["act"] == "deny"
    assert own["nvidia-backdoors"]["interest"] == "self_serving"
    assert own["china-approves-h200-imports"]["act"] == "unclear"
    declined = [row for row in rows() if row["id"].startswith("f-") and row["act"] == "decline"]
    assert [row["source"] for row in declined] == ["chinese-authorities"]
    assert all("reuters" in row["chain"] for row in own.values() if row["source"] == "insiders-via-reuters")
    assert {row["via"] for row in own.values() if row["source"] == "unnamed-outlet"} <= {"voice", "headline"}


def test_the_founding_article_is_named_and_not_copied(h200: Newsroom) -> None:
    row = h200.one("article show founding-article")
    assert (row["sha256"], row["title"]) == (FOUNDING, "000_804d9ef533cc9f46.txt")
    assert (row["archived"], row["text"]) == (False, None)


def test_every_statement_has_its_public_address() -> None:
    assert [row["id"] for row in rows() if not row["evidence"].startswith("http")] == []


def test_backdoors_stay_disputed(h200: Newsroom) -> None:
    for cut in ("", "--as-of 2025-12-31", "--as-of 2026-03-01"):
        row = belief(h200, "nvidia-backdoors", cut)
        assert row["status"] == "disputed"
        assert row["denied_by"] == ["nvidia"]
        assert row["verdict"] is None


def test_the_clearances_of_january(h200: Newsroom) -> None:
    """Two unnamed origins, via Bloomberg and via Reuters, against one named voice; the ministry's decline adds 0."""
    whole = h200.one("why china-clears-h200-buyers")
    counted = [item for item in whole["contributions"] if item["counted"]]
    assert sorted((item["side"], item["group"]) for item in counted) == [
        ("against", "nvidia"), ("for", "insider via bloomberg"), ("for", "insider via reuters"),
    ]  # fmt: skip
    assert [item["source"] for item in counted if item["side"] == "against"] == ["jensen-huang"]
    (ministry,) = [item for item in whole["contributions"] if item["act"] == "decline"]
    assert (ministry["source"], ministry["counted"], ministry["units"]) == ("guo-jiakun", False, 0)
    assert whole["origins_for"][0] == 2
    assert whole["origins_against"] == [1, 1]
    silent = [item for item in whole["contributions"] if item["act"] == "no_response"]
    assert len(silent) >= 3
    assert not any(item["counted"] for item in silent)


def test_the_february_shipment_is_refuted(h200: Newsroom) -> None:
    row = belief(h200, "first-h200-before-mid-february")
    assert (row["status"], row["verdict"]) == ("refuted", "false")
    assert belief(h200, "first-h200-before-mid-february", "--as-of 2026-02-24")["verdict"] is None


def test_what_we_believed_differs_between_the_years(h200: Newsroom) -> None:
    then = {row["claim"]: row for row in h200.json("belief --as-of 2025-12-31")}
    later = {row["claim"]: row for row in h200.json("belief --as-of 2026-03-01")}
    assert "china-clears-h200-buyers" not in then
    assert "china-clears-h200-buyers" in later
    assert then["first-h200-before-mid-february"]["status"] == "single_source"
    assert later["first-h200-before-mid-february"]["status"] == "refuted"
    assert then["us-allows-h200-exports"]["verdict"] is None
    assert later["us-allows-h200-exports"]["status"] == "confirmed"
    assert then["chinese-firms-ordered-h200"]["status"] != "disputed"
    assert later["chinese-firms-ordered-h200"]["status"] == "disputed"


def test_the_refuted_forecast_lowers_the_cell(h200: Newsroom) -> None:
    def cell(cut: str) -> dict[str, Any]:
        return next(row for row in h200.json(f"credibility {cut}") if row["source"] == "insider via reuters")

    assert cell("--as-of 2026-02-24")["fell"] == 0
    assert cell("--as-of 2026-02-25")["fell"] == 1
    assert cell("--as-of 2026-02-25")["mean"] < cell("--as-of 2026-02-24")["mean"]


def test_reprints_add_no_origin(h200: Newsroom) -> None:
    whole = h200.one("why china-clears-h200-buyers")
    reuters = [item for item in whole["contributions"] if item["source"] == "reuters-first-batch"]
    assert len(reuters) == 2
    assert [item["counted"] for item in reuters].count(True) == 1


def test_officers_are_members_of_their_organisation(h200: Newsroom) -> None:
    for officer in ("jensen-huang", "colette-kress", "david-reber"):
        assert [one["source"] for one in h200.one(f"source show {officer}")["member_of"]] == ["nvidia"]


def test_the_regulator_speaks_of_risks_not_of_a_finding(h200: Newsroom) -> None:
    for item in h200.one("why nvidia-backdoors")["contributions"]:
        if item["source"] == "cac":
            assert item["act"] == "accuse"
            assert item["basis"] == "no_evidence" or item["certainty"] == "uncertain"


# -- the invented case ---------------------------------------------------------------------------------------------


def events() -> list[dict[str, Any]]:
    """The lines of the invented case."""
    content = (SEEDS / "harbour-bridge" / "harbour-bridge.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in content.splitlines()]


def test_the_counts_of_the_invented_case() -> None:
    count = Counter(event["type"] for event in events())
    assert count["article.archived"] >= 8
    assert count["statement.recorded"] >= 45
    assert count["source.registered"] >= 12
    assert count["claim.opened"] >= 14
    assert count["verdict.reached"] >= 10
    for one in (
        "statement.retracted", "statement.amended", "sources.merged", "sources.separated", "entry.redacted",
        "entry.voided", "comment.requested",
    ):  # fmt: skip
        assert count[one] >= 1, one


def test_it_is_plainly_marked_as_invented() -> None:
    assert "invented" in (SEEDS / "harbour-bridge" / "README.md").read_text(encoding="utf-8").lower()
    for path in (SEEDS / "harbour-bridge" / "articles").iterdir():
        last = path.read_text(encoding="utf-8").strip().splitlines()[-1].lower()
        assert "ausgedacht" in last or "invented" in last, path


def test_the_articles_are_the_files_byte_for_byte(bridge: Newsroom) -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in (SEEDS / "harbour-bridge" / "articles").iterdir()}
    archived = [row for row in bridge.json("article list") if row["archived"]]
    assert len(archived) >= 8
    for row in archived:
        text = bridge.one(f"article show {row['article']}")["text"]
        assert files[row["article"]] == text
        assert sha256(text.encode()).hexdigest() == row["sha256"]
    assert {row["language"] for row in archived} >= {"de", "en"}


def test_the_words_lag_behind_the_world(bridge: Newsroom) -> None:
    rows = [row for row in bridge.json("timeline") if row["type"] == "statement.recorded"]
    late = [row for row in rows if row["at"][:10] < row["recorded"][:10]]
    assert len(late) > 10
    assert bridge.rows("SELECT MIN(recorded) >= '2024-03-05', MAX(recorded) < '2024-06-08' FROM entry") == [(1, 1)]


def test_a_denial_that_turned_out_false(bridge: Newsroom) -> None:
    row = belief(bridge, "cracks-known-2023")
    assert (row["status"], row["verdict"]) == ("confirmed", "true")
    assert row["denied_by"] == ["tjalda-ruhmkorn"], "for the town, whose spokeswoman she is"
    (record, *_) = bridge.json("credibility tjalda-ruhmkorn")
    assert record["fell"] >= 1
    assert belief(bridge, "cracks-known-2023", "--known-by 2024-03-06")["verdict"] is None


def test_both_clocks_matter(bridge: Newsroom) -> None:
    then = belief(bridge, "cracks-known-2023", "--as-of 2024-03-06 --known-by 2024-03-06")
    hindsight = belief(bridge, "cracks-known-2023", "--as-of 2024-03-06")
    assert then["statements"] < hindsight["statements"]
    assert then["probability"] < hindsight["probability"]
    asleep = belief(bridge, "barge-hit-pier", "--as-of 2024-04-30 --known-by 2024-04-30")
    assert asleep["verdict"] is None
    assert belief(bridge, "barge-hit-pier", "--as-of 2024-04-30")["verdict"] == "true"


def test_one_wire_story_carried_by_three_papers_is_one_origin(bridge: Newsroom) -> None:
    wire = [row for row in bridge.json("timeline --source insiders-via-kimm") if row["claim"] == "cracks-known-2023"]
    assert len({row["outlet"] for row in wire} - {"kimm"}) >= 3
    items = [
        item
        for item in bridge.one("why cracks-known-2023")["contributions"]
        if item["entry"] in {r["entry"] for r in wire}
    ]
    assert len({item["group"] for item in items}) == 1
    assert sum(item["counted"] for item in items) <= 1


def test_an_unnamed_plural_of_whom_one_is_later_unmasked(bridge: Newsroom) -> None:
    assert bridge.one("source show insiders-via-kimm")["kind"] == "group"
    assert "insiders-via-kimm" in [one["source"] for one in bridge.one("source show gerrit-maatlund")["member_of"]]
    theirs = [
        item
        for item in bridge.one("why sensors-off")["contributions"]
        if item["source"] in ("gerrit-maatlund", "insiders-via-kimm")
    ]
    assert {item["source"] for item in theirs} == {"gerrit-maatlund", "insiders-via-kimm"}
    assert len({item["group"] for item in theirs}) == 1, "he and the insiders are one origin"


def test_a_question_with_three_answers(bridge: Newsroom) -> None:
    answers = [row for row in bridge.json("belief") if row["question"] == "repair-cost"]
    assert len(answers) == 3
    assert Counter(row["verdict"] for row in answers) == {"true": 1, "false": 2}
    before = [row for row in bridge.json("belief --known-by 2024-04-01") if row["question"] == "repair-cost"]
    assert sum(row["probability"] for row in before) < 1, "the rest is none of these"


def test_a_retraction_and_a_correction(bridge: Newsroom) -> None:
    row = belief(bridge, "cost-about-14m", "--as-of 2024-05-19 --known-by 2024-05-21")
    assert row["status"] == "retracted"
    before, after = (belief(bridge, "barge-hit-pier", f"--known-by 2024-04-{day}") for day in (10, 11))
    assert before["deny_units"] > 0
    assert after["deny_units"] == 0


def test_an_overdue_prediction(bridge: Newsroom) -> None:
    row = belief(bridge, "temporary-bridge-by-31-may")
    assert (row["deadline"], row["verdict"]) == ("2024-05-31", None)


def test_asked_and_no_answer(bridge: Newsroom) -> None:
    rows = bridge.json("timeline --claim sensors-off")
    assert "comment.requested" in [row["type"] for row in rows]
    assert "no_response" in [row["act"] for row in rows]


def test_merged_and_separated(bridge: Newsroom) -> None:
    assert bridge.one("source show a-quarnhold")["counts_as"] == "arvid-quarnholt"
    assert bridge.one("source show i-pagelsund")["counts_as"] is None
    assert bridge.one("source show i-pagelsund --known-by 2024-04-20")["counts_as"] == "imke-pagelsund"


def test_a_redaction_and_an_undo(bridge: Newsroom) -> None:
    assert (bridge.one("show 102")["status"], bridge.one("show 102")["words"]) == ("redacted", None)
    assert bridge.one("show 98")["status"] == "voided"


def test_a_record_long_enough_for_an_interval(bridge: Newsroom) -> None:
    assert bridge.json("credibility arvid-quarnholt")[0]["enough"] is True
    assert bridge.json("credibility tjalda-ruhmkorn")[0]["enough"] is False


@pytest.mark.parametrize("case", ["h200", "bridge"])
def test_the_commands_of_the_readme_run(case: str, request: pytest.FixtureRequest) -> None:
    import re

    room = request.getfixturevalue(case)
    folder = {"h200": "h200", "bridge": "harbour-bridge"}[case]
    text = (SEEDS / folder / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(?:\$ )?tracker (.+)$|`tracker ([^`]+)`", text, re.MULTILINE)
    ran = [
        one or two for one, two in lines if not (one or two).startswith(("init", "import")) and (one or two) != "why"
    ]
    assert len(ran) > 4
    for line in ran:
        room.ok(line.split("#")[0])
