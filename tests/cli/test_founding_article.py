"""The founding article by hand: a short text of ours in its place, about 25 commands, and what an editor then sees."""

from __future__ import annotations

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom

TEXT = """Chinesische Konzerne greifen nach H200-Chips

Zwei Internetkonzerne aus China möchten nach Angaben von Eingeweihten viele H200-Chips ordern. Man habe schon
angefragt, hieß es am Mittwoch gegenüber der Agentur. Der Präsident der USA hatte Ausfuhren in Aussicht gestellt.
Peking will das verhindern. Die Behörden gaben keinen Kommentar ab.

Der Chip gelangt auch über graue Kanäle ins Land. Ohne ihn gehe es nicht, sagte Zhang von der Firma SuperCloud.
Die Eingeweihten warnten vor Engpässen. Ob die Einfuhr erlaubt wird, war unklar. Die Regierung sieht ein
Sicherheitsrisiko. Der Hersteller beteuert, es gebe keine "Hintertüren".
"""

COMMANDS = """
source add 'Eingeweihte' --handle insiders --kind group --heads 2.. --class insider
source add 'Donald Trump' --class official
source add 'Chinese authorities' --handle authorities --kind group --class official
source add 'Zhang Yuchun' --class company
source add 'Chinese government' --handle beijing --kind organisation --class official
source add 'Nvidia' --kind organisation
claim open 'Chinese groups order H200 chips in large numbers' --handle orders --topic demand
claim open 'The US allows H200 exports' --handle exports
claim open 'Beijing keeps firms from buying the H200' --handle beijing-blocks --about beijing
claim open 'The H200 reaches China through the grey market' --handle grey-market
claim open 'H200 chips run short' --handle shortage --topic supply
claim open 'China approves imports of the H200' --handle imports --about beijing
claim open 'Nvidia chips contain backdoors' --handle backdoors --about nvidia --topic security
article add chips.txt --handle chips --outlet 'Unnamed outlet' --agency Reuters --published 2025-12-10 --lang de
log 'They want to order' -s insiders -c orders --via laut --article chips --chain reuters
log 'Holds out permits' -s donald -c exports -a announce --article chips
log 'Beijing wants to stop this' --voice -c beijing-blocks --article chips
log 'No comment' -s authorities -c beijing-blocks -a decline --article chips
log 'Grey channels' --voice -c grey --article chips
log 'They need them' -s zhang -c orders -q 'Ohne ihn gehe es nicht' --via konj --article chips
log 'Warn of shortages' -s insiders -c shortage -a warn --article chips --chain reuters
log 'It is open' --voice -c imports -a unclear --article chips
log 'A risk' -s beijing -c backdoors -a accuse --certainty uncertain -b no_evidence --article chips
log 'No backdoors' -s nvidia -c backdoors -a deny -d 2025-12-10
verify
""".strip().splitlines()


@pytest.fixture(scope="module")
def dossier(new_room: Room) -> Newsroom:
    """The article, logged."""
    room = new_room()
    room.write("chips.txt", TEXT)
    for line in COMMANDS:
        room.ok(line)
    return room


def test_the_whole_article_fits_in_about_25_commands() -> None:
    assert len(COMMANDS) <= 26


def test_a_statement_is_one_line_of_five_fields(dossier: Newsroom, new_room: Room) -> None:
    room = new_room(dossier.database)
    answer = room.ok("log 'No backdoors' -s nvidia -c backdoors -a deny -d 2025-12-10 --dry-run")
    assert answer.out == f'{dossier.head[0] + 1} nvidia denies: "Nvidia chips contain backdoors"\n'


def test_what_an_editor_sees(dossier: Newsroom) -> None:
    board = {row["claim"]: row for row in dossier.json("belief")}
    assert board["backdoors"]["status"] == "disputed"
    assert board["backdoors"]["denied_by"] == ["nvidia"]
    assert board["imports"]["status"] == "open"
    assert (board["imports"]["support_units"], board["imports"]["deny_units"]) == (0, 0)
    assert board["beijing-blocks"]["status"] == "single_source"
    assert board["exports"]["by_decider"] is True
    assert board["orders"]["status"] == "corroborated"
    assert board["shortage"]["likelihood"] is None


def test_the_decline_adds_nothing_and_why_says_so(dossier: Newsroom) -> None:
    (item,) = [one for one in dossier.one("why beijing-blocks")["contributions"] if one["act"] == "decline"]
    assert (item["counted"], item["units"], item["stance"]) == (False, 0, "none")
    assert "takes no side" in " ".join(dossier.ok("why beijing-blocks").out.split())


def test_the_chain_and_the_voice(dossier: Newsroom) -> None:
    rows = {row["text"]: row for row in dossier.json("timeline --article chips")}
    assert rows["They want to order"]["chain"] == ["reuters", "unnamed-outlet"]
    assert rows["Beijing wants to stop this"]["chain"] == []
    assert rows["Beijing wants to stop this"]["source"] == "unnamed-outlet"
    assert rows["Beijing wants to stop this"]["via"] == "voice"
    assert {row["published"] for row in rows.values()} == {"2025-12-10"}


def test_a_quote_in_indirect_speech_is_not_put_in_quotation_marks(dossier: Newsroom) -> None:
    assert '"Ohne ihn' not in dossier.ok("timeline").out
    assert dossier.json("timeline --source zhang")[0]["quote"] == "Ohne ihn gehe es nicht"
