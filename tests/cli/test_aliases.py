"""Aliases: another name for a source or a claim, for whoever types it; the handle stays, and belief knows no alias."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

TABLE = """source,claim,act,said,chain,about,same_as
port,crane,deny,2025-03-02,kurier,,
mole,quay,,2025-03-03,,port,crane
"""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A harbour office that is also called port, and a claim that is also called crane."""
    return room.given("""
        source add 'Harbour office' --handle harbour-office --kind organisation
        source add Kurier --kind outlet
        claim open 'The old crane leans' --handle old-crane-leans --about harbour-office
        source alias harbour-office port
        claim alias old-crane-leans crane
        """)


def test_it_means_the_handle_wherever_one_is_typed(desk: Newsroom) -> None:
    desk.given("""
        source add 'Port watchers' --handle port-watchers
        source add Polder --member-of port
        log 'It stands' -s port -c crane -a deny -d 2025-03-01
        log 'It leans' -s port-watchers -c crane -d 2025-03-01 --chain 'polder > port'
        ask port -c crane --by 2025-03-05
        claim open 'The quay sinks' --handle quay --about port
        verdict crane false --decided 2025-03-09
        """)
    assert [(desk.facts(entry)["source"], desk.facts(entry)["claim"]) for entry in (8, 10)] == [
        ("harbour-office", "old-crane-leans")
    ] * 2
    assert desk.facts(9)["chain"] == ["polder", "harbour-office"]
    assert desk.facts(11)["about"] == ["harbour-office"]
    assert "-s harbour-office" in desk.refused(1, "log Yes --new-source Port -c quay").hint
    for alias, handle in (
        ("timeline --source port", "timeline --source harbour-office"),
        ("timeline --claim crane", "timeline --claim old-crane-leans"),
        ("belief crane", "belief old-crane-leans"),
        ("why crane --without port", "why old-crane-leans --without harbour-office"),
        ("credibility port", "credibility harbour-office"),
        ("diff 2025-02 2025-04 -c crane", "diff 2025-02 2025-04 -c old-crane-leans"),
    ):
        assert desk.json(alias) == desk.json(handle), alias
    assert "did you mean crane?" in desk.refused(3, "belief cranne").hint


def test_it_is_shown_listed_read_back_and_found(desk: Newsroom) -> None:
    assert desk.ok("claim alias old-crane-leans leaning").out == "6 old-crane-leans is also called leaning\n"
    assert desk.ok("source show harbour-office").lines[-1] == "  also called: port"
    assert "  also called: crane, leaning" in desk.ok("claim show crane").lines
    assert [row["aliases"] for row in desk.json("source list")] == [["port"], []]
    assert desk.one("claim list leaning")["aliases"] == ["crane", "leaning"]
    assert desk.one("source show port --known-by 3")["aliases"] == []
    assert [row["claim"] for row in desk.json("find leaning")] == ["old-crane-leans"]
    assert desk.json("find leaning --known-by 5") == []
    assert desk.one("show 6")["facts"] == {"claim": "old-crane-leans", "alias": "leaning"}
    assert desk.json("claim alias old-crane-leans another") == [{"entry": 7, "type": "claim.aliased"}]


def test_said_twice_is_said_once(desk: Newsroom) -> None:
    for line in ("claim alias crane crane", "source alias harbour-office port"):
        before = desk.head
        assert "already on record" in desk.ok(line).err
        assert desk.head == before


@pytest.mark.parametrize(
    ("code", "line", "error"),
    [
        (1, "claim alias crane quay", "there is a claim 'quay' already"),
        (1, "claim alias quay crane", "'crane' is an alias of the claim 'old-crane-leans'"),
        (1, "claim alias crane old-crane-leans", "there is a claim 'old-crane-leans' already"),
        (1, "source alias kurier port", "'port' is an alias of the source 'harbour-office'"),
        (1, "source alias port kurier", "there is a source 'kurier' already"),
        (1, "source alias port 'The Port'", "'The Port' cannot be a handle (alias)"),
        (1, "source alias port 2025", "'2025' cannot be a handle (alias)"),
        (3, "source alias nobody port", "there is no source 'nobody'"),
        (1, "source add Port", "'port' is an alias of the source 'harbour-office'"),
        (1, "claim open 'It creaks' --handle crane", "'crane' is an alias of the claim 'old-crane-leans'"),
        (1, "undo 1", "entry 1 cannot be undone: later entries rest on it (3, 4)"),
    ],
)
def test_a_name_means_one_thing(desk: Newsroom, code: int, line: str, error: str) -> None:
    desk.ok("claim open 'The quay sinks' --handle quay")
    assert desk.refused(code, line).error == error


def test_a_source_and_a_claim_may_share_a_name(desk: Newsroom) -> None:
    desk.given("source alias port crane\nclaim alias crane port\nlog Yes -s crane -c port")
    assert desk.facts(8) == {"source": "harbour-office", "claim": "old-crane-leans"}


def test_a_handle_made_of_words_goes_round_an_alias(desk: Newsroom) -> None:
    desk.ok("claim alias crane quay-sinks")
    assert desk.ok("claim open 'The quay sinks'").out == '7 claim quay-sinks-2: "The quay sinks"\n'


