"""A bar for long work: tqdm's, where that is installed."""

from __future__ import annotations

import sys
from typing import Any


class Bar:
    """Shows how many things are done."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def reach(self, done: int) -> None:
        """So many are done."""
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """The work is over."""
        self._bar.close()


def begin(wanted: bool | None, total: int, unit: str) -> Bar | None:
    """A bar over so many things (0 for unknown): where it is wanted, or where nothing is said and
    somebody looks at a notebook or a terminal and tqdm is there."""
    if wanted is False or (wanted is None and not (_notebook() or sys.stderr.isatty())):
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        if wanted:
            raise
        return None
    # What is over at once needs no bar: it is drawn when it lasts.
    return Bar(tqdm(total=total or None, unit=f" {unit}", delay=0.5, leave=False))


def _notebook() -> bool:
    shell = sys.modules.get("IPython")
    if shell is None:
        return False
    running = shell.get_ipython()
    return running is not None and "IPKernelApp" in running.config
