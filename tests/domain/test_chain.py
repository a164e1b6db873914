"""The hash chain: canonical JSON is RFC 8785, and no field can change without changing the hash."""

import json
from hashlib import sha256

import pytest

from tracker.domain.chain import Header, canonical, digest, entry_hash, genesis, intact, words_digest

VECTORS = [
    (None, "null"),
    (True, "true"),
    ([], "[]"),
    ({}, "{}"),
    (0, "0"),
    (-17, "-17"),
    (9007199254740991, "9007199254740991"),
    ("", '""'),
    ({"b": 1, "a": 2, "": 3, "B": 4, "a.b": 5, "a_b": 6, "aa": 7}, '{"":3,"B":4,"a":2,"a.b":5,"a_b":6,"aa":7,"b":1}'),
    ({"z": {"y": [1, {"b": None, "a": False}], "x": ""}}, '{"z":{"x":"","y":[1,{"a":false,"b":null}]}}'),
    (["a", ["b", []]], '["a",["b",[]]]'),
    ('quote " backslash \\ slash /', '"quote \\" backslash \\\\ slash /"'),
    ("\b\t\n\f\r", '"\\b\\t\\n\\f\\r"'),
    ("\x00\x01\x0b\x0f\x1e\x1f", '"\\u0000\\u0001\\u000b\\u000f\\u001e\\u001f"'),
    ("\x7f\x80\xa0", '"\x7f\x80\xa0"'),
    ("\u2028\u2029\ufeff", '"\u2028\u2029\ufeff"'),
    ("Größe „so“ – ß", '"Größe „so“ – ß"'),
    ("e\u0301 and \u00e9 stay apart", '"e\u0301 and \u00e9 stay apart"'),
    ("中文 😀 \U0010ffff", '"中文 😀 \U0010ffff"'),
    ("</script>", '"</script>"'),
]


@pytest.mark.parametrize(("value", "text"), VECTORS)
def test_canonical_json_is_rfc_8785_by_hand(value, text):
    assert canonical(value) == text


def test_canonical_json_is_rfc_8785_by_the_reference_package():
    rfc8785 = pytest.importorskip("rfc8785")
    for value, _ in VECTORS:
        assert canonical(value).encode() == rfc8785.dumps(value)


def test_canonical_json_does_not_depend_on_how_it_was_spelled():
    spelled = '{ "b" : "\\u00e9\\/", "a" : [ 1 , 2 ] }'
    assert canonical(json.loads(spelled)) == '{"a":[1,2],"b":"é/"}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), b"bytes", {1, 2}, object()])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        canonical(value)


def test_a_lone_surrogate_has_no_digest():
    with pytest.raises(ValueError, match="surrogates"):
        digest(canonical("\ud800"))


HEADER = Header(
    position=7,
    id="0190f000-0000-7000-8000-000000000001",
    batch="b1",
    type="statement.recorded",
    version=1,
    recorded="2025-12-10T14:30:00.000000Z",
    actor="ann",
    facts='{"act":"deny"}',
    words_digest=words_digest("salt", '{"quote":"No."}'),
    previous=genesis("origin"),
)


def test_the_hash_is_the_one_that_anybody_can_work_out_from_the_description():
    facts = sha256(b'{"act":"deny"}').hexdigest()
    words = sha256(b'salt{"quote":"No."}').hexdigest()
    previous = sha256(b"origin").hexdigest()
    told = (
        'tracker-entry-v1[7,"0190f000-0000-7000-8000-000000000001","b1","statement.recorded",1,'
        f'"2025-12-10T14:30:00.000000Z","ann","{facts}","{words}","{previous}"]'
    )
    assert entry_hash(HEADER) == sha256(told.encode()).hexdigest()


@pytest.mark.parametrize("field", Header._fields)
def test_a_change_of_any_field_changes_the_hash(field):
    value = getattr(HEADER, field)
    other = value + 1 if isinstance(value, int) else value + " "
    assert entry_hash(HEADER._replace(**{field: other})) != entry_hash(HEADER)


def test_no_two_neighbouring_fields_can_swap_a_character():
    one = HEADER._replace(id="ab", batch="c")
    two = HEADER._replace(id="a", batch="bc")
    assert entry_hash(one) != entry_hash(two)


def test_wiping_words_keeps_the_hash_because_their_digest_stays():
    assert entry_hash(HEADER) == entry_hash(HEADER._replace(words_digest=words_digest("salt", '{"quote":"No."}')))
    assert words_digest("salt", '{"quote":"No."}') != words_digest("tlas", '{"quote":"No."}')
    assert words_digest("salt", "no") != words_digest("salt", "yes")


def test_words_are_intact_only_with_their_own_salt_and_no_border_between_the_two_can_move():
    salt = "0123456789abcdef" * 2
    kept = words_digest(salt, "ab")
    assert intact("ab", salt, kept)
    assert not intact("ac", salt, kept)
    assert not intact("ab", salt[::-1], kept)
    assert not intact("ab", None, kept)
    assert not intact("fab", salt[:-1], kept)
    assert not intact("b", salt + "a", kept)


def test_two_logs_of_different_origin_share_no_hash():
    assert entry_hash(HEADER) != entry_hash(HEADER._replace(previous=genesis("another origin")))
