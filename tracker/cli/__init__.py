"""The command line: options in, one desk call, one render call out."""

from __future__ import annotations


def main() -> None:
    """Run ``tracker`` and leave with its exit code."""
    import gc

    from tracker.cli.app import run

    gc.disable()  # a command is over before the collector would pay for itself, and rows hold no cycles
    raise SystemExit(run())
