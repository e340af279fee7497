"""What the training of typed values shares: folds by story, rows as the Rust dump wrote them."""

import numpy as np

FOLDS = 4


def fold(story):
    """The part of a story; `examples/dump_values/folds.rs` computes the same."""
    value = 0x811C9DC5
    for byte in story.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return (value >> 8) % FOLDS


def rows(path):
    """The names of the features, the rows, and the fields of the keys."""
    names = open(path + ".names").read().split("\n")
    data = np.fromfile(path + ".f32", dtype=np.float32).reshape(-1, len(names))
    keys = [line.rstrip("\n").split("\t") for line in open(path + ".tsv")]
    assert len(keys) == len(data), path
    return names, data, keys
