"""Help, suggestions and wrong use: what a stranger meets first."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from tests.newsroom import Newsroom
from tracker.cli.app import VERBS, tracker

SECTIONS = {
    "Start": "init demo guide",
    "Record": "source claim article ingest review log context ask amend retract group",
    "Look back": "find timeline replay diff show",
    "Judge": "belief why credibility verdict backtest policy",
    "Keep": "undo redact import export backup verify checkpoint rebuild upgrade doctor",
}
READING = (
    "source show", "source list", "claim show", "claim list", "article show", "article list",
    "timeline", "belief", "why", "credibility", "backtest", "policy show", "find",
)  # fmt: skip
WRITING = (
    "source add", "source describe", "source merge", "source separate", "claim open", "claim amend", "claim relate",
    "article add", "article amend", "log", "ask", "amend", "retract", "verdict", "undo", "redact", "import", "rebuild",
    "group", "policy set", "ingest", "review",
)  # fmt: skip


def leaves(group: click.Group = tracker, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(leaves())


def test_verbs_are_grouped_by_the_way_of_working(bare_room: Newsroom) -> None:
    told = bare_room.ok("--help").out
    for section, verbs in SECTIONS.items():
        block = told.partition(f"{section}:\n")[2].partition("\n\n")[0]
        assert re.findall(r"^  (\w+) ", block, re.MULTILINE) == verbs.split()


def test_every_verb_stands_in_one_section() -> None:
    assert {section.capitalize(): " ".join(verbs) for section, verbs in VERBS.items()} == SECTIONS


def test_the_line_in_the_help_is_the_verb_s_own(bare_room: Newsroom) -> None:
    told = " ".join(bare_room.ok("--help").out.split())
    for verbs in VERBS.values():
        for verb, line in verbs.items():
            assert f"{verb} {line}" in told


@pytest.mark.parametrize("path", COMMANDS)
def test_help_mentions_every_option_and_fits_the_screen(bare_room: Newsroom, path: str) -> None:
    answer = bare_room.ok(f"{path} --help")
    assert answer.out == bare_room.ok(f"{path} -h").out
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.name} has no help"
            assert parameter.help.endswith((".", "...")), parameter.help
            for spelling in parameter.opts:
                assert spelling in answer.out
        else:
            assert parameter.make_metavar(click.Context(COMMANDS[path])).strip("[]") in answer.out
    assert max(map(len, answer.lines)) <= 80
    assert COMMANDS[path].help, f"{path} does not say what it is for"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_takes_db(path: str) -> None:
    if path not in {"demo", "guide"}:
        assert "--db" in [spelling for option in COMMANDS[path].params for spelling in option.opts]


@pytest.mark.parametrize("path", READING)
def test_reading_verbs_take_both_clocks_and_every_form(path: str) -> None:
    options = {spelling for option in COMMANDS[path].params for spelling in option.opts}
    assert {"--as-of", "--known-by", "--json", "--jsonl", "--csv"} <= options


@pytest.mark.parametrize("path", WRITING)
def test_writing_verbs_can_be_tried_out_and_signed(path: str) -> None:
    options = {spelling for option in COMMANDS[path].params for spelling in option.opts}
    assert {"--dry-run", "--actor", "--json"} <= options


def test_the_options_of_the_contract() -> None:
    contract = {
        "source add": "--handle --kind --class --heads --member-of",
        "claim open": "--handle --topic --about --question --deadline",
        "article add": "--handle --outlet --agency --wire --published --title --lang --url --reprint-of",
        "log": "-s --source -c --claim -a --act -d --said -q --quote -b --basis -i --interest --stance --certainty "
        "--article --chain --via --voice --presentation --ground-rule --new-source --new-claim",
        "ask": "-c --by",
        "ingest": "--dry-run --json --extractor --model",
        "review": "--accept --reject --unsure -s -c --new-source --new-claim",
        "verdict": "--because --evidence --decided --withdraw",
        "undo": "--last",
        "redact": "--yes",
        "retract": "--instead",
        "timeline": "--claim --source --topic --about --article --from --to --by --overdue --follow",
        "belief": "--status --topic --about --open --since",
        "credibility": "--topic --sort",
        "backtest": "--rows --clock --topic --from-row",
        "policy set": "--because",
        "group": "--apart --because",
        "find": "--kind --limit",
        "import": "--format --keep-recorded",
        "export": "--format --publishable",
        "backup": "--force --no-verify",
    }
    for path, options in contract.items():
        known = {spelling for option in COMMANDS[path].params for spelling in option.opts}
        assert set(options.split()) <= known, path


# -- wrong use -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sorce", "source"), ("belive", "belief"), ("timelime", "timeline"), ("verifyy", "verify"), ("logg", "log")],
)
def test_a_mistyped_verb_is_suggested(room: Newsroom, typed: str, meant: str) -> None:
    answer = room.refused(2, typed)
    assert answer.error == f"no such command '{typed}'. Did you mean '{meant}'?"
    assert answer.hint == f"tracker {meant}"


def test_a_mistyped_verb_of_a_group_is_suggested(room: Newsroom) -> None:
    answer = room.refused(2, "claim opn X")
    assert "Did you mean 'open'?" in answer.error
    assert answer.hint == "tracker claim open X"


def test_a_mistyped_option_is_suggested(room: Newsroom) -> None:
    answer = room.refused(2, "timeline --clam x")
    assert "--claim" in answer.error
    assert answer.hint == "tracker timeline --help"


def test_nothing_like_it(room: Newsroom) -> None:
    assert room.refused(2, "xyzzy").error == "no such command 'xyzzy'"


@pytest.mark.parametrize(
    "line",
    ["why", "log --act", "verdict", "source add", "ask nvidia", "import", "export extra", "belief a b c"],
)
def test_missing_and_superfluous_words(room: Newsroom, line: str) -> None:
    answer = room.refused(2, line)
    assert answer.hint.endswith("--help")


def test_two_forms_at_once(room: Newsroom) -> None:
    assert "exclude each other" in room.refused(2, "belief --json --csv").error


@pytest.mark.parametrize("line", ["", "source", "claim", "article"])
def test_a_group_without_a_verb_shows_its_help(bare_room: Newsroom, line: str) -> None:
    answer = bare_room(line)
    assert answer.code == 2
    assert "error:" not in answer.err
    assert bare_room.ok(f"{line} --help").out.strip() in answer.out + answer.err


# -- speed and completion ------------------------------------------------------------------------------------------


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from tracker.cli.app import run; run(['--help']);"
        "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic', 'sqlite3', 'wcwidth', 'tracker.store.log'};"
        "sys.exit(', '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_reading_verb_imports_no_sqlalchemy(room: Newsroom) -> None:
    room.given("source add Ann\nclaim open Flood --handle flood\nlog yes -s ann -c flood")
    verbs = (
        "belief", "why flood", "timeline", "credibility", "backtest", "source list", "export", "find yes", "policy",
    )  # fmt: skip
    for verb in verbs:
        program = (
            f"import sys; from tracker.cli.app import run; code = run({[*verb.split(), '--db', str(room.database)]});"
            "heavy = {'sqlalchemy', 'sqlmodel', 'pydantic', 'alembic'};"
            "sys.exit(code or ', '.join(sorted(heavy & sys.modules.keys())) or 0)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (verb, done.stderr)


def completed(room: Newsroom, typed: str) -> list[str]:
    """What a shell would offer for the last word of a command line."""
    from click.shell_completion import BashComplete

    words = typed.split(" ")
    room.environment |= {"COMP_WORDS": f"tracker {typed}", "COMP_CWORD": str(len(words))}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(room.folder)
        patch.delenv("TRACKER_DB", raising=False)
        for name, value in room.environment.items():
            patch.setenv(name, value)
        told = BashComplete(tracker, {}, "tracker", "_TRACKER_COMPLETE").complete()
    return [line.partition(",")[2] for line in told.splitlines()]


def test_completion_offers_verbs_options_words_and_handles(room: Newsroom) -> None:
    room.given("""
        source add Nvidia
        source add 'Norbert Test' --handle norbert
        claim open 'Chips hold backdoors' --handle backdoors
        article add --handle wire-1
        source alias nvidia maker
    """)
    assert completed(room, "be") == ["belief"]
    assert completed(room, "claim o") == ["open"]
    assert completed(room, "log -s n") == ["norbert", "nvidia"]
    assert completed(room, "log --source nv") == ["nvidia"]
    assert completed(room, "log -s ma") == ["maker"]
    assert completed(room, "log x -c ") == ["backdoors"]
    assert completed(room, "log x --article w") == ["wire-1"]
    assert completed(room, "log x -a de") == ["deny", "decline"]
    assert completed(room, "why b") == ["backdoors"]
    assert completed(room, "verdict backdoors mostly") == ["mostly_true", "mostly_false"]
    assert completed(room, "source merge n") == ["norbert", "nvidia"]
    assert "--known-by" in completed(room, "belief --k")


def test_completion_is_quiet_where_there_is_no_database(bare_room: Newsroom) -> None:
    assert completed(bare_room, "log -s n") == []


def test_completion_follows_db(room: Newsroom) -> None:
    room.ok("init other.db")
    room.ok("source add Elsewhere --db other.db")
    assert completed(room, "log --db other.db -s ") == ["elsewhere"]


def test_the_shell_gets_a_script(bare_room: Newsroom) -> None:
    program = "import sys; from tracker.cli import main; sys.argv = ['tracker']; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"_TRACKER_COMPLETE": "zsh_source", "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0
    assert "#compdef tracker" in done.stdout
