"""The corpus, what the example `speech_rows` prints of it, and the commands that make it print."""

import json
import os
import pathlib
import subprocess

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]


def lines(path):
    with open(path) as file:
        yield from map(json.loads, file)


class Rows:
    """Lines of JSON with the rows of features beside them (PATH.f32)."""

    def __init__(self, path):
        every = lines(path)
        self.features = next(every)["features"]
        self.lines = list(every)
        self.values = np.fromfile(f"{path}.f32", "<f4").reshape(-1, len(self.features))


class Bench:
    """Calls the example; annotation is made once and kept in the folder `work`."""

    def __init__(self, model, reports, work, program=None):
        self.work = pathlib.Path(work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.program = program
        if program is None:
            build = ["cargo", "build", "--release", "-q", "-p", "crosswire-extract", "--example", "speech_rows"]
            subprocess.run(build, cwd=ROOT, check=True)
            target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
            self.program = target / "release/examples/speech_rows"
        self.cache = self.work / "annotated.jsonl"
        if not self.cache.exists():
            partial = self.work / "annotated.part"
            self.call("annotate", model, reports, partial)
            partial.rename(self.cache)

    def call(self, *arguments):
        subprocess.run([self.program, *map(str, arguments)], check=True)

    def clauses(self):
        out = self.work / "clauses.jsonl"
        self.call("clauses", self.cache, out)
        return Rows(out)

    def speakers(self, weights):
        out = self.work / "speakers.jsonl"
        self.call("speakers", self.cache, out, weights)
        return Rows(out)

    def quotes(self, weights, ids, name):
        """Where the quotations of the reports `ids` were written."""
        wanted, out = self.work / "ids.txt", pathlib.Path(weights) / f"quotes-{name}.jsonl"
        wanted.write_text("".join(f"{id}\n" for id in sorted(ids)))
        self.call("quotes", self.cache, out, weights, wanted)
        return out
