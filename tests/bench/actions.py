"""Actions: how well a message is matched with the action it asks for, and how fast. actions.py <size>

Quality is that of the development set in MXCHAT_DATA (actions/dev, actions/background): ours by the core's example, the
rules of others written down here. Each figure is the mean of the scenarios, with the interval that holds 95 percent of as
many sets drawn anew from each scenario's messages. Times are those of 20 actions of 10 phrases each.
"""

import json
import os
import random
import sys
from pathlib import Path

import numpy

import report

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TEXTS = ROOT / "wordpress-plugin/background"
DATA = Path(os.environ["MXCHAT_DATA"]) / "actions"
FOLDER = report.RESULTS.parent / "actions"
DRAWS = {"tiny": 20, "small": 200, "default": 500, "full": 2_000}
SECONDS = {"tiny": 0.2, "small": 2, "default": 4, "full": 10}
JIT = ["-d", "opcache.enable_cli=1", "-d", "opcache.jit_buffer_size=64M", "-d", "opcache.jit=tracing"]
ACTIONS, PHRASES, DRAFT_ACTIONS, BACKGROUND, MESSAGES = 20, 10, 50, 1_250, 200

OURS = [
    ("A: words and meaning", "A", True),
    ("A, own background without embeddings", "A", False),
    ("A without head", "A-plain", True),
    ("A by meaning alone (reference)", "A-meaning", True),
    ("A by meaning alone, without head", "A-meaning-plain", True),
    ("B: words", "B", True),
    ("B, own background", "B", False),
    ("B without synonyms (reference)", "B-plain", True),
    ("B, typing errors", "B-typo", True),
    ("B, first 75 % typed", "B-75", True),
    ("B, first 50 % typed", "B-50", True),
]


def unit(rows):
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)


def joined_phrases(scenario, vectors, queries):
    """The incumbent's: one embedding of all phrases together."""
    return queries @ vectors[[action["vec_joined"] for action in scenario["actions"]]].T


def mean_of_phrases(scenario, vectors, queries):
    """The incumbent's older rule: the mean of the phrases' embeddings."""
    return queries @ unit(numpy.stack([vectors[action["vec"]].mean(0) for action in scenario["actions"]])).T


def nearest_five(scenario, vectors, queries):
    """semantic-router's: of the five nearest phrases, the action whose ones are nearest in the mean."""
    owners = numpy.concatenate([[place] * len(action["vec"]) for place, action in enumerate(scenario["actions"])])
    all_scores = queries @ vectors[[row for action in scenario["actions"] for row in action["vec"]]].T
    scores = numpy.zeros((len(queries), len(scenario["actions"])))
    for place, row in enumerate(all_scores):
        nearest = numpy.argsort(-row, kind="stable")[:5]
        for action in set(owners[nearest]):
            scores[place, action] = row[nearest][owners[nearest] == action].mean()
    return scores


RULES = [
    ("incumbent: joined phrases, 0.85", joined_phrases, 0.85),
    ("incumbent: joined phrases, 0.55", joined_phrases, 0.55),
    ("incumbent before: mean of phrases, 0.85", mean_of_phrases, 0.85),
    ("incumbent before: mean of phrases, 0.64", mean_of_phrases, 0.64),
    ("semantic-router: nearest five, 0.5", nearest_five, 0.5),
]


def scenarios():
    for file in sorted((DATA / "dev").glob("dev-*.json")):
        scenario = json.loads(file.read_text())
        scenario["messages"] = [message for message in scenario["messages"] if message["kind"] != "hard"]
        vectors = numpy.fromfile(file.with_name(scenario["vectors"]), dtype="<f2").reshape(-1, scenario["dim"])
        yield scenario, unit(vectors.astype(numpy.float64))


def by_rule(scenario, vectors, rule, threshold):
    ids = [action["id"] for action in scenario["actions"]]
    scores = rule(scenario, vectors, vectors[[message["vec"] for message in scenario["messages"]]])
    best = scores.argmax(1)
    return [(ids[place] if row[place] >= threshold else None, ids[place], row[place]) for place, row in zip(best, scores)]


def by_core(method, has_background):
    command = [os.environ["MXCHAT_CORE_ACTIONS"], method, DATA / "dev", *([DATA / "background"] if has_background else [])]
    return {line["id"]: (line["action"], line["best"], line["score"]) for line in report.json_lines(command) if "id" in line}


