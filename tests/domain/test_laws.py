"""The laws: what holds for every log and every cut."""

import os
import subprocess
import sys
from itertools import permutations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.domain.stories import Reading, Story, every_version, histories
from tests.domain.strategies import ALIKE, CLAIMS, SPEAKERS, cuts, index, logs, unmerged
from tests.trying import share_of
from tracker.domain.belief import Beliefs
from tracker.domain.clocks import EVERYTHING, Cut
from tracker.domain.credibility import CEILING, FLOOR
from tracker.domain.events import VerdictReached
from tracker.domain.fold import fold
from tracker.domain.projection import project
from tracker.domain.rows import Article, Claim, Source, Spoken, Verdict
from tracker.domain.standings import standings
from tracker.domain.state import State, as_of, assemble
from tracker.domain.utterances import Enroller, Roster
from tracker.domain.weighing import Side
from tracker.domain.words import Finding, Status

RANK = {
    Status.OPEN: 0, Status.DENIED_BY_SEVERAL: 0, Status.DENIED: 0, Status.DISPUTED: 1, Status.SINGLE_SOURCE: 2,
    Status.MULTIPLE_SOURCES: 3, Status.CORROBORATED: 4,
}  # fmt: skip


def law(examples: int):
    """How hard a law is tried; nothing is kept between runs."""
    return settings(
        max_examples=share_of(examples),
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow],
    )


# -- the fold -------------------------------------------------------------------------------------------------


@law(40)
@given(logs())
def test_cutting_at_the_last_instant_and_the_last_entry_is_cutting_nowhere(story):
    everything = fold(story.entries, EVERYTHING)
    assert fold(story.entries, Cut(story.entries[-1].recorded, len(story.entries))) == everything


@law(30)
@given(logs(), cuts())
def test_a_reading_by_an_entry_is_a_reading_of_the_log_that_ended_there(story, cut):
    assert fold(story.entries, cut) == fold(story.entries[: cut.position], Cut(cut.world))


@law(25)
@given(logs())
def test_the_versions_in_force_at_a_position_are_the_projections_of_the_log_up_to_it(story):
    found = every_version(story.entries)
    for position in range(len(story.entries) + 1):
        past = histories(story.entries[:position])
        for thing, rows in found.items():
            in_force = [version.row for version in rows if version.frm <= position < version.upto]
            expected = project(thing, past[thing]) if thing in past else None
            assert in_force == ([expected] if expected is not None else [])


@law(25)
@given(logs(), cuts())
def test_a_state_put_together_from_versions_is_the_fold(story, cut):
    """Replay and the read models mean the same."""
    position = min(cut.position, len(story.entries))
    rows = [
        version.row
        for versions in every_version(story.entries).values()
        for version in versions
        if version.frm <= position < version.upto
    ]
    expected = fold(story.entries, cut)
    state = assemble(
        cut,
        sources=[row for row in rows if isinstance(row, Source)],
        articles=[row for row in rows if isinstance(row, Article)],
        claims=[row for row in rows if isinstance(row, Claim)],
        **heard(rows, cut),
        verdicts=[row for row in rows if isinstance(row, Verdict)],
        policy=expected.policy,
    )
    assert state == expected


def heard(rows, cut: Cut) -> dict:
    """What was said, as `assemble` wants it."""
    enroller = Enroller(Roster())
    articles = {row.article: row for row in rows if isinstance(row, Article)}
    seen = (as_of(row.statement, articles, cut) for row in rows if isinstance(row, Spoken))
    said = [enroller.utterance(statement) for statement in seen if statement is not None and statement.counts]
    return {"said": sorted(said), "roster": enroller.roster}


def backwards(story: Story) -> State:
    """What is in force, put together from rows in the opposite order: a database may give them in any."""
    rows = [versions[-1].row for versions in every_version(story.entries).values() if versions]
    expected = story.read().state
    state = assemble(
        EVERYTHING,
        sources=[row for row in reversed(rows) if isinstance(row, Source) and row.source in expected.sources],
        articles=[row for row in reversed(rows) if isinstance(row, Article) and row.article in expected.articles],
        claims=[row for row in reversed(rows) if isinstance(row, Claim) and row.claim in expected.claims],
        **heard(rows, EVERYTHING),
        verdicts=[row for row in reversed(rows) if isinstance(row, Verdict)],
        policy=expected.policy,
    )
    assert state == expected
    return state


