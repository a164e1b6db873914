"""Asking a person for a source or a claim: by number, handle or name, after a search, or as a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import click

from tracker.desk.suggesting import Shelf, Suggestion, stands_for_another
from tracker.render.text import shown, wrapped


class Choice(NamedTuple):
    """What a person named: the handle of something on record, or the words for something new."""

    handle: str | None
    new: str | None


def chosen(noun: str, shelf: Shelf, offered: Sequence[Suggestion], new: str) -> Choice:
    """Ask until somebody answers; no answer takes the first where that is sure, and is an Abort else. new: the words
    that ``+`` stands for, empty for none.
    """
    what = "name" if noun == "source" else "words"
    plus = f" (+ for {shown(new)})" if new else ""
    sure = offered[0] if offered and offered[0].sure else None
    enter = f"enter for {shown(sure.handle)}, " if sure else ""
    question = f"{noun}: {enter}number or handle, {what} for a new one{plus}, ? and words to search"
    while True:
        *lines, last = wrapped(question)
        for line in lines:
            click.echo(line)
        typed: str = click.prompt(last, default="", show_default=False).strip()
        if not typed and sure:
            return Choice(sure.handle, None)
        if not typed:
            raise click.Abort
        if typed.startswith("?"):
            offered = shelf.searched(typed[1:])
            suggest(noun, offered)
            if not offered:
                click.echo(f"no {noun} is like '{shown(typed[1:].strip())}'")
        elif typed == "+" and new:
            return Choice(None, new)
        elif typed.isdigit() and 1 <= int(typed) <= len(offered):
            taken = offered[int(typed) - 1]
            return Choice(taken.handle, None) if taken.handle else Choice(None, taken.text)
        elif problem := _unfit(noun, typed, offered):
            click.echo(problem)
        else:
            fitting = shelf.fitting(typed)
            if len(fitting) < 2:
                return Choice(fitting[0], None) if fitting else Choice(None, typed)
            some = ", ".join(fitting[:6]) + (" ..." if len(fitting) > 6 else "")
            click.echo(f"'{shown(typed)}' fits several {noun}s: {some}")


def subjects(proposed: Sequence[str]) -> tuple[str, ...]:
    """Ask whom a new claim is about: one key takes those who are proposed."""
    some = " ".join(proposed)
    question = f"about: enter for {some}, - for nobody, or the handles of others"
    *lines, last = wrapped(question)
    for line in lines:
        click.echo(line)
    typed: str = click.prompt(last, default=some, show_default=False).strip()
    return () if typed == "-" else tuple(typed.split())


def _unfit(noun: str, typed: str, offered: Sequence[Suggestion]) -> str:
    """Why something typed is no answer at all; empty where it may be one."""
    if typed.isdigit():
        some = f"1 to {len(offered)}" if len(offered) > 1 else "1" if offered else "nothing"
        return f"{typed} is not offered, {some} is"
    if not any(letter.isalnum() for letter in typed):
        return f"'{shown(typed)}' names no {noun}"
    if noun == "source" and stands_for_another(typed):
        return f"'{shown(typed)}' is nobody's name: who is meant?"
    return ""


def suggest(noun: str, some: Sequence[Suggestion]) -> None:
    """What may be meant, by number."""
    for number, one in enumerate(some, start=1):
        lead = f"{noun}?" if number == 1 else ""
        name = shown(one.text) if one.text != one.handle else ""
        takes = f", {'a' if noun == 'source' else 'enter'} takes it" if number == 1 and one.sure else ""
        what = ": ".join(filter(None, (one.handle, name)))
        for line in wrapped(f"{what} ({one.why}{takes})", f"{lead:<8}{number} ", " " * 10):
            click.echo(line)
