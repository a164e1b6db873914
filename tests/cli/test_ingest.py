"""From an article to statements: what is proposed, what a person makes of it, and what belief makes of that."""

from __future__ import annotations

import json
import os
import pty
import select
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from tests.parrot import Parrot

pytest.importorskip("HanTa")

ARTICLE = """4. März 2025

Die Werft in Brackmünde steht nach Angaben des Betriebsrats vor dem Verkauf. Man habe „seit Wochen nichts gehört“,
sagte der Vorsitzende Jens Pohl am Dienstag der Nachrichtenagentur Nordpress.

Ein Sprecher der Werft dementierte das. Die Auftragsbücher seien voll. Das Ministerium wollte sich nicht äußern.
Unklar blieb, ob die Stadt zustimmen muss.
"""
PAGE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Werft vor dem Verkauf</title>
<meta property="og:site_name" content="Küstenbote"><meta property="article:published_time" content="2025-03-04"></head>
<body><article><h1>Werft vor dem Verkauf</h1><p>Die Werft steht vor dem Verkauf, sagte der Vorsitzende Jens Pohl am
Dienstag. Er habe das Angebot selbst gesehen, und es liege seit Wochen auf dem Tisch der Eigentümer.</p></article>
</body></html>"""


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A newsroom with an article in its folder."""
    room.ok("init")
    room.write("werft.txt", ARTICLE)
    return room


def waiting(desk: Newsroom, line: str = "") -> list[dict[str, object]]:
    return list(desk.json(f"review {line}"))


# -- reading -------------------------------------------------------------------------------------------------------


def test_an_article_is_archived_and_its_statements_are_proposed(desk: Newsroom) -> None:
    answer = desk.ok("ingest werft.txt")
    assert answer.out == "6 new proposals from werft\n"
    assert "published 2025-03-04, by the first line" in answer.err
    (article,) = desk.json("article list")
    assert (article["article"], article["published"]) == ("werft", "2025-03-04")
    found = waiting(desk)
    assert [one["act"] for one in found] == ["assert", "assert", "deny", "assert", "decline", "unclear"]
    for one in found:
        for part in (one["content"], one["source"], one["cue"]):
            words = [ARTICLE[start:end] for start, end in part["spans"]]  # type: ignore[index]
            assert part["text"] == " [...] ".join(words)  # type: ignore[index]


def test_nothing_counts_before_a_person_accepts_it(desk: Newsroom) -> None:
    desk.given("source add Nordwind\nclaim open 'The yard is for sale' --handle sale\nlog 'It is' -s nordwind -c sale")
    before = desk.json("belief"), desk.json("credibility"), desk.json("timeline")
    desk.ok("ingest werft.txt")
    after = desk.json("belief"), desk.json("credibility"), desk.json("timeline")
    for one, other in zip(before, after, strict=True):
        assert [row | {"known_by": 0} for row in one] == [row | {"known_by": 0} for row in other]


def test_a_text_without_a_date_is_said_to_have_none(desk: Newsroom) -> None:
    desk.write("undated.txt", "Der Kran steht still, sagte Jens Pohl am Mittwoch.\n")
    told = desk.ok("ingest undated.txt").err
    assert "note: no date was found in undated.txt" in told
    assert "tracker article amend undated --published DATE" in told


def test_the_same_article_again_adds_nothing(desk: Newsroom) -> None:
    desk.ok("ingest werft.txt")
    desk.write("copy.txt", ARTICLE)
    entries = desk.json("verify")["entries"]
    assert "0 new proposals from werft; 6 on record already" in desk.ok("ingest copy.txt werft.txt").out
    assert desk.json("verify")["entries"] == entries


def test_what_was_answered_is_not_proposed_again(desk: Newsroom) -> None:
    desk.ok("ingest werft.txt")
    number = waiting(desk)[0]["entry"]
    desk.ok(f"review {number} --reject")
    assert "0 new" in desk.ok("ingest werft.txt").out
    assert number not in [one["entry"] for one in waiting(desk)]