def test_undone_it_means_nothing_and_is_free(desk: Newsroom) -> None:
    desk.ok("undo 4")
    assert desk.refused(3, "log Yes -s port -c crane").error == "there is no source 'port'"
    assert desk.json("find port") == []
    assert desk.one("source show harbour-office")["aliases"] == []
    desk.ok("undo 6")
    assert desk.one("source show port")["source"] == "harbour-office"
    desk.given("undo 7\nsource alias kurier port")
    assert desk.one("source show port")["source"] == "kurier"
    assert desk.refused(1, "undo 8").error == "'port' is an alias of the source 'kurier'"
    desk.given("undo 9\nundo 8")
    assert desk.one("source show port")["source"] == "harbour-office"


def test_a_source_does_not_come_back_under_what_has_become_an_alias(room: Newsroom) -> None:
    room.given("source add Port\nsource add Kurier\nundo 1\nsource alias kurier port")
    assert room.refused(1, "undo 3").error == "'port' is an alias of the source 'kurier'"
    room.given("undo 4\nundo 3")
    assert room.one("source show port")["source"] == "port"


def test_undone_with_what_it_names_it_does_not_come_back_with_it(room: Newsroom) -> None:
    room.given("source add Port\nsource alias port quay\nundo 2\nundo 1\nsource add Port")
    assert room.one("source show port")["aliases"] == []
    room.refused(3, "source show quay")


def test_a_table_that_uses_it_means_the_handle(desk: Newsroom) -> None:
    desk.write("rows.csv", TABLE)
    desk.ok("import rows.csv")
    assert [row["source"] for row in desk.json("source list")] == ["harbour-office", "kurier", "mole"]
    assert [row["claim"] for row in desk.json("claim list")] == ["old-crane-leans", "quay"]
    assert desk.one("claim show quay")["about"] == ["harbour-office"]
    assert desk.one("claim show quay")["links"] == [{"relation": "same_as", "claim": "old-crane-leans"}]
    assert desk.ok("import rows.csv").out.startswith("0 entries added")
    handles = TABLE.replace("port,", "harbour-office,").replace(",crane", ",old-crane-leans")
    desk.write("handles.csv", handles)
    assert desk.ok("import handles.csv").out.startswith("0 entries added")


def test_bare_events_name_handles(desk: Newsroom) -> None:
    desk.write("a.jsonl", '{"type":"claim.opened","facts":{"claim":"crane"},"words":{"text":"It creaks"}}\n')
    assert "line 1: 'crane' is an alias of the claim 'old-crane-leans'" in desk.refused(1, "import a.jsonl").error
    desk.write("b.jsonl", '{"type":"source.aliased","facts":{"source":"kurier","alias":"courier"}}\n')
    desk.ok("import b.jsonl")
    assert desk.one("source show courier")["source"] == "kurier"


def test_it_comes_back_with_an_export_and_is_checked(desk: Newsroom, new_room: Room) -> None:
    desk.ok("undo 5")
    other = new_room()
    other.write("log.jsonl", desk.ok("export").out)
    other.ok("import log.jsonl")
    assert other.head == desk.head
    assert other.one("source show port")["aliases"] == ["port"]
    other.refused(3, "claim show crane")
    for room in (desk, other):
        room.ok("verify --views")
        room.ok("rebuild")
        assert [row["source"] for row in room.json("find port")] == ["harbour-office"]
    assert "2 aliases" in desk.given("claim alias old-crane-leans crane").ok("export --format table").err


def test_what_is_not_published_has_no_alias_either(desk: Newsroom, new_room: Room) -> None:
    desk.given("""
        source add 'Second officer' --handle officer
        source alias officer whistle
        log 'It leans' -s officer -c crane --ground-rule off_record
        log 'It stands' -s port -c crane -a deny
        source alias kurier gone
        undo --last
        """)
    public = desk.ok("export --publishable").out
    assert "whistle" not in public
    assert "gone" not in public
    other = new_room()
    other.write("public.jsonl", public)
    other.ok("import public.jsonl --keep-recorded")
    assert other.one("source show harbour-office")["aliases"] == []
    other.refused(3, "source show port")
    other.refused(3, "claim show crane")


def test_it_moves_nothing(desk: Newsroom) -> None:
    desk.ok("log 'It leans' -s kurier -c crane -d 2025-03-01")
    before = desk.one("belief crane"), desk.one("why crane")
    desk.given("claim alias crane tower\nsource alias kurier courier")
    after = desk.one("belief crane"), desk.one("why crane")
    for one, other in zip(before, after, strict=True):
        assert {**one, "known_by": 0} == {**other, "known_by": 0}
    assert desk.json("diff 6 8 --clock desk") == []
    steps = desk.json("replay --clock desk --from 7")
    assert [step["type"] for step in steps] == ["claim.aliased", "source.aliased"]
    assert all(step["probability_before"] == step["probability_after"] for step in steps)
    assert [step["records"] for step in steps] == [[], []]
    assert "old-crane-leans is also called tower" in desk.ok("replay --clock desk --from 7").out


def test_to_forget_a_source_wipes_no_alias_and_looks_for_it_in_others_words(desk: Newsroom) -> None:
    desk.given("log 'It stands' -s port -c crane -a deny\nlog 'The port says so' -s kurier -c crane")
    answer = desk.ok("redact --source port --yes")
    assert [desk.words(entry) is None for entry in (1, 4, 6, 7)] == [True, False, True, False]
    assert "tracker show 7" in answer.err
    assert desk.one("source show port")["source"] == "harbour-office"
