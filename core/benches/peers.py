#!/usr/bin/env python3
"""Measures vector search: the core's against numpy, faiss, usearch and turbovec, on the same rows.

    cargo build --release -p mxchat-core --example search
    python3 core/benches/peers.py target/release/examples/search [ROWSxDIMENSIONS …]

Needs numpy; of the others, one that is not installed is named. Every engine runs in one thread, is asked
one query at a time, and has to give ten ids; those that answer from short codes score 40 candidates with
the embeddings themselves. Times are the 10th percentile of 200 queries in milliseconds, recall is the
share of the ten exactly best. `emb` rows lie around topics as embeddings of texts do, `random` ones lie
anywhere, `real` ones are sentences, read from $MXCHAT_DATA/actions (default ../shared/data), where there are.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402  (it reads the variables above)

QUERIES = 200
LIMIT = 10
CANDIDATES = 40


def unit(rows):
    """Rows of length one."""
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def topics(rows, dimensions):
    """Rows and queries around 400 topics with a common mean."""
    noise = np.random.default_rng(1)
    mean = noise.standard_normal(dimensions, dtype=np.float32) * 0.5
    centres = noise.standard_normal((400, dimensions), dtype=np.float32)

    def draw(count):
        first, second = noise.integers(0, 400, (2, count))
        own = 1.1 * noise.standard_normal((count, dimensions), dtype=np.float32)
        return unit(mean + centres[first] + 0.5 * centres[second] + own)

    return draw(rows), draw(QUERIES)


def scattered(rows, dimensions):
    """Rows and queries anywhere: the worst case."""
    noise = np.random.default_rng(2)
    draw = lambda count: unit(noise.standard_normal((count, dimensions), dtype=np.float32))
    return draw(rows), draw(QUERIES)


def sentences():
    """Real embeddings of sentences, or nothing."""
    path = Path(os.environ.get("MXCHAT_DATA", "../shared/data")) / "actions/dev/vectors.f16"
    if not path.is_file():
        print(f"real embeddings: {path} is not there")
        return None
    rows = unit(np.fromfile(path, np.float16).astype(np.float32).reshape(-1, 384))
    return rows[QUERIES:], rows[:QUERIES]


def exact(rows, queries):
    """The best rows of each query, in double precision, equal ones by position."""
    best = []
    for query in queries:
        near = np.argpartition(-(rows @ query), 3 * LIMIT)[: 3 * LIMIT]
        scores = rows[near].astype(np.float64) @ query.astype(np.float64)
        best.append(near[np.lexsort((near, -scores))][:LIMIT])
    return best


def best_of(rows, query, candidates):
    """The best of some rows, scored with the embeddings themselves."""
    candidates = candidates[candidates >= 0]
    return candidates[np.argsort(-(rows[candidates] @ query))[:LIMIT]]


def with_numpy(rows):
    def search(query):
        scores = rows @ query
        near = np.argpartition(-scores, LIMIT)[:LIMIT]
        return near[np.argsort(-scores[near])]

    yield "numpy, exact", search


def with_faiss(rows):
    faiss = importlib.import_module("faiss")
    faiss.omp_set_num_threads(1)
    dimensions = rows.shape[1]
    flat = faiss.IndexFlatIP(dimensions)
    flat.add(rows)
    yield "faiss Flat", lambda query: flat.search(query[None], LIMIT)[1][0]
    if len(rows) <= 20_000:
        graph = faiss.IndexHNSWFlat(dimensions, 32, faiss.METRIC_INNER_PRODUCT)
        graph.add(rows)
        graph.hnsw.efSearch = 256
        yield "faiss HNSW32, ef 256", lambda query: graph.search(query[None], LIMIT)[1][0]


def with_usearch(rows):
    index = importlib.import_module("usearch.index")
    if len(rows) > 20_000:
        return
    graph = index.Index(ndim=rows.shape[1], metric="ip", dtype="f16", expansion_search=256)
    graph.add(np.arange(len(rows)), rows, threads=1)
    yield "usearch HNSW f16, ef 256", lambda query: graph.search(query, LIMIT, threads=1).keys.astype(np.int64)


def with_turbovec(rows):
    turbovec = importlib.import_module("turbovec")
    for bits in (2, 4):
        index = turbovec.TurboQuantIndex(rows.shape[1], bits)
        index.add(rows)

        def search(query, index=index):
            return best_of(rows, query, np.asarray(index.search(query[None], CANDIDATES)[1])[0].astype(np.int64))

        yield f"turbovec {bits} bits, {CANDIDATES} rescored", search


def report(name, times, found, best, build):
    hits = sum(len(set(map(int, mine)) & set(map(int, right))) for mine, right in zip(found, best))
    recall = hits / (LIMIT * len(best))
    print(f"  {name:34} {np.percentile(times, 10):8.3f} ms   recall {recall:.4f}   build {build:7.2f} s", flush=True)


def measure_ours(program, rows, queries, best):
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / "rows.f32", Path(folder) / "queries.f32"]
        rows.tofile(files[0])
        queries.tofile(files[1])
        for name, options in (("mxchat-core", []), ("mxchat-core, fast", ["--fast"])):
            call = [program, files[0], str(rows.shape[1]), files[1], str(LIMIT), *options]
            lines = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
            *answers, last = map(json.loads, lines)
            times = [answer["ms"] for answer in answers]
            report(name, times, [answer["ids"] for answer in answers], best, last["build_ms"] / 1e3)


def measure_peer(engines, rows, queries, best):
    started = time.perf_counter()
    for name, search in engines(rows):
        build = time.perf_counter() - started
        search(queries[0])
        times, found = [], []
        for query in queries:
            started = time.perf_counter()
            found.append(search(query))
            times.append((time.perf_counter() - started) * 1e3)
        report(name, times, found, best, build)
        started = time.perf_counter()


def measure(title, program, rows, queries):
    print(f"\n{title}: {len(rows):,} rows of {rows.shape[1]:,} dimensions")
    best = exact(rows, queries)
    measure_ours(program, rows, queries, best)
    for engines in (with_numpy, with_faiss, with_usearch, with_turbovec):
        try:
            measure_peer(engines, rows, queries, best)
        except ImportError as error:
            print(f"  {error.name} is not installed")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program, *shapes = sys.argv[1:]
    for shape in shapes or ["10000x384", "10000x1536", "10000x3072", "100000x384"]:
        rows, dimensions = map(int, shape.split("x"))
        measure("emb", program, *topics(rows, dimensions))
    measure("random", program, *scattered(10_000, 384))
    real = sentences()
    if real is not None:
        measure("real", program, *real)


if __name__ == "__main__":
    main()