@pytest.mark.sqlite
def test_a_dry_run_needs_no_database_and_prints_the_contract(room: Newsroom) -> None:
    (room.folder / "tracker.db").unlink(missing_ok=True)
    room.write("werft.txt", ARTICLE)
    found = room.json("ingest --dry-run werft.txt")
    assert not (room.folder / "tracker.db").exists()
    assert list(found[0]) == [
        "file", "n", "act", "certainty", "stance", "via", "mood", "said", "said_raw", "source", "cue", "content",
        "chain", "carried", "rule", "confidence",
    ]  # fmt: skip
    assert list(found[0]["source"]) == ["text", "kind", "presentation", "spans"]
    assert found[0]["content"]["spans"] == [[14, 43], [74, 89]]
    assert [one["n"] for one in found] == list(range(1, len(found) + 1))
    second = found[1]
    assert (second["said"], second["said_raw"], second["chain"]) == ("2025-03-04", "am Dienstag", ["Nordpress"])
    assert room.ok("ingest --dry-run -", stdin=ARTICLE).out.startswith("-\n")


def test_a_saved_page_is_kept_as_bytes_and_read_as_an_article(desk: Newsroom) -> None:
    pytest.importorskip("trafilatura")
    desk.write("page.html", PAGE)
    answer = desk.ok("ingest page.html")
    assert "the page says it is from Küstenbote, which is no known source" in answer.err
    article = desk.one("article show werft-vor-dem-verkauf")
    assert article["published"] == "2025-03-04"
    kept = json.loads(desk.rows("SELECT words FROM entry WHERE type = 'article.archived'")[0][0])
    assert kept["text"] == PAGE
    assert "<p>" not in kept["body"]
    assert waiting(desk)[0]["source"]["text"] == "der Vorsitzende Jens Pohl"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"Die Br\xfccke sei sicher, sagte er.", "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\xff", "a picture"),
        (b"a\0b sagte, dass c d ist.", "a NUL"),
    ],
)
def test_what_is_no_text_is_refused_by_name(desk: Newsroom, content: bytes, error: str) -> None:
    desk.write("odd.txt", content)
    assert error in desk.refused(2, "ingest odd.txt").error
    assert "odd.txt" in desk.refused(2, "ingest --dry-run odd.txt").error


@pytest.mark.parametrize(
    "content",
    [
        "x" * 10_000,
        "„" * 500,
        "\r\n\r\n\r\n.",
        "Le pont est fermé, a dit la ministre.",
        "\u202eabc\u200b sagte er.",
    ],
)
def test_odd_texts_are_read_for_what_they_are(desk: Newsroom, content: str) -> None:
    desk.write("odd.txt", content)
    desk.ok("ingest odd.txt --handle odd")
    assert desk.json("verify --views")["ok"]


def test_the_model_is_asked_only_by_name(desk: Newsroom) -> None:
    assert "--extractor llm" in desk.refused(2, "ingest werft.txt --model parrot").hint
    assert "there is no extractor 'oracle'" in desk.refused(3, "ingest werft.txt --extractor oracle").error


def test_rules_and_a_model_side_by_side_are_surer_where_they_agree(desk: Newsroom, parrot: Parrot) -> None:
    model = {"act": "assert", "certainty": "certain", "kind": "organisation", "presentation": "named", "said": ""}
    same = {"content": ["Die Werft in Brackmünde steht", "vor dem Verkauf"], "source": ["des Betriebsrats"]}
    wrong = {"content": ["The yard is for sale"], "source": [], "cue": [], "via": "voice"}
    rows = [model | same | {"cue": ["nach Angaben"], "via": "laut"}, model | wrong]
    desk.ok("ingest werft.txt")
    alone = {one["content"]["text"]: one["confidence"] for one in waiting(desk)}  # type: ignore[index]
    parrot.answers += [json.dumps({"statements": rows})] * 2
    told = desk.json("ingest --dry-run werft.txt --extractor rules --extractor llm --model parrot")
    assert len(told) == len(alone)
    first = told[0]
    assert first["content"]["text"].startswith("Die Werft in Brackmünde steht [...]")
    assert first["confidence"] > alone[first["content"]["text"]]
    answer = desk.ok("ingest werft.txt --extractor llm --model parrot")
    assert "dropped: their words do not stand in the article" in answer.out


