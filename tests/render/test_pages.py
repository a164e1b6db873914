"""What people read: every phrase, and the pages made of them."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.domain.belief import Belief
from tracker.domain.events import (
    ArticleArchived,
    ClaimOpened,
    CommentRequested,
    Entry,
    SourceRegistered,
    SourcesMerged,
    StatementRecorded,
    VerdictReached,
)
from tracker.domain.weighing import Count
from tracker.domain.words import Act, Finding, SourceKind, Status
from tracker.render import beliefs, credibility, lists, timeline
from tracker.render.wording import SAYS, STATUS, denied, mark, origins, phrase, quoted, record, said, status
from tracker.reports.beliefs import BeliefRow
from tracker.reports.credibility import CredibilityRow
from tracker.reports.stamp import Stamp
from tracker.reports.timeline import TimelineRow


def belief_row(**changes: Any) -> BeliefRow:
    """A claim with one flat statement for it."""
    belief = Belief(
        claim="flood", status=Status.SINGLE_SOURCE, probability=0.7, range=(0.4, 1.0), ignorance=0.6, prior=0.5,
        likelihood="likely", evidence="thin", support_units=1_333_333, deny_units=0, origins_for=Count(1, 1),
        origins_against=Count(0, 0), denied_by=(), statements=1, verdict=None, by_decider=False, verdict_entry=None,
        changed=3,
    )  # fmt: skip
    row = BeliefRow(
        claim="flood", text="The dam broke", topic=(), about=(), question=None, deadline=None, belief=belief,
        same_as=None, as_of=None, known_by=3, policy="default",
    )  # fmt: skip
    own = {name: changes.pop(name) for name in list(changes) if name in Belief._fields and name != "claim"}
    return row._replace(belief=belief._replace(**own), **changes)


def record_row(**changes: Any) -> CredibilityRow:
    """A source without any verdict."""
    row = CredibilityRow(
        source="ann", name="Ann", class_="expert", cell=False, statements=4, trials=0, held=0, fell=0, mixed=0,
        withdrawn=0, pending=3, mean=0.7, interval=(0.4, 0.9), enough=False, needed=5, weight=1.333, prior=0.7,
        by_topic={}, by_act={}, lends=(), as_of=None, known_by=3, policy="default",
    )  # fmt: skip
    return row._replace(**changes)


# -- words ---------------------------------------------------------------------------------------------------------


def test_every_word_of_the_vocabulary_has_its_phrase() -> None:
    assert set(SAYS) == set(Act)
    assert set(STATUS) == set(Status)
    assert not any("_" in told for told in (*SAYS.values(), *STATUS.values()))


@pytest.mark.parametrize(
    ("count", "told"),
    [
        ((0, 0), "0 origins"), ((1, 1), "one origin"), ((2, 2), "2 origins"), ((1, 4), "1 to 4 origins"),
        ((1, None), "one origin or more"), ((3, None), "3 origins or more"),
    ],
)  # fmt: skip
def test_origins(count: tuple[int, int | None], told: str) -> None:
    assert origins(count) == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "one origin, thin | likely"),
        ({"origins_for": (2, 2)}, "2 origins, thin | likely"),
        ({"origins_for": (1, 4)}, "1 to 4 origins, thin | likely"),
        ({"origins_for": (1, None)}, "one origin, thin | likely"),
        ({"origins_for": (2, None)}, "2 origins or more, thin | likely"),
        ({"origins_for": (0, 0), "origins_against": (1, 1), "support_units": 0, "deny_units": 9},
         "one origin against, thin | likely"),
        ({"origins_for": (2, 3), "origins_against": (1, 1), "deny_units": 9},
         "2 to 3 origins for, one against, thin | likely"),
        ({"origins_for": (1, 1), "origins_against": (2, 2), "deny_units": 9},
         "one origin for, 2 against, thin | likely"),
        ({"evidence": "too little"}, "too little to say"),
        ({"likelihood": None}, "too little to say"),
        ({"support_units": 0, "ignorance": 1.0}, "nothing known"),
        ({"support_units": 0, "ignorance": 0.6}, "nothing but other answers"),
        ({"verdict": "false", "verdict_entry": 31}, "settled: false (31)"),
        ({"verdict": "mostly_true", "verdict_entry": 8}, "settled: mostly true (8)"),
    ],
)  # fmt: skip
def test_evidence_first_then_likelihood(changes: dict[str, Any], told: str) -> None:
    assert phrase(belief_row(**changes).belief) == told


def test_status_and_denial() -> None:
    assert status(belief_row().belief) == "single source"
    assert status(belief_row(by_decider=True).belief) == "by the one who decides"
    assert denied(belief_row().belief) == ""
    assert denied(belief_row(denied_by=("nvidia", "amd")).belief) == "denied by nvidia and amd"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"statements": 0}, "has not spoken"),
        ({}, "no record; weight as expert; 3 pending"),
        ({"lends": ("insider via reuters",)}, "no record; weight as insider via reuters; 3 pending"),
        ({"lends": ("insider via reuters", "insider via ft"), "pending": 0},
         "no record; weight as insider via reuters and insider via ft"),
        ({"withdrawn": 1}, "no record; weight as expert; withdrawn 1; 3 pending"),
        ({"trials": 6, "held": 5, "fell": 1, "enough": True},
         "0.70 (0.40 to 0.90) from 6 verdicts: held up 5, proved wrong 1, pending 3"),
        ({"trials": 6, "held": 4, "fell": 1, "mixed": 1, "enough": True},
         "0.70 (0.40 to 0.90) from 6 verdicts: held up 4, proved wrong 1, mixed 1, pending 3"),
    ],
)  # fmt: skip
def test_a_track_record_in_words(changes: dict[str, Any], told: str) -> None:
    assert record(record_row(**changes)) == told


def test_too_few_verdicts_say_so_and_show_no_mean() -> None:
    told = record(record_row(trials=3, held=2, fell=1, pending=4))
    assert told.startswith("held up 2, proved wrong 1, pending 4; too few (3 of 5)")
    assert ".70" not in told
    assert "%" not in told


def test_too_few_verdicts_show_the_weight_used_all_the_same() -> None:
    assert "; weighs 1.33" in record(record_row(trials=3, held=2, fell=1))


def test_dates_marks_and_quotes() -> None:
    assert [said(date) for date in (None, "", "2025-12", "../2025-12-10")] == ["", "", "2025-12", "by 2025-12-10"]
    assert [mark(text) for text in ("", "voided")] == ["", " [voided]"]
    assert quoted(' He said "no"\x1b ') == '"He said "no"\\x1b"'


# -- pages ---------------------------------------------------------------------------------------------------------


def test_the_board_keeps_its_columns() -> None:
    rows = [belief_row(), belief_row(claim="flood-of-1953", status="corroborated", origins_for=(2, 2))]
    assert list(beliefs.board(rows)) == [
        "flood          single source  one origin, thin | likely",
        "    The dam broke",
        "flood-of-1953  corroborated   2 origins, thin | likely",
        "    The dam broke",
        "",
        "2 claims, as of now, known by entry 3, policy default",
    ]
    assert list(beliefs.board([])) == ["no claims"]


def test_the_board_keeps_to_eighty_columns() -> None:
    rows = [
        belief_row(claim="a-very-long-handle-that-does-not-fit-its-column-at-all", by_decider=True),
        belief_row(
            claim="many", status="disputed", origins_for=(1, 3), origins_against=(2, None), deny_units=9,
            likelihood="roughly even chance", evidence="moderate", denied_by=("nvidia", "chinese-government"),
        ),
    ]  # fmt: skip
    told = list(beliefs.board(rows))
    assert max(map(len, told)) <= 80
    whole = " ".join(" ".join(told).split())
    assert "many disputed 1 to 3 origins for, 2 or more against, moderate | roughly even chance" in whole
    assert "by the one who decides one origin, thin | likely" in whole
    assert told[0] == "a-very-long-handle-that-does-not-fit-its-column-at-all"


def test_a_cut_is_named() -> None:
    told = list(beliefs.board([belief_row(as_of="2025-12-31T23:59:59.999999Z", known_by=7)]))
    assert told[-1] == "1 claim, as of 2025-12-31, known by entry 7, policy default"
    told = list(beliefs.board([belief_row(as_of="2025-12-31T12:00:00.000000Z")]))
    assert "as of 2025-12-31T12:00" in told[-1]


def test_one_belief() -> None:
    told = list(beliefs.belief(belief_row(deadline="2026-02", denied_by=("nvidia",))))
    assert told[0] == "flood: The dam broke"
    assert "  single source: one origin, thin | likely" in told
    assert "  probability .70, range .40 to 1.00, ignorance .60" in told
    assert "  for: one origin; against: nobody" in told
    assert "  denied by nvidia" in told
    assert "  due 2026-02" in told


def test_the_credibility_report_separates_sources_from_cells() -> None:
    rows = [
        record_row(),
        record_row(source="a-source-with-a-very-long-handle"),
        record_row(source="insider via reuters", class_="insider", cell=True, trials=2, held=1, fell=1),
    ]
    told = list(credibility.report(rows))
    assert told[0] == "sources"
    assert "unnamed voices, by class and carrier" in told
    assert max(map(len, told)) <= 80
    assert told[-1] == "3 records, as of now, known by entry 3, policy default"
    assert list(credibility.report([])) == ["nobody has spoken"]


def timeline_row(**changes: Any) -> TimelineRow:
    """One statement."""
    row = TimelineRow(
        entry=9, type="statement.recorded", said="2025-12-01", published=None, recorded="2025-12-02T10:00:00.000000Z",
        source="ann", claim="flood", act="assert", stance="supports", via=None, text="I saw it", quote="", article=None,
        outlet=None, chain=(), status="", claim_text="The dam broke", at="2025-12-01T23:59:59.999999Z", of=None,
    )  # fmt: skip
    return row._replace(**changes)


SEAL = Stamp("2025-12-31T23:59:59.999999Z", 7, "set at 3")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ["2025-12-01       9  ann says on flood: I saw it"]),
        ({"status": "voided"}, ["2025-12-01       9  ann says on flood: I saw it [voided]"]),
        ({"text": ""}, ["2025-12-01       9  ann says on flood"]),
        ({"via": "direct", "quote": "It [sic] broke"},
         ["2025-12-01       9  ann says on flood: I saw it", '                    "It [sic] broke"']),
        ({"via": "indirect", "quote": "it broke"}, ["2025-12-01       9  ann says on flood: I saw it"]),
        ({"chain": ("reuters", "bote")},
         ["2025-12-01       9  ann says on flood: I saw it", "                    via reuters > bote"]),
        ({"type": "verdict.reached", "stance": "mostly_true", "text": "photographs", "source": None},
         ["2025-12-01       9  verdict on flood: mostly true: photographs"]),
        ({"type": "verdict.withdrawn", "of": 7, "text": ""}, ["2025-12-01       9  verdict 7 on flood withdrawn"]),
        ({"type": "statement.retracted", "of": 7, "text": "mistaken"},
         ["2025-12-01       9  ann takes back 7 on flood: mistaken"]),
        ({"type": "comment.requested", "said": "2025-12-05", "text": ""},
         ["2025-12-01       9  asked ann for comment on flood, by 2025-12-05"]),
    ],
)  # fmt: skip
def test_lines_of_the_timeline(changes: dict[str, Any], told: list[str]) -> None:
    assert list(timeline.timeline([timeline_row(**changes)], SEAL))[:-2] == told


def test_the_timeline_is_counted() -> None:
    assert list(timeline.timeline([], SEAL)) == ["nothing happened"]
    assert list(timeline.timeline([timeline_row(), timeline_row()], SEAL))[-1] == (
        "2 lines, as of 2025-12-31, known by entry 7, policy set at 3"
    )


def entry(position: int, event: Any) -> Entry:
    """An entry of the log."""
    return Entry(position, "0198", 0, event)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (StatementRecorded(source="nvidia", claim="backdoors", act=Act.DENY),
         '19 nvidia denies: "Nvidia chips contain backdoors"'),
        (StatementRecorded(source="nvidia", claim="unknown"), '19 nvidia says: "unknown"'),
        (ClaimOpened(claim="flood", text="The \x1b dam"), '19 claim flood: "The \\x1b dam"'),
        (VerdictReached(claim="backdoors", value=Finding.MOSTLY_FALSE, decided="2025"),
         '19 verdict mostly false: "Nvidia chips contain backdoors"'),
        (CommentRequested(source="nvidia", claim="backdoors", by="2026"),
         '19 asked nvidia for comment, by 2026: "Nvidia chips contain backdoors"'),
    ],
)  # fmt: skip
def test_read_backs(event: Any, told: str) -> None:
    assert list(lists.read_back([entry(19, event)], {"backdoors": "Nvidia chips contain backdoors"})) == [told]


def test_read_backs_name_what_they_are_about() -> None:
    for event, name in (
        (SourceRegistered(source="ann", kind=SourceKind.PERSON), "ann"),
        (ArticleArchived(article="wire-1"), "wire-1"),
        (SourcesMerged(source="ann", into="anna"), "ann"),
    ):
        (line,) = lists.read_back([entry(19, event)], {})
        assert line.startswith("19 ")
        assert name in line
