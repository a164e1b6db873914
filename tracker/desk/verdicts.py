"""Verbs on verdicts: what a person found about a claim, and giving a finding up."""

from __future__ import annotations

from dataclasses import replace

from tracker.desk import resolve
from tracker.desk.desk import Desk, Written
from tracker.domain.clocks import LATEST, Edtf
from tracker.domain.events import VerdictReached, VerdictWithdrawn
from tracker.domain.rows import Mark
from tracker.domain.words import Finding
from tracker.errors import NotFound
from tracker.store import views


def reach(
    desk: Desk, claim: str, value: Finding, decided: str | None, because: str = "", evidence: str = ""
) -> Written:
    """Record how a claim came out; decided today unless a date is given."""
    with desk.writing() as batch:
        batch.add(
            VerdictReached(
                claim=batch.claim(claim),
                value=value,
                decided=_decided(desk, decided),
                because=because,
                evidence=evidence,
            )
        )
        return batch.append()


def withdraw(desk: Desk, claim: str, decided: str | None, because: str = "") -> Written:
    """Give up the latest verdict on a claim. Raises NotFound where there is none."""
    with desk.writing() as batch:
        handle = batch.claim(claim)
        standing = [
            verdict
            for verdict in views.verdicts(batch.session, LATEST, [handle])
            if verdict.withdrawn is None and verdict.mark is not Mark.VOIDED
        ]
        if not standing:
            raise NotFound(f"there is no verdict on '{handle}' to withdraw", f"tracker belief {handle}")
        *earlier, latest = sorted(standing, key=lambda verdict: (verdict.last, verdict.position))
        batch.add(VerdictWithdrawn(verdict=latest.id, decided=_decided(desk, decided), because=because))
        done = batch.append()
        if not earlier:
            return done
        again = f"the earlier verdict '{earlier[-1].value}' ({earlier[-1].position}) stands again"
        return replace(done, warnings=(again,))


def _decided(desk: Desk, typed: str | None) -> Edtf:
    return resolve.past(typed, desk.now, "decided") or Edtf(desk.now.date().isoformat())
