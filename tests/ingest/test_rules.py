"""Reading German and English by rule: who said what, by which words, on sentences of our own."""

from __future__ import annotations

import sys
import unicodedata
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ingest import gold
from tests.trying import tried
from tracker.domain.clocks import Edtf
from tracker.domain.words import Act, Certainty, Presentation, SourceKind, Via
from tracker.errors import UsageError
from tracker.ingest import tokens
from tracker.ingest.extractors import checked, find
from tracker.ingest.proposal import Document, Mood, Proposal, wording
from tracker.ingest.rules import RuleExtractor

RULES = RuleExtractor()


def read(text: str, language: str = "de", published: str | None = "2025-03-05") -> list[Proposal]:
    document = Document(text=text, language=language, published=Edtf(published) if published else None)
    kept, dropped = checked(document, RULES.propose(document))
    assert dropped == 0
    return list(kept)


def one(text: str, language: str = "de") -> Proposal:
    (found,) = read(text, language)
    return found


def told(text: str, language: str = "de") -> list[tuple[str, str]]:
    return [(found.source.text, found.text) for found in read(text, language)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Die Ministerin sagte, dass die Brücke sicher ist.", "Die Ministerin", "dass die Brücke sicher ist"),
        ("Die Brücke sei sicher, sagte die Ministerin am Montag.", "die Ministerin", "Die Brücke sei sicher"),
        ("Am Montag teilte der Konzern mit, er baue ein Werk.", "der Konzern", "er baue ein Werk"),
        (
            "Der Sprecher der Bahn, Ole Brandt, kündigte an, die Strecke zu sperren.",
            "Der Sprecher der Bahn, Ole Brandt",
            "die Strecke zu sperren",
        ),
        ("Laut einem Bericht der Post fehlen drei Züge.", "einem Bericht der Post", "fehlen drei Züge"),
        ("Der Zug war nach Angaben der Polizei leer.", "Angaben der Polizei", "Der Zug war [...] leer"),
        ("Insidern zufolge ist der Vertrag fertig.", "Insidern", "ist der Vertrag fertig"),
        ("„Das Werk bleibt“, so die Betriebsrätin Eva Kohl.", "die Betriebsrätin Eva Kohl", "„Das Werk bleibt“"),
        ("Wie die Stadt mitteilte, ist der Platz gesperrt.", "die Stadt", "ist der Platz gesperrt"),
        ("In dem Schreiben heißt es, der Damm sei marode.", "dem Schreiben", "der Damm sei marode"),
        ("Die Partei fordert seinen Rücktritt.", "Die Partei", "Die Partei fordert seinen Rücktritt."),
        ("Er nannte den Plan einen „schlechten Witz“.", "Er", "Er nannte den Plan einen „schlechten Witz“."),
        ("„Frei erfunden“, ließ die Werft mitteilen.", "die Werft", "„Frei erfunden“"),
        ("Die Partei erhob einen Vorwurf: Das Amt habe gelogen.", "Die Partei", "Das Amt habe gelogen"),
        (
            "Mehrere mit der Sache vertraute Personen sagten, der Kauf sei geplatzt.",
            "Mehrere mit der Sache vertraute Personen",
            "der Kauf sei geplatzt",
        ),
    ],
)
def test_german_attributions(text: str, source: str, content: str) -> None:
    assert told(text) == [(source, content)]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The minister said the bridge was safe.", "The minister", "the bridge was safe"),
        ("The price, he said, is fair.", "he", "The price [...] is fair"),
        ("The port knew of it, at least three aides told the paper.", "three aides", "The port knew of it"),
        ("Officials said the cracks run deep.", "Officials", "the cracks run deep"),
        ('One of them said a collapse "cannot be ruled out".', "One of them", 'a collapse "cannot be ruled out"'),
        ("About the price he is plain: “It is far too low.”", "he", "“It is far too low.”"),
        (
            "Ann Roe, head of the yard, rejected the claim.",
            "Ann Roe, head of the yard",
            "Ann Roe, head of the yard, rejected the claim.",
        ),
        ("The bridge was safe, the minister said on Monday.", "the minister", "The bridge was safe"),
        ('"It is safe," said Ann Roe, the mayor.', "Ann Roe, the mayor", '"It is safe,"'),
        ("According to the police, the train was empty.", "the police", "the train was empty"),
        ("The train was empty, according to two officials.", "two officials", "The train was empty"),
        ("Officials denied that the dam had cracked.", "Officials", "that the dam had cracked"),
        ("As the Echo reported, the mill is for sale.", "the Echo", "the mill is for sale"),
        (
            "People familiar with the matter told Norwire that the deal was dead.",
            "People familiar with the matter",
            "that the deal was dead",
        ),
        ("The union vowed to fight the closures.", "The union", "to fight the closures"),
        ("‘We saw nothing,’ she told the court.", "she", "‘We saw nothing,’"),
    ],
)
def test_english_attributions(text: str, source: str, content: str) -> None:
    assert told(text, "en") == [(source, content)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Zug fährt um acht ab. Er hat zwölf Wagen und einen Speisewagen.", "de"),
        ("Die „Rote Laterne“ ist ein Wirtshaus am Hafen.", "de"),
        ("Die Brücke wurde 1911 gebaut, nachdem eine Flut die alte zerstört hatte.", "de"),
        ("The train leaves at eight. It has twelve cars and a diner.", "en"),
        ("The pub, known as “The Lantern”, burned down in 1911.", "en"),
    ],
)
def test_what_an_article_says_in_its_own_voice_is_given_to_nobody(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "source", "content"),
    [
        (
            "“It is a bad deal,” an official who asked not to be named said.",
            "en",
            "an official who asked not to be named",
            "“It is a bad deal,”",
        ),
        (
            "The deal was off, according to an aide who spoke on condition of anonymity.",
            "en",
            "an aide who spoke on condition of anonymity",
            "The deal was off",
        ),
        (
            "Ein Beamter, der nicht genannt werden wollte, sagte, der Handel sei geplatzt.",
            "de",
            "Ein Beamter, der nicht genannt werden wollte",
            "der Handel sei geplatzt",
        ),
    ],
)
def test_to_ask_not_to_be_named_tells_of_the_speaker_and_is_no_statement(
    text: str, language: str, source: str, content: str
) -> None:
    assert told(text, language) == [(source, content)]
    assert one(text, language).source.presentation is Presentation.UNNAMED


