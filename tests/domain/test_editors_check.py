"""The editor's check: seven claims of the seed case, no verdicts, the numbers done by hand."""

from tests.domain.stories import Story
from tracker.domain.words import Evidence, Likelihood, Status


def insiders_on_the_order() -> Story:
    story = Story().meet("agency", "reuters").meet("group", "insiders", head_min=2, head_max=4)
    story.says("insiders", "order", chain="reuters > spiegel", via="laut")
    return story


def test_insiders_on_the_order_are_one_origin_thin_and_likely():
    belief = insiders_on_the_order().belief("order")
    assert round(belief.probability, 3) == 0.700
    assert belief.status is Status.SINGLE_SOURCE
    assert (belief.evidence, belief.likelihood) == (Evidence.THIN, Likelihood.LIKELY)
    assert belief.origins_for == (1, 4)
    assert belief.origins_against == (0, 0)
    assert belief.denied_by == ()
    assert (belief.support_units, belief.deny_units) == (1_333_333, 0)
    assert not belief.by_decider


def test_a_second_independent_origin_corroborates_the_order():
    story = insiders_on_the_order()
    story.says("ann", "order")
    belief = story.belief("order")
    assert round(belief.probability, 3) == 0.786
    assert belief.status is Status.CORROBORATED
    assert (belief.evidence, belief.likelihood) == (Evidence.MODERATE, Likelihood.LIKELY)
    assert belief.origins_for == (2, 5)


def test_backdoors_accused_without_evidence_and_denied_by_nvidia_are_disputed():
    story = Story().meet("organisation", "nvidia").meet("organisation", "regulator", source_class="official")
    story.open("backdoors", about=("nvidia",))
    story.says("regulator", "backdoors", "accuse", basis="no_evidence")
    story.says("nvidia", "backdoors", "deny", via="direct")
    belief = story.belief("backdoors")
    assert (belief.support_units, belief.deny_units) == (333_333, 466_666)
    assert round(belief.probability, 3) == 0.476
    assert belief.status is Status.DISPUTED
    assert (belief.evidence, belief.likelihood) == (Evidence.TOO_LITTLE, None)
    assert belief.denied_by == ("nvidia",)
    assert (belief.origins_for, belief.origins_against) == ((1, 1), (1, 1))


def test_china_will_approve_imports_is_open_and_nothing_is_known():
    story = Story().meet("organisation", "china", "ministry", source_class="official")
    story.open("imports", about=("china",))
    story.says("china", "imports", "unclear")
    story.says("ministry", "imports", "non_denial")
    belief = story.belief("imports")
    assert belief.probability == 0.5
    assert belief.status is Status.OPEN
    assert belief.likelihood is None
    assert (belief.origins_for, belief.origins_against, belief.denied_by) == ((0, 0), (0, 0), ())
    assert belief.statements == 2


def test_the_us_will_allow_exports_is_said_by_the_one_who_decides():
    story = Story().meet("organisation", "white-house", source_class="official")
    story.open("exports", about=("white-house",))
    story.says("white-house", "exports", "announce")
    belief = story.belief("exports")
    assert belief.support_units == 1_666_666
    assert round(belief.probability, 3) == 0.727
    assert belief.status is Status.SINGLE_SOURCE
    assert belief.by_decider
    assert (belief.evidence, belief.likelihood) == (Evidence.THIN, Likelihood.LIKELY)
    assert belief.origins_for == (1, 1)


def test_one_unnamed_warning_of_shortages_is_too_little_to_say():
    story = Story().meet("agency", "reuters")
    story.says("manager", "shortages", "warn", presentation="unnamed", chain="reuters")
    belief = story.belief("shortages")
    assert belief.support_units == 666_666
    assert round(belief.probability, 3) == 0.625
    assert belief.status is Status.SINGLE_SOURCE
    assert (belief.evidence, belief.likelihood) == (Evidence.TOO_LITTLE, None)
    assert belief.origins_for == (1, 1)


def test_five_papers_in_their_own_voice_are_one_origin_with_too_little_to_say():
    story = Story().meet("outlet", "bild", "faz", "spiegel", "welt", "zeit")
    for paper in ("bild", "faz", "spiegel", "welt", "zeit"):
        story.says(paper, "cut-down-blackwell", via="voice")
    belief = story.belief("cut-down-blackwell")
    assert belief.support_units == 666_666
    assert round(belief.probability, 3) == 0.625
    assert belief.status is Status.SINGLE_SOURCE
    assert (belief.evidence, belief.likelihood) == (Evidence.TOO_LITTLE, None)
    assert belief.origins_for == (1, 1)
    assert belief.statements == 5
