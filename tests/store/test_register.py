"""The register: what the rules are told during a batch is what the database says once the batch is in it."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import ARTICLES, CLAIMS, SOURCES, Log, logs, told_in, trying
from tests.trying import tried
from tracker.desk.register import Register
from tracker.domain.events import ClockCorrected, Entry, EntryRedacted
from tracker.store import log
from tracker.store.session import Session


def answers(session: Session, register: Register, entries: list[Entry]) -> list[Any]:
    """All that the rules can ask."""
    return [
        [(register.has_source(one), register.merged_into(one), register.member_of(one)) for one in SOURCES],
        [register.distinguished(one, other) for one in SOURCES for other in SOURCES if one != other],  # type: ignore[arg-type]
        [(register.has_claim(one), register.claim_text(one)) for one in CLAIMS],
        [(register.has_article(one), register.article_text(one)) for one in ARTICLES],
        [register.aliases(noun) for noun in ("source", "claim")],
        [(register.is_undone(entry), register.users(entry)) for entry in entries],
    ]


_LATER = EntryRedacted | ClockCorrected
"""What a batch does only once it is recorded: it wipes words, and dates entries anew."""


@given(logs(), st.floats(0, 1))
@tried(20)
def test_a_batch_under_way_counts_as_if_it_were_recorded(db: Path, batches: Log, share: float) -> None:
    plain = list(takewhile(lambda batch: not any(isinstance(one.event, _LATER) for one in batch.drafts), batches))
    begun = round(len(plain) * share)
    with trying(db, plain[:begun]) as (session, _):
        register = Register(session, log.head(session).position)
        for batch in plain[begun:]:
            for draft in batch.drafts:
                assert draft.id is not None
                register.learn(draft.id, draft.event)
        under_way = list(register._batch.values())
        asked = answers(session, register, under_way)
        told_in(session, plain[begun:])
        end = log.head(session).position
        assert asked == answers(session, Register(session, end), under_way)