def test_nobody_speaks_by_asking_not_to_be_named() -> None:
    assert read("She asked not to be identified for fear of losing her work.", "en") == []


def test_a_place_is_not_a_source() -> None:
    assert told("„Hier kommt seit Wochen keiner mehr vorbei“, heißt es am Hafen.") == [
        ("", "„Hier kommt seit Wochen keiner mehr vorbei“")
    ]


@pytest.mark.parametrize("date", ["", "2025-03-04\n\n", "4. März 2025\n\n"])
def test_what_a_headline_says_is_told_from_what_the_text_does(date: str) -> None:
    text = f"{date}Insider: Werft vor dem Verkauf\n\nDie Werft werde verkauft, sagte ein Insider."
    found = read(text)
    assert [(each.source.text, each.text, each.via) for each in found] == [
        ("Insider", "Werft vor dem Verkauf", Via.HEADLINE),
        ("ein Insider", "Die Werft werde verkauft", Via.INDIRECT),
    ]


def test_a_place_in_front_of_a_headline_says_nothing() -> None:
    assert read("Hamburg: Werft vor dem Verkauf\n\nDie Werft liegt am Hafen.") == []


def test_a_run_of_konjunktiv_belongs_to_the_speaker_before_it() -> None:
    text = "Dadurch drohten Engpässe, warnten die Insider. Derzeit würden wenige gebaut. Es konzentriere sich auf Lkw."
    first, second, third = read(text)
    assert (first.act, first.carried) == (Act.WARN, False)
    assert [one.source.text for one in (second, third)] == ["die Insider"] * 2
    assert (third.via, third.mood, third.carried) == (Via.KONJUNKTIV, Mood.KONJUNKTIV_1, True)


