"""Many statements in one form: an editor, a paragraph each, all of them or none, and nothing typed is ever lost."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from tests.cli.test_ingest import Typist
from tests.newsroom import Answer, Newsroom

Edit = Callable[[str], str | bytes]


@pytest.fixture
def desk(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """An article (2, with its outlet), a source and a claim."""
    monkeypatch.setattr(tempfile, "tempdir", str(room.folder))
    return room.given("""
        article add --handle first --outlet Bote --published 2025-12-10
        source add Ann
        claim open Rain --handle wet
    """)


class Editor:
    """What somebody does in an editor each time it opens; what stood in the form then."""

    def __init__(self, desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.saw = desk, list[str]()
        self._edits: Iterator[Edit] = iter(())
        monkeypatch.setattr(click, "edit", self._open)

    def __call__(self, line: str, *edits: Edit) -> Answer:
        """Type a command at a terminal and do these edits."""
        self._edits = iter(edits)
        return self.desk(line, terminal=True, screen=80)

    def _open(self, filename: str) -> None:
        path = Path(filename)
        self.saw.append(path.read_text(encoding="utf-8"))
        left = next(self._edits)(self.saw[-1])
        path.write_bytes(left.encode() if isinstance(left, str) else left)


@pytest.fixture
def editor(desk: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Editor:
    return Editor(desk, monkeypatch)


def leaves(text: str) -> Edit:
    """Leave some text in the form, whatever stood there."""
    return lambda _: text


def same(text: str) -> str:
    """Close the form as it is."""
    return text


def kept(desk: Newsroom, answer: Answer) -> str:
    """What was typed, from the file that the answer names."""
    found = re.search(r"what you typed is kept in (\S+);", answer.err)
    assert found is not None, answer.err
    return Path(found[1]).read_text(encoding="utf-8")


GOOD = """
text: It pours
source: ann
claim: wet
said: 2025-12-09

# Bob is new, and so is what he says.
new_source: Bob
kind: person
new_claim: Snow
act: deny
quote: There is no snow
article: first

source: bob
claim: wet, snow
act: predict
text: Tomorrow
"""


def test_many_statements_are_one_batch_in_the_context_of_the_day(desk: Newsroom, editor: Editor) -> None:
    desk.given("context article=first actor=kim")
    answer = editor("log --form", leaves(GOOD))
    assert answer.code == 0, answer.err
    assert answer.lines == [
        '5 ann says: "Rain" via bote',
        "6 source bob registered",
        '7 claim snow: "Snow"',
        '8 bob denies: "Snow" via bote',
        '9 bob predicts: "Rain" via bote',
        '10 bob predicts: "Snow" via bote',
    ]
    assert {desk.facts(n)["article"] for n in (5, 8, 9)} == {"first"}
    assert desk.json("undo --list")[0]["entries"] == [5, 10]
    assert desk.one("show 5")["actor"] == "kim"
    (form,) = editor.saw
    assert "# context: article first, actor kim\n" in form
    assert "#   ann  Ann\n" in form
    assert "#   wet  Rain\n" in form
    assert "\n\ntext:\nsource:\nclaim:\nact:\nsaid:\nquote:\n" in form
    assert not list(desk.folder.glob("tracker-*.txt"))


BAD = """text: It pours
source: ann
claim: wet
act: whisper

text: Nobody spoke
claim: wet

text: Fine
source: ann
claim: wet

