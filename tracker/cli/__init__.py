"""The command line: options in, one desk call, one render call out."""

from __future__ import annotations


def main() -> None:
    """Run ``tracker`` and leave with its exit code."""
    from tracker.cli.app import run

    raise SystemExit(run())