def test_weak_signs_of_a_run_count_within_the_paragraph_only() -> None:
    text = "Die Brücke sei sicher, sagte der Chef. Sie könnte noch Jahre stehen."
    assert [(found.source.text, found.rule) for found in read(text)][1:] == [("der Chef", "run")]
    assert len(read(text.replace(". Sie", ".\n\nSie"))) == 1


def test_a_pronoun_behind_an_open_question_means_whom_the_question_is_about() -> None:
    text = "Der Bau ruhe, warnten Insider. Unklar war, ob die Regierung zahlt. Sie betrachtet den Bau als Risiko."
    last = read(text)[-1]
    assert (last.source.text, last.source.kind, last.source.presentation) == (
        "Sie", SourceKind.ORGANISATION, Presentation.NAMED,
    )  # fmt: skip


def test_who_claims_to_have_seen_it_announces_nothing() -> None:
    assert one("Der Kranführer will den Stoß gesehen haben.").act is Act.ASSERT


def test_who_says_i_is_not_reported() -> None:
    assert len(read("Die Firma sagt, sie habe gewarnt. Davon gehe ich aus.")) == 1


def test_the_run_ends_with_the_indicative() -> None:
    assert len(read("Das Werk sei alt, sagte sie. Es müsse schließen. Das Werk steht in Kiel.")) == 2


def test_a_quotation_by_itself_goes_on_from_the_speaker_before() -> None:
    found = read("„Wir bleiben“, sagte Ole Brandt. „Wir sind seit neunzig Jahren hier in der Stadt.“")
    assert [one.source.text for one in found] == ["Ole Brandt", "Ole Brandt"]
    assert [one.via for one in found] == [Via.DIRECT, Via.DIRECT]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("Der Konzern wollte sich nicht äußern.", "de", Act.DECLINE),
        ("Die Behörde lehnte eine Stellungnahme ab.", "de", Act.DECLINE),
        ("Der Verein reagierte zunächst nicht auf eine Anfrage.", "de", Act.NO_RESPONSE),
        ("Der Konzern dementierte den Bericht.", "de", Act.DENY),
        ("Der Konzern betonte, keine Daten weiterzugeben.", "de", Act.DENY),
        ("Der Konzern betonte, dass er Daten schützt.", "de", Act.ASSERT),
        ("Experten warnten, dass der Damm bricht.", "de", Act.WARN),
        ("Sie warf dem Amt vor, Akten vernichtet zu haben.", "de", Act.ACCUSE),
        ("Die Regierung kündigte an, die Steuer zu senken.", "de", Act.ANNOUNCE),
        ("Analysten erwarten, dass der Preis steigt.", "de", Act.PREDICT),
        ("Der Minister bestätigte, dass es Gespräche gibt.", "de", Act.CONFIRM),
        ("Unklar blieb, ob der Käufer zahlt.", "de", Act.UNCLEAR),
        ("„Das ist frei erfunden“, sagte die Ministerin.", "de", Act.DENY),
        ("„Wir werden den Damm bauen“, sagte die Ministerin.", "de", Act.ANNOUNCE),
        ("„Ich halte das für einen Fehler“, sagte die Ministerin.", "de", Act.OPINION),
        ("The report was completely false, the minister said.", "en", Act.DENY),
        ("“We expect a loss,” the firm said.", "en", Act.PREDICT),
        ("The company declined to comment.", "en", Act.DECLINE),
        ("The firm did not respond to a request for comment.", "en", Act.NO_RESPONSE),
        ("The firm denied that it had paid.", "en", Act.DENY),
        ("She accused the ministry of hiding files.", "en", Act.ACCUSE),
        ("It was unclear whether the dam would hold.", "en", Act.UNCLEAR),
    ],
)
def test_acts_follow_the_cue_and_the_negation(text: str, language: str, act: Act) -> None:
    assert one(text, language).act is act


