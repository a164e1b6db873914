"""Names that look alike: what is seen as alike, what is not, and that it is only ever a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.desk import letters
from tracker.domain.lookalike import PARTNERS, Likeness, Named, Pair, pairs
from tracker.domain.words import SourceHandle


def one(number: int, name: str, distinct: tuple[str, ...] = (), root: str | None = None) -> Named:
    handle = SourceHandle(f"s{number}x")
    return Named(handle, name, SourceHandle(root or handle), tuple(map(SourceHandle, distinct)))


def unknown(letter: str) -> str:
    """No library is there."""
    return letter


def likeness(name: str, other: str, prototype=letters.prototype) -> str | None:
    found = list(pairs([one(1, name), one(2, other)], None, prototype))
    return found[0].likeness.value if found else None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Reuters", "REUTERS"),
        ("Reuters", "Ｒｅｕｔｅｒｓ"),
        ("Reuters", "Reu\u200bters"),
        ("Reuters", "Reuters\ufe0f"),
        ("Reuters", "𝐑euters"),
        ("Der Spiegel", "DerSpiegel"),
        ("Jensen Huang", "Jensen\u00a0 Huang "),
        ("J. Huang", "J Huang"),
        ("O'Neil", "O’Neil"),
        ("Müller", "Mu\u0308ller"),
        ("РОССИЯ", "Россия"),
        ("Straße", "STRASSE"),
    ],
)
def test_spelt_alike_needs_no_library(name: str, other: str) -> None:
    assert likeness(name, other, unknown) == "spelling"
    assert likeness(other, name) == "spelling"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Reuters", "Rеuters"),
        ("SPIEGEL", "ЅPIEGEL"),
        ("Spiegel", "Ѕрiеgеl"),
        ("Τesla", "Tesla"),
        ("ß-Labs", "β-Labs"),
        ("Ⲟra", "Ora"),
    ],
)
def test_letters_of_other_alphabets(name: str, other: str) -> None:
    assert likeness(name, other) == likeness(other, name) == "letters"
    assert likeness(name, other, unknown) is None


@pytest.mark.parametrize(
    ("name", "other"),
    [("PayPal", "PayPaI"), ("PAYPAL", "paypa1"), ("Bern", "Bem"), ("OPEC", "0PEC"), ("Source 1", "Source l")],
)
def test_letters_within_ascii(name: str, other: str) -> None:
    assert likeness(name, other, unknown) == likeness(other, name) == "letters"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Source 1", "Source 2"),
        ("Source 1 11", "Source 11 1"),
        ("Source 10", "Source 01"),
        ("2024-01", "20240-1"),
        ("Müller", "Muller"),
        ("Nvidia", "Nvidia IR"),
        ("???", "!!!"),
        ("", ""),
        ("Иван", "Петр"),
    ],
)
def test_what_does_not_look_alike(name: str, other: str) -> None:
    assert likeness(name, other) is None


def test_the_same_name_is_said_to_be_the_same() -> None:
    assert likeness("Reuters", "Reuters") == "name"


def test_a_name_like_the_handle_of_another() -> None:
    first = Named(SourceHandle("ap"), "Associated Press", SourceHandle("ap"))
    second = Named(SourceHandle("ap-2"), "A.P.", SourceHandle("ap-2"))
    assert list(pairs([first, second], None, unknown)) == [
        Pair(second.source, "A.P.", first.source, "Associated Press", Likeness.SPELLING)
    ]


def test_pairs_that_are_settled_are_silent() -> None:
    assert not list(pairs([one(1, "Ann"), one(2, "Ann", distinct=("s1x",))], None, unknown))
    assert not list(pairs([one(1, "Ann", distinct=("s2x",)), one(2, "Ann")], None, unknown))
    assert not list(pairs([one(1, "Ann"), one(2, "Ann", root="s1x")], None, unknown))
    assert not list(pairs([one(1, "Ann", root="s9x"), one(2, "Ann", root="s9x")], None, unknown))


def test_each_pair_is_named_once_by_the_later_one() -> None:
    three = [one(number, "Ann") for number in (1, 2, 3)]
    every = [(pair.source, pair.other) for pair in pairs(three, None, unknown)]
    assert every == [("s2x", "s1x"), ("s3x", "s1x"), ("s3x", "s2x")]
    assert [(pair.source, pair.other) for pair in pairs(three, ["s2x"], unknown)] == [("s2x", "s1x"), ("s3x", "s2x")]
    assert list(pairs(three, [], unknown)) == []


def test_many_of_one_name_are_not_named_in_every_pair() -> None:
    many = [one(number, "Anonymous") for number in range(300)]
    assert len(list(pairs(many, None, unknown))) < 300 * PARTNERS


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_names_can_be_compared_and_each_pair_is_there_once(names: list[str]) -> None:
    sources = [one(number, name) for number, name in enumerate(names)]
    found = [(pair.source, pair.other) for pair in pairs(sources, None, letters.prototype)]
    assert len({frozenset(pair) for pair in found}) == len(found)
    same = [
        {one.source, other.source}
        for place, one in enumerate(sources)
        for other in sources[place + 1 :]
        if one.name == other.name and one.name.strip().isalpha()
    ]
    assert all(pair in [set(other) for other in found] for pair in same)


@given(st.characters(categories=("L", "N")))
def test_what_stands_for_a_letter_stands_for_all_that_look_like_it(letter: str) -> None:
    found = letters.prototype(letter)
    assert len(found) > 1 or letters.prototype(found) == found
