"""Events to JSON text and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.logs import insert_raw, raw, sealed, stored, write
from tests.trying import tried
from tracker.domain.clocks import Edtf
from tracker.domain.events import EVENT_TYPES, Event, SourceRegistered, StatementRecorded, Text, wire_name
from tracker.domain.words import Act, SourceKind
from tracker.errors import ExitCode, UsageError
from tracker.store import codec, log
from tracker.store.codec import UnknownType, admit, decode, encode, without_origin
from tracker.store.database import reading
from tracker.store.views import wordings

WORDS_OF = {
    "source.registered": {"name", "note"},
    "source.described": {"name", "note"},
    "sources.merged": {"because"},
    "sources.separated": {"because"},
    "sources.distinguished": {"because"},
    "source.aliased": set(),
    "article.archived": {"title", "url", "text", "data", "body"},
    "article.amended": {"title", "url"},
    "claim.opened": {"text"},
    "claim.amended": {"text"},
    "claims.related": {"because"},
    "claims.unrelated": {"because"},
    "claim.aliased": set(),
    "clock.corrected": set(),
    "statement.proposed": {"text", "who", "cue", "through", "when"},
    "proposal.accepted": set(),
    "proposal.rejected": {"because"},
    "statement.recorded": {"text", "quote", "cue", "evidence", "note"},
    "statement.amended": {"text", "quote", "cue", "evidence", "note"},
    "statement.retracted": {"because"},
    "statements.grouped": {"because"},
    "statements.ungrouped": {"because"},
    "comment.requested": {"note"},
    "verdict.reached": {"because", "evidence"},
    "verdict.withdrawn": {"because"},
    "entry.voided": {"because"},
    "entry.redacted": {"because"},
    "policy.set": {"because"},
}
"""What can be wiped; everything else is kept for ever."""


# -- random events, from nothing but the types of their fields ---------------------------------------------------


def values(hint: Any) -> st.SearchStrategy[Any]:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return st.one_of(*(values(part) for part in get_args(hint)))
    if origin is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if origin is Annotated:
        return st.text(max_size=20)
    if hint is NoneType:
        return st.none()
    if hint is Edtf:
        return st.sampled_from(("2025", "2025-12", "../2025-12-10", "2025-12-10T14:30+01:00"))
    if isinstance(hint, NewType):
        return st.sampled_from(("nvidia", "a.b-c_d", "7-x"))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    return {int: st.integers(-(2**53) + 1, 2**53 - 1), str: st.text(max_size=20), bool: st.booleans()}[hint]


def events_of(cls: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(cls, include_extras=True)
    needed = {f.name: values(hints[f.name]) for f in fields(cls) if f.default is MISSING}
    optional = {f.name: values(hints[f.name]) for f in fields(cls) if f.default is not MISSING}
    return st.fixed_dictionaries(needed, optional=optional).map(lambda given: cls(**given))


events = st.sampled_from(sorted(WORDS_OF)).flatmap(lambda wire: events_of(EVENT_TYPES[wire]))


@tried(250)
@given(events)
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    wire, version, facts, words = encode(event)
    assert (wire, version) == (wire_name(type(event)), type(event).VERSION)
    back = decode(wire, version, facts, words)
    assert back == event
    for field in fields(back):
        assert type(getattr(back, field.name)) is type(getattr(event, field.name)), field.name


@tried(250)
@given(events)
def test_the_door_lets_in_whatever_the_log_can_hold(event: Event) -> None:
    wire, _, facts, words = encode(event)
    assert admit(wire, json.loads(facts), json.loads(words)) == event


@tried(150)
@given(events)
def test_defaults_are_left_out_and_everything_else_is_written(event: Event) -> None:
    _, _, facts, words = encode(event)
    written = json.loads(facts) | json.loads(words)
    for field in fields(event):
        default = None if field.default is MISSING else field.default
        assert (field.name in written) == (getattr(event, field.name) != default), field.name


@tried(150)
@given(events)
def test_what_is_stored_is_canonical_json(event: Event) -> None:
    for text in encode(event)[2:]:
        assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@tried(150)
@given(events)
def test_wiped_words_come_back_empty_and_all_facts_stay(event: Event) -> None:
    wire, version, facts, _ = encode(event)
    back = decode(wire, version, facts, None)
    for field in fields(event):
        left = getattr(back, field.name)
        if field.name in WORDS_OF[wire]:
            assert left == field.default
        else:
            assert left == getattr(event, field.name)


# -- facts and words ---------------------------------------------------------------------------------------------


def test_every_event_type_is_in_the_list_of_words() -> None:
    # `dataclass(slots=True)` makes a second class and leaves the first among the subclasses: no ghost gets in.
    assert set(WORDS_OF) == set(EVENT_TYPES)


def something(hint: Any) -> Any:
    """A value that is nobody's default."""
    if get_origin(hint) in (Union, UnionType):
        return something(next(part for part in get_args(hint) if part is not NoneType))
    if get_origin(hint) is tuple:
        return (something(get_args(hint)[0]),)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return list(hint)[-1]
    return 7 if hint is int else "2025"


