"""How near words are in meaning: what stands round them in the news, as short vectors.

    python3 training/sentences/vectors.py STORIES-FREE.txt OUT CONLLU...

Counts which lemmas stand within four telling words of each other in the reports that STORIES-FREE lists (stories with no
labelled pair and no findings, so that no fold has seen its own), takes positive pointwise mutual information and its
leading singular vectors (Levy and Goldberg 2014), and writes the layout of crates/compare/src/told/sentences/nearness.rs.
"""

import collections
import hashlib
import struct
import sys

import numpy as np
import scipy.sparse as sparse
from sklearn.decomposition import TruncatedSVD

WIDTH, REACH, LEAST, MOST = 64, 4, 6, 9000
TELLING = {"NOUN", "PROPN", "VERB", "ADJ", "ADV"}


def fnv(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def sentences(paths, wanted):
    words, kept = [], False
    for path in paths:
        for line in open(path):
            if line.startswith("# newdoc id = "):
                kept = line.split("= ", 1)[1].strip() in wanted
            elif not kept:
                continue
            elif line == "\n" or line.startswith("#"):
                if words:
                    yield words
                words = []
            else:
                cells = line.split("\t")
                if cells[3] in TELLING:
                    words.append(cells[2].lower())
        if words:
            yield words
        words = []


def main():
    wanted, out, *paths = sys.argv[1:]
    wanted = set(open(wanted).read().split())
    counts = collections.Counter(word for words in sentences(paths, wanted) for word in words)
    vocabulary = sorted(word for word, count in counts.most_common(MOST) if count >= LEAST and any(map(str.isalpha, word)))
    number = {word: i for i, word in enumerate(vocabulary)}
    pairs = collections.Counter()
    for words in sentences(paths, wanted):
        ids = [number.get(word) for word in words]
        for i, one in enumerate(ids):
            for other in ids[i + 1 : i + 1 + REACH]:
                if one is not None and other is not None and one != other:
                    pairs[one, other] += 1
                    pairs[other, one] += 1
    rows, columns = np.array(list(pairs)).T
    values = np.array(list(pairs.values()), dtype=np.float64)
    size = len(vocabulary)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(size, size))
    margin = np.asarray(matrix.sum(axis=1)).ravel()
    smooth = margin**0.75 / (margin**0.75).sum()
    coo = matrix.tocoo()
    information = np.log(np.maximum(coo.data / np.maximum(margin[coo.row] * smooth[coo.col], 1e-12), 1e-12))
    keep = information > 0
    ppmi = sparse.csr_matrix((information[keep], (coo.row[keep], coo.col[keep])), shape=(size, size))
    svd = TruncatedSVD(WIDTH, algorithm="randomized", n_iter=5, random_state=1)
    vectors = svd.fit_transform(ppmi) / np.sqrt(svd.singular_values_)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rounded = np.clip(np.round(vectors * 127), -127, 127).astype(np.int8)
    hashed = {}
    for i, word in enumerate(vocabulary):
        hashed.setdefault(fnv(word), i)
    order = sorted(hashed)
    data = b"CWWORDS1" + struct.pack("<IH", len(order), WIDTH)
    data += np.array(order, dtype="<u4").tobytes() + rounded[[hashed[h] for h in order]].tobytes()
    open(out, "wb").write(data)
    print(f"{out}: {len(order)} words, {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")
    if "--show" in sys.argv or True:
        for word in ("shoot", "wednesday", "critical", "arrest", "senate", "shoulder", "afternoon", "deny"):
            if word in number:
                near = vectors @ vectors[number[word]]
                print(word, [(vocabulary[i], round(float(near[i]), 2)) for i in np.argsort(-near)[1:9]])


main()