def test_nothing_is_sent_without_being_asked(desk: Newsroom, parrot: Parrot) -> None:
    desk.ok("ingest werft.txt")
    desk("ingest --lint werft.txt")
    assert parrot.asked == []


def test_somebody_else_s_extractor_is_found_by_its_name(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    package = desk.folder / "site"
    (package / "shout-1.0.dist-info").mkdir(parents=True)
    (package / "shout-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1.0\n")
    (package / "shout-1.0.dist-info" / "entry_points.txt").write_text("[tracker.extractors]\nshout = shout:Shout\n")
    (package / "shout.py").write_text(
        "from tracker.ingest.proposal import Anchor, Proposal, anchored\n"
        "class Shout:\n"
        "    name, version = 'shout', '7'\n"
        "    def __init__(self, model): pass\n"
        "    def propose(self, document):\n"
        "        yield Proposal(content=anchored(document.text, [(14, 23)]), rule='first', confidence=0.5)\n"
        "        yield Proposal(content=(Anchor(0, 5, 'LIES!'),), rule='made up', confidence=1)\n"
    )
    monkeypatch.syspath_prepend(package)
    answer = desk.ok("ingest werft.txt --extractor shout")
    assert answer.out == "1 new proposal from werft; 1 dropped: their words do not stand in the article\n"
    assert waiting(desk)[0]["extractor"] == "shout"


@pytest.mark.sqlite
def test_a_draft_is_asked_about_without_a_database(room: Newsroom) -> None:
    (room.folder / "tracker.db").unlink(missing_ok=True)
    room.write("draft.txt", "Werft wird verkauft\n\nDie Werft wird laut Insidern verkauft.")
    answer = room("ingest --lint draft.txt")
    assert answer.code == 1
    assert answer.out.startswith('draft.txt:1: stronger than what it stands on: "Werft wird verkauft"')
    assert 'draft.txt:3: rests on one origin, Insidern: "Die Werft wird [...] verkauft"' in answer.out
    (headline, origin) = json.loads(room("ingest --lint draft.txt --json").out)
    assert list(headline) == ["file", "line", "flaw", "start", "end", "words", "about"]
    assert (origin["flaw"], origin["line"], origin["start"]) == ("one origin", 3, 21)
    room.write("fine.txt", "Die Werft liegt am Hafen.")
    assert room.ok("ingest --lint fine.txt").out == "no questions\n"
    assert not (room.folder / "tracker.db").exists()
    assert "--review" in room.refused(2, "ingest --lint fine.txt --review").hint


# -- judging -------------------------------------------------------------------------------------------------------


@pytest.fixture
def read(desk: Newsroom) -> Newsroom:
    """A newsroom that has read its article."""
    desk.ok("source add Nordpress --kind agency")
    desk.ok("ingest werft.txt --outlet Küstenbote")
    return desk


def number(desk: Newsroom, beginning: str) -> object:
    """The proposal whose content begins so."""
    return next(one["entry"] for one in waiting(desk, "--all") if str(one["content"]["text"]).startswith(beginning))  # type: ignore[index]


def test_an_accepted_proposal_is_a_statement_with_its_quote_and_its_chain(read: Newsroom) -> None:
    n = number(read, "Man habe")
    read.ok(f"review {n} --accept --new-source 'Jens Pohl' --new-claim 'The owners tell the works council nothing'")
    (said,) = read.json("timeline")
    assert (said["source"], said["act"], said["said"]) == ("jens-pohl", "assert", "2025-03-04")
    assert said["quote"] == "Man habe „seit Wochen nichts gehört“"
    assert said["chain"] == ["nordpress", "kuestenbote"]
    assert read.json("belief")[0]["status"] == "single_source"
    assert read.one("source show jens-pohl")["kind"] == "person"
    passage = read.ok("article show werft").out
    assert "seit Wochen" in passage


def test_what_a_person_knows_better_is_recorded_instead(read: Newsroom) -> None:
    n = number(read, "Die Auftragsbücher")
    read.ok(
        f"review {n} --accept --new-source Werft --kind organisation --new-claim 'The yard has orders' "
        "--certainty likely --text 'Orders are plenty' --said 2025-03-03"
    )
    (said,) = read.json("timeline")
    assert (said["text"], said["said"], said["via"]) == ("Orders are plenty", "2025-03-03", "konjunktiv")
    assert read.one("source show werft")["kind"] == "organisation"


def test_what_is_open_is_the_outlet_s_own_voice(read: Newsroom) -> None:
    n = number(read, "Unklar")
    read.ok(f"review {n} --accept --new-claim 'The town must agree'")
    (said,) = read.json("timeline")
    assert (said["source"], said["via"], said["stance"]) == ("kuestenbote", "voice", "none")


def test_a_proposal_is_accepted_once(read: Newsroom) -> None:
    n = number(read, "Die Werft")
    read.ok(f"review {n} --accept --new-source Betriebsrat --new-claim 'The yard is for sale' --actor anna")
    answer = read.refused(1, f"review {n} --accept -s betriebsrat -c the-yard-is-for-sale")
    assert f"proposal {n} was accepted by anna on" in answer.error
    assert answer.hint.startswith("correct the statement: tracker amend ")
    read.refused(1, f"review {n} --reject")


def test_an_undone_acceptance_leaves_the_proposal_open(read: Newsroom) -> None:
    n = number(read, "Die Werft")
    read.ok(f"review {n} --accept --new-source Betriebsrat --new-claim 'The yard is for sale'")
    assert n not in [one["entry"] for one in waiting(read)]
    read.ok("undo --last")
    assert n in [one["entry"] for one in waiting(read)]
    assert read.json("verify --views")["ok"]


def test_an_undone_statement_leaves_it_open_too(read: Newsroom) -> None:
    n = number(read, "Die Werft")
    done = read.json(f"review {n} --accept --new-source Betriebsrat --new-claim 'The yard is for sale'")
    read.ok(f"undo {next(row['entry'] for row in done if row['type'] == 'statement.recorded')}")
    assert n in [one["entry"] for one in waiting(read)]


def test_unsure_is_a_full_answer_and_can_still_be_changed(read: Newsroom) -> None:
    n = number(read, "Die Werft")
    read.ok(f"review {n} --unsure --because 'who is the council?'")
    assert next(one["state"] for one in waiting(read) if one["entry"] == n) == "unsure"
    assert "already on record" in read.ok(f"review {n} --unsure").err
    read.ok(f"review {n} --reject --because 'two councils'")
    assert next(one["state"] for one in waiting(read, "--all") if one["entry"] == n) == "rejected"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ("--accept", "a statement needs a source"),
        ("--accept --new-source X", "a statement needs a claim"),
        ("--accept --new-source X -c nothing", "there is no claim 'nothing'"),
        ("--accept -s nobody --new-claim Y", "there is no source 'nobody'"),
    ],
)
def test_a_mistake_changes_nothing(read: Newsroom, options: str, error: str) -> None:
    n = number(read, "Die Werft")
    assert error in read.refused(3 if "no claim" in error or "no source" in error else 2, f"review {n} {options}").error


