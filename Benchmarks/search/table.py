"""The table of a comparison of optimizers, from the runner's lines."""

import collections
import os
import pathlib
import platform
import subprocess
import time

import numpy

FLOOR = 1e-6
PAIRS = [
    ("lathe-tpe", "optuna-tpe"), ("lathe-tpe", "optuna-tpe-group"), ("lathe-gp", "optuna-gp"),
    ("lathe-cma-es", "optuna-cmaes"),
]
NOTES = """\
Regret is (best value so far − optimum) / (median of uniform random points − optimum), never below 1e-6; the tables
show the mean of its logarithm to base 10 over problems and seeds, so −2 means that 99 % of the way from a random point to
the optimum was gone. The optimum of BBOB's functions is known; of a surrogate it is the best value that any run has found.
Every optimizer got the same problems, seeds and budgets, and only what is common to all rows of a table is counted.
*ask* is the median time for one proposal as the runner saw it, through a pipe, on one thread. Intervals are 95 %
bootstraps over problems."""


def markdown(outcomes: list[dict], evaluations: int) -> str:
    runs = {}
    for outcome in sorted(outcomes, key=lambda outcome: outcome["budget"]):
        if "trace" in outcome and "error" not in outcome and outcome["budget"] in (evaluations // 2, evaluations):
            runs[(outcome["method"], outcome["problem"], outcome["seed"])] = outcome
    best = collections.defaultdict(lambda: numpy.inf)
    for (_, problem, _), run in runs.items():
        best[problem] = min(best[problem], run["f_opt"], run["best"] if problem.startswith("yahpo") else numpy.inf)
    scores = {key: logarithms(run, best[key[1]], evaluations) for key, run in runs.items()}
    parts = [f"# Optimizers at {evaluations} evaluations", machine()]
    for title, prefix in [("BBOB", "bbob:"), ("YAHPO", "yahpo:")]:
        chosen = {key: score for key, score in scores.items() if key[1].startswith(prefix)}
        if chosen:
            parts += [
                f"## {title}", suite(chosen, runs, evaluations), by_problem(chosen), *slow(chosen, runs, evaluations),
                pairs(chosen)]
    return "\n\n".join(part for part in [*parts, NOTES] if part) + "\n"


def logarithms(run: dict, optimum: float, evaluations: int) -> tuple[float, float]:
    """The logarithm of the regret after half of the evaluations and after all; not a number where it had only half."""
    def at(count: int) -> float:
        value = run["trace"][min(count, len(run["trace"])) - 1]
        value = numpy.inf if value is None else value
        return float(numpy.log10(min(max((value - optimum) / (run["f_med"] - optimum), FLOOR), 100)))
    return at(evaluations // 2), at(evaluations) if run["budget"] == evaluations else numpy.nan


def common(scores: dict, methods: list[str]) -> list[tuple]:
    keys = [{key[1:] for key in scores if key[0] == method} for method in methods]
    return sorted(set.intersection(*keys)) if keys else []


def suite(scores: dict, runs: dict, evaluations: int) -> str:
    methods = whole(scores)
    keys = common(scores, methods)
    values = {method: numpy.array([scores[(method, *key)] for key in keys]) for method in methods}
    final = numpy.array([values[method][:, 1] for method in methods])
    ranks = [((final < final[i]).sum(0) + ((final == final[i]).sum(0) - 1) / 2 + 1).mean() for i in range(len(methods))]
    lines = [
        f"{len(keys)} runs each: {len({key[0] for key in keys})} problems, {len({key[1] for key in keys})} seeds.", "",
        f"| optimizer | at {evaluations // 2} | at {evaluations} | 95 % interval | mean rank | ask, ms |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for index in sorted(range(len(methods)), key=lambda index: final[index].mean()):
        method = methods[index]
        low, high = interval(keys, final[index])
        ask = numpy.median([runs[(method, *key)]["ask_ms"]["p50"] for key in keys])
        lines.append(
            f"| {method} | {values[method][:, 0].mean():.2f} | {final[index].mean():.2f} | {low:.2f} to {high:.2f} "
            f"| {ranks[index]:.2f} | {ask:.2f} |")
    return "\n".join(lines)


def whole(scores: dict) -> list[str]:
    """The optimizers that made the runs with all evaluations; some have made more."""
    counts = collections.Counter(key[0] for key in scores if not numpy.isnan(scores[key][1]))
    usual = numpy.median(list(counts.values()))
    return sorted(method for method in counts if counts[method] >= usual)


def slow(scores: dict, runs: dict, evaluations: int) -> list[str]:
    """A table for each optimizer that made a sample of the runs, or got only half of the evaluations."""
    fast = whole(scores)
    parts = []
    for method in sorted({key[0] for key in scores} - set(fast)):
        keys = common(scores, [*fast, method])
        if len({key[0] for key in keys}) < 5:
            continue
        lines = [
            f"After {evaluations // 2} evaluations, on the {len(keys)} runs, of {len({key[0] for key in keys})} problems, that "
            f"{method} has made:", "", "| optimizer | mean | 95 % interval | ask, ms |", "| --- | --- | --- | --- |"]
        rows = []
        for name in [*fast, method]:
            values = numpy.array([scores[(name, *key)][0] for key in keys])
            ask = numpy.median([runs[(name, *key)]["ask_ms"]["p50"] for key in keys])
            rows.append((values.mean(), name, *interval(keys, values), ask))
        lines += [f"| {name} | {mean:.2f} | {low:.2f} to {high:.2f} | {ask:.2f} |" for mean, name, low, high, ask in sorted(rows)]
        parts.append("\n".join(lines))
    return parts


def by_problem(scores: dict) -> str:
    methods = whole(scores)
    keys = common(scores, methods)
    group = lambda problem: problem.split(":")[2] if problem.startswith("bbob") else problem.split(":")[1]
    groups = sorted({group(key[0]) for key in keys}, key=lambda name: (len(name), name))
    lines = ["| optimizer | " + " | ".join(groups) + " |", "| --- " * (len(groups) + 1) + "|"]
    for method in methods:
        means = [numpy.mean([scores[(method, *key)][1] for key in keys if group(key[0]) == name]) for name in groups]
        lines.append(f"| {method} | " + " | ".join(f"{mean:.2f}" for mean in means) + " |")
    return "\n".join(lines)


def pairs(scores: dict) -> str:
    lines = []
    for ours, theirs in PAIRS:
        keys = common(scores, [ours, theirs])
        if not keys:
            continue
        for place, name in enumerate(["half of the evaluations", "all"]):
            difference = numpy.array([scores[(ours, *key)][place] - scores[(theirs, *key)][place] for key in keys])
            if numpy.isnan(difference).any():
                continue
            low, high = interval(keys, difference)
            lines.append(
                f"- {ours} − {theirs} after {name}: {difference.mean():+.2f} [{low:+.2f}, {high:+.2f}], {len(keys)} runs")
    return "\n".join(lines)


def interval(keys: list[tuple], values: numpy.ndarray) -> tuple[float, float]:
    """A bootstrap over problems, of the mean of their seeds."""
    problems = collections.defaultdict(list)
    for key, value in zip(keys, values):
        problems[key[0]].append(value)
    means = numpy.array([numpy.mean(group) for group in problems.values()])
    draws = numpy.random.default_rng(0).choice(means, (4000, len(means))).mean(1)
    return tuple(numpy.quantile(draws, (0.025, 0.975)))


def machine() -> str:
    model = platform.processor() or platform.machine()
    for line in open("/proc/cpuinfo", encoding="utf-8"):
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    folder = pathlib.Path(__file__).parent
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=folder, capture_output=True, text=True, check=False)
    versions = [f"Lathe {commit.stdout.strip()}"] if commit.stdout else []
    for package in ["optuna", "cmaes"]:
        try:
            versions.append(f"{package} {__import__(package).__version__}")
        except ImportError:
            pass
    return "\n".join([
        f"- Measured: {time.strftime('%Y-%m-%d')}, one run at a time.",
        f"- Machine: {model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}.",
        f"- Versions: {', '.join(versions)}.",
    ])
