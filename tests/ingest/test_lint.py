"""Questions about a draft's sourcing: each is asked where there is reason to, and not where there is none."""

from __future__ import annotations

import pytest

from tracker.ingest.lint import Flaw, Remark, lint
from tracker.ingest.proposal import Document
from tracker.ingest.rules import RuleExtractor

pytest.importorskip("HanTa")


def asked(text: str, language: str = "de") -> list[Remark]:
    """The questions about a text, whose passages all stand where they say."""
    proposals = list(RuleExtractor().propose(Document(text=text, language=language)))
    remarks = lint(text, proposals)
    assert remarks == sorted(remarks, key=lambda one: (one.start, one.end))
    assert all(0 <= one.start < one.end <= len(text) for one in remarks)
    return remarks


def flaws(text: str, language: str = "de") -> list[tuple[Flaw, str]]:
    return [(one.flaw, one.about) for one in asked(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "many", "one"),
    [
        (
            "de",
            "Die Werft steht vor dem Verkauf.\n\nInsider sagten, die Werft werde an Norden verkauft.\n\n"
            "Ein Insider sagte, Norden zahle für die Werft wenig.",
            "Insider",
            "Ein Insider",
        ),
        (
            "en",
            "The yard stands empty.\n\nPeople familiar with the matter said the yard would be sold to Norden.\n\n"
            "The yard would be sold to Norden in May, a person familiar with the matter said.",
            "People familiar with the matter",
            "a person familiar with the matter",
        ),
    ],
)
def test_a_plural_for_what_is_one_source_elsewhere(language: str, text: str, many: str, one: str) -> None:
    (remark,) = [remark for remark in asked(text, language) if remark.flaw is Flaw.PLURAL]
    assert (remark.words, remark.about) == (many, one)
    assert text[remark.start : remark.end] == many


def test_a_counted_plural_may_hold_a_single_voice() -> None:
    text = "Zwei Insider sagten, die Werft werde verkauft.\n\nEin Insider sagte, der Preis sei niedrig."
    assert Flaw.PLURAL not in [flaw for flaw, _ in flaws(text)]


def test_an_opinion_of_somebody_unnamed() -> None:
    text = "Der Rat tagt heute.\n\nEin Insider kritisierte, dass der Bürgermeister den Rat nicht ernst nehme."
    assert flaws(text) == [(Flaw.OPINION, "Ein Insider")]
    assert flaws(text.replace("Ein Insider", "Die Abgeordnete Ina Kohl")) == []


@pytest.mark.parametrize(
    ("backing", "questions"),
    [
        ("Das Werk liegt am Hafen.", [(Flaw.ONE_ORIGIN, "Insidern")]),
        ("Der Verkauf der Werft stehe bevor, sagten die Insider.", [(Flaw.ONE_ORIGIN, "Insidern")]),
        ("Die Gewerkschaft bestätigte, dass die Werft vor dem Verkauf steht.", []),
        ("Die Gewerkschaft dementierte, dass die Werft vor dem Verkauf steht.", [(Flaw.ONE_ORIGIN, "Insidern")]),
    ],
)
def test_an_opening_that_rests_on_one_origin(backing: str, questions: list[tuple[Flaw, str]]) -> None:
    text = f"Die Werft steht laut Insidern vor dem Verkauf.\n\n{backing}"
    assert [one for one in flaws(text) if one[0] is Flaw.ONE_ORIGIN] == questions


@pytest.mark.parametrize(
    ("headline", "body", "drifts"),
    [
        ("Werft wird verkauft", "Die Werft wird laut Insidern verkauft.", True),
        ("Werft wird verkauft", "Die Werft werde vielleicht verkauft, sagte der Chef Ole Brandt.", True),
        ("Werft wird wohl verkauft", "Die Werft wird laut Insidern verkauft.", False),
        ("Wird die Werft verkauft?", "Die Werft wird laut Insidern verkauft.", False),
        ("Insider: Werft wird verkauft", "Die Werft wird laut Insidern verkauft.", False),
        ("Werft wird verkauft", "Die Werft wird verkauft. Das Wetter bleibt schön.", False),
        ("Sturm zieht auf", "Die Werft wird laut Insidern verkauft.", False),
    ],
)
def test_a_headline_stronger_than_its_text(headline: str, body: str, *, drifts: bool) -> None:
    found = [one for one in asked(f"{headline}\n\n{body}") if one.flaw is Flaw.HEADLINE]
    assert bool(found) is drifts
    assert all(one.words == headline for one in found)


def test_a_quote_that_nobody_is_said_to_have_said() -> None:
    text = "Am Hafen ist es still. „Hier hat seit Wochen keiner etwas gehört.“ Der Rat tagt."
    (remark,) = asked(text)
    assert (remark.flaw, remark.words) == (Flaw.QUOTE, "„Hier hat seit Wochen keiner etwas gehört.“")


@pytest.mark.parametrize(
    "text",
    [
        "„Hier hat seit Wochen keiner etwas gehört“, sagte der Werftarbeiter Ole Brandt.",
        "Das Buch „Stille See“ ist vergriffen.",
        "",
        "   \n\n ",
        "Die Werft liegt am Hafen.",
    ],
)
def test_a_draft_without_fault_is_not_asked_about(text: str) -> None:
    assert [one for one in asked(text) if one.flaw is not Flaw.ONE_ORIGIN] == []
