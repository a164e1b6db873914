"""What forgetting a source does, said before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.render.text import listed, plural

SHOWN = 20
"""How many entries that still name a source are listed."""


def forgetting(source: str, unsaid: int, claims: int, mentions: Sequence[int], merged: Sequence[str]) -> Iterator[str]:
    """What leaves belief, what stays, and where the source is still named."""
    if unsaid:
        yield (
            f"forgetting {source} takes {plural(unsaid, 'statement')} on {plural(claims, 'claim')} out of belief, "
            "as undo does"
        )
    yield f"the handle '{source}' stays in the log for ever"
    if merged:
        yield f"{listed(merged)} {'counts' if len(merged) == 1 else 'count'} as one with it and will not be touched"
    if mentions:
        yield f"{plural(len(mentions), 'other entry')} may still name it; read them, and redact what must go:"
        for position in mentions[:SHOWN]:
            yield f"  tracker show {position}; tracker redact {position}"
        if len(mentions) > SHOWN:
            yield f"  ... and {plural(len(mentions) - SHOWN, 'entry')} more"
