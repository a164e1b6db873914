"""Random logs that a desk could really have, for the laws: a cast that is always there, and what happens to it."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.domain.stories import Story
from tracker.domain.clocks import FOREVER, Cut, span
from tracker.domain.events import SourceAliased, SourcesDistinguished
from tracker.domain.words import (
    STANCELESS,
    Act,
    Basis,
    Certainty,
    Finding,
    Interest,
    Presentation,
    Stance,
    Via,
)

PERSONS = ("ann", "bob", "cid")
SPEAKERS = (*PERSONS, "acme", "bcorp", "insiders", "staff", "spiegel", "bild", "reuters", "memo")
RELAYERS = ("reuters", "spiegel", "bild", "memo", "dora", "acme")
CLAIMS = ("backdoors", "100k", "200k", "order", "exports")
ARTICLES = ("wire", "page", "reprint")
DATES = (
    "2024", "2024-12", "2025-01-05", "2025-01-20T08:00+01:00", "2025-01-25", "../2025-01-20", "2025-01-10/2025-02-20",
    "2025-02-10", "2025-03",
)  # fmt: skip
ALIKE = (("ann", "bob"), ("bob", "cid"), ("insiders", "staff"), ("spiegel", "bild"), ("acme", "bcorp"))
SETTINGS = (
    ("prior.other", "0.3"), ("prior.insider", "0.85"), ("prior", "0.5"), ("weight", "5"), ("hearsay", "0.9"),
    ("strength.source", "1"), ("strength.class", "1"), ("base_rate.chips", "0.1"), ("certainty.likely", "0.8"),
    ("interest.self_serving", "0"),
)  # fmt: skip

index = st.integers(0, 40)
"""Picks one of what there is by then, the latest first."""


def perhaps(values: st.SearchStrategy) -> st.SearchStrategy:
    """Mostly nothing."""
    return st.one_of(st.none(), st.none(), values)


@st.composite
def utterances(draw: st.DrawFn) -> dict:
    """Everything about one statement."""
    act = draw(st.sampled_from((*[Act.ASSERT] * 8, *[Act.DENY] * 6, *Act)))
    return {
        "source": draw(st.sampled_from(SPEAKERS)),
        "claim": draw(st.sampled_from(("backdoors", *CLAIMS))),
        "act": act,
        "stance": None if act in STANCELESS else draw(perhaps(st.sampled_from(Stance))),
        "certainty": draw(perhaps(st.sampled_from(Certainty))),
        "basis": draw(perhaps(st.sampled_from(Basis))),
        "interest": draw(perhaps(st.sampled_from(Interest))),
        "via": draw(perhaps(st.sampled_from(Via))),
        "presentation": draw(perhaps(st.sampled_from(Presentation))),
        "said": draw(perhaps(st.sampled_from(DATES))),
        "article": draw(perhaps(st.sampled_from(ARTICLES))),
        "outlet": draw(perhaps(st.just("bild"))),
        "chain": " > ".join(draw(st.lists(st.sampled_from(RELAYERS), max_size=2, unique=True))),
        "quote": "word for word",
    }


alike = st.sampled_from(ALIKE)
claims = st.sampled_from(CLAIMS)
dates = st.sampled_from(DATES)
RARELY = {
    "amend": st.tuples(index, utterances()),
    "retract": st.tuples(index, perhaps(dates)),
    "withdraw": st.tuples(index, dates),
    "group": st.tuples(index, index),
    "ungroup": st.tuples(index),
    "undo": st.tuples(index),
    "merge": st.tuples(alike),
    "separate": st.tuples(alike),
    "distinguish": st.tuples(alike),
    "office": st.tuples(st.sampled_from(PERSONS), st.sampled_from(("acme", "insiders", "bcorp"))),
    "relate": st.tuples(st.sampled_from(("order", "exports")), st.sampled_from(("backdoors", "200k"))),
    "unrelate": st.tuples(st.sampled_from(("order", "exports")), st.sampled_from(("backdoors", "200k"))),
    "policy": st.tuples(st.sampled_from(SETTINGS)),
    "alias": st.tuples(st.sampled_from(PERSONS)),
    "ask": st.tuples(st.sampled_from(SPEAKERS), claims),
    "correct": st.tuples(st.sampled_from(ARTICLES), dates),
    "redact": st.tuples(index),
}
OFTEN = {"say": st.tuples(utterances()), "verdict": st.tuples(claims, st.sampled_from(Finding), dates)}
VERBS = (*["say"] * 18, *["verdict"] * 5, *RARELY)


@st.composite
def steps(draw: st.DrawFn) -> tuple:
    """One thing that happens: mostly somebody says something."""
    verb = draw(st.sampled_from(VERBS))
    return verb, *draw((OFTEN | RARELY)[verb])


def take(story: Story, step: tuple) -> None:
    """Let one thing happen, if it can."""
    verb, *rest = step
    match verb:
        case "say":
            story.says(**rest[0])
        case "verdict":
            story.verdict(*rest)
        case "amend" if statement := _pick(story, "StatementRecorded", rest[0]):
            story.amend(statement, **rest[1])
        case "retract" if statement := _pick(story, "StatementRecorded", rest[0]):
            story.retract(statement, said=rest[1])
        case "withdraw" if verdict := _pick(story, "VerdictReached", rest[0]):
            story.withdraw(verdict, decided=rest[1])
        case "group" if statement := _pick(story, "StatementRecorded", rest[0]):
            story.group(statement, _pick(story, "StatementRecorded", rest[1]))
        case "ungroup" if grouping := _pick(story, "StatementsGrouped", rest[0]):
            story.ungroup(grouping)
        case "undo":
            story.undo(story.entries[-1 - rest[0] % len(story.entries)].id)
        case "merge" if unmerged(story, rest[0]):
            story.merge(*rest[0])
        case "separate":
            story.separate(*rest[0])
        case "distinguish":
            story.record(SourcesDistinguished(source=rest[0][0], other=rest[0][1]))
        case "office":
            story.describe(rest[0], member_of=rest[1], member_from="2025-01-15")
        case "relate":
            story.relate(rest[0], "same_as", rest[1])
        case "unrelate":
            story.unrelate(rest[0], "same_as", rest[1])
        case "policy":
            story.policy(*rest[0])
        case "alias":
            story.record(SourceAliased(source=rest[0], alias=f"{rest[0]}-too"))
        case "ask":
            story.ask(*rest)
        case "correct":
            story.correct(rest[0], published=rest[1])
        case "redact":
            story.redact(story.entries[-1 - rest[0] % len(story.entries)].id)


def _pick(story: Story, kind: str, number: int) -> str | None:
    some = [entry.id for entry in story.entries if type(entry.event).__name__ == kind]
    return some[-1 - number % len(some)] if some else None


def unmerged(story: Story, pair: tuple[str, str]) -> bool:
    """Whether the first of a pair now speaks for itself, and the second does not count as it."""
    sources = story.read().state.sources
    source, into = (sources.get(handle) for handle in pair)
    return bool(source and into and source.merged_into is None and into.merged_into is None)


@st.composite
def logs(draw: st.DrawFn, most: int = 24) -> Story:
    """A cast of sources of all kinds, articles with reprints, claims with a question, and up to ``most`` steps."""
    story = Story().meet("organisation", "acme", "bcorp")
    story.meet("group", "insiders", head_max=draw(perhaps(st.integers(2, 9))))
    story.meet("group", "staff", source_class="insider").meet("agency", "reuters").meet("outlet", "spiegel", "bild")
    story.meet("document", "memo")
    story.meet("person", "ann", member_of=draw(st.sampled_from((None, "acme", "insiders"))))
    story.meet("person", "bob", member_of="acme", member_from="2025", member_to=draw(perhaps(st.just("2025-01-15"))))
    story.meet("person", "cid", "dora", source_class="witness")
    story.archive("wire", agency="reuters", published="2025-01-05")
    story.archive("page", outlet="spiegel", published=draw(perhaps(st.sampled_from(DATES))))
    story.archive("reprint", outlet="bild", reprint_of=draw(st.sampled_from(("wire", "page"))))
    for claim, options in zip(
        CLAIMS,
        (
            {"about": ("acme",)}, {"question": "how-many"}, {"question": "how-many"}, {"topics": ("chips",)},
            {"about": ("ann",)},
        ),
        strict=True,
    ):  # fmt: skip
        story.open(claim, **options)
    for source in draw(st.lists(st.sampled_from(SPEAKERS), max_size=2, unique=True)):
        story.past(source, held=draw(st.integers(0, 1)), fell=draw(st.integers(0, 3)), said="2024", chain="reuters")
    for step in draw(st.lists(steps(), min_size=4, max_size=most)):
        take(story, step)
    return story


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    """Any pair of moments."""
    world = draw(st.one_of(st.none(), st.sampled_from(DATES)))
    return Cut(span(world).last if world else FOREVER, draw(st.one_of(st.just(FOREVER), st.integers(0, 60))))
