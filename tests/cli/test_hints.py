"""What a newcomer types: each refusal names the way, on the same database and with all that was typed."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Room
from tests.newsroom import Newsroom
from tracker.cli import meant
from tracker.domain.words import Act, Basis, Finding, SourceKind, Stance

MENDED = (
    # a verb that is called otherwise here
    ("edit 3 --said 2025-12-01", "tracker amend 3 --said 2025-12-01"),
    ("list", "tracker claim list, or tracker source list"),
    ("add 'Ann Holt'", 'tracker source add "Ann Holt", or tracker claim open "Ann Holt", or tracker log "Ann Holt"'),
    ("rm 3", "tracker undo 3"),
    ("delete 3 --actor kim", "tracker undo 3 --actor kim"),
    ("search dam", "tracker find dam"),
    ("history", "tracker timeline"),
    ("history flood", "tracker timeline --claim flood"),
    ("status", "tracker belief"),
    ("Status flood", "tracker belief flood"),
    ("who ann", "tracker source list ann"),
    ("help", "tracker --help"),
    ("help log", "tracker log --help"),
    ("deny 'It did not' -s ann -c flood", 'tracker log "It did not" -s ann -c flood -a deny'),
    ("show-all", "tracker show"),
    ("sources", "tracker source list"),
    ("claim add 'The weir held'", 'tracker claim open "The weir held"'),
    ("claim delete flood", "tracker undo ENTRY"),
    ("source edit ann --name Anna", "tracker source describe ann --name Anna"),
    ("source view ann", "tracker source show ann"),
    ("article edit page --title X", "tracker article amend page --title X"),
    ("belive flood --json", "tracker belief flood --json"),
    ("--db tracker.db belief flood", "tracker belief flood --db tracker.db"),
    # a word of the vocabulary that is called otherwise
    ("log No -s ann -c flood -a declined", "tracker log No -s ann -c flood -a decline"),
    ("log No -s ann -c flood -a 'no comment'", "tracker log No -s ann -c flood -a decline"),
    ("log No -s ann -c flood --act=denied", "tracker log No -s ann -c flood --act=deny"),
    ("log said -s ann -c flood -a said", "tracker log said -s ann -c flood -a assert"),
    ("log No -s ann -c flood -a claimed", "tracker log No -s ann -c flood -a assert"),
    ("source add Weir --kind company", "tracker source add Weir --kind organisation"),
    ("verdict flood wrong", "tracker verdict flood false"),
    # a name that is nearly one on record, or one already
    ("log No -s An -c flod", "did you mean flood? tracker log No -s An -c flood"),
    ("log No -s holt -c flood", "did you mean ann? tracker log No -s ann -c flood"),
    ("log ann -s annn -c flood", "did you mean ann? tracker log ann -s ann -c flood"),
    ("log x -s ann -c flood --chain ann>anne", 'did you mean ann? tracker log x -s ann -c flood --chain "ann > ann"'),
    ("log No --new-source ann --kind person -c flood", "tracker log No -s ann -c flood"),
    ("log No -s ann --new-claim 'The dam broke' --topic dam", "tracker log No -s ann -c flood"),
    # a date in other words; the stories are told on a Thursday
    ("log No -s ann -c flood -d Mittwoch", "write 2025-12-10: tracker log No -s ann -c flood -d 2025-12-10"),
    ("log No -s ann -c flood -d wednesday", "write 2025-12-10: tracker log No -s ann -c flood -d 2025-12-10"),
    ("log No -s ann -c flood -d thursday", "write 2025-12-11 or 2025-12-04"),
    ("amend 3 --said='3. Mai'", "write 2025-05-03: tracker amend 3 --said=2025-05-03"),
    ("belief --as-of 2025/12/1", "write 2025-12-01: tracker belief --as-of 2025-12-01"),
)  # fmt: skip


@pytest.fixture(scope="module")
def story(new_room: Room) -> Newsroom:
    """A source, a claim and a statement."""
    return new_room().given(
        "source add 'Ann Holt' --handle ann\nclaim open 'The dam broke' --handle flood\nlog 'It did' -s ann -c flood"
    )


@pytest.mark.parametrize(("line", "hint"), MENDED)
def test_what_a_newcomer_types_is_answered_with_what_works(story: Newsroom, line: str, hint: str) -> None:
    answer = story(line)
    assert answer.code in (1, 2, 3), answer.err
    assert answer.hint == hint


@pytest.mark.parametrize(
    "line",
    [
        "log No -s an -c flod -a deny",
        "log No -s ann -c flood -a denied",
        "log No -s ann --new-claim 'The dam broke'",
        "log No -s ann -c flood -d 2025/12/1",
        "list",
        "source view ann",
    ],
)
def test_a_hint_goes_to_the_database_that_was_named(story: Newsroom, bare_room: Newsroom, line: str) -> None:
    named = shlex.quote(str(story.database))
    hint = bare_room(f"{line} --db {named} --dry-run" if line.startswith("log") else f"{line} --db {named}").hint
    command = hint.partition("tracker ")[2].partition(", or tracker")[0]
    words = shlex.split(command)
    assert words[words.index("--db") + 1] == str(story.database)
    bare_room.ok(command)


def test_a_hint_in_words_names_the_database_too(story: Newsroom, bare_room: Newsroom) -> None:
    named = shlex.quote(str(story.database))
    assert bare_room.refused(3, f"show 99 --db={named}").hint == "the log ends with entry 3"
    assert bare_room.refused(2, f"show x --db={named}").hint == f"tracker timeline --db {named} shows the numbers"
    assert bare_room.refused(3, f"source show zed --db {named}").hint == (
        f"tracker source list --db {named}, or tracker find --db {named} zed"
    )


@pytest.mark.sqlite
def test_a_hint_to_make_another_database_names_no_second_one(bare_room: Newsroom) -> None:
    bare_room.write("notes.db", "no log")
    assert bare_room.refused(4, "belief --db notes.db").hint == "tracker init PATH makes a new one"


@pytest.mark.sqlite
def test_a_hint_never_repeats_a_password(bare_room: Newsroom) -> None:
    address = "postgresql+psycopg://desk:hush@localhost:1/news"
    for line in ("edit 3", "log No -s ann -c flood -a denied", "belief"):
        answer = bare_room(f"{line} --db {address}")
        assert "hush" not in answer.hint


def test_what_cannot_be_pasted_is_not_offered(story: Newsroom) -> None:
    answer = story.refused(2, "log -s ann -c flood -a denied", "two\nlines")
    assert answer.hint == "tracker log --help"


def test_every_verb_and_word_that_is_suggested_exists() -> None:
    from tests.cli.test_help import COMMANDS

    for group in ("", *meant.GROUPS):
        for words in meant.GROUPS.get(group, meant.VERBS):
            for way in meant.verbs(group, words.split()[0], ["x"]):
                path = way.partition(" ...")[0].partition(" -")[0].removesuffix(" ENTRY")
                assert not path or path.startswith(("...", "-")) or path in COMMANDS, way


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("asserted", Act.ASSERT), ("Announces", Act.ANNOUNCE), ("warned", Act.WARN), ("denyed", Act.DENY),
        ("dementiert", Act.DENY), ("kein Kommentar", Act.DECLINE), ("did not deny", Act.NON_DENIAL),
        ("against", Stance.DENIES), ("hearsay", Basis.HEARD_FROM_UNNAMED), ("half true", Finding.MIXED),
        ("organization", SourceKind.ORGANISATION), ("newspaper", SourceKind.OUTLET), ("shout", None), ("", None),
    ],
)  # fmt: skip
def test_common_words_mean_one_of_ours(typed: str, word: Act | Stance | Basis | Finding | SourceKind | None) -> None:
    kind = type(word) if word is not None else Act
    assert meant.suggested(kind, typed) is word