def test_only_proposals_are_judged(read: Newsroom) -> None:
    assert "is not a proposal" in read.refused(1, "review 1 --reject").error
    assert "there is no entry 99" in read.refused(3, "review 99 --reject").error
    assert "--accept is for one proposal" in read.refused(2, "review --accept").error


def test_forgetting_a_statement_forgets_what_was_proposed(read: Newsroom) -> None:
    n = number(read, "Man habe")
    done = read.json(f"review {n} --accept --new-source 'Jens Pohl' --new-claim 'They are told nothing'")
    statement = next(row["entry"] for row in done if row["type"] == "statement.recorded")
    belief = read.json("belief")
    read.ok(f"redact {statement} --yes")
    assert [row | {"known_by": 0} for row in read.json("belief")] == [row | {"known_by": 0} for row in belief]
    if read.url is None:
        assert b"seit Wochen nichts" not in Path(read.database).read_bytes()
    assert read.json("verify --views")["ok"]


def test_an_export_carries_proposals_and_what_became_of_them(read: Newsroom) -> None:
    n = number(read, "Die Werft")
    read.ok(f"review {n} --accept --new-source Betriebsrat --new-claim 'The yard is for sale'")
    read.ok("export --format jsonl -o all.jsonl")
    before = waiting(read, "--all")
    read.ok("init other.db")
    read.ok("import all.jsonl --db other.db")
    assert list(read.json("review --all --db other.db")) == before


