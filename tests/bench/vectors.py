"""Vector search: ours against the incumbent, PHP, libraries and databases, on the same rows. vectors.py <size>

A table per case. Each engine runs in a process of its own, is asked one query at a time and gives ten ids; ours from
PHP is asked before and after all others, so that both see the same weather. `ratio` is the median as multiple of ours.
"""

import os
import shutil
import sys
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402  (it reads the variable above)

import cases  # noqa: E402
import report  # noqa: E402

HERE = Path(__file__).parent
WORK = report.RESULTS.parent / "work"
EXTENSION = os.environ["MXCHAT_EXTENSION"]
CORE_SEARCH = os.environ.get("MXCHAT_CORE_SEARCH")
SQLITE_VEC = os.environ.get("MXCHAT_SQLITE_VEC", "")
JIT = ["-d", "opcache.enable_cli=1", "-d", "opcache.jit_buffer_size=64M", "-d", "opcache.jit=tracing"]
NATIVE = ["php", "-d", f"extension={EXTENSION}"]
SECONDS = {"tiny": 0.2, "small": 1.5, "default": 3, "full": 5}
EVERY = float("inf")
NEWCOMERS = 5
# What only large cases can show is measured from so many rows on, or on the largest case of a run.
LARGE = 100_000

# The largest case, in numbers compared per query, that an engine is asked to take; the slow ones take all in size=full.
MOST_CELLS = {
    "small": {"incumbent": 2e6, "loop": 4e6, "polyfill": 4e6, "databases": 0, "sqlite-vec": 4e6, "graphs": 4e6, "browser": 4e6},
    "default": {"incumbent": 2e7, "loop": 2e7, "polyfill": 4e7, "databases": 2e7, "sqlite-vec": 4e7, "graphs": 4e7, "browser": 2e7},
    "full": {"incumbent": 4e7, "loop": 4e7, "polyfill": 2e8, "databases": 2e8, "sqlite-vec": 2e8, "graphs": 2e8, "browser": 4e7},
}


def ours(folder, command, seconds=0.0, php=NATIVE):
    return report.json_lines([*php, HERE / "collection.php", command, folder, seconds])[-1]


def both(before, built, after, newcomers):
    """Ours from PHP: both times it was asked, and processes that asked for the first time."""
    if "missing" in before or "missing" in after:
        return before | after
    return before | built | {
        "engine": "ours, native from PHP",
        "times": before["times"] + after["times"],
        "ids": before["ids"],
        "first_ms": report.percentile([each["first_ms"] for each in (before, after, *newcomers)], 0.5),
    }


def core_alone(folder, dimensions):
    if not CORE_SEARCH:
        return {"engine": "ours, the core alone", "missing": "its example is not built"}
    call = [CORE_SEARCH, folder / "rows.f32", dimensions, folder / "queries.f32", cases.LIMIT]
    lines = report.json_lines(call)
    if "missing" in lines[-1]:
        return lines[-1]
    *answers, last = lines
    return {
        "engine": "ours, the core alone",
        "build_s": last["build_ms"] / 1e3,
        "bytes": last["bytes"],
        "times": [answer["ms"] for answer in answers],
        "ids": [answer["ids"] for answer in answers],
    }


def incumbent(case, rows):
    call = ["php", HERE / "incumbent_retrieval.php", f"--n={rows}", f"--dims={case.dimensions}", "--variants=v305,v32",
            "--runs=1", "--intents=0", "--json"]
    lines = report.json_lines(call)
    if "missing" in lines[-1]:
        return lines
    names = {"v305": "incumbent 3.0, CPU", "v32": "incumbent 3.2, CPU"}
    return [
        {"engine": names[name], "times": [found["cpu_ms"]], "bytes": int(lines[0]["vector_mib_total"] * 2**20),
         "note": f"its own rows; {found['peak_mib']:.0f} MiB of PHP's memory"}
        for name, found in lines[0]["results"].items()
    ]


def peers(size, case, folder, rows):
    """What every engine but ours from PHP measured."""
    seconds, cells = SECONDS[size], rows * case.dimensions
    # Rows that lie anywhere are the worst case of a graph: to build a large one takes as long as all else.
    most = MOST_CELLS.get("default" if case.kind == "random" and size == "full" else size, {})
    fits = lambda kind: cells <= most.get(kind, EVERY)

    yield core_alone(folder, case.dimensions)
    if fits("polyfill"):
        yield ours(folder, "search", seconds, ["php", *JIT]) | {"engine": "ours, polyfill, JIT"}
    else:
        yield {"engine": "ours, polyfill, JIT", "missing": "not at this size"}
    if fits("browser"):
        ours(folder, "index")
        yield from report.json_lines(["node", HERE / "browser.mjs", folder, seconds])
    else:
        yield {"engine": "ours, WASM in node", "missing": "not at this size: more than a page would load"}
    if size == "tiny":
        return
    if fits("loop"):
        yield from report.json_lines(["php", *JIT, HERE / "packed_loop.php", folder, seconds])
    else:
        yield {"engine": "packed PHP loop, JIT", "missing": "not at this size"}
    if fits("incumbent"):
        yield from incumbent(case, rows)
    else:
        yield {"engine": "incumbent", "missing": "not at this size"}
    for peer in ("numpy", "faiss", "usearch", "turbovec"):
        yield from report.json_lines([sys.executable, HERE / "peers.py", peer, folder, seconds, most.get("graphs", EVERY)])
    yield from databases(fits, folder, seconds)


