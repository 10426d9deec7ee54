"""Search by words and answers without a model: ours by extension, polyfill and WASM, against SQLite FTS5. lexical.py <size>

The chunks are the sentences of the demo shop, shuffled with a fixed seed; the questions are those of its tests.
"""

import html
import json
import os
import random
import re
import sqlite3
import sys
import time
from pathlib import Path

import report

HERE = Path(__file__).parent
SITE = HERE.parent / "site"
FOLDER = report.RESULTS.parent / "lexical"
CHUNKS = {"tiny": [50], "small": [1_000], "default": [1_000, 10_000], "full": [1_000, 10_000, 50_000]}
CHARACTERS = 900
SECONDS = {"tiny": 0.2, "small": 2, "default": 4, "full": 8}
JIT = ["-d", "opcache.enable_cli=1", "-d", "opcache.jit_buffer_size=64M", "-d", "opcache.jit=tracing"]
LIMIT = 10


def sentences():
    for file in sorted(SITE.glob("content/*.html")):
        head, _, page = file.read_text().partition("\n---\n")
        if not re.search(r"^(status|password): ", head, re.M):
            yield from re.split(r"(?<=[.!?])\s+", html.unescape(re.sub(r"<[^>]*>", " ", page)).strip())


def corpus(count):
    every, chance = list(sentences()), random.Random(7)
    chunks = []
    for number in range(count):
        text = ""
        while len(text) < CHARACTERS:
            text += chance.choice(every) + " "
        chunks.append({"title": f"Note {number}", "text": text})
    questions = json.loads((SITE / "questions.json").read_text())
    return chunks, [each["question"] if isinstance(each, dict) else each for kind in questions.values() for each in kind]


def full_text_search(chunks, questions, seconds):
    """SQLite's own, any word of the question, by its BM25."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute("CREATE VIRTUAL TABLE bench USING fts5(title, text)")
    except sqlite3.OperationalError as error:
        return {"engine": "SQLite FTS5", "missing": str(error)}
    began = time.perf_counter()
    database.executemany("INSERT INTO bench VALUES (?, ?)", [(chunk["title"], chunk["text"]) for chunk in chunks])
    build = time.perf_counter() - began
    times, end = [], time.perf_counter() + seconds
    for question in questions:
        began = time.perf_counter()
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        database.execute(f"SELECT rowid FROM bench WHERE bench MATCH ? ORDER BY rank LIMIT {LIMIT}", (words,)).fetchall()
        times.append((time.perf_counter() - began) * 1e3)
        if time.perf_counter() > end:
            break
    return {"engine": "SQLite FTS5", "build_s": build, "search": times}


def row(measured, base):
    if "missing" in measured:
        return {"engine": measured["engine"], "note": "missing: " + measured["missing"]}
    shown = {"engine": measured["engine"]}
    for part, title in (("search", "search"), ("answer", "answer")):
        times = measured.get(part)
        if times:
            median = report.percentile(times, 0.5)
            shown |= {f"{title} ms": round(median, 4), f"{title} p95": round(report.percentile(times, 0.95), 4),
                      f"{title} ratio": round(median / report.percentile(base[part], 0.5), 2)}
    shown["build s"] = round(measured["build_s"], 3) if "build_s" in measured else None
    if "found" in measured:
        count = min(len(measured["found"]), len(base["found"]))
        shown["note"] = "same results" if measured["found"][:count] == base["found"][:count] else "OTHER RESULTS"
    return shown


def measure(size, count):
    FOLDER.mkdir(parents=True, exist_ok=True)
    chunks, questions = corpus(count)
    (FOLDER / "corpus.json").write_text(json.dumps({"chunks": chunks, "questions": questions, "limit": LIMIT}))
    seconds = SECONDS[size]
    native = ["php", "-d", f"extension={os.environ['MXCHAT_EXTENSION']}", HERE / "lexical.php", FOLDER, seconds]
    engines = [
        report.json_lines(native)[-1],
        report.json_lines(["php", *JIT, HERE / "lexical.php", FOLDER, seconds])[-1],
        report.json_lines(["node", HERE / "lexical.mjs", FOLDER, seconds])[-1],
        full_text_search(chunks, questions, seconds),
    ]
    if "missing" in engines[0]:
        sys.exit(engines[0]["missing"])
    report.table(f"Words: {count:,} chunks of {CHARACTERS} characters", [row(each, engines[0]) for each in engines])
    if any("found" in each and row(each, engines[0])["note"] != "same results" for each in engines):
        sys.exit("The engines differ in what they find.")


if __name__ == "__main__":
    for chunk_count in CHUNKS[sys.argv[1]]:
        measure(sys.argv[1], chunk_count)
