"""Two people before the same proposals, and a form that stands open while others work: nothing is lost or doubled."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newsroom import Answer, Newsroom
from tests.store.programs import start
from tracker.errors import DatabaseError

pytest.importorskip("rapidfuzz")

SAID = ("The lock gate leaks", "The sluice is dry", "The weir holds")
TEXT = " ".join(f"{words}, said Ilse Brand." for words in SAID)
FIRST = 4
"""The entry of the first proposal."""

Move = str | Callable[[], object]
Seat = Callable[..., Answer]


@pytest.fixture
def desk(room: Newsroom) -> Newsroom:
    """A source, a claim, an article, and three proposals from it."""
    room.given("source add 'Ilse Brand' --kind person\nclaim open 'The gate leaks' --handle gate")
    room.write("lock.txt", TEXT)
    room.ok("article add lock.txt --handle lock --lang en")
    lines = []
    for words in SAID:
        at = TEXT.index(words)
        end = at + len(words)
        facts = {
            "article": "lock",
            "extractor": "hand",
            "version": "1",
            "content": [at, end],
            "cues": [end + 2, end + 6],
            "speaker": [end + 7, end + 17],
        }
        told = {"text": words, "who": "Ilse Brand", "cue": "said"}
        lines.append(json.dumps({"type": "statement.proposed", "facts": facts, "words": told}) + "\n")
    room.write("proposed.jsonl", "".join(lines))
    room.ok("import proposed.jsonl")
    return room


@pytest.fixture
def seat(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Seat:
    """Ann sits before the proposals: the keys that she presses, and what happens just before the next of them; the
    lines that she types; what her editor makes of each form, and what happens while it is open.
    """

    def sit(*moves: Move, typed: str = "", editor: Callable[[str], str] | None = None, code: int = 0) -> Answer:
        left = iter(moves)

        def pressed() -> str:
            for move in left:
                if isinstance(move, str):
                    return move
                move()
            return "q"

        with monkeypatch.context() as patch:
            patch.setattr("tracker.cli.reviewing.pressed", pressed)
            patch.setattr("tracker.cli.reviewing.edited", editor)
            told = desk("review --actor ann", stdin=typed, terminal=True, screen=100)
        assert told.code == code, told.err
        return told

    return sit


def answers(desk: Newsroom) -> list[str]:
    """What became of the proposals."""
    return [one["state"] for one in desk.json("review --all")]


# -- two people ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed"), [("a", "gate\n"), ("r", "\n"), ("u", "\n")], ids=["accept", "reject", "unsure"]
)
@pytest.mark.parametrize("answer", ["--reject", "--accept -s ilse-brand -c gate"])
def test_what_another_answered_first_is_told_and_stands(
    desk: Newsroom, seat: Seat, key: str, typed: str, answer: str
) -> None:
    answered = {"--reject": "rejected"}.get(answer, "accepted")
    told = seat(lambda: desk.ok(f"review {FIRST} {answer} --actor bob"), key, "q", typed=typed)
    assert f"proposal {FIRST} was {answered} by bob on " in told.out
    assert "0 answers kept; 2 of 3 proposals left" in told.out
    assert answers(desk) == [answered, "open", "open"]
    assert len(desk.json("timeline")) == (answered == "accepted")


def test_two_people_in_turn_lose_no_answer_and_double_none(desk: Newsroom, seat: Seat) -> None:
    told = seat(
        "r",
        lambda: desk.ok(f"review {FIRST + 1} --accept -s ilse-brand -c gate --actor bob"),
        "s",
        lambda: desk.ok(f"review {FIRST + 2} --unsure --actor bob"),
        "a",
        typed="a caption\ngate\n",
    )
    assert "2 answers kept; 0 of 3 proposals left" in told.out
    assert answers(desk) == ["rejected", "accepted", "accepted"]
    assert [one["text"] for one in desk.json("timeline")] == list(SAID[1:])
    assert desk.types.count("proposal.accepted") == 2


def test_what_another_registered_is_offered_on_the_next_screen(desk: Newsroom, seat: Seat) -> None:
    told = seat("r", lambda: desk.ok("source add 'Ilse Brandt' --kind person --actor bob"), "b", "s", "q", typed="\n")
    assert "ilse-brandt: Ilse Brandt" in told.out


def test_two_programs_that_answer_all_at_once_answer_each_proposal_once(desk: Newsroom) -> None:
    script = (
        "import os, sys\n"
        "from tracker.cli.app import run\n"
        "sys.stdout = sys.stderr = open(os.devnull, 'w')\n"
        "taken = 0\n"
        "for number in ('4', '5', '6'):\n"
        "    done = run(['review', number, *sys.argv[2:], '--db', sys.argv[1]])\n"
        "    taken += done == 0\n"
        "    assert done in (0, 1), done\n"
        "os._exit(10 + taken)\n"
    )
    place = str(desk.database)
    other = start(script, place, "--reject", "--actor", "bob")
    one = start(script, place, "--accept", "-s", "ilse-brand", "-c", "gate", "--actor", "ann")
    assert (one.wait(60) or 0) + (other.wait(60) or 0) == 23
    assert "open" not in answers(desk)
    assert desk.types.count("proposal.accepted") + desk.types.count("proposal.rejected") == 3
    assert len(desk.json("timeline")) == desk.types.count("proposal.accepted")
    desk.ok("verify --views")


# -- a form left open ----------------------------------------------------------------------------------------------


def filled(form: str, note: str = "") -> str:
    """A form on the claim that is on record."""
    return re.sub(r"(?m)^claim:.*", "claim: gate", form).replace("\nnote:", f"\nnote: {note}")


CHANGES = {
    "claim amend gate --text 'The gate is tight'": "the claim 'gate' was changed by bob after you looked: 'The gate is",
    "source describe ilse-brand --name 'Ilse Brandt'": "the source 'ilse-brand' was changed by bob after you looked",
    "source merge ilse-brand board": "the source 'ilse-brand' was changed by bob after you looked",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_under_an_open_form_is_shown_before_it_is_recorded(
    desk: Newsroom, seat: Seat, change: str
) -> None:
    desk.ok("source add 'The board' --handle board")
    forms: list[str] = []

    def editor(form: str) -> str:
        forms.append(form)
        if len(forms) > 1:
            assert CHANGES[change] in form.splitlines()[0]
            return "\n".join(form.splitlines()[1:])
        desk.ok(change, "--actor", "bob")
        return filled(form, "typed for a long time")

    seat("e", editor=editor)
    assert len(forms) == 2
    (said,) = desk.json("timeline")
    assert (said["claim"], desk.told(said["entry"])["note"]) == ("gate", "typed for a long time")


def test_others_may_work_on_while_a_form_is_open(desk: Newsroom, seat: Seat) -> None:
    def editor(form: str) -> str:
        assert "# !" not in form
        desk.ok("log 'It leaks' -s ilse-brand -c gate --actor bob")
        return filled(form)

    assert "1 answer kept" in seat("e", editor=editor).out
    assert len(desk.json("timeline")) == 2


def test_a_form_whose_proposal_another_answered_is_kept(
    desk: Newsroom, seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    forms: list[str] = []

    def editor(form: str) -> str:
        forms.append(form)
        if len(forms) > 1:
            return form
        desk.ok(f"review {FIRST} --reject --actor bob")
        return filled(form, "typed for a long time")

    told = seat("e", "q", editor=editor)
    assert f"proposal {FIRST} was rejected by bob" in forms[1].splitlines()[0]
    (kept,) = tmp_path.iterdir()
    assert f"what you typed for proposal {FIRST} is kept in {kept}" in " ".join(told.out.split())
    assert "note: typed for a long time" in kept.read_text(encoding="utf-8")
    assert answers(desk)[0] == "rejected"


def test_a_form_is_kept_when_the_database_goes_away_under_it(
    desk: Newsroom, seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def editor(form: str) -> str:
        monkeypatch.setattr("tracker.desk.reviewing.now", gone)
        monkeypatch.setattr("tracker.desk.reviewing.accept", gone)
        return filled(form, "typed for a long time")

    def gone(*_: object) -> None:
        raise DatabaseError("the server has been shut down", "once it is up, look")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    told = seat("e", editor=editor, code=4)
    (kept,) = tmp_path.iterdir()
    assert str(kept) in told.out
    assert "note: typed for a long time" in kept.read_text(encoding="utf-8")
