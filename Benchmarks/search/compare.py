"""Runs our samplers and the peers' on the same problems with the same budgets, and writes the table."""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys

import table

RESULTS = pathlib.Path(__file__).resolve().parent.parent / "results"
# Functions of every group of BBOB: separable, moderate and high conditioning, multi-modal with and without structure.
FUNCTIONS = (1, 3, 6, 8, 10, 15, 20, 21)
DIMENSIONS = (5, 10, 20)
YAHPO = [
    "yahpo:lcbench:167168:val_accuracy", "yahpo:lcbench:189873:val_accuracy", "yahpo:lcbench:189906:val_accuracy",
    "yahpo:rbv2_xgboost:12:acc", "yahpo:rbv2_xgboost:1501:acc", "yahpo:rbv2_xgboost:16:acc",
    "yahpo:rbv2_xgboost:40499:acc", "yahpo:rbv2_aknn:40499:mmce",
]
OURS = ("auto", "tpe", "gp", "cma-es", "random")
PEERS = ("optuna-tpe", "optuna-tpe-group", "optuna-cmaes")
# On a task or two whole orders of magnitude lie between their seeds: as many again, and as many again, for what they cost.
SCATTERED = ("lathe-tpe", "optuna-tpe", "optuna-tpe-group")
# A run of theirs takes minutes: they get half of the evaluations, and their runs come in random order, so that those done
# by the time one stops waiting are a fair sample.
SLOW_PEERS = (("BENCH_PY", "optuna-gp"), ("BENCH_PY_SMAC", "smac-hpo"), ("BENCH_PY_HEBO", "hebo"))


def problems(suite: str, functions: list[int]) -> list[str]:
    if suite == "bbob":
        return [f"bbob:f{f}:d{d}:i1" for d in DIMENSIONS for f in functions]
    return YAHPO


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runner", type=pathlib.Path, required=True)
    parser.add_argument("--lathe", required=True)
    parser.add_argument("--suites", default="bbob,yahpo")
    parser.add_argument("--functions", default=",".join(map(str, FUNCTIONS)), help="BBOB's functions")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--evaluations", type=int, default=200)
    parser.add_argument("--methods", help="only these, by the names in the table; none of them: only write the table")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time; with more than one the times mean nothing")
    parser.add_argument("--results", type=pathlib.Path, default=RESULTS)
    options = parser.parse_args()

    ours = {f"lathe-{name}": f"{options.lathe} optimizer --sampler {name}" for name in OURS}
    slow = [method for variable, method in SLOW_PEERS if variable in os.environ]
    methods = [*ours, *PEERS, *slow] if options.methods is None else list(filter(None, options.methods.split(",")))
    lines = options.runner / "search.jsonl"
    functions = [int(function) for function in options.functions.split(",")]

    def run(method: str, chosen: list[str], seeds: str, evaluations: int) -> None:
        command = [
            sys.executable, "run_bench.py", "--methods", method, "--problems", ",".join(chosen), "--seeds", seeds,
            "--budget", str(evaluations), "--jobs", str(options.jobs), "--out", str(lines),
        ]
        if method in ours:
            command += ["--ext", f"{method}={ours[method]}"]
        subprocess.run(command, cwd=options.runner, check=True)

    chosen = [problem for suite in options.suites.split(",") for problem in problems(suite, functions)]
    for method in methods:
        if method in slow:
            pairs = [(problem, seed) for problem in chosen for seed in options.seeds.split(",")]
            random.Random(7).shuffle(pairs)
            for problem, seed in pairs:
                run(method, [problem], seed, options.evaluations // 2)
        else:
            run(method, chosen, options.seeds, options.evaluations)
            if method in SCATTERED and "yahpo" in options.suites:
                count = len(options.seeds.split(","))
                more = ",".join(str(max(map(int, options.seeds.split(","))) + 1 + seed) for seed in range(2 * count))
                run(method, YAHPO, more, options.evaluations)
    outcomes = [json.loads(line) for line in lines.read_text().splitlines()]
    page = options.results / "search.md"
    page.write_text(table.markdown(outcomes, options.evaluations))
    print(f"table: {page}")


if __name__ == "__main__":
    main()
