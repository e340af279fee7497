"""The twins as stories of two reports, and the stories whose pairs of claims readers judged.

    python3 training/against/sets.py SCRATCH TWINS.jsonl

Writes SCRATCH/twins.jsonl and twins.json (each twin beside its report), and SCRATCH/judged.json (each story of labels.tsv with its reports).
"""

import collections
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main():
    scratch, twins = map(Path, sys.argv[1:])
    sets = collections.defaultdict(list)
    with open(scratch / "twins.jsonl", "w") as out:
        for item in map(json.loads, open(twins)):
            for which in ("same", "twin"):
                story = f"{item['id']}.{which}"
                for name in ("a", which):
                    outlet = item[name]["outlet"] + (" (other)" if name == which and item[name]["outlet"] == item["a"]["outlet"] else "")
                    report = item[name] | {"id": f"{story}.{name}", "url": "", "outlet": outlet, "story": story}
                    out.write(json.dumps(report) + "\n")
                    sets[story].append(report["id"])
    (scratch / "twins.json").write_text(json.dumps(sets))
    judged = {line.split("\t")[1] for line in open(HERE / "labels.tsv") if not line.startswith("#")}
    of = collections.defaultdict(list)
    for corpus in ("incidents", "politics", "politics-clustered"):
        for line in open(scratch / f"stories/{corpus}.jsonl"):
            report = json.loads(line)
            if report["story"] in judged:
                of[report["story"]].append(report["id"])
    (scratch / "judged.json").write_text(json.dumps({story: sorted(ids) for story, ids in sorted(of.items())}))


main()
