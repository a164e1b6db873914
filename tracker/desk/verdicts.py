"""Verbs on verdicts: what a person found about a claim, and giving a finding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracker.desk import resolve
from tracker.desk.desk import Batch, Desk, Written
from tracker.domain.clocks import LATEST, Cut, Edtf, span
from tracker.domain.events import VerdictReached, VerdictWithdrawn
from tracker.domain.rows import Mark, Verdict
from tracker.domain.state import seen
from tracker.domain.words import ClaimHandle, Finding
from tracker.errors import NotFound
from tracker.store import views
from tracker.store.views import Which


def reach(
    desk: Desk, claim: str, value: Finding, decided: str | None, because: str = "", evidence: str = ""
) -> Written:
    """Record how a claim came out; decided today unless a date is given."""
    with desk.writing() as batch:
        reached = VerdictReached(
            claim=batch.claim(claim),
            value=value,
            decided=_decided(desk, decided),
            because=because,
            evidence=evidence,
        )
        found = [*_rival(batch, reached), *_unheard(batch, reached)]
        batch.add(reached)
        done = batch.append()
        return replace(done, warnings=(*done.warnings, *found))


def _rival(batch: Batch, reached: VerdictReached) -> Iterator[str]:
    """A warning where there is a verdict already: which of the two stands."""
    for latest in _standing(batch, reached.claim)[-1:]:
        other = f"the verdict '{latest.value}' ({latest.position}), decided {latest.decided},"
        if latest.last > span(reached.decided).last:
            yield f"{other} is later, so that one stands; if it should not: tracker undo {latest.position}"
        else:
            yield f"{other} counts no more: the later one stands"


def _unheard(batch: Batch, reached: VerdictReached) -> Iterator[str]:
    """A warning where all that is on record was said after the verdict, so that it judges nobody."""
    said = [one for one in views.wordings(batch.session, LATEST, Which([reached.claim])) if one.statement.counts]
    printed = sorted({one.statement.article for one in said if one.statement.article})
    articles = {row.article: row for row in views.articles(batch.session, LATEST, printed)}
    cut = Cut(world=span(reached.decided).last)
    if said and not any(seen(one, articles, cut) for one in said):
        yield f"decided {reached.decided}, before anything was said on '{reached.claim}': it judges no source"


def _standing(batch: Batch, claim: ClaimHandle) -> list[Verdict]:
    """The verdicts on a claim that have been neither withdrawn nor undone, the one in force last."""
    found = views.verdicts(batch.session, LATEST, [claim])
    standing = [one for one in found if one.withdrawn is None and one.mark is not Mark.VOIDED]
    return sorted(standing, key=lambda verdict: (verdict.last, verdict.position))


def withdraw(desk: Desk, claim: str, decided: str | None, because: str = "") -> Written:
    """Give up the latest verdict on a claim. Raises NotFound where there is none."""
    with desk.writing() as batch:
        handle = batch.claim(claim)
        standing = _standing(batch, handle)
        if not standing:
            raise NotFound(f"there is no verdict on '{handle}' to withdraw", f"tracker belief {handle}")
        *earlier, latest = standing
        batch.add(VerdictWithdrawn(verdict=latest.id, decided=_decided(desk, decided), because=because))
        done = batch.append()
        if not earlier:
            return done
        again = f"the earlier verdict '{earlier[-1].value}' ({earlier[-1].position}) stands again"
        return replace(done, warnings=(again,))


def _decided(desk: Desk, typed: str | None) -> Edtf:
    return resolve.past(typed, desk.now, "decided") or Edtf(desk.now.date().isoformat())
