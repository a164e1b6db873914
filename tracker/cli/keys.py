"""Single keys from a terminal; what was typed before the program looked is still there when it does."""

from __future__ import annotations

import os
import sys
from select import select

import click

_SEQUENCE = 0.05
"""Seconds within which the rest of an arrow key's sequence comes."""


def pressed() -> str:
    """The next key: one character, or the sequence of an arrow key. Raises KeyboardInterrupt, EOFError."""
    try:
        import termios
        import tty
    except ImportError:
        return click.getchar()
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    tty.setraw(keyboard, termios.TCSADRAIN)
    try:
        key = _key(keyboard)
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
    if key == b"\x03":
        raise KeyboardInterrupt
    if not key:
        raise EOFError
    return key.decode(errors="replace")


def _key(keyboard: int) -> bytes:
    key = os.read(keyboard, 1)
    following = sum(key >= first for first in (b"\xc0", b"\xe0", b"\xf0"))
    while following and (more := os.read(keyboard, 1)):
        key, following = key + more, following - 1
    while key[:1] == b"\x1b" and key[-1:] not in b"ABCD~" and select([keyboard], [], [], _SEQUENCE)[0]:
        key += os.read(keyboard, 1)
    return key