@pytest.mark.parametrize("wire", sorted(WORDS_OF))
def test_facts_and_words_stand_on_their_own_side(wire: str) -> None:
    cls = EVENT_TYPES[wire]
    hints = get_type_hints(cls, include_extras=True)
    full = cls(**{field.name: something(hints[field.name]) for field in fields(cls)})
    _, _, facts, words = encode(full)
    assert set(json.loads(words)) == WORDS_OF[wire]
    assert set(json.loads(facts)) == {field.name for field in fields(cls)} - WORDS_OF[wire]
    assert decode(wire, 1, facts, words) == full


def test_a_statement_is_written_down_like_this() -> None:
    event = StatementRecorded(
        source="nvidia", claim="backdoors", act=Act.DENY, said=Edtf("2025-12-10"), chain=("reuters", "spiegel"),
        quote="Nvidia-Chips enthalten keine Hintert\u00fcren", cue="sagte",
    )  # fmt: skip
    assert encode(event) == (
        "statement.recorded",
        1,
        '{"act":"deny","chain":["reuters","spiegel"],"claim":"backdoors","said":"2025-12-10","source":"nvidia"}',
        '{"cue":"sagte","quote":"Nvidia-Chips enthalten keine Hintert\u00fcren"}',
    )


def test_a_date_from_a_file_is_noted_beside_the_facts_and_does_not_come_back() -> None:
    event = StatementRecorded(source="ann", claim="flood")
    plain, dated = encode(event), encode(event, "file")
    assert dated.facts == '{"claim":"flood","recorded_by":"file","source":"ann"}'
    assert without_origin(dated.facts) == plain.facts == without_origin(plain.facts)
    assert decode(*dated) == event


def test_a_handle_that_reads_like_the_note_on_dates_stays() -> None:
    plain = encode(StatementRecorded(source="recorded_by", claim="flood"))
    assert without_origin(plain.facts) == plain.facts


# -- what this program does not know -----------------------------------------------------------------------------


@pytest.mark.parametrize(("wire", "version"), [("weather.observed", 1), ("statement.recorded", 2)])
def test_an_unknown_type_or_a_newer_version_stops_the_reader(wire: str, version: int) -> None:
    with pytest.raises(UnknownType, match=rf"'{wire}' version {version}") as caught:
        decode(wire, version, "{}", "{}")
    assert caught.value.exit_code is ExitCode.DATABASE
    assert "newer" in caught.value.hint


@dataclass(frozen=True, kw_only=True, slots=True)
class WeatherObserved:
    """Invented: version 1 had the place among its words and a wind in text, version 2 a misspelt name."""

    VERSION: ClassVar[int] = 3
    place: str
    wind: int = 0
    remark: Text = ""


