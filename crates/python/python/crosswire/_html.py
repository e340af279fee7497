"""What notebooks show."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any


def frame(page: str, height: int) -> str:
    """A page inside a cell: its style and script stay its own."""
    return (
        f'<iframe srcdoc="{html.escape(page, quote=True)}" sandbox="allow-scripts" '
        f'style="width: 100%; height: {height}px; border: 1px solid #8884" loading="lazy"></iframe>'
    )


def table(columns: Sequence[str], rows: Sequence[dict[str, Any]], total: int) -> str:
    """The first rows of a table."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(row.get(name)))}</td>" for name in columns) + "</tr>"
        for row in rows
    )
    more = f"<p>{len(rows)} of {total} rows</p>" if len(rows) < total else f"<p>{total} rows</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 80 else words[:79] + "…"
