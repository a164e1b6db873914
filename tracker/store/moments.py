"""When the world had things: which statements began or ended to count between two instants."""

from __future__ import annotations

from tracker.domain.clocks import Instant
from tracker.domain.words import ClaimHandle
from tracker.store.session import Session


def spoken_between(session: Session, position: int, after: Instant, upto: Instant) -> set[tuple[ClaimHandle, int]]:
    """Claim and number of the statements in force at a position that were said, or taken back, in ``(after, upto]``.

    What their articles' dates make earlier is not looked at; those are found by the article.
    """
    sql = (
        "SELECT claim, position FROM statement_version WHERE frm <= :position AND :position < upto "
        "AND (({column} > :after) AND ({column} <= :upto))"
    )
    return {
        (ClaimHandle(row[0]), int(row[1]))
        for column in ("world", "retracted")
        for row in session.rows(sql.format(column=column), position=position, after=after, upto=upto)
    }