def _first(facts: dict[str, Any], words: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {**facts, "place": words["place"], "wind": int(facts["wind"])}, {"remrak": words.get("remark", "")}


def _second(facts: dict[str, Any], words: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return facts, {"remark": words["remrak"]}


@contextmanager
def weather() -> Iterator[None]:
    EVENT_TYPES["weather.observed"] = WeatherObserved
    codec.UPCASTERS["weather.observed", 1] = _first
    codec.UPCASTERS["weather.observed", 2] = _second
    try:
        yield
    finally:
        del EVENT_TYPES["weather.observed"]
        del codec.UPCASTERS["weather.observed", 1], codec.UPCASTERS["weather.observed", 2]
        codec._shape.cache_clear()
        codec._adapter.cache_clear()


def test_old_versions_are_brought_up_to_date_step_by_step() -> None:
    with weather():
        first = decode("weather.observed", 1, '{"wind":"7"}', '{"place":"Kiel","remark":"gusts"}')
        second = decode("weather.observed", 2, '{"place":"Kiel","wind":7}', '{"remrak":"gusts"}')
        third = decode("weather.observed", 3, '{"place":"Kiel","wind":7}', '{"remark":"gusts"}')
        assert first == second == third == WeatherObserved(place="Kiel", wind=7, remark="gusts")
        with pytest.raises(UnknownType):
            decode("weather.observed", 4, "{}", "{}")


def test_an_old_entry_is_read_as_new_and_stays_in_the_log_as_it_was_written(db: Path) -> None:
    with weather():
        write(db, SourceRegistered(source="ann", kind=SourceKind.PERSON))
        old = sealed(stored(db)[-1], type="weather.observed", facts='{"wind":"7"}', words='{"place":"Kiel"}')
        with raw(db) as connection:
            insert_raw(connection, old)
        with reading(str(db)) as session:
            assert [entry.event for entry in log.entries(session)][1] == WeatherObserved(place="Kiel", wind=7)
        assert stored(db)[1] == old


def test_a_new_version_is_written_with_its_number() -> None:
    with weather():
        assert encode(WeatherObserved(place="Kiel", wind=7))[:2] == ("weather.observed", 3)  # type: ignore[arg-type]


# -- the door ----------------------------------------------------------------------------------------------------

STATED = {"source": "ann", "claim": "flood"}


@pytest.mark.parametrize(
    ("facts", "words", "named"),
    [
        ({**STATED, "mood": "angry"}, {}, "'mood'"),
        (STATED, {"mood": "angry"}, "'mood'"),
        ({**STATED, "quote": "x"}, {}, "'quote'.*words"),
        (STATED, {"act": "deny"}, "'act'.*facts"),
        ({"claim": "flood"}, {}, "'source'"),
        ({**STATED, "act": "shout"}, {}, "'act'"),
        ({**STATED, "act": None}, {}, "'act'"),
        ({**STATED, "source": 7}, {}, "'source'"),
        ({**STATED, "source": ["ann"]}, {}, "'source'"),
        ({**STATED, "chain": "reuters"}, {}, "'chain'"),
        ({**STATED, "chain": ["reuters", 7]}, {}, "'chain.1'"),
        ({**STATED, "said": 2025}, {}, "'said'"),
        (STATED, {"quote": None}, "'quote'"),
        (STATED, {"quote": 1.5}, "'quote'"),
        ({**STATED, "recorded_by": "file"}, {}, "'recorded_by'"),
    ],
)
def test_the_door_names_the_field_it_refuses(facts: dict[str, Any], words: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named) as caught:
        admit("statement.recorded", facts, words)
    assert "statement.recorded" in caught.value.message
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize("count", [True, "2", 2.0, 2.5])
def test_the_door_takes_no_number_for_another_thing(count: Any) -> None:
    with pytest.raises(UsageError, match=r"'head_min' of source\.registered"):
        admit("source.registered", {"source": "ann", "kind": "group", "head_min": count}, {})


def test_the_door_knows_its_event_types() -> None:
    with pytest.raises(UsageError, match=r"'weather\.observed'") as caught:
        admit("weather.observed", {}, {})
    assert "statement.recorded" in caught.value.hint


@pytest.mark.parametrize("wire", ["event", "statement.event", ""])
def test_what_events_have_in_common_is_no_event(wire: str) -> None:
    with pytest.raises(UsageError, match="no event type"):
        admit(wire, STATED, {})


def test_the_door_refuses_what_is_no_number() -> None:
    # `json.loads` reads NaN and Infinity, which are no JSON.
    with pytest.raises(UsageError, match="head_min"):
        admit("source.registered", json.loads('{"source":"ann","kind":"group","head_min":NaN}'), {})


def test_the_door_refuses_half_a_character() -> None:
    # A lone surrogate has no UTF-8 form, so it could be neither hashed nor stored.
    with pytest.raises(UsageError, match=r"statement\.recorded"):
        admit("statement.recorded", STATED, json.loads('{"quote":"\\ud83d"}'))


def test_text_is_kept_code_point_for_code_point(db: Path) -> None:
    composed, decomposed, odd = "\u00e9", "e\u0301", "a\u0000b\u2028\U0001f600\u202e"
    quotes = [composed, decomposed, odd]
    write(db, *(StatementRecorded(source="ann", claim="flood", quote=quote) for quote in quotes))
    with reading(str(db)) as session:
        assert [entry.event.quote for entry in log.entries(session)] == quotes
        assert [spoken.wording.quote for spoken in wordings(session, 3)] == quotes
