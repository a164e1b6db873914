"""The aliases of sources and claims, found by their tags in the log; no table holds them."""

from __future__ import annotations

from tracker.domain.aliases import alias_tag, standing
from tracker.domain.clocks import LATEST
from tracker.domain.projection import Thing
from tracker.store import log
from tracker.store.session import Session


def aliased(session: Session, noun: str, beginning: str = "") -> list[Thing]:
    """The sources or claims that were ever given an alias which begins so."""
    tag = alias_tag(noun, beginning)
    sql = (
        "SELECT DISTINCT thing.name FROM tag AS alias JOIN entry_tag AS given ON given.tag = alias.id "
        "JOIN entry_tag AS own ON own.position = given.position JOIN tag AS thing ON thing.id = own.tag "
        "WHERE alias.name >= :low AND alias.name < :high AND thing.name >= :first AND thing.name < :last ORDER BY 1"
    )
    rows = session.rows(sql, low=tag, high=f"{tag}\U0010ffff", first=f"{noun}/", last=f"{noun}0")
    return [Thing(name) for (name,) in rows]


def known(session: Session, noun: str, beginning: str = "", upto: int = LATEST) -> dict[str, str]:
    """Of all sources or claims the aliases in force at a position that begin so, each with the handle it stands for."""
    return {
        alias: thing.partition("/")[2]
        for thing in aliased(session, noun, beginning)
        for alias in standing(log.history(session, thing, upto))
        if alias.startswith(beginning)
    }


def meant(session: Session, noun: str, alias: str) -> str | None:
    """The handle of the source or claim that an alias in force stands for."""
    return known(session, noun, alias).get(alias)
