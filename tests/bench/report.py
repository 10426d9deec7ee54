"""Tables of measurements: printed as they are taken, and kept for build/bench.json."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

# What takes longer is named and left: a run ends. In seconds.
LONGEST = 600
RESULTS = Path(os.environ.get("MXCHAT_BENCH", ".cache/bench")) / "results.json"


def output(*command):
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "?"


def cpu():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def begin(command):
    machine = {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(load, 1) for load in os.getloadavg()],
        "system": platform.platform(),
        "php": output("php", "-r", "echo PHP_VERSION;"),
        "rust": output("rustc", "--version"),
        "node": output("node", "--version"),
        "python": platform.python_version(),
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"command": command, "machine": machine, "tables": []}))
    print(f"{command}\n" + ", ".join(f"{name} {value}" for name, value in machine.items()))


def shown(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(title, rows):
    """Prints rows (dictionaries; their keys are the columns, `note` stands last) and keeps them."""
    columns = list(dict.fromkeys(key for row in rows for key in row if key != "note"))
    cells = [columns] + [[shown(row.get(column)) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    print(f"\n{title}")
    for line, row in zip(cells, [{}] + rows):
        first, *others = [cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(line, widths))]
        print("  " + "  ".join([first, *others, row.get("note", "")]).rstrip())
    sys.stdout.flush()
    results = json.loads(RESULTS.read_text())
    results["tables"].append({"title": title, "rows": rows})
    RESULTS.write_text(json.dumps(results, indent=1))


def percentile(times, share):
    """The value below which that share of the times lies."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def program_of(command):
    """The script that a command runs, with its first argument that is a name."""
    for at, part in enumerate(command):
        if part.endswith((".php", ".py", ".mjs")):
            return " ".join([Path(part).name, *(name for name in command[at + 1 : at + 2] if name.isidentifier())])
    return command[0]


def json_lines(command, **options):
    """Runs a program and reads what it measured, one JSON object a line; how it failed, or that it took too long."""
    command = list(map(str, command))
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, **options)
        output, why = ended.stdout, None
        if ended.returncode != 0:
            why = f"failed: {(ended.stderr.strip() or output.strip() or 'no output').splitlines()[-1][:160]}"
    except subprocess.TimeoutExpired as expired:
        output, why = (expired.stdout or b"").decode(), f"took more than {LONGEST // 60} minutes"
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{") and line.endswith("}")]
    if why is not None:
        lines.append({"engine": program_of(command), "missing": why})
    return lines


if __name__ == "__main__":
    # report.py begin <command> | table <title> (rows as JSON lines from stdin)
    if sys.argv[1] == "begin":
        begin(sys.argv[2])
    else:
        table(sys.argv[2], [json.loads(line) for line in sys.stdin if line.startswith("{")])