@law(25)
@given(logs())
def test_the_order_in_which_rows_are_read_makes_no_difference(story):
    one, two = story.read().state, backwards(story)
    assert Beliefs(one).board() == Beliefs(two).board()
    assert standings(one) == standings(two)


def test_two_employers_of_a_merged_source_come_in_the_same_order_however_the_rows_are_read():
    """Zoe of acme and ann of bcorp are one person: which of the two is her origin must not depend on the database."""
    story = Story().meet("organisation", "acme", "bcorp")
    story.meet("person", "zoe", member_of="acme").meet("person", "ann", member_of="bcorp")
    story.merge("ann", "zoe")
    for source in ("zoe", "acme"):
        story.says(source, "x")
    board = story.read().beliefs.board()
    assert Beliefs(backwards(story)).board() == board


@law(25)
@given(logs())
def test_reading_twice_gives_the_same(story):
    one, two = story.read(), story.read()
    assert one.beliefs.board() == two.beliefs.board()
    assert standings(one.state) == standings(two.state)


# -- undo, merge, redact --------------------------------------------------------------------------------------


@law(40)
@given(logs(), index)
def test_an_undo_of_an_undo_changes_nothing(story, number):
    before = story.read().state
    story.undo(story.undo(story.entries[-1 - number % len(story.entries)].id))
    assert story.read().state == before


@law(40)
@given(logs(), index)
def test_an_entry_undone_is_an_entry_that_was_never_made(story, number):
    entry = story.entries[-1 - number % len(story.entries)]
    never = fold([other for other in story.entries if other is not entry], EVERYTHING)
    story.undo(entry.id)
    assert story.read().state == never


@law(30)
@given(logs(), st.sampled_from(ALIKE))
def test_merge_then_separate_changes_nothing(story, pair):
    if not unmerged(story, pair):
        return
    before = story.read()
    story.merge(*pair)
    story.separate(*pair)
    assert story.read().state == before.state
    assert story.read().beliefs.board() == before.beliefs.board()


@law(30)
@given(logs(), st.sets(index, min_size=1))
def test_redaction_changes_no_belief_and_no_credibility(story, numbers):
    board, report = story.read().beliefs.board(), standings(story.read().state)
    for number in numbers:
        story.redact(story.entries[-1 - number % len(story.entries)].id)
    assert story.read().beliefs.board() == board
    assert standings(story.read().state) == report


# -- belief ---------------------------------------------------------------------------------------------------


@law(60)
@given(logs(), cuts())
def test_every_probability_lies_in_its_range_and_every_share_within_its_bounds(story, cut):
    reading = Reading(story.entries, cut)
    for claim in CLAIMS:
        belief = reading.belief(claim)
        low, high = belief.range
        assert 0 <= low <= belief.probability <= high <= 1
        assert 0 < belief.ignorance <= 1
        assert high - low == pytest.approx(belief.ignorance)
        assert belief.support_units >= 0
        assert belief.deny_units >= 0
        for part in reading.beliefs.why(claim).contributions:
            assert FLOOR <= part.factors.credibility <= CEILING
    for row in standings(reading.state):
        assert row.mean is None or FLOOR <= row.mean <= CEILING
        assert row.interval is None or 0 <= row.interval[0] < row.interval[1] <= 1
        assert row.score.trials + row.score.withdrawn + row.score.pending <= row.statements


@law(40)
@given(logs(), cuts())
def test_the_parts_of_every_sum_add_up_exactly_with_one_part_for_each_origin_and_side(story, cut):
    reading = Reading(story.entries, cut)
    for claim in CLAIMS:
        why = reading.beliefs.why(claim)
        assert sum(part.units for part in why.contributions if part.side is Side.FOR) == why.belief.support_units
        assert sum(part.units for part in why.contributions if part.side is Side.AGAINST) == why.belief.deny_units
        counted = [(part.group, part.side) for part in why.contributions if part.counted]
        assert len(counted) == len(set(counted))
        assert len(why.contributions) == why.belief.statements


@law(20)
@given(logs(most=10))
def test_without_is_the_probability_when_the_entry_is_really_left_out(story):
    reading = story.read()
    for claim in CLAIMS:
        for position, probability in reading.beliefs.why(claim).without:
            left = Reading(entry for entry in story.entries if entry.position != position)
            assert left.belief(claim).probability == probability


