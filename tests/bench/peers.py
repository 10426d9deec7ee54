"""Libraries that search vectors: peers.py numpy|faiss|usearch|turbovec <folder of a case> <seconds> <most cells of a graph>

One query at a time in one thread, ten ids; graphs are built by every core. What answers from short codes scores 40
candidates by the embeddings themselves. One that is not installed says so.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402  (it reads the variables above)

CANDIDATES = 40
# How far a graph is searched: as is usual, and far enough to find nearly all.
EFFORTS = (256, 1024)
CORES = len(os.sched_getaffinity(0))


class Peer:
    """A case in memory, and what is measured on it."""

    def __init__(self, folder, seconds, most_graph_cells):
        case = json.loads((folder / "case.json").read_text())
        self.limit, self.dimensions, self.seconds = case["limit"], case["dimensions"], seconds
        self.rows = np.fromfile(folder / "rows.f32", "<f4").reshape(-1, self.dimensions)
        self.queries = np.fromfile(folder / "queries.f32", "<f4").reshape(-1, self.dimensions)
        self.has_graphs = self.rows.size <= most_graph_cells
        self.began = time.perf_counter()

    def report(self, engine, search, bytes):
        build = None if self.began is None else time.perf_counter() - self.began
        search(self.queries[0])
        times, ids = [], []
        end = time.perf_counter() + self.seconds
        for query in self.queries:
            began = time.perf_counter()
            ids.append(search(query))
            times.append((time.perf_counter() - began) * 1e3)
            if len(times) >= 3 and time.perf_counter() > end:
                break
        ids = [[int(id) for id in found] for found in ids]
        built = {} if build is None else {"build_s": build}
        print(json.dumps({"engine": engine, "bytes": int(bytes), "times": times, "ids": ids} | built), flush=True)
        self.began = None

    def best_of(self, query, candidates):
        candidates = candidates[candidates >= 0]
        return candidates[np.argsort(-(self.rows[candidates] @ query))[: self.limit]]


def missing(engine, why):
    print(json.dumps({"engine": engine, "missing": why}), flush=True)


def with_numpy(peer):
    def search(query):
        scores = peer.rows @ query
        near = np.argpartition(-scores, peer.limit)[: peer.limit]
        return near[np.argsort(-scores[near])]

    peer.report("numpy, exact", search, peer.rows.nbytes)


def with_faiss(peer):
    faiss = importlib.import_module("faiss")
    ids = lambda index: lambda query: index.search(query[None], peer.limit)[1][0]
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(peer.dimensions)
    flat.add(peer.rows)
    peer.report("faiss Flat", ids(flat), peer.rows.nbytes)
    del flat
    peer.began = time.perf_counter()
    bytes_codes = faiss.IndexScalarQuantizer(peer.dimensions, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    bytes_codes.train(peer.rows[:50_000])
    bytes_codes.add(peer.rows)
    peer.report("faiss SQ8", ids(bytes_codes), peer.rows.size)
    if not peer.has_graphs:
        return missing("faiss HNSW32", "not at this size")
    peer.began = time.perf_counter()
    faiss.omp_set_num_threads(CORES)
    graph = faiss.IndexHNSWFlat(peer.dimensions, 32, faiss.METRIC_INNER_PRODUCT)
    graph.add(peer.rows)
    faiss.omp_set_num_threads(1)
    for effort in EFFORTS:
        graph.hnsw.efSearch = effort
        peer.report(f"faiss HNSW32, ef {effort}", ids(graph), peer.rows.nbytes + len(peer.rows) * 4 * 2 * 32)


def with_usearch(peer):
    index = importlib.import_module("usearch.index")
    if not peer.has_graphs:
        return missing("usearch HNSW f16", "not at this size")
    graph = index.Index(ndim=peer.dimensions, metric="ip", dtype="f16")
    graph.add(np.arange(len(peer.rows)), peer.rows, threads=CORES)
    search = lambda query: graph.search(query, peer.limit, threads=1).keys.astype(np.int64)
    for effort in EFFORTS:
        graph.expansion_search = effort
        peer.report(f"usearch HNSW f16, ef {effort}", search, graph.serialized_length)


def with_turbovec(peer):
    turbovec = importlib.import_module("turbovec")
    for bits in (2, 4):
        peer.began = time.perf_counter()
        index = turbovec.TurboQuantIndex(peer.dimensions, bits)
        index.add(peer.rows)

        def search(query, index=index):
            return peer.best_of(query, np.asarray(index.search(query[None], CANDIDATES)[1])[0].astype(np.int64))

        peer.report(f"turbovec {bits} bits → {CANDIDATES}", search, peer.rows.nbytes + peer.rows.size * bits // 8)


if __name__ == "__main__":
    name, folder, seconds, most_graph_cells = sys.argv[1:]
    engines = {"numpy": with_numpy, "faiss": with_faiss, "usearch": with_usearch, "turbovec": with_turbovec}
    try:
        engines[name](Peer(Path(folder), float(seconds), float(most_graph_cells)))
    except ImportError as error:
        missing(name, f"{error.name} is not installed")