def test_a_proposal_without_its_words_waits_for_nobody(read: Newsroom) -> None:
    n = number(read, "Man habe")
    read.ok(f"redact {n} --yes")
    assert n not in [one["entry"] for one in waiting(read, "--all")]
    assert "have been redacted" in read.refused(1, f"review {n} --accept --new-source X --new-claim Y").error
    assert "seit Wochen" not in read.ok("article show werft").out


def test_a_number_that_is_no_proposal_is_said_to_be_none(read: Newsroom) -> None:
    assert "there is no entry 9999" in read.refused(3, "review 9999").error
    assert "is not a proposal" in read.refused(1, "review 1").error


# -- at a terminal -------------------------------------------------------------------------------------------------


class Typist:
    """Somebody at a real terminal: a pseudo-terminal with the program on the other side."""

    def __init__(self, room: Newsroom, *arguments: str) -> None:
        self.seen = ""
        self.process, self._screen = pty.fork()
        if not self.process:
            os.chdir(room.folder)
            environment = room.surroundings | {"NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}
            os.execve(sys.executable, [sys.executable, "-m", "tracker", *arguments], environment)

    def sees(self, words: str) -> None:
        """Wait until some words are on the screen; they are taken off it."""
        until = time.monotonic() + 60
        while words not in self.seen:
            ready, _, _ = select.select([self._screen], [], [], until - time.monotonic())
            assert ready, f"'{words}' never came; there is: {self.seen[-2000:]}"
            try:
                self.seen += os.read(self._screen, 4096).decode(errors="replace").replace("\r", "")
            except OSError:
                assert words in self.seen, f"'{words}' never came; there is: {self.seen[-2000:]}"
        self.seen = self.seen.partition(words)[2]

    def types(self, keys: str) -> None:
        """Press keys, whether the program looks already or not."""
        os.write(self._screen, keys.encode())

    def leaves(self) -> int:
        """Wait for the program to end; its exit code."""
        _, status = os.waitpid(self.process, 0)
        os.close(self._screen)
        return os.waitstatus_to_exitcode(status)


@pytest.fixture
def sitting(desk: Newsroom) -> Typist:
    """Somebody who has just read an article at a terminal."""
    typist = Typist(desk, "ingest", "werft.txt")
    typist.sees("q quit")
    return typist


def test_each_key_is_kept_at_once(desk: Newsroom, sitting: Typist) -> None:
    sitting.types("a")
    sitting.sees("(+ for Betriebsrat)")
    sitting.types("+\n")
    sitting.sees("(+ for Die Werft in Brackmünde steht")
    sitting.types("The yard is for sale\n")
    sitting.sees("proposal 3, 2 of 6")
    assert [one["source"] for one in desk.json("timeline")] == ["betriebsrat"]
    sitting.sees("q quit")
    sitting.types("u\n")
    sitting.sees("3 of 6")
    sitting.types("b")
    sitting.sees("2 of 6, werft  unsure")
    sitting.sees("q quit")
    sitting.types("s")
    sitting.sees("3 of 6")
    sitting.sees("q quit")
    sitting.types("r")
    sitting.sees("why")
    sitting.types("a headline\n")
    sitting.sees("4 of 6")
    sitting.sees("q quit")
    sitting.types("q")
    sitting.sees("3 answers kept; 4 of 6 proposals left")
    assert sitting.leaves() == 0
    assert [one["state"] for one in waiting(desk, "--all")][:3] == ["accepted", "unsure", "rejected"]
    assert waiting(desk, "--all")[2]["because"] == "a headline"
    assert "(rejected: a headline)" in desk.ok("review --all").out


def test_a_source_on_record_is_suggested_and_never_chosen(desk: Newsroom) -> None:
    desk.ok("source add 'Pohl, Jens' --handle pohl")
    desk.ok("claim open 'They have heard nothing for weeks' --handle silence")
    typist = Typist(desk, "ingest", "werft.txt")
    typist.sees("1 of 6")
    typist.sees("q quit")
    typist.types("s")
    typist.sees("source? 1 pohl: Pohl, Jens (100 % alike)")
    typist.sees("q quit")
    typist.types("a")
    typist.sees("source: number")
    typist.types("1\n")
    typist.sees("claim: number")
    typist.types("silence\n")
    typist.sees("3 of 6")
    typist.types("q")
    typist.sees("1 answer kept")
    assert typist.leaves() == 0
    assert [(one["source"], one["claim"]) for one in desk.json("timeline")] == [("pohl", "silence")]


def test_an_interrupt_loses_nothing_that_was_answered(desk: Newsroom, sitting: Typist) -> None:
    sitting.types("r\n")
    sitting.sees("2 of 6")
    sitting.sees("q quit")
    sitting.types("\x03")
    sitting.sees("1 answer kept")
    assert sitting.leaves() == 130
    assert waiting(desk, "--all")[0]["state"] == "rejected"


def test_the_form_comes_back_with_what_was_wrong_in_it(desk: Newsroom) -> None:
    """An editor that leaves the form wrong the first time, and right the second."""
    editor = desk.write(
        "editor.py",
        "import sys\n"
        "path = sys.argv[1]\n"
        "form = open(path).read()\n"
        "open('forms.log', 'a').write(form + '=====\\n')\n"
        "if '# !' not in form:\n"
        "    form = form.replace('act: assert', 'act: whisper')\n"
        "else:\n"
        "    form = form.replace('act: whisper', 'act: confirm').replace('new_claim:', 'new_claim: It is for sale #')\n"
        "open(path, 'w').write(form.replace(' #', ' '))\n",
    )
    desk.environment["VISUAL"] = f"{sys.executable} {editor}"
    typist = Typist(desk, "ingest", "werft.txt")
    typist.sees("q quit")
    typist.types("e")
    typist.sees("2 of 6")
    typist.sees("q quit")
    typist.types("q")
    assert typist.leaves() == 0
    forms = (desk.folder / "forms.log").read_text().split("=====\n")
    assert "# ! act: 'whisper' is none of" in forms[1]
    (said,) = desk.json("timeline")
    assert (said["act"], said["source"]) == ("confirm", "betriebsrat")


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("import sys; open(sys.argv[1], 'w').close()", "nothing was changed"),
        ("import sys; open(sys.argv[1], 'wb').write(bytes([255, 254, 0]))", "not UTF-8"),
        ("raise SystemExit(3)", "nothing was changed"),
    ],
    ids=["emptied", "no text", "failed"],
)
def test_an_editor_that_goes_wrong_leads_back_to_the_proposal(desk: Newsroom, editor: str, told: str) -> None:
    desk.write("edit.py", editor)
    desk.environment["EDITOR"] = f"{sys.executable} {desk.folder / 'edit.py'}"
    typist = Typist(desk, "ingest", "werft.txt")
    typist.sees("q quit")
    typist.types("e")
    typist.sees(told)
    typist.sees("q quit")
    typist.types("q")
    typist.sees("0 answers kept; 6 of 6 proposals left")
    assert typist.leaves() == 0