colour: red
"""


def test_all_that_is_wrong_comes_back_in_place(desk: Newsroom, editor: Editor) -> None:
    before = desk.fingerprint()

    def mend(form: str) -> str:
        assert desk.fingerprint() == before
        form = form.replace("whisper", "confirm").replace("text: Nobody spoke", "text: Somebody spoke\nsource: ann")
        return form.replace("colour: red\n", "").replace("claim: wet\n\n#", "claim: dry\n\n#")

    answer = editor("log --form", leaves(BAD), mend, lambda form: form.replace("claim: dry", "claim: wet"))
    assert answer.code == 0, answer.err
    assert [line for line in answer.lines if " ann " in line] == answer.lines
    assert len(answer.lines) == 3
    _, second, third = editor.saw
    marks = [(line, following) for line, following in zip(second.split("\n"), second.split("\n")[1:], strict=False)]
    marked = [(line, following) for line, following in marks if line.startswith("# !")]
    assert [following for _, following in marked] == ["text: It pours", "text: Nobody spoke", "colour: red"]
    assert marked[0][0].startswith("# ! act: 'whisper' is none of assert ")
    assert marked[1][0] == "# ! a statement needs a source; source: SOURCE, or new_source: NAME registers one"
    assert marked[2][0].startswith("# ! this is no field: 'colour: red'; fields: source ")
    assert [line for line in second.split("\n") if not line.startswith("# !")] == BAD.split("\n")
    assert third.count("# !") == 1
    assert "# ! there is no claim 'dry'" in third


def test_a_form_closed_as_it_is_records_nothing(desk: Newsroom, editor: Editor) -> None:
    before = desk.fingerprint()
    answer = editor("log --form", same)
    assert (answer.code, answer.out, answer.err) == (0, "", "nothing was recorded\n")
    assert desk.fingerprint() == before
    assert not list(desk.folder.glob("tracker-*.txt"))


@pytest.mark.parametrize(
    ("ending", "code", "told"),
    [
        (same, 2, "the form was left as it was: nothing was recorded"),
        (leaves(""), 2, "the form was left as it was: nothing was recorded"),
        (lambda _: b"\xff\xfe", 2, "the editor left something that is not UTF-8"),
    ],
    ids=["given up", "emptied", "no text"],
)
def test_what_was_typed_is_kept_where_it_ends_without_a_record(
    desk: Newsroom, editor: Editor, ending: Edit, code: int, told: str
) -> None:
    before = desk.fingerprint()
    answer = editor("log --form", leaves(BAD), ending)
    assert (answer.code, answer.error) == (code, told)
    assert BAD.strip() in re.sub("# !.*\n", "", kept(desk, answer))
    assert desk.fingerprint() == before


def test_what_was_typed_is_kept_when_the_editor_fails_or_somebody_interrupts(desk: Newsroom, editor: Editor) -> None:
    def fail(_: str) -> str:
        raise click.ClickException("vi: Editing failed")

    def interrupt(_: str) -> str:
        raise KeyboardInterrupt

    answer = editor("log --form", leaves(BAD), fail)
    assert (answer.code, answer.error) == (2, "vi: Editing failed")
    assert BAD.strip() in re.sub("# !.*\n", "", kept(desk, answer))
    answer = editor("log --form", leaves(BAD), interrupt)
    assert answer.code == 130
    assert "text: Nobody spoke" in kept(desk, answer)


def test_what_was_kept_is_taken_up_again(desk: Newsroom, editor: Editor) -> None:
    desk.write("kept.txt", BAD)
    mended = (
        BAD.replace("whisper", "confirm").replace("text: Nobody", "source: ann\ntext: No").replace("colour: red", "")
    )
    answer = editor("log --form kept.txt", leaves(mended))
    assert answer.code == 0, answer.err
    assert editor.saw == [BAD]
    assert (desk.folder / "kept.txt").read_text() == BAD


def test_a_dry_run_keeps_what_was_typed(desk: Newsroom, editor: Editor) -> None:
    before = desk.fingerprint()
    answer = editor("log --form --dry-run", leaves(GOOD))
    assert answer.code == 0
    assert desk.fingerprint() == before
    assert kept(desk, answer) == GOOD


def test_what_others_recorded_meanwhile_on_the_same_claims_is_told(desk: Newsroom, editor: Editor) -> None:
    desk.given("claim open Wind --handle wind\nlog old -s ann -c wet\nlog old -s ann -c wind")

    def dawdle(_: str) -> str:
        desk.given("log x -s ann -c wind\nlog y --new-source Bob -c wet\nundo 6")
        return "text: It pours\nsource: bob\nclaim: wet\n"

    answer = editor("log --form", dawdle)
    assert answer.code == 0, answer.err
    assert answer.out == '12 bob says: "Rain"\n'
    assert answer.err == 'note: meanwhile: 10 bob says: "Rain"\nnote: meanwhile: 11 entry 6 undone\n'


def test_the_rules_are_asked_of_the_log_as_it_is_when_the_form_is_saved(desk: Newsroom, editor: Editor) -> None:
    def dawdle(_: str) -> str:
        desk.ok("undo 4")
        return "text: It pours\nsource: ann\nclaim: wet\n"

    answer = editor("log --form", dawdle, same)
    assert answer.code == 2
    assert "# ! there is no claim 'wet'" in editor.saw[1]
    assert desk.types[-1] == "entry.voided"


def test_without_a_terminal_a_form_is_taken_as_it_stands(desk: Newsroom) -> None:
    desk.write("day.txt", "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert len(desk.ok("log --form day.txt").lines) == 6
    assert desk.ok("log --form -", stdin="text: x\nsource: ann\nclaim: wet").out == '11 ann says: "Rain"\n'
    answer = desk.refused(1, "log --form -", stdin=BAD)
    assert answer.error.split("\n")[0] == "3 statements cannot be recorded, so none was"
    assert [line.split(":")[0].strip() for line in answer.error.split("\n")[1:]] == ["line 1", "line 6", "line 13"]
    told = "there is no terminal for an editor"
    assert desk.refused(2, "log --form").error == told
    assert desk.refused(2, "log --form --article first").error == told


@pytest.mark.parametrize(
    ("line", "form", "error"),
    [
        ("log --form - -s ann", "", "with --form, all but the article stands in the form"),
        ("log --form - --article first", "# nothing\n\ntext:\n", "there is no statement in the form"),
        ("log --form -", b"\xff", "standard input is not UTF-8"),
    ],
)
def test_what_is_no_form(desk: Newsroom, line: str, form: str | bytes, error: str) -> None:
    assert desk.refused(2, line, stdin=form).error == error


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("source: ann\nclaim: wet\nsource: ann\ntext: x", "source stands twice; an empty line parts two statements"),
        ("text: x\nsource: ann\nclaim: wet\nkind: person", "describe a new source"),
        ("text: x\nsource: ann\nclaim: wet\ntopic: rain", "are for a new claim"),
        ("text: x\nsource: ann\nclaim: wet\nsaid: 2031-01-01", "lies in the future"),
        ("text: x\nsource: ann\nnew_claim: Rain", "there is a claim 'wet' already"),
    ],
)
def test_what_a_paragraph_cannot_say(desk: Newsroom, form: str, told: str) -> None:
    assert told in desk.refused(1, "log --form -", stdin=form).error


def test_a_real_editor_at_a_real_terminal(desk: Newsroom) -> None:
    desk.write("good.txt", "text: It pours\nsource: ann\nclaim: wet\n")
    desk.write("edit.py", "import sys, shutil\nshutil.copyfile('good.txt', sys.argv[1])\n")
    desk.environment["VISUAL"] = f"{sys.executable} edit.py"
    typist = Typist(desk, "log", "--form")
    typist.sees('5 ann says: "Rain"')
    assert typist.leaves() == 0
    assert desk.head[0] == 5
