"""One sentence for any entry of the log."""

from __future__ import annotations

from tracker.render.text import plural, shown
from tracker.render.wording import SAYS, mark
from tracker.reports.deeds import Deed


def sentence(deed: Deed) -> str:
    """What an entry did: ``nvidia denies on backdoors: There is no backdoor``, ``merge: a counts as b``."""
    return f"{_told(deed)}{mark(deed.mark)}"


def _told(deed: Deed) -> str:
    words = f": {shown(deed.text)}" if deed.text else ""
    value = deed.value.replace("_", " ")
    match deed.type:
        case "statement.recorded":
            return f"{_says(deed)}{words}"
        case "statement.amended":
            return f"{deed.of} amended: {_says(deed)}{words}"
        case "statement.retracted":
            return f"{deed.source} takes back {deed.of} on {deed.claim}{words}"
        case "verdict.reached":
            return f"verdict on {deed.claim}: {value}{words}"
        case "verdict.withdrawn":
            return f"verdict {deed.of} on {deed.claim} withdrawn{words}"
        case "comment.requested":
            return f"asked {deed.source} for comment on {deed.claim}, by {value}{words}"
        case "entry.voided":
            return f"{deed.of} undone{words}"
        case "entry.redacted":
            return f"{deed.of} redacted{words}"
        case "clock.corrected":
            return f"clock corrected: {plural(len(deed.what), 'entry')} dated too late"
        case "statements.grouped":
            return f"{plural(len(deed.what), 'statement')} grouped as one origin{words}"
        case "statements.ungrouped":
            return f"grouping {deed.of} taken back{words}"
        case "statement.proposed":
            return f"proposed from {deed.what[0]}{words}"
        case "proposal.accepted":
            return f"proposal {deed.of} accepted"
        case "proposal.rejected":
            return f"proposal {deed.of} {value}{words}"
        case "policy.set":
            return f"policy {shown(deed.what[0])} set to {shown(deed.value)}{words}"
    return f"{_upkeep(deed)}{words}"


def _says(deed: Deed) -> str:
    return f"{deed.source} {SAYS[deed.act or '']} on {deed.claim}"


_BETWEEN = {
    "sources.merged": "counts as",
    "sources.separated": "no longer counts as",
    "sources.distinguished": "is known to be different from",
    "source.aliased": "is also called",
    "claim.aliased": "is also called",
}


def _upkeep(deed: Deed) -> str:
    if deed.type in _BETWEEN:
        return f"{deed.what[0]} {_BETWEEN[deed.type]} {deed.what[1]}"
    if deed.type in ("claims.related", "claims.unrelated"):
        no = "" if deed.type == "claims.related" else "no longer "
        return f"{deed.what[0]} {no}{deed.value.replace('_', ' ')} {deed.what[1]}"
    noun, _, done = deed.type.partition(".")
    return " ".join((noun, *deed.what, done))