FERRY = (
    "2025-03-04\n\nBürgermeisterin Ada Holt sagte, die Fähre fahre wieder. Sie sagte, die Anleger seien sicher. "
    "Zwei Boote warten noch.\n"
)


@pytest.fixture
def ferry(room: Newsroom) -> Newsroom:
    """A desk on which two sources and a claim were just registered, and an article of somebody called "she"."""
    room.write("ferry.txt", FERRY)
    room.given("""
        source add 'Harbour office' --handle harbour-office
        source add 'Harbour master' --handle harbour-master
        claim open 'The ferry runs' --handle ferry-runs
        ingest ferry.txt --lang de
        """)
    return room


def test_what_was_just_registered_or_used_is_offered_and_can_be_searched(ferry: Newsroom) -> None:
    typist = Typist(ferry, "review")
    typist.sees("source? 1 harbour-master: Harbour master (new)")
    typist.sees("q quit")
    typist.types("a7\n")
    typist.sees("7 is not offered, 1 to 2 is")
    typist.types("har\n")
    typist.sees("'har' fits several sources: harbour-office, harbour-master")
    typist.types("?office\n")
    typist.sees("source? 1 harbour-office: Harbour office (")
    typist.types("1\nferry-runs\n")
    typist.sees("2 of ")
    typist.sees("source? 1 harbour-office: Harbour office (named before, a takes it)")
    typist.sees("claim?  1 ferry-runs: The ferry runs (just used)")
    typist.types("q")
    typist.sees("1 answer kept")
    assert typist.leaves() == 0
    assert [(one["source"], one["claim"]) for one in ferry.json("timeline")] == [("harbour-office", "ferry-runs")]


