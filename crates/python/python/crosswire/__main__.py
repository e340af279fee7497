"""`python -m crosswire`: the command itself, in this process."""

from __future__ import annotations

import signal
import sys

from ._crosswire import command


def main() -> int:
    """Runs the command with the arguments of this process; its exit code."""
    # The command has its own way with Ctrl-C; Python's would wait until it is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return command(["crosswire", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
