"""The rows and queries that are searched, made from fixed seeds, and which answers are exactly right.

`emb` rows lie around topics with a common mean, as embeddings of texts do; `random` rows lie anywhere, which is
the worst case of every engine; `real` rows are embeddings of sentences, read from $MXCHAT_DATA/actions.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LIMIT = 10
MOST_QUERIES = 200
TOPICS = 400
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Case:
    kind: str
    rows: int
    dimensions: int

    @property
    def name(self):
        return f"{self.kind} {self.rows:,} x {self.dimensions:,}"

    @property
    def cells(self):
        return self.rows * self.dimensions


REAL = Case("real", 0, 384)
EMB_1K, EMB_10K, EMB_100K = Case("emb", 1_000, 1536), Case("emb", 10_000, 1536), Case("emb", 100_000, 1536)
EMB_10K_384, EMB_100K_384 = Case("emb", 10_000, 384), Case("emb", 100_000, 384)
SIZES = {
    "tiny": [Case("emb", 300, 64)],
    "small": [REAL, EMB_1K, EMB_10K_384],
    "default": [REAL, EMB_1K, EMB_10K_384, EMB_10K, Case("emb", 10_000, 3072), Case("random", 10_000, 384),
                EMB_100K_384, EMB_100K],
    "full": [REAL, EMB_1K, EMB_10K_384, EMB_10K, Case("emb", 10_000, 3072), Case("random", 10_000, 384),
             EMB_100K_384, EMB_100K, Case("random", 100_000, 1536), Case("emb", 100_000, 3072),
             Case("emb", 1_000_000, 384)],
}


def unit(rows):
    """Rows of length one."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def topics(dimensions, noise):
    mean = 0.5 * noise.standard_normal(dimensions, dtype=np.float32)
    centres = noise.standard_normal((TOPICS, dimensions), dtype=np.float32)

    def draw(count):
        first, second = noise.integers(0, TOPICS, (2, count))
        own = noise.standard_normal((count, dimensions), dtype=np.float32)
        return unit(mean + centres[first] + 0.5 * centres[second] + 1.1 * own)

    return draw


def anywhere(dimensions, noise):
    return lambda count: unit(noise.standard_normal((count, dimensions), dtype=np.float32))


def real():
    """Embeddings of sentences, or why there are none."""
    folder = Path(os.environ.get("MXCHAT_DATA", "../shared/data")) / "actions"
    files = [folder / "dev/vectors.f16", folder / "background/background.f16"]
    for file in files:
        if not file.is_file():
            raise FileNotFoundError(f"{file} is not there: set MXCHAT_DATA")
    rows = np.concatenate([np.fromfile(file, np.float16) for file in files]).astype(np.float32).reshape(-1, 384)
    rows = unit(rows)[np.random.default_rng(3).permutation(len(rows))]
    return rows[MOST_QUERIES:], rows[:MOST_QUERIES]


def make(case):
    """All rows of a case and its queries."""
    if case.kind == "real":
        return real()
    shape = topics if case.kind == "emb" else anywhere
    draw = shape(case.dimensions, np.random.default_rng(1))
    rows = np.empty((case.rows, case.dimensions), np.float32)
    for start in range(0, case.rows, ROWS_AT_ONCE):
        part = rows[start : start + ROWS_AT_ONCE]
        part[:] = draw(len(part))
    return rows, draw(MOST_QUERIES).astype(np.float32)


def exact(rows, queries):
    """The ten best rows of each query: by float32 first, the best of these in double precision, ties by position."""
    best = []
    for query in queries:
        scores = rows @ query
        near = np.argpartition(-scores, 3 * LIMIT)[: 3 * LIMIT]
        scores = rows[near].astype(np.float64) @ query.astype(np.float64)
        best.append(near[np.lexsort((near, -scores))][:LIMIT].tolist())
    return best


def write(folder, rows, queries):
    """The case as files that programs of every language read."""
    rows.astype("<f4", copy=False).tofile(folder / "rows.f32")
    queries.astype("<f4", copy=False).tofile(folder / "queries.f32")
    (folder / "case.json").write_text(json.dumps({"rows": len(rows), "dimensions": rows.shape[1], "limit": LIMIT}))