def databases(fits, folder, seconds):
    where = {"pgvector": "MXCHAT_TEST_PGVECTOR", "mariadb": "MXCHAT_TEST_MARIADB"}
    if not fits("sqlite-vec"):
        yield {"engine": "sqlite-vec", "missing": "not at this size"}
    elif not SQLITE_VEC:
        yield {"engine": "sqlite-vec", "missing": "sqlite_vec is not installed"}
    else:
        yield from report.json_lines(["php", "-d", f"sqlite3.extension_dir={SQLITE_VEC}", HERE / "databases.php", "sqlite-vec", folder, seconds])
    for name, variable in where.items():
        if not fits("databases"):
            yield {"engine": name, "missing": "not at this size"}
        elif not os.environ.get(variable):
            yield {"engine": name, "missing": "tests/stores/databases was never started"}
        else:
            yield from report.json_lines(["php", HERE / "databases.php", name, folder, seconds])


def row(measured, best, base):
    """A row of the table: `base` is the median of ours."""
    if "missing" in measured:
        return {"engine": measured["engine"], "note": "missing: " + measured["missing"]}
    median = report.percentile(measured["times"], 0.5)
    cells = {
        "engine": measured["engine"],
        "median ms": round(median, 4),
        "p95 ms": round(report.percentile(measured["times"], 0.95), 4) if len(measured["times"]) > 1 else None,
        "ratio": round(median / base, 2),
        "recall": recall(measured.get("ids"), best),
        "MB": round(measured["bytes"] / 1e6, 1) if measured.get("bytes") else None,
        "hot MB": round(measured["hot_bytes"] / 1e6, 2) if "hot_bytes" in measured else None,
        "build s": round(measured["build_s"], 2) if "build_s" in measured else None,
    }
    if "hot_bytes" in measured:
        # What a web server's worker pays that has never seen the collection, and what no other worker shares.
        cells["first ms"] = round(measured["first_ms"], 2)
        cells["private MB"] = round(max(0, measured["private_bytes"]) / 1e6, 2)
    cells["note"] = measured.get("note", "compares every row" if measured.get("is_exact") else "")
    return cells


def recall(found, best):
    """The share of the ten exactly best that were found."""
    if not found:
        return None
    hits = sum(len(set(mine) & set(right)) for mine, right in zip(found, best))
    return round(hits / (cases.LIMIT * len(found)), 4)


def bandwidth():
    """What one core reads a second, from as much memory as no cache of its own holds, by the fastest reader there is."""
    rates = []
    for size in (20_000_000, 600_000_000):
        numbers = np.ones(size // 4, np.float32)
        spent = []
        for _ in range(9):
            began = time.perf_counter()
            np.dot(numbers, numbers)
            spent.append(time.perf_counter() - began)
        rates.append(size / sorted(spent)[len(spent) // 2])
    return rates


def measure(size, case):
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    try:
        rows, queries = cases.make(case)
    except FileNotFoundError as error:
        return report.table(f"Vectors: {case.kind}", [{"engine": "none", "note": f"missing: {error}"}])
    best = cases.exact(rows, queries)
    cases.write(WORK, rows, queries)
    count = len(rows)
    del rows
    built = ours(WORK, "build")
    before = ours(WORK, "search", SECONDS[size])
    others = list(peers(size, case, WORK, count))
    after = ours(WORK, "search", SECONDS[size])
    mine = both(before, built, after, [ours(WORK, "search") for _ in range(NEWCOMERS)])
    if "missing" in mine:
        sys.exit(f"{case.name}: our own search {mine['missing']}")
    base = report.percentile(mine["times"], 0.5)
    report.table(f"Vectors: {case.kind} {count:,} x {case.dimensions:,}", [row(each, best, base) for each in [mine, *others]])
    return mine, base


def facts(size, case, mine, base):
    """What only the largest case of a kind can show."""
    lines = report.json_lines([*NATIVE, HERE / "workers.php", WORK])
    if size != "tiny":
        for rate, of in zip(bandwidth(), ("20 MB", "600 MB")):
            lines.append({"what": f"one core reads {of} at", "value": round(rate / 1e9, 1), "unit": "GB/s", "note": "by a dot product of numpy"})
        lines.append({"what": f"a query on {case.name} reads its codes at", "value": round(mine["hot_bytes"] / base / 1e6, 1), "unit": "GB/s",
                      "note": "hot bytes by the whole median: rotation, rescoring and PHP included"})
    report.table(f"Workers and calls: {case.name}", [
        line if "what" in line else {"what": line["engine"], "note": "missing: " + line["missing"]} for line in lines
    ])


def main():
    size = sys.argv[1]
    wanted = sys.argv[2:] or [None]
    every = [case for case in cases.SIZES[size] if None in wanted or case.name in wanted]
    large = min(LARGE, max(each.rows for each in every))
    for case in every:
        measured = measure(size, case)
        if measured and case.kind == "emb" and case.rows >= large:
            facts(size, case, *measured)
    shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
