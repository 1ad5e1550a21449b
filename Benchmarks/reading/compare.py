"""Reads one large CSV file with Lathe and with pyarrow in turn, each in a process of its own, and writes the table."""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import numpy
import pyarrow
import pyarrow.csv

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "Benchmarks" / ".build" / "release" / "read-benchmark"
PYARROW = """
import json, sys, time
import pyarrow, pyarrow.csv
pyarrow.set_cpu_count(int(sys.argv[2]))
start = time.perf_counter()
table = pyarrow.csv.read_csv(sys.argv[1])
print(json.dumps({"rows": table.num_rows, "columns": table.num_columns, "seconds": time.perf_counter() - start}))
"""


def make_file(path: pathlib.Path, size: float) -> None:
    """Writes rows of whole numbers, fractions, categories, dates, text and gaps until the file has `size` bytes."""
    random = numpy.random.default_rng(0)
    words = numpy.array([f"{a}-{b}" for a in ("north", "south", "east", "west") for b in range(250)])
    part, rows = path.with_suffix(".part"), 200_000
    with open(part, "wb") as file:
        start = 0
        while file.tell() < size:
            fractions = random.normal(size=(4, rows)).round(5)
            days = numpy.datetime64("2015-01-01") + random.integers(0, 3_650, rows)
            table = pyarrow.table({
                "id": numpy.arange(start, start + rows),
                "age": random.integers(18, 90, rows),
                "amount": pyarrow.array(fractions[0], mask=random.random(rows) < 0.05),
                "rate": fractions[1], "height": fractions[2], "weight": fractions[3],
                "region": words[random.integers(0, 4, rows) * 250],
                "shop": words[random.integers(0, 1_000, rows)],
                "day": pyarrow.array(days.astype("datetime64[D]")),
                "note": numpy.char.add(words[random.integers(0, 1_000, rows)], random.integers(0, 10**6, rows).astype(str)),
                "answer": numpy.where(random.random(rows) < 0.3, "yes", "no"),
            })
            options = pyarrow.csv.WriteOptions(include_header=start == 0)
            pyarrow.csv.write_csv(table, file, options)
            start += rows
    part.rename(path)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-read", description=__doc__)
    parser.add_argument("--bytes", type=float, default=1e9)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    path = ROOT / ".build" / "reading" / f"{options.bytes:.0f}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        make_file(path, options.bytes)
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: options.cores]))
    commands = {
        "pyarrow": [sys.executable, "-c", PYARROW, path, str(options.cores)],
        "Lathe": [PROGRAM, path, str(options.cores)],
    }
    seconds = {name: [] for name in commands}
    shape = {}
    for run in range(options.runs + 1):
        for name, command in commands.items():
            outcome = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            shape[name] = outcome["rows"], outcome["columns"]
            if run > 0:  # the first brings the file into memory
                seconds[name].append(outcome["seconds"])
                print(f"{name:8} {outcome['seconds']:.2f} s", flush=True)
    if len(set(shape.values())) != 1:
        sys.exit(f"error: the readers disagree about rows and columns: {shape}")
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    rows, columns = shape["Lathe"]
    lines = [
        "# Reading a CSV file", "",
        f"{path.stat().st_size / 1e9:.2f} GB, {rows:,} rows, {columns} columns, {options.cores} cores,"
        f" median of {options.runs} runs in turn, {time.strftime('%F')}, Linux {platform.release()},"
        f" pyarrow {pyarrow.__version__}. pyarrow stops at its own table; Lathe goes on to a typed data frame with"
        " inferred kinds.", "",
        "| reader | seconds | fastest | slowest |", "| --- | --- | --- | --- |",
        *(f"| {name} | {medians[name]:.2f} | {min(values):.2f} | {max(values):.2f} |" for name, values in seconds.items()),
        "", f"Lathe takes {medians['Lathe'] / medians['pyarrow']:.2f} times pyarrow's time.", "",
    ]
    results = ROOT / "Benchmarks" / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / "reading.md").write_text("\n".join(lines))
    print(lines[-2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
