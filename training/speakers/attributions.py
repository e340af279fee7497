"""What people marked, and when a speaker that the program names is right (as the scorer says)."""

import collections
import gzip
import json

PRONOUNS = set("he she they i we it you who whom him her them".split())


def opened(path):
    return gzip.open(path, "rt") if path.endswith(".gz") else open(path)


def words(tokens):
    return {w.strip(".,;:’'\"s()").lower() for w in tokens} - {""}


def gold(path):
    """Marked attributions with source and content, by report."""
    by = collections.defaultdict(list)
    for row in map(json.loads, opened(path)):
        if row["source"] and row["content"]:
            by[row["report"]].append(row)
    return by


def right(row, name):
    """Whether a name is that of the marked source; None where the source is a pronoun."""
    source = " ".join(part["text"] for part in row["source"])
    if source.lower() in PRONOUNS:
        return None
    said = (name or "").split()
    named = [w for w in source.split() if w[:1].isupper()] or source.split()
    return bool(words(named) & words(said)) and len(said) <= 8


def matches(rows, quotes):
    """Marked attributions and quotations of one report matched one to one, the largest overlap first."""
    pairs = []
    for i, row in enumerate(rows):
        a, b = min(x["start"] for x in row["content"]), max(x["end"] for x in row["content"])
        spans = [(a, b)] + [(x["start"], x["end"]) for x in row["content"]]
        of = min if row["direct"] else max
        for j, quote in enumerate(quotes):
            best = max(min(y, quote["end"]) - max(x, quote["start"]) for x, y in spans)
            fits = any(2 * (min(y, quote["end"]) - max(x, quote["start"])) >= of(y - x, quote["end"] - quote["start"])
                       for x, y in spans)
            if best > 0 and fits:
                pairs.append((best, i, j))
    by_row, taken = {}, set()
    for _, i, j in sorted(pairs, key=lambda t: (-t[0], t[1], t[2])):
        if i not in by_row and j not in taken:
            by_row[i] = j
            taken.add(j)
    return by_row