def figures(wanted, predicted):
    """Of one scenario: whatever share is meant, from triples of what runs, what is best, and its score."""
    asks = numpy.array([action is not None for action in wanted])
    runs = numpy.array([action is not None for action, _, _ in predicted])
    right = numpy.array([action == found for action, (found, _, _) in zip(wanted, predicted)])
    knows = numpy.array([action == best for action, (_, best, _) in zip(wanted, predicted)]) & asks
    scores = numpy.array([score for _, _, score in predicted])
    others = numpy.sort(scores[~asks])[::-1]
    hits = numpy.sort(scores[knows])[::-1]
    needed = -(-asks.sum() * 4 // 5)
    order = numpy.concatenate([scores[asks], others])
    ranks = (order[:, None] > order).sum(1) + ((order[:, None] == order).sum(1) + 1) / 2
    return {
        "accuracy": right.mean(),
        "recall": right[asks].mean(),
        "precision": (right & runs).sum() / max(1, runs.sum()),
        "false triggers": runs[~asks].mean(),
        "recall at 2 %": (hits > others[len(others) // 50]).sum() / asks.sum(),
        "triggers at 80 %": (others >= hits[needed - 1]).mean() if needed <= len(hits) else 1.0,
        "AUROC": (ranks[: asks.sum()].sum() - asks.sum() * (asks.sum() + 1) / 2) / (asks.sum() * len(others)),
    }


def mean_of(sets, draw=None):
    rows = []
    for wanted, predicted in sets:
        places = range(len(wanted)) if draw is None else draw.choices(range(len(wanted)), k=len(wanted))
        rows.append(figures([wanted[place] for place in places], [predicted[place] for place in places]))
    return {name: float(numpy.mean([row[name] for row in rows])) for name in rows[0]}


def quality_row(engine, sets, draws):
    chance = random.Random(5)
    drawn = [mean_of(sets, chance) for _ in range(draws)]
    row = {"engine": engine}
    for name, value in mean_of(sets).items():
        low, high = numpy.percentile([each[name] for each in drawn], [2.5, 97.5])
        row[name] = f"{value:.3f} ({low:.3f}…{high:.3f})"
    return row


def measure_quality(size):
    title = "Actions: the development set, mean of the scenarios (95 % interval)"
    if not (DATA / "dev").is_dir():
        return report.table(title, [{"engine": "all", "note": "missing: MXCHAT_DATA has no actions/dev"}])
    every = list(scenarios())
    wanted = [[message["expected"] for message in scenario["messages"]] for scenario, _ in every]
    rows = []
    for engine, rule, threshold in RULES:
        sets = [(labels, by_rule(*each, rule, threshold)) for labels, each in zip(wanted, every)]
        rows.append(quality_row(engine, sets, DRAWS[size]))
    for engine, method, has_background in OURS:
        predicted = by_core(method, has_background)
        sets = [(labels, [predicted[message["id"]] for message in scenario["messages"]]) for labels, (scenario, _) in zip(wanted, every)]
        rows.append(quality_row(engine, sets, DRAWS[size]))
    report.table(title, rows)


def lines(folder):
    return [line for file in sorted(folder.glob("*.txt")) for line in file.read_text().splitlines() if line]


def case(dimensions):
    """The project's own messages as phrases, as background, and as what is asked; embeddings at random."""
    chance = random.Random(3)
    numbers = numpy.random.default_rng(3)
    texts = [line for line in (TEXTS / "en.txt").read_text().splitlines() if line]
    chance.shuffle(texts)
    action = lambda place: {"id": f"action-{place}", "label": texts[place], "phrases": [chance.choice(texts) for _ in range(PHRASES)]}
    folder = FOLDER / str(dimensions)
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        "dimensions": dimensions,
        "background": (lines(TEXTS) * 2)[:BACKGROUND],
        "synonyms": lines(TEXTS / "synonyms"),
        "actions": [action(place) for place in range(ACTIONS)],
        "drafts": [action(place) for place in range(DRAFT_ACTIONS)],
        "messages": texts[:MESSAGES],
    }
    (folder / "case.json").write_text(json.dumps(described))
    for name, rows in (("background", BACKGROUND), ("phrases", ACTIONS * (PHRASES + 1)), ("queries", MESSAGES)):
        unit(numbers.standard_normal((rows, dimensions))).astype("<f4").tofile(folder / f"{name}.f32")
    return folder


def time_row(measured, base):
    if "missing" in measured:
        return {"engine": measured["engine"], "note": "missing: " + measured["missing"]}
    row = {"engine": measured["engine"]}
    for name, times in (("A ms", measured.get("A")), ("B ms", measured.get("B")), (f"key of {DRAFT_ACTIONS} ms", measured.get("keys"))):
        if times:
            row |= {name: round(report.percentile(times, 0.5), 3), f"{name} p95": round(report.percentile(times, 0.95), 3)}
    row["train s"] = round(measured["train_s"], 2) if "train_s" in measured else None
    if "A_scores" in measured:
        is_same = all(a == b for name in ("A_scores", "B_scores") for a, b in zip(measured[name], base[name]))
        row["note"] = "same scores" if is_same else "OTHER SCORES"
    return row


def measure_times(size, dimensions):
    folder, seconds = case(dimensions), SECONDS[size]
    native = ["php", "-d", f"extension={os.environ['MXCHAT_EXTENSION']}", HERE / "actions.php", folder, seconds]
    engines = report.json_lines(native)
    if "missing" in engines[0]:
        sys.exit(engines[0]["missing"])
    engines += report.json_lines(["php", *JIT, HERE / "actions.php", folder, seconds])
    engines += report.json_lines(["node", HERE / "actions.mjs", folder, seconds])
    rows = [time_row(each, engines[0]) for each in engines]
    report.table(f"Actions: {ACTIONS} of {PHRASES} phrases, background of {BACKGROUND:,}, {dimensions:,} dimensions", rows)
    if any(row.get("note") == "OTHER SCORES" for row in rows):
        sys.exit("The engines differ in their scores.")


if __name__ == "__main__":
    chosen = sys.argv[1]
    if chosen != "tiny":
        measure_quality(chosen)
    for dimensions in [384] if chosen == "tiny" else [384, 1_536]:
        measure_times(chosen, dimensions)
