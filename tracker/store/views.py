"""The read models, read: what was in force at a position, as rows of the domain.

They are written in the transaction of the append (`tracker.store.writer`) and can be thrown away: `rebuild` refills
them from the log. What a row means is said once, in `tracker.domain.projection`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

from tracker.domain.clocks import FOREVER, LATEST, Cut, Instant, from_iso
from tracker.domain.events import StatementEvent
from tracker.domain.fold import POLICY
from tracker.domain.policy import DEFAULT, Policy
from tracker.domain.projection import project, spoken
from tracker.domain.rows import Article, Claim, Request, Source, Spoken, Verdict
from tracker.domain.utterances import Utterance
from tracker.domain.words import ClaimHandle, EventId
from tracker.store import clock, codec, log
from tracker.store.rows import ARTICLES, CLAIMS, MARK, REQUESTS, SOURCES, UTTERANCE, VERDICTS, Kept, R
from tracker.store.session import Session

Columns = dict[str, Any]
_IN_FORCE: Final = "frm <= :position AND :position < upto"


class Which(NamedTuple):
    """Which statements to read: those on some claims, of some sources or in some articles; None means all."""

    claims: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    articles: Sequence[str] | None = None

    def where(self) -> tuple[str, Columns]:
        """The condition in SQL and its values."""
        parts, values = [], {}
        for name, wanted, condition in (
            ("claims", self.claims, "claim = ANY(:claims)"),
            (
                "sources",
                self.sources,
                "voice IN (SELECT id FROM voice WHERE source = ANY(:sources))",
            ),
            ("articles", self.articles, "article = ANY(:articles)"),
        ):
            if wanted is not None:
                parts.append(f" AND {condition}")
                values[name] = list(wanted)
        return "".join(parts), values


EVERY: Final = Which()
_TAKEN_BACK: Final = "CASE WHEN retracted <= :world THEN retracted END"


def utterances(session: Session, cut: Cut, which: Which = EVERY) -> Iterator[Utterance]:
    """What the world had heard at a cut, undone statements left out, by claim, then position."""
    where, values = which.where()
    columns = ", ".join(_TAKEN_BACK if name == "retracted" else name for name in UTTERANCE)
    sql = (
        f"SELECT {columns} FROM statement_version WHERE {_IN_FORCE} AND world <= :world AND mark <> 'voided'{where} "
        "ORDER BY claim, position"
    )
    return map(Utterance._make, session.stream(sql, position=cut.position, world=cut.world, **values))


def statement_versions(session: Session, after: int = 0) -> Iterator[tuple[Any, ...]]:
    """Every version of every statement but undone ones, by claim, then position: the positions it was in force from
    and up to, then the fields of `Utterance` at any date of the world's. after: only what has begun or ended since.
    """
    sql = f"SELECT frm, upto, {', '.join(UTTERANCE)} FROM statement_version WHERE mark <> 'voided'"
    if after:
        return session.stream(
            f"{sql} AND (frm > :after OR (upto > :after AND upto < :forever)) ORDER BY claim, position",
            after=after,
            forever=FOREVER,
        )
    return session.stream(f"{sql} ORDER BY claim, position")


def spoken_between(session: Session, position: int, after: Instant, upto: Instant) -> set[tuple[ClaimHandle, int]]:
    """Claim and number of the statements in force at a position that were said, or taken back, in ``(after, upto]``.

    What their articles' dates make earlier is not looked at; those are found by the article.
    """
    sql = (
        f"SELECT claim, position FROM statement_version WHERE {_IN_FORCE} "
        "AND (({column} > :after) AND ({column} <= :upto))"
    )
    return {
        (ClaimHandle(row[0]), int(row[1]))
        for column in ("world", "retracted")
        for row in session.rows(sql.format(column=column), position=position, after=after, upto=upto)
    }


def wordings(session: Session, position: int, which: Which = EVERY, *, alone: bool = False) -> Iterator[Spoken]:
    """Statements in force at a position, undone ones among them, whole and with their words.

    alone: when the world had them as they date it themselves, whenever their articles came out.
    """
    where, values = which.where()
    sql = (
        "SELECT s.position, began.id, began.recorded, s.world, s.retracted, s.grouped, s.mark, s.changed, s.worded, "
        "present.type, present.version, present.facts, present.words FROM statement_version s "
        "JOIN entry began ON began.position = s.position JOIN entry present ON present.position = s.worded "
        f"WHERE {_IN_FORCE}{where}"
    )
    reckoned = clock.reckoning(session, position)
    for row in session.stream(sql, position=position, **values):
        place, event_id, recorded, world, retracted, group, mark, changed, worded, *encoded = row
        found = spoken(
            cast(StatementEvent, codec.decode(*encoded)),
            place,
            event_id,
            reckoned(place, from_iso(recorded)),
            retracted=retracted,
            group=group,
            mark=MARK[mark],
            changed=changed,
            worded=worded,
        )
        yield found if alone else found._replace(statement=found.statement._replace(world=world))


class Stretch(NamedTuple):
    """Which versions to read: those that end behind ``after`` and begin up to ``last``."""

    after: int
    last: int

    @classmethod
    def at(cls, position: int) -> Stretch:
        """The versions in force at one position."""
        return cls(position, position)


_STRETCH: Final = "frm <= :last AND :after < upto"


def versions(
    session: Session, kept: Kept[R], stretch: Stretch, handles: Sequence[str] | None = None
) -> Iterator[tuple[int, int, R]]:
    """Rows with the positions they were so: all, or those of these handles, which is for verdicts and requests those
    on one of these claims.
    """
    where, values = ("", {}) if handles is None else (f" AND {kept.key[0]} = ANY(:handles)", {"handles": list(handles)})
    sql = f"SELECT frm, upto, {', '.join(kept.columns)} FROM {kept.table} WHERE {_STRETCH}{where}"
    for frm, upto, *row in session.rows(sql, **stretch._asdict(), **values):
        yield frm, upto, kept.read(row)


def end(session: Session, table: str, found_by: Mapping[str, Any], position: int) -> None:
    """The version that is in force ends at a position."""
    session.run(
        f"UPDATE {table} SET upto = :ends WHERE {matching(found_by)} AND upto = :forever",
        ends=position,
        forever=FOREVER,
        **found_by,
    )


def matching(found_by: Mapping[str, Any]) -> str:
    """The condition that some columns hold these values."""
    return " AND ".join(f"{name} = :{name}" for name in found_by)


def _standing(session: Session, kept: Kept[R], position: int, handles: Sequence[str] | None) -> Iterator[R]:
    return (row for _, _, row in versions(session, kept, Stretch.at(position), handles))


def sources(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Source]:
    """Sources known at a position: all, or those with one of these handles."""
    return _standing(session, SOURCES, position, handles)


def articles(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Article]:
    """Articles known at a position: all, or those with one of these handles."""
    return _standing(session, ARTICLES, position, handles)


def claims(session: Session, position: int, handles: Sequence[str] | None = None) -> Iterator[Claim]:
    """Claims open at a position: all, or those with one of these handles."""
    return _standing(session, CLAIMS, position, handles)


def verdicts(session: Session, position: int, claims: Sequence[str] | None = None) -> Iterator[Verdict]:
    """Verdicts in force at a position, undone and withdrawn ones among them."""
    return _standing(session, VERDICTS, position, claims)


def requests(session: Session, position: int, claims: Sequence[str] | None = None) -> Iterator[Request]:
    """Requests for comment in force at a position: all, or those on one of these claims."""
    return _standing(session, REQUESTS, position, claims)


def handles(session: Session, noun: str, beginning: str = "", *, ever: bool = False) -> list[str]:
    """The handles of sources, claims or articles that begin so, in order; with ``ever`` the undone ones too."""
    table = {"source": "source_version", "claim": "claim_version", "article": "article_version"}[noun]
    rows = session.rows(
        f"SELECT DISTINCT {noun} FROM {table} WHERE {noun} >= :low AND {noun} < :high AND upto >= :upto ORDER BY 1",
        low=beginning,
        high=beginning + "\U0010ffff",
        upto=0 if ever else FOREVER,
    )
    return [str(row[0]) for row in rows]


def called(session: Session, name: str) -> list[str]:
    """The sources of exactly this name."""
    sql = "SELECT source FROM source_version WHERE upto = :upto AND name = :name ORDER BY 1"
    return [str(row[0]) for row in session.rows(sql, upto=FOREVER, name=name)]


def worded(session: Session, text: str) -> list[str]:
    """The claims of exactly this wording."""
    sql = "SELECT claim FROM claim_version WHERE upto = :upto AND text = :text ORDER BY 1"
    return [str(row[0]) for row in session.rows(sql, upto=FOREVER, text=text)]


def names(session: Session, position: int) -> Iterator[tuple[str, str, str | None, tuple[str, ...]]]:
    """Every source known at a position, in log order: handle, name, what it was merged into, who it is distinct from.

    Leaner than `sources`, since a new name is held against all others.
    """
    sql = f"SELECT source, name, merged_into, distinct_from FROM source_version WHERE {_IN_FORCE} ORDER BY position"
    for handle, name, into, distinct in session.rows(sql, position=position):
        yield handle, name, into, tuple(distinct.split()) if distinct else ()


def undone(session: Session) -> list[EventId]:
    """The statements and verdicts that have been undone."""
    found = []
    for table in ("statement_version", "verdict_version"):
        sql = (
            f"SELECT entry.id FROM {table} v JOIN entry ON entry.position = v.position "
            "WHERE upto = :forever AND mark = 'voided'"
        )
        found += [EventId(row[0]) for row in session.rows(sql, forever=FOREVER)]
    return found


def archived_as(session: Session, sha256: str) -> str | None:
    """The article that holds bytes of this SHA-256, if it stands."""
    sql = f"SELECT article FROM article_version WHERE sha256 = :sha256 AND {_IN_FORCE} ORDER BY position"
    return next((str(row[0]) for row in session.rows(sql, sha256=sha256, position=LATEST)), None)


def asking(session: Session, stretch: Stretch, questions: Sequence[str]) -> list[str]:
    """The claims that answer one of these questions."""
    sql = f"SELECT claim FROM claim_version WHERE question = ANY(:some) AND {_STRETCH}"
    return [row[0] for row in session.rows(sql, some=list(questions), **stretch._asdict())]


def merged_with(session: Session, stretch: Stretch, handles: Sequence[str]) -> list[str]:
    """The sources that are merged into one of these."""
    sql = f"SELECT source FROM source_version WHERE merged_into = ANY(:some) AND {_STRETCH}"
    return [row[0] for row in session.rows(sql, some=list(handles), **stretch._asdict())]


def begun(session: Session, handles: Sequence[str]) -> dict[str, int]:
    """When each of these sources was first registered; those left out that something had named before."""
    sql = (
        "SELECT source, frm FROM "
        "(SELECT source, MIN(frm) AS frm FROM source_version WHERE source = ANY(:some) GROUP BY source) AS began "
        "WHERE NOT EXISTS (SELECT 1 FROM tag JOIN entry_tag ON entry_tag.tag = tag.id "
        "WHERE tag.name = 'source:' || source AND entry_tag.position < frm)"
    )
    return {str(source): int(frm) for source, frm in session.rows(sql, some=list(handles))}


def tied(session: Session, handles: Sequence[str]) -> list[str]:
    """The sources that were ever merged into one of these, or spoke for one."""
    wanted = set(handles)
    sql = (
        "SELECT source, merged_into, memberships FROM source_version "
        "WHERE merged_into IS NOT NULL OR memberships <> '[]'"
    )
    return [
        source
        for source, into, memberships in session.rows(sql)
        if into in wanted or any(item[0] in wanted for item in json.loads(memberships))
    ]


def articles_of(session: Session, sources: Sequence[str]) -> list[str]:
    """The articles that one of these sources ever printed."""
    sql = "SELECT DISTINCT article FROM article_version WHERE outlet = ANY(:some) OR agency = ANY(:some)"
    return [row[0] for row in session.rows(sql, some=list(sources))]


def quoted_on(session: Session, claim: str) -> list[str]:
    """The articles in which something was ever said on a claim."""
    sql = "SELECT DISTINCT article FROM statement_version WHERE claim = :claim AND article IS NOT NULL"
    return [row[0] for row in session.rows(sql, claim=claim)]


def reprints_of(session: Session, articles: Sequence[str]) -> list[str]:
    """The articles that ever were reprints of one of these."""
    sql = "SELECT DISTINCT article FROM article_version WHERE reprint_of = ANY(:some)"
    return [row[0] for row in session.rows(sql, some=list(articles))]


def policy(session: Session, position: int) -> Policy:
    """The policy in force at a position."""
    history = [entry for entry in log.tagged(session, POLICY) if entry.position <= position]
    row = project(POLICY, history) if history else None
    return row if isinstance(row, Policy) else DEFAULT