def test_a_word_like_she_shows_whom_the_article_named_and_is_nobodys_name(ferry: Newsroom) -> None:
    typist = Typist(ferry, "review")
    typist.types("a+\nferry-runs\n")
    typist.sees("2 of ")
    typist.sees("(named before, a takes it)")
    typist.types("aThe piers are safe\nq")
    typist.sees("2 answers kept")
    assert typist.leaves() == 0
    first, second = ferry.json("timeline")
    assert first["source"] == second["source"]


HARBOUR = """2025-03-04

Die Regierung in Torvik prüft den Kauf der Fähren. Mehrere mit der Sache vertraute Personen sagten, die Werft liefere
im Mai. Sie betrachtet die Schiffe als Gefahr für den Hafen. Diese will Reedereien vom Kauf abhalten. Die Boote seien
zu schwer. Die Brandt-Werft bestritt, dass ihre Schiffe undicht sind.
"""


@pytest.fixture
def harbour(room: Newsroom) -> Newsroom:
    """A desk with an article in which several speak, and then one by a pronoun that is a government."""
    room.write("harbour.txt", HARBOUR)
    return room.given("""
        source add 'Brandt-Werft' --handle brandt --kind organisation
        source add Kurier --kind outlet
        ingest harbour.txt --lang de
        """)


def test_one_that_speaks_by_a_pronoun_is_never_the_several_before(harbour: Newsroom) -> None:
    sorts = [(one["source"]["text"], one["source"]["kind"]) for one in waiting(harbour)[:4]]
    assert sorts == [
        ("Mehrere mit der Sache vertraute Personen", "group"),
        ("Sie", "person"),
        ("Diese", "person"),
        ("Sie", "person"),
    ]
    typist = Typist(harbour, "review")
    typist.sees("1 of 5")
    typist.sees("q quit")
    assert "kurier" not in typist.seen
    typist.types("a")
    typist.sees("(+ for Mehrere mit der Sache vertraute Personen)")
    typist.types("+\n+\n")
    for number in ("2 of 5", "3 of 5"):
        typist.sees(number)
        typist.types("a")
        typist.sees("source: number or handle, name for a new one, ? and words to search")
        typist.types("+\n")
        typist.sees("'+' names no source")
        typist.types("\n")
        typist.sees("nothing was changed")
        typist.types("s")
    typist.types("q")
    assert typist.leaves() == 0


def test_a_new_claim_is_about_whom_its_words_speak_of(harbour: Newsroom) -> None:
    """Given a denial of one's own fault, when the claim is opened in review, then one key says whom it is about, and
    the denial weighs as one that serves its speaker, as it does by ``log``.
    """
    typist = Typist(harbour, "review", str(waiting(harbour)[4]["entry"]))
    typist.sees("source? 1 brandt: Brandt-Werft (100 % alike, a takes it)")
    typist.types("aDie Schiffe sind undicht\n")
    typist.sees("about: enter for brandt, - for nobody")
    typist.types("\n")
    typist.sees("1 answer kept")
    assert typist.leaves() == 0
    assert harbour.json("claim list")[0]["about"] == ["brandt"]
    assert harbour.json("timeline")[0]["source"] == "brandt"
    claim = harbour.json("claim list")[0]["claim"]
    (part,) = harbour.json(f"why {claim}")[0]["contributions"]
    assert part["interest"] == "self_serving"


