"""Words that deny what they are logged in support of."""

from __future__ import annotations

import pytest

from tracker.domain.negation import turned_round

CLAIM = "Halm sells the data of its readers"
KLAGE = "Halm verkauft die Daten seiner Leser"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("We do not sell anything", CLAIM), ("There are none", CLAIM), ("We never did that", CLAIM),
        ("No data leaves the house", CLAIM), ("Halm doesn't sell data", CLAIM), ("It isn't so", CLAIM),
        ("That's not true, the spokesman said", CLAIM), ("None of our readers' data was sold", CLAIM),
        ("We have not sold data. We are proud of that.", CLAIM), ("Our readers' data is not for sale", CLAIM),
        ("Es gibt keine", KLAGE), ("Wir verkaufen nichts und haben nie verkauft", KLAGE),
        ("Das stimmt nicht", KLAGE), ("Kein Wort davon ist wahr", KLAGE), ("Daten geben wir nicht weiter", KLAGE),
        ("Niemals würden wir das tun", KLAGE), ("Die Daten der Leser werden nicht verkauft", KLAGE),
        ("Davon weiß Halm nichts, verkauft werde nicht", KLAGE), ("Wir haben keinerlei Daten verkauft", KLAGE),
        ("We won't comment beyond this: we sell no data", CLAIM),
    ],
)  # fmt: skip
def test_a_denial_by_the_one_concerned_is_noticed(text: str, claim: str) -> None:
    assert turned_round(text, claim, concerned=True)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Nothing indicates it is unsafe", "The bridge is unsafe"), ("Yes, we sell data", CLAIM),
        ("There is no doubt that Halm sells data", CLAIM), ("Not only data, names too are sold", CLAIM),
        ("No fewer than nine buyers have the data", CLAIM), ("Not until May did Halm sell data", CLAIM),
        ("Whether or not you like it: Halm sells data", CLAIM), ("They sold it in November", CLAIM),
        ("The notary saw the contract", CLAIM), ("Halm does not pay taxes", "Halm does not pay taxes"),
        ("Die Daten werden nicht nur verkauft, sondern verschenkt", KLAGE),
        ("Kein Zweifel, Halm verkauft Daten", KLAGE), ("Keine Frage: die Daten sind weg", KLAGE),
        ("Nicht zuletzt die Daten der Leser werden verkauft", KLAGE), ("Halm verkauft Daten", KLAGE),
        ("Der Notar hat den Vertrag gesehen", KLAGE), ("Nie zuvor wurden so viele Daten verkauft", KLAGE),
        ("Nicht weniger als neun Firmen haben die Daten", KLAGE),
        ("Es war nicht erst im Mai, dass Daten verkauft wurden", KLAGE),
        ("Halm zahlt keine Steuern", "Halm zahlt keine Steuern"),
    ],
)  # fmt: skip
def test_what_denies_nothing_is_let_pass(text: str, claim: str) -> None:
    assert turned_round(text, claim, concerned=True) == ""


def test_from_others_a_no_counts_where_it_is_about_the_claim() -> None:
    aside = "I was there on Monday and I had not slept. Halm sells the data"
    assert turned_round(aside, CLAIM, concerned=False) == ""
    assert turned_round("He had seen that no data was sold there", CLAIM, concerned=False) == "no"