@law(40)
@given(
    logs(),
    st.sampled_from(("decline", "no_response", "non_denial", "unclear")),
    st.sampled_from(SPEAKERS),
    st.sampled_from(CLAIMS),
    st.sampled_from(("", "reuters", "spiegel > bild", "memo", "dora")),
)
def test_silence_moves_no_belief_of_any_claim(story, act, source, claim, chain):
    before, report = story.read(), standings(story.read().state)
    sums = {name: before.sums(name) for name in CLAIMS}
    status = {name: before.belief(name).status for name in CLAIMS}
    story.says(source, claim, act, chain=chain)
    after = story.read()
    assert {name: after.sums(name) for name in CLAIMS} == sums
    assert {name: after.belief(name).status for name in CLAIMS} == status
    shares = {row.record: (row.score, row.mean) for row in standings(after.state)}
    assert all(shares[row.record] == (row.score, row.mean) for row in report if row.mean is not None)


@law(40)
@given(logs(), st.sampled_from(CLAIMS), st.sampled_from(Finding))
def test_a_verdict_never_changes_the_probability_of_its_own_claim(story, claim, finding):
    before = story.read().sums(claim)
    story.verdict(claim, finding)
    assert story.read().sums(claim) == before


@law(30)
@given(logs())
def test_no_probability_rests_on_the_verdicts_on_its_own_claim_or_question(story):
    reading = story.read()
    for claim in CLAIMS:
        matter = reading.state.matter(claim)
        own = set(reading.state.rivals(matter))
        without = Reading(
            entry
            for entry in story.entries
            if not (isinstance(entry.event, VerdictReached) and reading.state.matter(entry.event.claim) in own)
        )
        assert without.sums(claim) == reading.sums(claim)


# -- order ----------------------------------------------------------------------------------------------------

VOICES = (
    ("ann", "assert", {"basis": "witnessed"}),
    ("bob", "deny", {"certainty": "uncertain"}),
    ("cid", "warn", {"interest": "against_interest"}),
    ("spiegel", "assert", {}),
    ("insiders", "assert", {"chain": "reuters"}),
)


@pytest.mark.parametrize("order", [*permutations(range(5))][::7])
def test_the_order_in_which_independent_voices_are_recorded_makes_no_difference(order):
    def told(numbers: tuple[int, ...]) -> tuple:
        story = Story().meet("outlet", "spiegel").meet("group", "insiders").meet("agency", "reuters")
        story.past("ann", held=1, fell=2).past("spiegel", held=3)
        for number in numbers:
            source, act, options = VOICES[number]
            story.says(source, "x", act, said="2025-06-01", **options)
        belief = story.belief("x")
        return belief.probability, belief.support_units, belief.deny_units, belief.status, belief.origins_for

    assert told(order) == told((0, 1, 2, 3, 4))


# -- rank -----------------------------------------------------------------------------------------------------

CLASSES = {"liar": "0.2", "coin": "0.5", "other": "0.7", "expert": "0.9"}
OPTIONS = st.fixed_dictionaries(
    {
        "certainty": st.sampled_from(("certain", "likely", "uncertain")),
        "interest": st.sampled_from((None, "self_serving", "against_interest")),
    }
)
voices = st.tuples(st.sampled_from(tuple(CLASSES)), OPTIONS)


def cast(concerned: bool) -> Story:
    """A claim, with a policy that gives four classes of persons their credibility; acme denies if concerned."""
    story = Story().meet("organisation", "acme", source_class="other")
    for name, share in CLASSES.items():
        story.policy(f"prior.{name}", share)
    story.open("x", about=("acme",))
    if concerned:
        story.says("acme", "x", "deny")
    return story


def add(story: Story, act: str, source_class: str, options: dict) -> None:
    """One more person of that class, whom nobody has heard before, speaks."""
    name = f"person-{len(story.entries)}"
    story.meet("person", name, source_class=source_class)
    story.says(name, "x", act, **options)