def test_a_form_that_the_rules_refuse_is_kept(ferry: Newsroom) -> None:
    """An editor that always names a claim that is not there, and has seen what is on record."""
    editor = ferry.write(
        "edit.py",
        "import sys\n"
        "form = open(sys.argv[1]).read()\n"
        "open('seen.txt', 'w').write(form)\n"
        "open(sys.argv[1], 'w').write(form.replace('claim:\\n', 'claim: no-such-claim\\n'))\n",
    )
    ferry.environment["EDITOR"] = f"{sys.executable} {editor}"
    typist = Typist(ferry, "review")
    typist.types("e")
    typist.sees("e shows what you typed again")
    typist.types("q")
    typist.sees("is kept in ")
    typist.sees(".txt")
    assert typist.leaves() == 0
    seen = (ferry.folder / "seen.txt").read_text(encoding="utf-8")
    assert "claim: no-such-claim" in seen
    assert "#   ferry-runs  The ferry runs" in seen
    assert "#   harbour-office  Harbour office" in seen


def test_one_answer_at_a_time(ferry: Newsroom) -> None:
    number = str(waiting(ferry)[0]["entry"])
    assert ferry.refused(2, f"review {number} --accept --reject").error == "--accept and --reject exclude each other"
    assert (
        "--because" in ferry.refused(2, f"review {number} --accept --because x -s harbour-office -c ferry-runs").error
    )
    ferry.ok(f"review {number} --reject --because 'a caption'")
    assert waiting(ferry, "--all")[0]["because"] == "a caption"


@pytest.mark.parametrize(
    ("options", "error", "hint"),
    [
        (
            "-s harbour-office",
            "--source is for a proposal that is accepted",
            "review {n} -s harbour-office --accept",
        ),
        ("--topic sea", "--topic is for a proposal that is accepted", "tracker review {n} --topic sea --accept"),
        ("--reject -c ferry-runs", "--claim is for a proposal that is accepted", "tracker review N --accept"),
        ("--unsure --note x", "--note is for a proposal that is accepted", "tracker review N --accept"),
        ("--because x", "--because says why --reject or --unsure is the answer", "review {n} --because x --reject"),
        ("--reject --all", "--all lists proposals, and --reject answers one", "leave one of them out"),
    ],
)
def test_no_option_is_ignored_in_silence(ferry: Newsroom, options: str, error: str, hint: str) -> None:
    number = waiting(ferry)[0]["entry"]
    answer = ferry.refused(2, f"review {number} {options}")
    assert answer.error == error
    assert hint.format(n=number) in answer.hint


def test_an_alias_names_what_it_stands_for(ferry: Newsroom) -> None:
    ferry.given("source alias harbour-office office\nclaim alias ferry-runs runs")
    typist = Typist(ferry, "review")
    typist.sees("q quit")
    typist.types("a")
    typist.sees("source:")
    typist.types("office\n")
    typist.sees("claim:")
    typist.types("runs\n")
    typist.sees("q quit")
    typist.types("q")
    typist.sees("1 answer kept")
    assert typist.leaves() == 0
    assert [(one["source"], one["claim"]) for one in ferry.json("timeline")] == [("harbour-office", "ferry-runs")]


def test_what_is_typed_about_an_article_on_record_is_not_lost_in_silence(ferry: Newsroom) -> None:
    entries = len(ferry.ok("export").lines)
    again = ferry.ok("ingest ferry.txt --handle other --published 2025-03-05")
    assert "warning: this text is on record as 'ferry'" in again.err
    assert "tracker article amend ferry --published 2025-03-05" in again.err
    assert len(ferry.ok("export").lines) == entries


@pytest.mark.parametrize("option", ["", "--dry-run", "--lint"])
def test_a_date_that_is_none_is_refused_in_every_way_of_reading(ferry: Newsroom, option: str) -> None:
    assert ferry.refused(2, f"ingest ferry.txt --published soon {option}").error == "'soon' is not a date"
