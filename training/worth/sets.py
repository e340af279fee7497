"""The stories whose findings readers judged, as sets of reports, and the reports that vectors may be made from.

    python3 training/worth/sets.py SHARED SCRATCH

Writes SCRATCH/sets.json (each story of labels.tsv with its reports) and SCRATCH/free.txt: ids of reports of stories without any label
or finding, in `pairs`, in training/values and in `news2`, so that word vectors have seen no story that something is measured on.
"""

import collections
import json
import sys
from pathlib import Path

import labels

HERE = Path(__file__).parent


def main():
    shared, scratch = map(Path, sys.argv[1:])
    labelled = {story for _, story, _, _ in labels.read()}
    held = labelled | set(json.loads((shared / "data/news2/open-sets.json").read_text()))
    for name in ("sentences", "status", "values"):
        held |= {json.loads(line)["story"] for line in open(shared / f"data/pairs/{name}.jsonl")}
    rows = [line.split("\t") for line in open(HERE.parent / "values/labels.tsv")]
    held |= {row[3] for row in rows if len(row) > 10}
    of, free = collections.defaultdict(list), []
    for corpus in ("incidents", "politics", "politics-clustered"):
        for line in open(scratch / f"stories/{corpus}.jsonl"):
            report = json.loads(line)
            of[report["story"]].append(report["id"])
            if report["story"] not in held:
                free.append(report["id"])
    (scratch / "sets.json").write_text(json.dumps({story: sorted(of[story]) for story in sorted(labelled)}))
    (scratch / "free.txt").write_text("\n".join(free) + "\n")
    print(f"{len(labelled)} judged stories; {len(free)} reports for the vectors")


main()
