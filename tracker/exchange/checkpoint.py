"""A checkpoint: a small signed note of where a log stood, to be kept where whoever writes the log cannot reach it.

One line of canonical JSON in UTF-8. The signature (Ed25519, RFC 8032) covers the line as it would stand with an empty
one. There is exactly one way to write a checkpoint, so that no byte of the file can be another one.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from tracker.domain.chain import canonical
from tracker.errors import RuleError

FORMAT: Final = "tracker-checkpoint-v1"
LARGEST: Final = 64 << 10
"""How many bytes a file may have that we look into."""
AGAIN: Final = "take the checkpoint again from where it is kept"
"""What to do about a file that is none."""
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_HEX: Final = re.compile(r"[0-9a-f]+", re.ASCII)


class Checkpoint(NamedTuple):
    """Where a log stood.

    origin: the log's random id. entries: how many it had. head: the hash of the last. recorded: when that one was
    recorded, empty for an empty log. made: when this was written, by the signer's clock. key: the signer's public key,
    64 hex digits. signature: 128 hex digits.
    """

    origin: str
    entries: int
    head: str
    recorded: str
    made: str
    key: str
    signature: str = ""

    @property
    def signed(self) -> bytes:
        """The bytes that the signature covers."""
        return canonical({"format": FORMAT, **self._asdict()} | {"signature": ""}).encode()

    @property
    def written(self) -> bytes:
        """The file."""
        return canonical({"format": FORMAT, **self._asdict()}).encode() + b"\n"


def parse(data: bytes, name: str) -> Checkpoint:
    """The checkpoint in a file; its signature is looked at elsewhere. Raises RuleError for anything else."""
    if len(data) > LARGEST:
        raise RuleError(f"'{name}' is no checkpoint: it is too large", AGAIN)
    try:
        values: Any = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise RuleError(f"'{name}' is no checkpoint: it is not JSON", AGAIN) from None
    if not isinstance(values, dict) or "format" not in values:
        raise RuleError(f"'{name}' is no checkpoint", AGAIN)
    if values["format"] != FORMAT:
        raise RuleError(f"'{name}' is no checkpoint of a format that this program knows", "install the newer tracker")
    try:
        found = Checkpoint(**{key: value for key, value in values.items() if key != "format"})
        whole = _is_sound(found) and data.rstrip(b"\r\n") == found.written.rstrip(b"\n")
    except (TypeError, ValueError):
        whole = False
    if not whole:
        raise RuleError(f"the checkpoint '{name}' has been changed: it is not as this program writes it", AGAIN)
    return found


def _is_sound(one: Checkpoint) -> bool:
    """Whether every field is of its kind."""
    return (
        type(one.origin) is str
        and type(one.entries) is int
        and one.entries >= 0
        and (one.recorded == "" or _INSTANT.fullmatch(one.recorded) is not None)
        and _INSTANT.fullmatch(one.made) is not None
        and is_hex(one.head, 64)
        and is_hex(one.key, 64)
        and is_hex(one.signature, 128)
    )


def is_hex(text: str, length: int) -> bool:
    """Whether a text is this many lower-case hex digits."""
    return len(text) == length and _HEX.fullmatch(text) is not None
