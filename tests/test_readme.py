"""The README and the guide are executed: every console block is typed as it stands and must answer as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests import raised
from tests.newsroom import Newsroom
from tests.server import Server
from tests.typed import CHAPTERS, README, ROOT, blocks, lines_of, played, steps
from tracker.cli.app import VERBS, run
from tracker.desk.guide import TOPICS

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [README, *CHAPTERS], ids=lambda path: path.stem)
def test_every_console_block_answers_as_it_stands(tmp_path: Path, path: Path) -> None:
    for one in played(path.read_text(encoding="utf-8"), tmp_path):
        assert one.step.stands(one.given), f"$ {one.step.command}\n{one.given}\npython -m tests.typed {path} mends this"


def test_the_blocks_about_a_team_answer_as_they_stand(tmp_path, monkeypatch, capsys, server: Server):
    monkeypatch.chdir(tmp_path)
    database = server.empty()
    (chapter,) = (path for path in CHAPTERS if path.stem == "team")
    typed = [
        step
        for block in blocks(chapter.read_text(encoding="utf-8"))
        if block.kind == "console team"
        for step in steps(block.body)
    ]
    assert len(typed) > 5
    told = {}
    for step in typed:
        program, *arguments = shlex.split(step.command)
        if program == "export":
            address = arguments[0].partition("=")[2]
            role = address.partition("://")[2].partition("@")[0]
            told[address] = server.url(database.name, role)
            monkeypatch.setenv("TRACKER_DB", told[address])
        elif program == "tracker":
            run(arguments)
            given = capsys.readouterr()
            said = lines_of(given.out + given.err)
            for address, real in told.items():
                said = said.replace(real, address)
            assert step.stands(said), f"$ {step.command}\n{said}"
        else:
            assert program in ("createuser", "createdb"), step.command


def test_the_readme_is_short_and_begins_with_two_commands():
    assert len(TEXT.splitlines()) <= 160
    first = next(blocks(TEXT))
    assert (first.kind, len(first.body.splitlines())) == ("sh", 2)
    for script in first.body.split():
        assert (ROOT / script).stat().st_mode & 0o111


@pytest.mark.parametrize("verb", [verb for verbs in VERBS.values() for verb in verbs])
def test_every_verb_is_in_the_command_table(verb):
    assert re.search(rf"^\| `{verb}\b", TEXT, re.MULTILINE)


# -- errors --------------------------------------------------------------------------------------------------------

ERRORS = raised.CHAPTER.read_text(encoding="utf-8")
SAMPLES = ERRORS.partition(raised.LAST)[0]


def test_every_error_of_the_source_is_listed():
    assert ERRORS.endswith(raised.listed()), "python -m tests.raised lists them anew"


def test_a_sample_ends_with_the_exit_code_under_which_it_stands(tmp_path: Path):
    seen = set()
    for one in played(SAMPLES, tmp_path):
        stated = re.match(r"Exit code (\d+)", one.heading)
        assert one.code in {0, int(stated[1]) if stated else 0}, one.step.command
        assert one.given.count("error: ") == (one.code != 0), one.step.command
        seen.add(one.code)
    assert {*seen} == {0, *raised.CLASSES.values()}


def test_a_sample_that_cannot_be_typed_is_worded_as_the_source_has_it():
    found = [block.body for block in blocks(SAMPLES) if block.kind == "text"]
    assert len(found) > 5
    known = raised.raised()
    for error in found:
        message, _, hint = error.removeprefix("error: ").strip().partition("\nhint: ")
        assert any(one.matches(message, hint) for one in known), error


# -- the guide -----------------------------------------------------------------------------------------------------


def test_every_chapter_is_listed_and_linked_from_the_readme():
    assert {path.stem for path in CHAPTERS} == set(TOPICS)
    assert [Path(link).stem for link in re.findall(r"\(tracker/guide/([\w-]+\.md)\)", TEXT)] == list(TOPICS)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_fits_the_screen_and_names_only_what_there_is(path: Path):
    text = path.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert [line for line in prose.splitlines() if len(line) > 82] == []
    assert text.startswith("# ")
    assert set(re.findall(r"`tracker guide ([a-z-]+)`", text)) <= set(TOPICS)


def test_the_guide_lists_its_topics_and_shows_a_chapter(bare_room: Newsroom):
    assert [line.split()[0] for line in bare_room.ok("guide").lines[: len(TOPICS)]] == list(TOPICS)
    assert [one["topic"] for one in bare_room.json("guide")] == list(TOPICS)
    assert bare_room.ok("guide what-if").out == (ROOT / "tracker/guide/what-if.md").read_text(encoding="utf-8")
    assert bare_room.ok("guide backt").out.startswith("# Was it right?")
    assert bare_room.one("guide words")["title"].startswith("What the words mean")


@pytest.mark.parametrize(
    ("typed", "error", "hint"),
    [
        ("lodging", "the guide has no topic 'lodging'", "tracker guide logging or tracker guide judging"),
        (
            "t",
            "'t' fits several topics of the guide",
            "tracker guide tables or tracker guide trust or tracker guide team",
        ),
        ("xyz", "the guide has no topic 'xyz'", "tracker guide lists the topics"),
    ],
)
def test_an_unknown_topic_is_refused_with_near_ones(bare_room: Newsroom, typed: str, error: str, hint: str):
    told = bare_room.refused(3, f"guide {typed}")
    assert (told.error, told.hint) == (error, hint)
