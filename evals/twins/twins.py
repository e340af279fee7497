"""The twins (BRIEF.md): reading them, laying each report beside the two others, and where two of them part."""

import collections
import json


def read(path):
    return {item["id"]: item for item in map(json.loads, open(path))}


def laid(items, reports, sets):
    """Writes `a` beside `same` and `a` beside `twin` as stories of two: the reports to one file, their ids by story to another."""
    of = collections.defaultdict(list)
    with open(reports, "w") as out:
        for item in items.values():
            for which in ("same", "twin"):
                story = f"{item['id']}.{which}"
                for name in ("a", which):
                    outlet = item[name]["outlet"] + (" (other)" if name == which and item[name]["outlet"] == item["a"]["outlet"] else "")
                    report = item[name] | {"id": f"{story}.{name}", "url": "", "outlet": outlet, "story": story}
                    out.write(json.dumps(report) + "\n")
                    of[story].append(report["id"])
    with open(sets, "w") as out:
        json.dump(of, out)


def shows(item, places):
    """Whether shown places, as (report, in title, start, end), meet the points of `a` and of its twin; any title does."""
    def met(name):
        text, point = item[name]["text"], item[f"point_{name}"]
        start = text.find(point)
        of = (place for place in places if place[0].endswith(f".{name}"))
        return any(titled or min(last, start + len(point)) > max(first, start) for _, titled, first, last in of)
    return met("a") and met("twin")
