"""Judging proposals at a terminal: one a screen, a few keys, each answer kept at once."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from tracker.cli import answer, form
from tracker.cli.choosing import Choice, chosen, subjects, suggest
from tracker.cli.editing import edited, kept
from tracker.cli.fields import marked, unmarked
from tracker.cli.fields import told as on_one_line
from tracker.cli.keys import pressed
from tracker.desk import resolve, reviewing
from tracker.desk.claims import Filing
from tracker.desk.desk import Desk
from tracker.desk.proposals import Answer, Proposed
from tracker.desk.sources import Description
from tracker.desk.statements import TypedStatement
from tracker.desk.suggesting import Catalogue, Offer, as_claim, as_name, concerned
from tracker.domain.events import ClaimOpened, StatementRecorded
from tracker.domain.negation import negation
from tracker.domain.words import Act, SourceKind, Via
from tracker.errors import ExitCode, TrackerError
from tracker.render import proposals as text
from tracker.render.text import plural, shown, wrapped

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
    _Sitting(desk, waiting, catalogue).go()


class _Sitting:
    """One person before the proposals. What others did meanwhile is read again from the log for each of them."""

    def __init__(self, desk: Desk, waiting: reviewing.Waiting, catalogue: Catalogue) -> None:
        self._desk, self._waiting, self._catalogue = desk, waiting, catalogue
        self._found = waiting.proposals
        self._used: list[str] = []
        self._taken: dict[str, str] = {}
        self._forms: dict[int, str] = {}
        self._at, self._done, self._told = 0, 0, ""

    def go(self) -> None:
        """Ask until the last one is passed; whatever ends it, what was typed and not recorded is kept."""
        try:
            self._ask()
            self._leave()
        except KeyboardInterrupt:
            # Whenever it comes, what was answered before is on record.
            self._leave()
            raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None
        finally:
            for number, typed in self._forms.items():
                click.echo(f"what you typed for proposal {number} is kept in {kept(typed)}")

    def _ask(self) -> None:
        while 0 <= self._at < len(self._found):
            one = self._now()
            click.clear()
            offer = self._offered(one)
            self._show(one, offer)
            key = self._key()
            if key in _QUIT:
                break
            try:
                self._answer(key, one, offer)
            except TrackerError as problem:
                self._told = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
            except click.Abort:
                click.echo()
                self._told = "nothing was changed"

    def _leave(self) -> None:
        click.echo()
        left = reviewing.left(self._desk, self._found)
        click.echo(f"{plural(self._done, 'answer')} kept; {left} of {plural(len(self._found), 'proposal')} left")

    def _now(self) -> Proposed:
        one = self._found[self._at]
        self._found[self._at], self._catalogue = reviewing.now(
            self._desk, one, self._catalogue, self._used, self._taken
        )
        return self._found[self._at]

    def _offered(self, one: Proposed) -> Offer:
        """What the proposal may mean, and whom ``+`` would register."""
        event, before = one.event, self._waiting.before.get(one.entry.position)
        silent = event.act in (Act.DECLINE, Act.NO_RESPONSE)
        claims = self._catalogue.claims.suggested("" if silent else event.text)
        if event.via is Via.VOICE:
            return Offer([], claims, "")
        if before is None:
            return Offer(self._catalogue.sources_for(event.who, event.kind), claims, as_name(event.who))
        sources = self._catalogue.meant_by(before.names, event.kind, sure=before.sure)
        return Offer(sources, claims, before.names[0] if before.sure else "")

    def _show(self, one: Proposed, offer: Offer) -> None:
        event = one.event
        state = "" if one.answer is Answer.OPEN else f"  {one.answer}"
        click.echo(f"proposal {one.entry.position}, {self._at + 1} of {len(self._found)}, {event.article}{state}")
        click.echo()
        for line in text.card(event, self._waiting.texts.get(event.article, ""), _paint()):
            click.echo(line)
        if event.act in _SAYS_SO and negation(event.text):
            no = "it says no: as a denial of the claim without it (e, act: deny) it meets those who say yes"
            for line in wrapped(no, "note   ", "       "):
                click.echo(line)
        suggest("source", offer.sources)
        suggest("claim", offer.claims)
        click.echo()
        if self._told:
            for line in wrapped(shown(self._told)):
                click.echo(line)
            self._told = ""
        click.echo(_KEYS, nl=False)

    def _key(self) -> str:
        try:
            key = pressed()
        except EOFError:
            return "q"
        click.echo()
        return key

    def _answer(self, key: str, one: Proposed, offer: Offer) -> None:
        number = str(one.entry.position)
        if key in _BACK:
            self._told = "" if self._at else "this is the first"
            self._at = max(self._at - 1, 0)
        elif key in _SKIP:
            self._at += 1
        elif key == "a":
            self._keep(reviewing.accept(self._desk, number, self._asked(one, offer), self._catalogue.end))
        elif key == "e":
            self._edit(one, offer)
        elif key == "r":
            self._keep(reviewing.reject(self._desk, number, _reason()))
        elif key == "u":
            self._keep(reviewing.reject(self._desk, number, _reason(), unsure=True))
        else:
            self._told = f"no such key; {_KEYS}"

    def _keep(self, done: reviewing.Written) -> None:
        self._done += 1 if done.entries else 0
        self._told = "; ".join([*answer.told(done)][-2:-1] or [*answer.told(done)])
        for entry in done.entries:
            if isinstance(entry.event, ClaimOpened) and entry.event.about:
                self._told += f"; the claim is about {' '.join(entry.event.about)}"
        for warning in done.warnings:
            self._told += f"; warning: {warning}"
        self._learn(done)
        self._now()
        self._at += 1

    def _learn(self, done: reviewing.Written) -> None:
        """What was just used or registered stands first from now on."""
        for entry in done.entries:
            if isinstance(entry.event, StatementRecorded):
                self._used[:0] = [entry.event.source, entry.event.claim]
                self._taken[as_name(self._found[self._at].event.who)] = entry.event.source

    def _asked(self, one: Proposed, offer: Offer) -> TypedStatement:
        """The source and the claim that a person names; an empty answer goes back to the keys."""
        event, said = one.event, TypedStatement()
        if event.via is not Via.VOICE:
            who = self._speaker(offer)
            said = replace(said, source=who.handle, new_source=who.new, describing=self._described(one, who))
        if event.act is Act.DENY:
            click.echo("a claim is worded as the allegation, without a no")
        what = chosen("claim", self._catalogue.claims, offer.claims, as_claim(event.text))
        if what.handle is not None or what.new is None:
            return replace(said, claims=(what.handle,) if what.handle else ())
        lone = event.kind is not SourceKind.GROUP and event.via is not Via.VOICE
        speaker = said.source or resolve.slug(said.new_source or "") if lone else ""
        about = concerned(self._catalogue.names.texts, what.new, f"{event.text} {what.new}", speaker)
        return replace(said, new_claim=what.new, filing=Filing(about=subjects(about)) if about else Filing())

    def _speaker(self, offer: Offer) -> Choice:
        """Who is meant: the first that is offered where that is sure, else whom a person names."""
        if offer.sources and offer.sources[0].sure:
            return Choice(offer.sources[0].handle, None)
        return chosen("source", self._catalogue.names, offer.sources, offer.name)

    def _described(self, one: Proposed, who: Choice) -> Description:
        """How somebody new is described whom a word like "he" stands for: as where the article names them."""
        before = self._waiting.before.get(one.entry.position)
        if before is None or who.new not in before.names:
            return Description()
        return reviewing.described(before.speakers[before.names.index(who.new)])

    def _edit(self, one: Proposed, offer: Offer) -> None:
        """The whole proposal as a form in an editor; a mistake comes back with it, and nothing typed is lost."""
        number = one.entry.position
        empty = form.blank(one.event, offer, self._catalogue)
        left, problems = self._forms.get(number, empty), dict[int, str]()
        while True:
            before = marked(left, problems)
            left = edited(before)
            if left == before:
                self._told = "nothing was changed" + ("; e shows what you typed again" if number in self._forms else "")
                return
            self._forms[number] = left = unmarked(left)
            try:
                done = reviewing.accept(self._desk, str(number), form.read(left), self._catalogue.end)
            except TrackerError as told:
                problems = {1: on_one_line(told)}
                self._now()
            else:
                del self._forms[number]
                self._keep(done)
                return


def _reason() -> str:
    reason: str = click.prompt("why (enter for no reason)", default="", show_default=False)
    return reason.strip()


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
