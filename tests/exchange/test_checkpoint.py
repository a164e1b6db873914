"""A checkpoint has one way to be written, and its signature covers all of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trying import tried
from tracker.errors import RuleError
from tracker.exchange import signing
from tracker.exchange.checkpoint import LARGEST, Checkpoint, parse

KEY = signing.new_key()
MADE = Checkpoint(
    origin="0123456789abcdef0123456789abcdef",
    entries=6,
    head="ab" * 32,
    recorded="2025-12-11T08:59:00.000000Z",
    made="2025-12-11T09:00:00.000000Z",
    key=signing.public(KEY, "key"),
)
SIGNED = MADE._replace(signature=signing.sign(KEY, "key", MADE.signed))


def accepted(data: bytes) -> bool:
    try:
        found = parse(data, "file")
    except RuleError:
        return False
    return signing.is_signed(found.key, found.signature, found.signed)


def test_what_was_written_is_read_again() -> None:
    assert parse(SIGNED.written, "file") == SIGNED
    assert accepted(SIGNED.written)


def test_the_line_end_is_a_carrier_s_business() -> None:
    assert accepted(SIGNED.written.rstrip(b"\n"))
    assert accepted(SIGNED.written.rstrip(b"\n") + b"\r\n")


def test_every_single_bit_counts() -> None:
    for place in range(len(SIGNED.written)):
        for bit in range(8):
            data = bytearray(SIGNED.written)
            data[place] ^= 1 << bit
            assert not accepted(bytes(data)), (place, bit)


@given(st.binary(max_size=200))
@tried(200)
def test_any_other_bytes_are_refused(data: bytes) -> None:
    assert not accepted(data)


@pytest.mark.parametrize("field", [field for field in Checkpoint._fields if field != "signature"])
def test_the_signature_covers_every_field(field: str) -> None:
    value = 7 if field == "entries" else "cd" * 32 if field in ("head", "key") else "2025-12-12T09:00:00.000000Z"
    assert not accepted(SIGNED._replace(**{field: value}).written)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        SIGNED.written.decode().replace('{"entries":6', '{"entries":5,"entries":6'),
        SIGNED.written.decode().replace('{"entries":6', '{"entries":6,"extra":1'),
        SIGNED.written.decode().replace('{"entries":6', '{"entries":6.0'),
        SIGNED.written.decode().replace('{"entries":6', '{"entries":-6'),
        SIGNED.written.decode().replace('{"entries":6', '{"entries":true'),
        SIGNED.written.decode().replace('"entries":6,', ""),
        SIGNED.written.decode().replace("checkpoint-v1", "checkpoint-v2"),
        json.dumps(json.loads(SIGNED.written), indent=1),
        '{"format":"tracker-checkpoint-v1"}',
        '{"format":[]}',
        "[" * 50_000,
        "9" * 60_000,
        " " * (LARGEST + 1),
        "null",
    ],
    ids=range(14),
)
def test_anything_that_is_not_as_we_write_it_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text.encode(), "file")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(RuleError):
        parse(SIGNED.written.replace(b"0123", b"\\ud800", 1), "file")


@pytest.mark.parametrize("private", [b"", b"x", KEY[:40], KEY.replace(b"PRIVATE", b"PUBLIC")])
def test_what_is_no_key_is_refused_and_not_repeated(private: bytes) -> None:
    with pytest.raises(RuleError) as refused:
        signing.sign(private, "my.key", b"")
    assert "'my.key' holds no key" in refused.value.message
    assert KEY.decode().split("\n")[1] not in refused.value.message + refused.value.hint
