"""A desk's table: exported, mended by nobody, and taken in again."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

DAM = """
    log 'The gate was shut' --new-source Ines --new-claim 'The gate was shut' -c gate -d 2025-01-01
    log 'It was not' --new-source Oskar -c gate -a deny -d 2025-01-02
    ask oskar -c gate --by 2025-12-20
"""


@pytest.mark.parametrize(
    "then",
    [
        "amend 3 --said 2025-01-03",
        "amend 3 --cue said --note 'by phone'",
        "amend 3 --text '=1+1'\namend 3 --text \"'=1+1\"",
        "amend 3 --said 2025-01-03\nredact 3 --yes",
        "retract 3 --said 2025-02-01 --because 'heard wrongly'",
        "group 3 5 --because 'one press office'",
        "verdict gate false --decided 2025-03-01\nverdict gate --withdraw --decided 2025-04-01",
        "source add Ina\nsource merge ina ines",
        "claim open 'The gate was closed' --handle closed\nclaim relate closed same_as gate",
        "undo 5",
    ],
)
def test_into_its_own_log_a_table_adds_nothing_and_into_a_new_one_everything(
    room: Newsroom, new_room: Room, then: str
) -> None:
    room.given(DAM + then)
    before = room.fingerprint()
    for raw in ("", " --csv-raw"):
        room.write("t.csv", room.ok(f"export --format table{raw}").out)
        assert room.json("import t.csv --keep-recorded")["added"] == 0
        assert room.fingerprint() == before
        other = new_room()
        other.write("t.csv", (room.folder / "t.csv").read_bytes())
        other.ok("import t.csv --keep-recorded")
        for verb in ("belief", "credibility", "timeline"):
            assert without_numbers(other.json(verb)) == without_numbers(room.json(verb)), verb


def without_numbers(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows without the numbers of entries, and without marks of amendments, which a table does not keep."""
    numbers = ("entry", "changed", "verdict_entry", "known_by")
    return [
        {name: "" if value in ("amended", "redacted") else value for name, value in row.items() if name not in numbers}
        for row in rows
        if row.get("status") != "voided"
    ]


def test_a_table_from_before_an_amendment_is_on_record_too(room: Newsroom) -> None:
    room.given(DAM)
    room.write("before.csv", room.ok("export --format table").out)
    room.given("amend 3 --text 'The gate was half shut'")
    assert room.json("import before.csv")["added"] == 0


@pytest.mark.parametrize("text", ["\r=1", "a\rb", "a\r\nb\n", "'=1", "''tis", "-", "\t=x", "=cmd|' /C calc'!A0"])
def test_a_text_comes_back_to_the_letter(room: Newsroom, new_room: Room, text: str) -> None:
    room.given("source add Ines\nclaim open Gate")
    room.ok("log -s ines -c gate -", stdin=text)
    (there,) = room.json("timeline")
    for raw in ("", " --csv-raw"):
        other = new_room()
        other.write("t.csv", room.ok(f"export --format table{raw}").out)
        other.ok("import t.csv")
        assert other.json("timeline")[0]["text"] == there["text"]


def test_the_export_says_what_a_table_has_no_place_for(room: Newsroom) -> None:
    room.given(DAM + "policy set hearsay=0.5\nlog x -s ines -c gate\nundo --last")
    told = room.ok("export --format table").err
    assert "has no place for: 1 settings of the policy, 1 undone entries" in told


def test_what_nothing_is_said_of_has_a_row_of_its_own(room: Newsroom, new_room: Room) -> None:
    room.given(
        "source add 'Ina Ott' --handle ina --kind group --heads 2..3\nclaim open 'The gate was shut' --handle gate"
    )
    other = new_room()
    other.write("t.csv", room.ok("export --format table").out)
    assert other.json("import t.csv")["added"] == 2
    assert other.one("source show ina")["heads"] == [2, 3]
    assert other.one("claim show gate")["text"] == "The gate was shut"
