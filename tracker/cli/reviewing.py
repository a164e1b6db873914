"""Judging proposals at a terminal: one a screen, a few keys, each answer kept at once."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from tracker.cli import answer
from tracker.cli.form import edited
from tracker.desk import proposals, reviewing
from tracker.desk.desk import Desk
from tracker.desk.proposals import Answer, Proposed
from tracker.desk.statements import TypedStatement, negated
from tracker.desk.suggesting import Catalogue, Suggestion, as_claim, as_name
from tracker.domain.words import Act, Via
from tracker.errors import ExitCode, TrackerError
from tracker.render import proposals as text
from tracker.render.text import plural, shown

_KEYS = "a accept  e edit  r reject  u unsure  s skip  b back  q quit"
_QUIT = {"q", "\x04", "\x1b"}
_BACK = {"b", "\x7f", "\x1b[D"}
_SKIP = {"s", "n", " ", "\r", "\n", "\x1b[C"}
_COLOURS = {"content": "green", "source": "cyan", "cue": "yellow"}
_SAYS_SO = (Act.ASSERT, Act.CONFIRM, Act.ANNOUNCE)


def walk(desk: Desk, article: str | None, number: str | None = None) -> None:
    """Show one open proposal after another until they are through or somebody quits."""
    waiting = reviewing.named(desk, number) if number else reviewing.waiting(desk, article)
    if not waiting.proposals:
        click.echo("no proposal waits for an answer")
        return
    with desk.reading() as session:
        catalogue = Catalogue(session)
    _Sitting(desk, waiting.proposals, waiting.texts, catalogue).go()


class _Sitting:
    """One person before the proposals. Answers are read again from the log, so that two people see each other's."""

    def __init__(self, desk: Desk, found: list[Proposed], texts: dict[str, str], catalogue: Catalogue) -> None:
        self._desk, self._found, self._texts, self._catalogue = desk, found, texts, catalogue
        self._at, self._done, self._told = 0, 0, ""

    def go(self) -> None:
        """Ask until the last one is passed."""
        while 0 <= self._at < len(self._found):
            one = self._now()
            click.clear()
            sources, claims = self._show(one)
            try:
                key = self._key()
            except KeyboardInterrupt:
                self._leave()
                raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None
            if key in _QUIT:
                break
            try:
                self._answer(key, one, sources, claims)
            except TrackerError as problem:
                self._told = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
            except click.Abort:
                click.echo()
                self._told = "nothing was changed"
        self._leave()

    def _leave(self) -> None:
        click.echo()
        left = sum(1 for one in self._found if not one.is_settled)
        click.echo(f"{plural(self._done, 'answer')} kept; {left} of {plural(len(self._found), 'proposal')} left")

    def _now(self) -> Proposed:
        one = self._found[self._at]
        with self._desk.reading() as session:
            fresh = proposals.of(session, one.entry)
        self._found[self._at] = fresh or one
        return self._found[self._at]

    def _show(self, one: Proposed) -> tuple[list[Suggestion], list[Suggestion]]:
        event = one.event
        sources = self._catalogue.sources(event.who)
        claims = [] if event.act in (Act.DECLINE, Act.NO_RESPONSE) else self._catalogue.claims(event.text)
        state = "" if one.answer is Answer.OPEN else f"  {one.answer}"
        click.echo(f"proposal {one.entry.position}, {self._at + 1} of {len(self._found)}, {event.article}{state}")
        click.echo()
        for line in text.card(event, self._texts.get(event.article, ""), _paint()):
            click.echo(line)
        if event.act in _SAYS_SO and negated(event.text):
            click.echo(
                "note   it says no: as a denial of the claim without it (e, act: deny) it meets those who say yes"
            )
        _suggest("source", sources)
        _suggest("claim", claims)
        click.echo()
        if self._told:
            click.echo(shown(self._told))
            self._told = ""
        click.echo(_KEYS, nl=False)
        return sources, claims

    def _key(self) -> str:
        try:
            pressed = click.getchar()
        except EOFError:
            return "q"
        click.echo()
        return pressed if pressed.startswith("\x1b") else pressed[:1]

    def _answer(self, key: str, one: Proposed, sources: list[Suggestion], claims: list[Suggestion]) -> None:
        number = str(one.entry.position)
        if key in _BACK:
            self._told = "" if self._at else "this is the first"
            self._at = max(self._at - 1, 0)
        elif key in _SKIP:
            self._at += 1
        elif key == "a":
            self._keep(reviewing.accept(self._desk, number, self._asked(one, sources, claims)))
        elif key == "e":
            self._edit(one)
        elif key == "r":
            self._keep(reviewing.reject(self._desk, number))
        elif key == "u":
            self._keep(reviewing.reject(self._desk, number, unsure=True))
        else:
            self._told = f"no such key; {_KEYS}"

    def _keep(self, done: reviewing.Written) -> None:
        self._done += 1 if done.entries else 0
        self._told = "; ".join([*answer.told(done)][-2:-1] or [*answer.told(done)])
        for warning in done.warnings:
            self._told += f"; warning: {warning}"
        self._learn(done)
        self._now()
        self._at += 1

    def _learn(self, done: reviewing.Written) -> None:
        with self._desk.reading() as session:
            if any(type(entry.event).__name__ in ("SourceRegistered", "ClaimOpened") for entry in done.entries):
                self._catalogue = Catalogue(session)

    def _asked(self, one: Proposed, sources: list[Suggestion], claims: list[Suggestion]) -> TypedStatement:
        """The source and the claim that a person names; an empty answer goes back to the keys."""
        event = one.event
        said = TypedStatement()
        if event.via is not Via.VOICE:
            name = as_name(event.who)
            new = f", or a name for a new one (+ for {shown(name)})" if name else ", or a name for a new one"
            typed = _typed(f"source: number or handle{new}")
            picked = _picked(typed, sources)
            if picked is not None or self._catalogue.has_source(typed):
                said = replace(said, source=picked or typed)
            else:
                said = replace(said, new_source=name if typed == "+" else typed)
        words = as_claim(event.text)
        click.echo(
            "a claim is worded as the allegation, without a no" if event.act is Act.DENY else "",
            nl=event.act is Act.DENY,
        )
        typed = _typed(f"claim: number or handle, or words for a new one (+ for {text.short(words)})")
        picked = _picked(typed, claims)
        if picked is not None or self._catalogue.has_claim(typed):
            return replace(said, claims=(picked or typed,))
        return replace(said, new_claim=words if typed == "+" else typed)

    def _edit(self, one: Proposed) -> None:
        """The whole proposal as a form in an editor; a mistake comes back with it."""
        problem = ""
        typed: str | None = None
        while True:
            try:
                typed, changes = edited(one.event, typed, problem)
            except UnicodeDecodeError:
                self._told = "the editor left something that is not UTF-8; nothing was changed"
                return
            except click.ClickException as broken:
                self._told = f"{broken.format_message()} nothing was changed"
                return
            if changes is None:
                self._told = "nothing was changed"
                return
            try:
                self._keep(reviewing.accept(self._desk, str(one.entry.position), changes))
                return
            except TrackerError as told:
                problem = f"{told.message}; {told.hint}" if told.hint else told.message


def _typed(question: str) -> str:
    typed: str = click.prompt(question, default="", show_default=False).strip()
    if not typed:
        raise click.Abort
    return typed


def _picked(typed: str, some: list[Suggestion]) -> str | None:
    return some[int(typed) - 1].handle if typed.isdigit() and 1 <= int(typed) <= len(some) else None


def _suggest(noun: str, some: list[Suggestion]) -> None:
    for number, one in enumerate(some, start=1):
        lead = f"{noun}?" if number == 1 else ""
        name = f" {text.short(one.text)}" if one.text != one.handle else ""
        click.echo(f"{lead:<7}{number} {one.handle}{name}  {one.likeness} % alike")


def _paint() -> text.Paint:
    """Colours, or brackets where there are none to be had."""
    context = click.get_current_context(silent=True)
    if (
        os.environ.get("NO_COLOR")
        or (context is not None and context.color is False)
        or os.environ.get("TERM") == "dumb"
    ):
        return text.plain
    return lambda part, words: click.style(words, fg=_COLOURS[part], bold=part == "content")
