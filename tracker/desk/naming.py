"""Short handles for new claims: the words that carry the meaning, few enough to be typed again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from tracker.desk import resolve
from tracker.desk.desk import Batch
from tracker.domain.sentences import words

LONGEST: Final = 24
"""How many characters a handle made from a claim's words has at most."""


def claim_handle(batch: Batch, text: str) -> str:
    """A handle for a claim of these words that no other has: ``alibaba-bytedance-h200``; empty where no word of it can
    be written in ASCII. That of a claim of the same words, so that nobody opens it twice.
    """
    first = short(text)
    for _, handle in numbered(first) if first else ():
        known = batch.register.aliases("claim").get(handle, handle)
        if not batch.register.has_claim(known):
            return handle
        if whole(batch.register.claim_text(known)) == whole(text):
            return known
    return ""


def handle(noun: str, name: str) -> str:
    """The first handle that a source's name or a claim's wording gives; empty where none can be written in ASCII."""
    return short(name) if noun == "claim" else resolve.slug(name)


def whole(text: str) -> str:
    """All words of a text as one slug, however long; texts that differ only in case and marks have the same."""
    return resolve.slug(text, len(text) * 2)


def numbered(first: str, start: int = 1) -> Iterator[tuple[int, str]]:
    """Handles of the length of a first one, from a number on: itself as the first, then ``first-2``, ``first-3``."""
    for number in count(start):
        tail = f"-{number}"
        yield number, first if number == 1 else resolve.slug(first, max(LONGEST, len(first)) - len(tail)) + tail


def short(text: str) -> str:
    """As many of the leading words of a text, small ones left out, as make a handle."""
    every = whole(text).split("-")
    carrying = [word for word in every if word not in _SMALL] or every
    handle = resolve.slug(" ".join(carrying), LONGEST)
    return f"claim-{handle}" if handle.isdigit() else handle


_SMALL: Final = words(
    "a an the this that these those it its he she they them their his her we our i you your who which what there here "
    "of to in on at by for from with into onto over under about as than and or but if so such both all any each some "
    "is are was were be been being am do does did has have had having will would shall should can could may might must "
    "want wants wanted wish wishes plan plans planned intend intends contain contains "
    "make makes take takes give gives get gets still also only just very more most up out off s "
    "der die das den dem des ein eine einen einem einer eines dies diese dieser dieses jener es er sie ihr ihre sein "
    "seine wir uns ich du wer was welche da hier von zu zum zur im in am an auf aus bei beim mit nach vor fuer durch "
    "ueber unter um bis seit als wie dass und oder aber wenn so sehr alle jede einige ist sind war waren sei seien bin "
    "wird werden wurde wurden hat haben hatte hatten habe kann koennen konnte darf duerfen muss muessen soll sollen "
    "sollte will wollen wollte plant planen enthaelt enthalten gibt noch auch nur schon mehr sich"
)
"""Words that tell no claim from another; a "no" is none of them."""
