"""The hash chain: how an entry is written down so that any later change shows.

Each entry's hash covers every field of it and the hash of the entry before. Facts and words go in as digests, so
words can be wiped (their digest stays) without breaking the chain; a random salt keeps a wiped short text from
being guessed back from its digest.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, Final, NamedTuple

FORMAT: Final = "tracker-entry-v1"
SALT: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
"""A salt: 16 random bytes in hex."""


class Header(NamedTuple):
    """All of an entry that is kept for ever: everything but the wipeable words and their salt.

    recorded: UTC text as `tracker.domain.clocks.iso` writes it. facts: canonical JSON. words_digest: see
    `words_digest`. previous, hash: lower-case hex SHA-256.
    """

    position: int
    id: str
    batch: str
    type: str
    version: int
    recorded: str
    actor: str
    facts: str
    words_digest: str
    previous: str


_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """``value`` as RFC 8785 canonical JSON: sorted ASCII keys, compact, text code point for code point.

    Raises ValueError for floats that are not finite and for anything JSON cannot hold; the project writes no
    floats at all, so that numbers have one spelling.
    """
    return _ENCODE(value)


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hex."""
    return sha256(text.encode()).hexdigest()


def words_digest(salt: str, words: str) -> str:
    """What stays of the words of an entry when they are wiped."""
    return digest(salt + words)


def intact(words: str, salt: str | None, kept: str) -> bool:
    """Whether words and salt are those that a digest was taken of; the salt's length is fixed, so no
    border can move.
    """
    return salt is not None and SALT.fullmatch(salt) is not None and words_digest(salt, words) == kept


def genesis(origin: str) -> str:
    """The previous hash of the first entry, from the log's random origin id: two logs never share a prefix
    by accident.
    """
    return digest(origin)


def entry_hash(header: Header) -> str:
    """The hash of an entry, to be the next entry's ``previous``."""
    fields = [*header[:7], digest(header.facts), header.words_digest, header.previous]
    return digest(FORMAT + canonical(fields))
