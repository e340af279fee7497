"""Findings that readers judged, as ids and offsets, and the rows of a dump that are the same findings."""

import collections
from pathlib import Path

import numpy as np

PATH = Path(__file__).with_name("labels.tsv")
CLASS = {"F": 0, "T": 1, "W": 2}
LEAST = 0.5
"""How much of the shown words a row must share to be the labelled finding."""


def read():
    """Label, story, kind, and the shown places: (report, in title, start, end)."""
    found = []
    for line in open(PATH):
        if line.startswith("#"):
            continue
        label, story, kind, *places = line.rstrip("\n").split("\t")
        shown = []
        for place in places:
            report, titled, start, end, _digest = place.split(" ")
            shown.append((report, int(titled), int(start), int(end)))
        found.append((label, story, kind, shown))
    return found


def overlap(one, other):
    if one[:2] != other[:2]:
        return 0.0
    return max(0, min(one[3], other[3]) - max(one[2], other[2])) / max(one[3] - one[2], other[3] - other[2], 1)


def matched(given, rows):
    """Indices of rows that are labelled findings, and their classes."""
    of = collections.defaultdict(list)
    for i, (story, kind, *sides) in enumerate(rows):
        places = []
        for side in sides:
            report, titled, start, end = side.split(" ")
            places.append((report, int(titled), int(start), int(end)))
        of[story, kind].append((i, places))
    at, truth = [], []
    for label, story, kind, shown in given:
        best = (0.0, -1)
        for i, places in of[story, kind]:
            share = sum(max(overlap(place, other) for other in shown) for place in places) / len(places)
            if share > best[0]:
                best = (share, i)
        if best[0] >= LEAST:
            at.append(best[1])
            truth.append(CLASS[label])
    return np.array(at), np.array(truth)