@law(80)
@given(
    st.booleans(),
    st.lists(voices, max_size=9),
    st.lists(voices, max_size=2),
    st.lists(voices.filter(lambda voice: voice[0] != "liar"), min_size=1, max_size=5),
)
def test_one_more_independent_supporter_never_lowers_the_rank(concerned, deniers, supporters, more):
    story = cast(concerned)
    for denier in deniers:
        add(story, "deny", *denier)
    for supporter in supporters:
        add(story, "assert", *supporter)
    ranks = [RANK[story.belief("x").status]]
    for supporter in more:
        add(story, "assert", *supporter)
        ranks.append(RANK[story.belief("x").status])
    assert ranks == sorted(ranks)


WALK = [
    (Status.OPEN, []),
    (Status.DENIED, ["deny other certain"]),
    (Status.DENIED_BY_SEVERAL, ["deny other certain"] * 2),
    (Status.DISPUTED, ["deny other certain", "assert other certain"]),
    (Status.DISPUTED, ["concerned", "assert other uncertain"]),
    (Status.SINGLE_SOURCE, ["assert other certain"]),
    (Status.SINGLE_SOURCE, ["assert other certain", "deny other uncertain"]),
    (Status.MULTIPLE_SOURCES, ["assert other uncertain"] * 2),
    (Status.CORROBORATED, ["assert other certain"] * 2),
]


@pytest.mark.parametrize(("start", "lines"), WALK)
@pytest.mark.parametrize("supporter", ["coin certain", "other uncertain", "other certain", "expert certain"])
def test_from_every_rung_supporters_lead_up_to_corroborated(start, lines, supporter):
    story = cast("concerned" in lines)
    for act, source_class, certainty in (line.split() for line in lines if line != "concerned"):
        add(story, act, source_class, {"certainty": certainty})
    assert story.belief("x").status is start
    source_class, certainty = supporter.split()
    ranks = [RANK[start]]
    for _ in range(8):
        add(story, "assert", source_class, {"certainty": certainty})
        ranks.append(RANK[story.belief("x").status])
    assert ranks == sorted(ranks)
    if supporter in ("other certain", "expert certain"):
        assert ranks[-1] == RANK[Status.CORROBORATED]


def test_a_second_supporter_does_not_turn_a_dispute_with_the_one_concerned_into_a_denial():
    """Acme and six others deny, one person supports: disputed. A second supporter cannot make that 'denied'."""
    story = cast(concerned=True)
    for _ in range(6):
        add(story, "deny", "other", {})
    add(story, "assert", "other", {})
    assert story.belief("x").status is Status.DISPUTED
    add(story, "assert", "other", {})
    assert story.belief("x").status is Status.DISPUTED


def test_more_support_does_not_turn_a_dispute_into_a_denial_where_a_liar_supports_too():
    """A liar's support stands on the other side of the sum: R < S although the supporters outweigh the deniers."""
    story = cast(concerned=False)
    add(story, "assert", "liar", {})
    add(story, "deny", "other", {"certainty": "likely"})
    add(story, "assert", "other", {})
    assert story.belief("x").status is Status.DISPUTED
    add(story, "assert", "other", {})
    assert RANK[story.belief("x").status] >= RANK[Status.DISPUTED]


def test_a_second_supporter_does_not_turn_a_single_source_into_a_dispute_where_a_liar_denies():
    """A liar's denial speaks for the claim: R >= S although the only supporter is too weak to dispute anything."""
    story = cast(concerned=False)
    add(story, "deny", "liar", {})
    add(story, "deny", "other", {"certainty": "likely"})
    add(story, "assert", "other", {"certainty": "uncertain"})
    first = RANK[story.belief("x").status]
    add(story, "assert", "other", {"certainty": "uncertain"})
    assert RANK[story.belief("x").status] >= first


# -- the same everywhere --------------------------------------------------------------------------------------

SCRIPT = """
from tests.domain.test_belief import busy
from tests.domain.test_fold import eventful
from tracker.domain.standings import standings
for story in (busy(), eventful()):
    reading = story.read()
    print(reading.beliefs.board(), standings(reading.state), reading.beliefs.why("x"))
"""


def test_every_process_reads_the_same_whatever_its_hash_seed_time_zone_and_locale():
    def printed(**environment: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**os.environ, **environment}, capture_output=True, check=True
        ).stdout

    first = printed(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    assert first == printed(PYTHONHASHSEED="4242", TZ="Asia/Kathmandu", LC_ALL="de_DE.UTF-8")
    assert b"Belief(" in first
