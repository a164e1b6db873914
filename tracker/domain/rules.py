"""What may be recorded: every rule an event must keep, typed by a person or read from a file alike.

Rules are decided under the write lock against what is then on record (`OnRecord`). A broken rule is a value, so that a
file can show all its problems at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from tracker.domain import events, named, policy
from tracker.domain.aliases import Aliased, noun_of
from tracker.domain.clocks import Instant, UnreadableDate, span
from tracker.domain.events import Entry, Event, StatementEvent
from tracker.domain.named import OnRecord, Problems
from tracker.domain.places import misplaced
from tracker.domain.values import Problem, unreadable
from tracker.domain.words import STANCELESS, SourceHandle, Stance

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def problems(event: Event, known: OnRecord, now: Instant) -> Problems:
    """Every rule that ``event`` breaks, most basic first; nothing if it may be recorded."""
    yield from unreadable(event)
    rule = _RULES.get(type(event))
    if rule is not None:
        yield from rule(event, known, now)


def unsound(event: Event, known: OnRecord, now: Instant) -> Problems:
    """The rules that even an entry of a finished log must keep: its values can be read and what it names exists.

    The others were decided when it was recorded, perhaps by an older program.
    """
    shapes = list(unreadable(event))
    yield from shapes
    yield from (problem for problem in problems(event, known, now) if problem.missing)


# -- sources -------------------------------------------------------------------------------------------------------


def _registered(event: events.SourceRegistered, known: OnRecord, now: Instant) -> Problems:
    if known.has_source(event.source):
        yield Problem(f"there is a source '{event.source}' already", f"tracker source show {event.source}")
    yield from named.no_alias(known, "source", event.source)
    yield from _described(event, known, now, new=True)


def _described(
    event: events.SourceRegistered | events.SourceDescribed, known: OnRecord, _now: Instant, *, new: bool = False
) -> Problems:
    if not new:
        yield from named.sources(known, event.source)
    yield from named.sources(known, event.member_of)
    if event.member_of == event.source:
        yield Problem(f"'{event.source}' cannot be a member of itself", "--member-of names the group or organisation")
    if event.member_of is not None and event.source in _outer(event.member_of, known):
        yield Problem(
            f"'{event.member_of}' is a member of '{event.source}', so this would go in a circle",
            f"tracker source show {event.member_of}",
        )
    if event.member_of is None and (event.member_from or event.member_to):
        yield Problem("a membership needs its group", "--member-of GROUP")
    least, most = event.head_min, event.head_max
    if least is not None and most is not None and most < least:
        yield Problem(f"{least}..{most} is not a head count", "--heads 2.. or --heads 2..4")


def _outer(handle: str, known: OnRecord) -> list[str]:
    """Everyone a source is a member of, through others too."""
    groups = list(known.member_of(handle))
    for group in groups:
        groups += [outer for outer in known.member_of(group) if outer not in groups]
    return groups


def _merged(event: events.SourcesMerged, known: OnRecord, _now: Instant) -> Problems:
    yield from named.sources(known, event.source, event.into)
    already = known.merged_into(event.source)
    if already is not None:
        yield Problem(
            f"'{event.source}' counts as '{already}' already", f"tracker source separate {event.source} {already}"
        )
    yield from _circle(known, event.source, event.into)
    yield from _different(known, event.source, event.into)


def _different(known: OnRecord, source: SourceHandle, into: SourceHandle) -> Problems:
    """What is known to be different is never one: the contradiction is for a person to resolve."""
    if source == into or not (known.has_source(source) and known.has_source(into)):
        return
    said = known.distinguished(source, into)
    if said is not None:
        yield Problem(f"'{source}' and '{into}' are known to be different (entry {said})", f"tracker undo {said}")


def _circle(known: OnRecord, source: SourceHandle, into: SourceHandle) -> Problems:
    if source == into:
        yield Problem(f"'{source}' is itself already", "name two sources: tracker source list")
        return
    handle: SourceHandle | None = into
    while handle is not None:
        if handle == source:
            yield Problem(
                f"'{into}' counts as '{source}' already, so a merge would go in a circle",
                f"tracker source separate {into} {known.merged_into(into)}",
            )
            return
        handle = known.merged_into(handle)


def _separated(event: events.SourcesSeparated, known: OnRecord, _now: Instant) -> Problems:
    yield from named.sources(known, event.source, event.apart_from)
    if known.has_source(event.source) and known.merged_into(event.source) != event.apart_from:
        yield Problem(
            f"'{event.source}' was never merged into '{event.apart_from}'", f"tracker source show {event.source}"
        )


def _distinguished(event: events.SourcesDistinguished, known: OnRecord, _now: Instant) -> Problems:
    yield from named.sources(known, event.source, event.other)
    if event.source == event.other:
        yield Problem(f"'{event.source}' is not different from itself", "name two sources: tracker source list")
    elif known.has_source(event.source) and known.has_source(event.other):
        yield from _one(known, event.source, event.other)


def _one(known: OnRecord, source: SourceHandle, other: SourceHandle) -> Problems:
    """What counts as one is not different."""
    if known.root(source) == known.root(other):
        merged = source if known.merged_into(source) else other
        into = known.merged_into(merged)
        yield Problem(
            f"'{source}' and '{other}' count as one: '{merged}' was merged into '{into}'",
            f"tracker source separate {merged} {into}",
        )


# -- articles and claims -------------------------------------------------------------------------------------------


def _archived(event: events.ArticleArchived, known: OnRecord, now: Instant) -> Problems:
    if known.has_article(event.article):
        yield Problem(f"there is an article '{event.article}' already", f"tracker article show {event.article}")
    if event.sha256 and not _HASH.fullmatch(event.sha256):
        yield Problem(f"'{event.sha256}' is not a SHA-256 in lower-case hex", "sha256sum FILE prints it")
    elif event.text and event.data:
        yield Problem("an article has a text or other bytes, not both", "leave data out where there is a text")
    elif (event.text or event.data) and event.sha256 != content_hash(event):
        yield Problem(
            f"the text of '{event.article}' does not have the SHA-256 it is said to have", "sha256sum FILE prints it"
        )
    yield from _amended_article(event, known, now, new=True)


def content_hash(event: events.ArticleArchived) -> str:
    """The SHA-256 of the exact bytes of an archived article; empty for data that is not base64."""
    from binascii import Error, a2b_base64
    from hashlib import sha256

    try:
        data = a2b_base64(event.data, strict_mode=True) if event.data else event.text.encode()
    except (Error, ValueError):
        return ""
    return sha256(data).hexdigest()


def _amended_article(
    event: events.ArticleArchived | events.ArticleAmended, known: OnRecord, now: Instant, *, new: bool = False
) -> Problems:
    if not new:
        yield from named.articles(known, event.article)
    yield from named.sources(known, event.outlet, event.agency)
    yield from named.articles(known, event.reprint_of)
    if event.reprint_of == event.article:
        yield Problem(f"'{event.article}' cannot be a reprint of itself", "name another: tracker article list")
    yield from named.not_in_future(event.published, now, "published")


def _opened(event: events.ClaimOpened, known: OnRecord, now: Instant) -> Problems:
    if known.has_claim(event.claim):
        yield Problem(f"there is a claim '{event.claim}' already", f"tracker claim show {event.claim}")
    yield from named.no_alias(known, "claim", event.claim)
    yield from named.sources(known, *event.about)


def _amended_claim(event: events.ClaimAmended, known: OnRecord, now: Instant) -> Problems:
    yield from named.claims(known, event.claim)
    yield from named.sources(known, *(event.about or ()))


def _related(event: events.ClaimsRelated | events.ClaimsUnrelated, known: OnRecord, _now: Instant) -> Problems:
    yield from named.claims(known, event.claim, event.other)
    if event.claim == event.other:
        yield Problem(f"'{event.claim}' cannot be related to itself", "name two claims: tracker claim list")


def _aliased(event: Aliased, known: OnRecord, _now: Instant) -> Problems:
    if isinstance(event, events.SourceAliased):
        handle: str = event.source
        yield from named.sources(known, handle)
        taken = known.has_source(event.alias)
    else:
        handle = event.claim
        yield from named.claims(known, handle)
        taken = known.has_claim(event.alias)
    noun = noun_of(event)
    if taken:
        yield Problem(f"there is a {noun} '{event.alias}' already", f"tracker {noun} show {event.alias}")
    elif known.aliases(noun).get(event.alias) != handle:
        yield from named.no_alias(known, noun, event.alias)


# -- statements ----------------------------------------------------------------------------------------------------


def _stated(event: StatementEvent, known: OnRecord, now: Instant) -> Problems:
    yield from named.sources(known, event.source, event.outlet, *event.chain)
    yield from named.claims(known, event.claim)
    yield from named.articles(known, event.article)
    yield from named.not_in_future(event.said, now, "said")
    yield from named.not_in_future(event.published, now, "published")
    if event.act in STANCELESS and event.stance not in (None, Stance.NONE):
        yield Problem(
            f"the act '{event.act}' takes no side, so it cannot have the stance '{event.stance}'",
            "leave the stance out, or choose another act",
        )
    if event.source in event.chain:
        yield Problem(f"'{event.source}' is the source and cannot relay itself", "the chain holds relayers only")
    if event.quote and event.article and known.has_article(event.article):
        text = known.article_text(event.article)
        if text is not None and not is_quoted(event.quote, text):
            yield Problem(
                f"the quote is not in the article '{event.article}': {_shortened(event.quote)}",
                "quote word for word; [...] stands for words left out",
            )


def is_quoted(quote: str, text: str) -> bool:
    """Whether the parts of ``quote`` between ``[...]`` stand in ``text`` word for word and in order.

    Runs of white space count as one blank, since articles break lines where quotes do not.
    """
    rest = " ".join(text.split())
    for part in re.split(r"\[(?:\.\.\.|…)\]", quote):
        words = " ".join(part.split())
        _, found, rest = rest.partition(words) if words else ("", " ", rest)
        if not found:
            return False
    return True


def _shortened(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def _proposed(event: events.StatementProposed, known: OnRecord, now: Instant) -> Problems:
    yield from named.articles(known, event.article)
    yield from named.not_in_future(event.said, now, "said")
    yield from misplaced(event, known.article_text(event.article) if known.has_article(event.article) else None)


def _accepted(event: events.ProposalAccepted, known: OnRecord, _now: Instant) -> Problems:
    yield from named.entry(known, event.proposal, events.StatementProposed, "a proposal")
    yield from named.entry(known, event.statement, events.StatementRecorded, "a statement")


def _rejected(event: events.ProposalRejected, known: OnRecord, _now: Instant) -> Problems:
    yield from named.entry(known, event.proposal, events.StatementProposed, "a proposal")


def _amended_statement(event: events.StatementAmended, known: OnRecord, now: Instant) -> Problems:
    yield from named.entry(known, event.statement, events.StatementRecorded, "a statement")
    yield from _stated(event, known, now)


def _retracted(event: events.StatementRetracted, known: OnRecord, now: Instant) -> Problems:
    yield from named.entry(known, event.statement, events.StatementRecorded, "a statement")
    yield from named.articles(known, event.article)
    yield from named.not_in_future(event.said, now, "said")
    yield from _not_before(event, known)
    if event.instead is not None:
        yield from named.entry(known, event.instead, events.StatementRecorded, "a statement")


def _not_before(event: events.StatementRetracted, known: OnRecord) -> Problems:
    """A statement cannot have been taken back before it was made."""
    statement = known.entry(event.statement)
    said = (
        statement.event.said
        if statement is not None and isinstance(statement.event, events.StatementRecorded)
        else None
    )
    try:
        early = bool(said and event.said and span(event.said).last < span(said).first)
    except UnreadableDate:
        return
    if early:
        yield Problem(f"it was said {said}, so it cannot have been taken back {event.said}", "check the dates: --said")


def _grouped(event: events.StatementsGrouped, known: OnRecord, _now: Instant) -> Problems:
    for statement in event.statements:
        yield from named.entry(known, statement, events.StatementRecorded, "a statement")
    if len(set(event.statements)) < 2:
        yield Problem("a group needs two statements or more", "name at least two different statements")


def _ungrouped(event: events.StatementsUngrouped, known: OnRecord, _now: Instant) -> Problems:
    yield from named.entry(known, event.grouping, events.StatementsGrouped, "a grouping")


def _requested(event: events.CommentRequested, known: OnRecord, _now: Instant) -> Problems:
    yield from named.sources(known, event.source)
    yield from named.claims(known, event.claim)


# -- verdicts and upkeep -------------------------------------------------------------------------------------------


def _reached(event: events.VerdictReached, known: OnRecord, now: Instant) -> Problems:
    yield from named.claims(known, event.claim)
    yield from named.not_in_future(event.decided, now, "decided")


def _withdrawn(event: events.VerdictWithdrawn, known: OnRecord, now: Instant) -> Problems:
    yield from named.entry(known, event.verdict, events.VerdictReached, "a verdict")
    yield from named.not_in_future(event.decided, now, "decided")


def _voided(event: events.EntryVoided, known: OnRecord, now: Instant) -> Problems:
    target = known.entry(event.entry)
    if target is None:
        yield Problem(f"there is no entry '{event.entry}'", "tracker timeline shows the entries", missing=True)
    elif isinstance(target.event, events.EntryRedacted):
        yield Problem(
            f"entry {target.position} is a redaction, and what has been wiped cannot be brought back",
            "log the statement again if you have it",
        )
    elif known.is_undone(target):
        yield Problem(f"entry {target.position} has been undone already", f"tracker show {target.position}")
    else:
        yield from _fits_again(target, known, now)
        if users := known.users(target):
            some = ", ".join(str(position) for position in users[:5]) + (" ..." if len(users) > 5 else "")
            yield Problem(
                f"entry {target.position} cannot be undone: later entries rest on it ({some})",
                f"tracker show {users[-1]}, or tracker undo --list",
            )


def _fits_again(undone: Entry, known: OnRecord, now: Instant) -> Problems:
    """What stands again when an entry is undone must fit what has been recorded since."""
    match _back(undone, known):
        case events.SourcesMerged(source=source, into=into):
            yield from _circle(known, source, into)
            yield from _different(known, source, into)
        case events.SourcesDistinguished(source=source, other=other):
            yield from _one(known, source, other)
        case events.SourceRegistered(source=source):
            yield from named.no_alias(known, "source", source)
        case events.ClaimOpened(claim=claim):
            yield from named.no_alias(known, "claim", claim)
        case events.SourceAliased() | events.ClaimAliased() as event:
            yield from _aliased(event, known, now)


def _back(undone: Entry, known: OnRecord) -> Event | None:
    """What stands again when an entry is undone: what an undo took back, or the merge that was separated."""
    event = undone.event
    if isinstance(event, events.SourcesSeparated):
        return events.SourcesMerged(source=event.source, into=event.apart_from)
    target = known.entry(event.entry) if isinstance(event, events.EntryVoided) else None
    if target is not None and isinstance(target.event, events.EntryVoided):
        # An undo stands again: what it took back is undone once more.
        once_more = known.entry(target.event.entry)
        return _back(once_more, known) if once_more is not None else None
    return target.event if target is not None else None


def _redacted(event: events.EntryRedacted, known: OnRecord, _now: Instant) -> Problems:
    if known.entry(event.entry) is None:
        yield Problem(f"there is no entry '{event.entry}'", "tracker timeline shows the entries", missing=True)


def _corrected(event: events.ClockCorrected, known: OnRecord, _now: Instant) -> Problems:
    for entry in event.entries:
        if known.entry(entry) is None:
            yield Problem(f"there is no entry '{entry}'", "tracker timeline shows the entries", missing=True)
    if not event.entries:
        yield Problem("a correction of the clock names the entries that it dated", "tracker doctor --clock")


def _policy(event: events.PolicySet, _known: OnRecord, _now: Instant) -> Problems:
    try:
        policy.changed(policy.DEFAULT, event.name, event.value)
    except policy.UnknownParameter as problem:
        yield Problem(str(problem), problem.hint)


_RULES: Final[dict[type[Event], Callable[[Any, OnRecord, Instant], Problems]]] = {
    events.SourceRegistered: _registered,
    events.SourceDescribed: _described,
    events.SourcesMerged: _merged,
    events.SourcesSeparated: _separated,
    events.SourcesDistinguished: _distinguished,
    events.SourceAliased: _aliased,
    events.ArticleArchived: _archived,
    events.ArticleAmended: _amended_article,
    events.ClaimOpened: _opened,
    events.ClaimAmended: _amended_claim,
    events.ClaimsRelated: _related,
    events.ClaimsUnrelated: _related,
    events.ClaimAliased: _aliased,
    events.StatementRecorded: _stated,
    events.StatementProposed: _proposed,
    events.ProposalAccepted: _accepted,
    events.ProposalRejected: _rejected,
    events.StatementAmended: _amended_statement,
    events.StatementRetracted: _retracted,
    events.StatementsGrouped: _grouped,
    events.StatementsUngrouped: _ungrouped,
    events.CommentRequested: _requested,
    events.VerdictReached: _reached,
    events.VerdictWithdrawn: _withdrawn,
    events.EntryVoided: _voided,
    events.EntryRedacted: _redacted,
    events.PolicySet: _policy,
    events.ClockCorrected: _corrected,
}