def test_what_is_open_is_said_by_the_article_itself() -> None:
    found = one("Unklar war, ob die Stadt den Bau genehmigt.")
    assert (found.via, found.source.anchors, found.certainty) == (Via.VOICE, (), Certainty.UNSTATED)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Er sagte, der Zug komme.", Certainty.CERTAIN),
        ("Er sagte, der Zug komme wahrscheinlich.", Certainty.LIKELY),
        ("Er sagte, der Zug könnte kommen.", Certainty.UNCERTAIN),
        ("Er warnte, dass der Zug kommt.", Certainty.LIKELY),
    ],
)
def test_hedges_make_a_speaker_less_certain(text: str, certainty: Certainty) -> None:
    assert one(text).certainty is certainty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Er sagte am Mittwoch, der Zug komme.", ("am Mittwoch", "2025-03-05")),
        ("Er sagte am Donnerstag, der Zug komme.", ("am Donnerstag", "2025-02-27")),
        ("Er sagte gestern, der Zug komme.", ("gestern", "2025-03-04")),
        ("Er sagte am 3. März, der Zug komme.", ("am 3. März", "2025-03-03")),
        ("Er sagte am 9. Dezember, der Zug komme.", ("am 9. Dezember", "2024-12-09")),
        ("Er sagte, der Zug komme am Freitag.", ("", None)),
    ],
)
def test_when_it_was_said_is_read_against_the_day_of_the_article(text: str, said: tuple[str, str | None]) -> None:
    found = one(text)
    assert (found.said_raw, found.said) == said


def test_without_that_day_the_words_are_kept_and_the_day_stays_open() -> None:
    (found,) = read("Er sagte am Mittwoch, der Zug komme.", published=None)
    assert (found.said_raw, found.said) == ("am Mittwoch", None)


def test_an_agency_it_was_said_to_is_in_the_chain() -> None:
    assert wording(one("Der Kauf sei geplatzt, sagte er der Nachrichtenagentur Nordpress.").chain) == "Nordpress"


@pytest.mark.parametrize(
    ("source", "kind", "presentation", "least"),
    [
        ("Insider", SourceKind.GROUP, Presentation.UNNAMED, 1),
        ("Zwei Insider", SourceKind.GROUP, Presentation.UNNAMED, 2),
        ("Ein Insider", SourceKind.PERSON, Presentation.UNNAMED, None),
        ("Eine Sprecherin der Bahn", SourceKind.ORGANISATION, Presentation.UNNAMED, None),
        ("Der Sprecher der Bahn, Ole Brandt,", SourceKind.PERSON, Presentation.NAMED, None),
        ("Das Ministerium", SourceKind.ORGANISATION, Presentation.NAMED, None),
        ("Nordstrom", SourceKind.ORGANISATION, Presentation.NAMED, None),
        ("Die Studie", SourceKind.DOCUMENT, Presentation.NAMED, None),
    ],
)
def test_sources_are_sorted_by_the_words_that_name_them(
    source: str, kind: SourceKind, presentation: Presentation, least: int | None
) -> None:
    found = one(f"{source} sagte, dass der Kauf geplatzt ist.")
    assert (found.source.kind, found.source.presentation, found.source.head_min) == (kind, presentation, least)


def test_who_was_named_in_full_is_a_person_by_the_last_name_too() -> None:
    first, second = read("Ole Brandt sagte, der Zug komme. Brandt sagte, der Bus fahre.")
    assert (first.source.kind, second.source.kind) == (SourceKind.PERSON, SourceKind.PERSON)


def test_the_language_is_told_by_the_small_words() -> None:
    assert read("Der Minister sagte, dass die Brücke nicht sicher ist.", "")
    assert read("The minister said that the bridge was not safe.", "")
    assert read("Le ministre a dit que le pont n'était pas sûr et qu'il faut le fermer.", "") == []


