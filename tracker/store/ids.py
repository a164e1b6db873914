"""Identities of entries: random where a person types, derived where a file is imported, so that twice is once."""

from __future__ import annotations

import secrets
from hashlib import sha256

from tracker.domain.clocks import Instant
from tracker.domain.words import EventId


def random_id(now: Instant) -> EventId:
    """A UUIDv7 (RFC 9562): milliseconds since 1970, then 74 random bits."""
    milliseconds = max(now // 1000, 0)
    return _uuid(milliseconds << 80 | secrets.randbits(80), 7)


def derived_id(text: str) -> EventId:
    """A UUIDv8 (RFC 9562) from the SHA-256 of a text: the same text always gives the same id."""
    return _uuid(int.from_bytes(sha256(text.encode()).digest()[:16]), 8)


def is_derived(event_id: EventId) -> bool:
    """Whether an id was made of a text, so that whoever guesses the text can know it."""
    return event_id[14:15] == "8"


def _uuid(bits: int, version: int) -> EventId:
    bits = bits & ~(0xF << 76) | version << 76
    text = f"{bits & ~(0b11 << 62) | 0b10 << 62:032x}"
    return EventId(f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}")
