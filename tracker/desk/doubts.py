"""What to ask about a statement as it is recorded: likely slips, which nothing would show later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.desk import resolve
from tracker.desk.desk import Batch, Written
from tracker.domain.clocks import LATEST, span
from tracker.domain.events import StatementEvent, StatementRecorded
from tracker.domain.fold import entry_thing
from tracker.domain.negation import negation, turned_round
from tracker.domain.projection import in_force
from tracker.domain.words import CARRIERS, MANNER, ClaimHandle, GroundRule, SourceHandle, SourceKind, Stance
from tracker.store import log, views

_SECRET: Final = frozenset({GroundRule.OFF_RECORD, GroundRule.DEEP_BACKGROUND})
"""Ground rules under which nobody may learn who spoke."""


def recorded(batch: Batch, done: Written, *, dry_run: bool) -> Iterator[str]:
    """A warning for each doubt about the statements that a command has recorded."""
    for entry in done.entries:
        if isinstance(entry.event, StatementRecorded):
            yield from stated(batch, entry.event, "add" if dry_run else f"tracker amend {entry.position}")
            yield from _twice(batch, entry.event, entry.position, dry_run=dry_run)


def _twice(batch: Batch, event: StatementRecorded, position: int, *, dry_run: bool) -> Iterator[str]:
    """A statement that stands says the same, word for word: was the line typed twice?"""
    for other in log.tagged(batch.session, f"claim:{event.claim}", f"source:{event.source}"):
        if other.position >= position or other.event != event:
            continue
        if in_force(log.history(batch.session, entry_thing(other.id))):
            mend = "leave it out" if dry_run else f"tracker undo {position}"
            yield f"entry {other.position} says the very same; if it was typed twice: {mend}"
            return


def stated(batch: Batch, event: StatementEvent, mend: str) -> Iterator[str]:
    """A warning for each doubt about a statement; mend: the command that corrects it, but for its options."""
    yield from _denial(batch, event, mend)
    yield from _date(batch, event, mend)
    yield from _hearsay(batch, event)


def _denial(batch: Batch, event: StatementEvent, mend: str) -> Iterator[str]:
    """Its words say no while it supports its claim: is a denial meant?"""
    if (event.stance or MANNER[event.act].stance) is not Stance.SUPPORTS:
        return
    for claim in views.claims(batch.session, LATEST, [event.claim]):
        if word := turned_round(f"{event.text}\n{event.quote}", claim.text, concerned=event.source in claim.about):
            yield (
                f"'{word}' says no, and the act '{event.act}' supports '{event.claim}'; if it is denied: {mend} -a deny"
            )


def _date(batch: Batch, event: StatementEvent, mend: str) -> Iterator[str]:
    """It was said after it came out: no reading shows that, since the world had it by then."""
    where, published = "it", event.published
    if event.article is not None:
        for article in views.articles(batch.session, LATEST, [event.article]):
            where, published = f"article '{article.article}'", article.published
    if event.said and published and span(event.said).first > span(published).last:
        yield f"said {event.said}, but {where} came out {published}; if the date is mistyped: {mend} -d DATE"


def _hearsay(batch: Batch, event: StatementEvent) -> Iterator[str]:
    """Somebody passed it on who is no agency or outlet: most often one that was registered as a person."""
    for source in views.sources(batch.session, LATEST, event.chain):
        if source.kind not in CARRIERS | {SourceKind.DOCUMENT}:
            yield (
                f"'{source.source}' in the chain is {_A[source.kind]}, so this counts less, as hearsay; if it is an "
                f"agency or an outlet: tracker source describe {source.source} --kind agency"
            )


_A: Final = {
    SourceKind.PERSON: "a person",
    SourceKind.GROUP: "a group",
    SourceKind.ORGANISATION: "an organisation",
}


def denied(batch: Batch, claims: Sequence[ClaimHandle]) -> tuple[str, ...]:
    """A warning for each claim worded with a "no" that is being denied: a double negation is easily meant the other
    way.
    """
    return tuple(
        f"claim '{row.claim}' is worded with '{word}': denying it says the opposite"
        for row in views.claims(batch.session, LATEST, claims)
        if (word := negation(row.text))
    )


def worded(claim: ClaimHandle, text: str) -> tuple[str, ...]:
    """A warning for a claim that is worded with a "no", and not as the allegation."""
    word = negation(text)
    if not word:
        return ()
    return (
        f"claim '{claim}' is worded with '{word}'; better as the allegation, which others can deny: "
        f"tracker claim amend {claim} --text TEXT",
    )


def exposed(source: SourceHandle, name: str, rule: GroundRule | None) -> tuple[str, ...]:
    """A warning for a source to be protected whose new handle tells its name: a handle is never wiped."""
    told = set(source.split("-")) & set(resolve.slug(name).split("-"))
    if rule not in _SECRET or not told:
        return ()
    return (
        f"the handle '{source}' tells who speaks {rule.replace('_', ' ')}, and a handle stays in the log for ever; "
        "a source to be protected gets a code, as with --source-handle tip-1",
    )