def test_the_rules_take_no_model() -> None:
    assert find("rules").name == "rules"
    with pytest.raises(UsageError, match="no model"):
        find("rules", "gpt")


# -- whatever is in a text -----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"\"'„“”»«‘’,.:;!?-–()[] \n\r\t\0",
        *("\r\n", "\n\n", "\u00a0", "e\u0301", "👩\u200d🚒", "中文", "12.5", "10.000"),
        *("sagte", "Er", "dass", "laut", "so", "zufolge", "der Konzern", "nach Angaben", "kündigte", "an", "sei"),
        *("said", "the minister", "Unklar", "ob"),
    ]
)


@tried(200)
@given(st.lists(PIECES, max_size=60), st.sampled_from(["de", "en", "", "fr"]))
def test_no_text_is_refused_and_every_place_is_its_words(pieces: list[str], language: str) -> None:
    read(" ".join(pieces), language)
    read("".join(pieces), language)


@tried(100)
@given(st.text(max_size=300), st.sampled_from(["de", "en"]))
def test_nor_is_any_other(text: str, language: str) -> None:
    read(text, language)


def test_line_ends_and_hard_blanks_move_no_place() -> None:
    text = "Die Brücke\u00a0sei sicher,\r\nsagte die\u00a0Ministerin.\r\n\r\nSie komme wieder."
    first, second = read(text)
    assert first.source.text == "die\u00a0Ministerin"
    assert second.text == "Sie komme wieder."


def test_an_umlaut_of_two_characters_is_a_letter() -> None:
    text = "„Die Miete frisst uns auf“, sagte Pächterin Gerda Böhm am Dienstag. Sie könne nicht mehr zahlen."
    composed, apart = read(text), read(unicodedata.normalize("NFD", text))
    assert [unicodedata.normalize("NFC", found.source.text) for found in apart] == [one.source.text for one in composed]
    assert [found.source.kind for found in apart] == [SourceKind.PERSON, SourceKind.PERSON]


def test_to_know_is_not_to_say() -> None:
    assert told("The minister knew that the tunnel would cost more, according to two aides.", "en") == [
        ("two aides", "The minister knew that the tunnel would cost more")
    ]


def test_who_refuses_to_act_denies_nothing() -> None:
    assert one("The bank declined to sell the plant.", "en").act is Act.DECLINE


@pytest.mark.parametrize("piece", ["'ja ", "„Ja. ", "(", ": ", "Ulm und ", "Ulm: ", "Ulm\n", "Sie sei weg. "])
def test_what_is_repeated_is_read_in_a_time_that_grows_with_it(piece: str) -> None:
    """Counted in steps, which no other process disturbs."""
    few, many = (_steps(piece * times + "Ulm.") for times in (500, 2_000))
    assert many <= 5 * few


def _steps(text: str) -> int:
    """How many lines of the reading of words and sentences are run."""
    steps = 0

    def counted(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        steps += 1
        return counted if frame.f_code.co_filename == tokens.__file__ else None

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        list(tokens.read(text))
    finally:
        sys.settrace(before)
    return steps


def test_a_text_without_end_is_read_in_pieces() -> None:
    words = "der Minister sagte dass die Brücke sicher ist und " * 2_000
    assert read(words) is not None


@pytest.mark.parametrize("path", gold.files("seen", "german"), ids=lambda path: path.stem)
def test_articles_of_our_own_are_read_for_the_most_part(path: gold.Path) -> None:
    """Not a measure (`scripts/score.py` is one): nothing that once was read may quietly go unread."""
    article = gold.load(path)
    found = [(one.content[0].start, one.content[-1].end) for one in read(article.text, article.lang)]
    top = [one for one in article.statements if one.inside is None]
    met = sum(any(start < one.content[-1].end and one.content[0].start < end for start, end in found) for one in top)
    assert met >= 0.7 * len(top)
