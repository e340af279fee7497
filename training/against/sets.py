"""The twins as stories of two reports, and the stories whose pairs of claims readers judged.

    python3 training/against/sets.py SCRATCH TWINS.jsonl

Writes SCRATCH/twins.jsonl and twins.json (each twin beside its report), and SCRATCH/judged.json (each story of labels.tsv with its reports).
"""

import collections
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "evals/twins"))
import twins


def main():
    scratch, path = map(Path, sys.argv[1:])
    twins.laid(twins.read(path), scratch / "twins.jsonl", scratch / "twins.json")
    judged = {line.split("\t")[1] for line in open(HERE / "labels.tsv") if not line.startswith("#")}
    of = collections.defaultdict(list)
    for corpus in ("incidents", "politics", "politics-clustered"):
        for line in open(scratch / f"stories/{corpus}.jsonl"):
            report = json.loads(line)
            if report["story"] in judged:
                of[report["story"]].append(report["id"])
    (scratch / "judged.json").write_text(json.dumps({story: sorted(ids) for story, ids in sorted(of.items())}))


main()
