"""The table of what asking and telling costs, from lines of measurements."""

import json
import sys

from table import machine

NAMES = {"cmaes": "cma-es"}
rows = {}
for line in open(sys.argv[1], encoding="utf-8"):
    run = json.loads(line)
    key = (run["storage"], NAMES.get(run["sampler"], run["sampler"]), run["n"])
    rows.setdefault(key, {})[run["system"]] = run["ask_ms"] + run["tell_ms"]

print("# What a trial costs beside its objective\n")
print(machine())
print("\nMilliseconds for one ask and one tell, medians, ten real parameters, after so many finished trials, on one thread.\n")
print("| storage | sampler | trials | Lathe | Optuna |")
print("| --- | --- | --- | --- | --- |")
for (storage, sampler, count), cells in sorted(rows.items()):
    values = [f"{cells[system]:.2f}" if system in cells else "–" for system in ("lathe", "optuna")]
    print(f"| {storage} | {sampler} | {count:,} | {values[0]} | {values[1]} |")
