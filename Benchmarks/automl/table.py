"""The table of a comparison, from its outcomes."""

import os
import pathlib
import platform
import statistics
import time

from datasets import DATASETS
from scoring import is_better

NAMES = {
    "lathe": "Lathe", "lightgbm": "LightGBM defaults", "flaml": "FLAML",
    "autogluon_medium": "AutoGluon medium", "autogluon_best": "AutoGluon best",
}
MEASURES = [  # key, heading, divisor, format
    ("seconds", "seconds used", 1, "{:.1f}"),
    ("rows_per_second", "predict rows/s", 1, "{:,.0f}"),
    ("single_row_ms", "single row, ms", 1, "{:.3f}"),
    ("model_bytes", "model, MB", 1e6, "{:.2f}"),
    ("peak_bytes", "peak memory, MB", 1e6, "{:.0f}"),
    ("install_bytes", "installed, MB", 1e6, "{:.0f}"),
]
NOTES = """\
Scores are of the test files, by one judge for all systems: area under the ROC curve for two classes (higher is
better), log loss for more and root mean squared error for numbers (lower is better); a score is the mean over the
seeds. *Seconds used* is wall time from starting the program to the model being saved, loading included, with {seconds} s
asked for (LightGBM's defaults know no time). *Peak memory* is the proportional set size of the program and all its
children until then. *Predict rows/s* is one call with the whole test file and *single row* the median of calls with one
row, both inside a running process, AutoGluon with its models kept in memory; Lathe on one core, the others on all.
*Installed* is what the environment grew by, without Python itself; for Lathe the program and the libraries it loads."""


def markdown(outcomes: list[dict], seconds: int) -> str:
    """The table as a page; later outcomes of the same system, dataset and seed replace earlier ones."""
    latest = {(outcome["system"], outcome["dataset"], outcome["seed"]): outcome for outcome in outcomes}
    systems = [system for system in NAMES if any(key[0] == system for key in latest)]
    cells = {}
    for (system, dataset, _), outcome in latest.items():
        cells.setdefault((system, dataset), []).append(outcome)
    scores = {cell: score for cell, runs in cells.items() if (score := mean_score(runs)) is not None}
    parts = [
        f"# Lathe and its peers at {seconds} s", machine(latest.values()), score_table(systems, cells, scores),
        wins(systems, cells, scores), cost_table(systems, cells), NOTES.format(seconds=seconds),
        failures(latest.values()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def mean_score(runs: list[dict]) -> float | None:
    scores = [run["scores"][run["metric"]] for run in runs if "scores" in run]
    return statistics.mean(scores) if scores else None


def row(*texts: str) -> str:
    return "| " + " | ".join(texts) + " |"


def score_table(systems: list[str], cells: dict, scores: dict) -> str:
    lines = [row("dataset", "metric", *(NAMES[system] for system in systems)), row(*["---"] * (len(systems) + 2))]
    for dataset in DATASETS:
        here = {system: scores[system, dataset.name] for system in systems if (system, dataset.name) in scores}
        if not any((system, dataset.name) in cells for system in systems):
            continue
        best = (max if dataset.metric == "auc" else min)(here.values(), default=None)
        texts = []
        for system in systems:
            if system not in here:
                texts.append("failed" if (system, dataset.name) in cells else "–")
                continue
            text = f"{here[system]:.4f}" if here[system] < 100 else f"{here[system]:,.1f}"
            texts.append(f"**{text}**" if here[system] == best else text)
        lines.append(row(dataset.name, dataset.metric, *texts))
    return "\n".join(lines)


def wins(systems: list[str], cells: dict, scores: dict) -> str:
    """Share of datasets on which Lathe scores better; a dataset on which only Lathe failed counts against it."""
    lines = []
    for peer in systems:
        shared = [
            dataset for dataset in DATASETS
            if peer != "lathe" and (peer, dataset.name) in scores and ("lathe", dataset.name) in cells
        ]
        if shared:
            better = [
                dataset.name for dataset in shared
                if ("lathe", dataset.name) in scores
                and is_better(scores["lathe", dataset.name], scores[peer, dataset.name], dataset.metric)
            ]
            share = 100 * len(better) / len(shared)
            lines.append(f"- Lathe scores better than {NAMES[peer]} on {len(better)} of {len(shared)} datasets ({share:.0f} %).")
    return "\n".join(lines)


def cost_table(systems: list[str], cells: dict) -> str:
    lines = [
        row("median (worst) over datasets", *(NAMES[system] for system in systems)), row(*["---"] * (len(systems) + 1))
    ]
    for key, heading, divisor, form in MEASURES:
        worst = min if key == "rows_per_second" else max
        texts = []
        for system in systems:
            values = [run[key] / divisor for (name, _), runs in cells.items() if name == system for run in runs if key in run]
            texts.append(f"{form.format(statistics.median(values))} ({form.format(worst(values))})" if values else "–")
        lines.append(row(heading, *texts))
    return "\n".join(lines)


def machine(outcomes) -> str:
    def found(path: str, key: str) -> str:
        lines = pathlib.Path(path).read_text().splitlines()
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")

    memory = int(found("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    versions = {NAMES[outcome["system"]]: outcome["version"] for outcome in outcomes if "version" in outcome}
    cores = ", ".join(sorted({str(outcome["cores"]) for outcome in outcomes}))
    seeds = len({outcome["seed"] for outcome in outcomes})
    days = sorted({outcome["when"][:10] for outcome in outcomes} or {time.strftime("%F")})
    return "\n".join([
        f"- Measured: {' to '.join(dict.fromkeys([days[0], days[-1]]))}, {seeds} seed(s), one system after the other.",
        f"- Machine: {found('/proc/cpuinfo', 'model name')}, {cores} of {os.cpu_count()} cores, {memory:.0f} GiB,"
        f" Linux {platform.release()}.",
        f"- Versions: {', '.join(f'{name} {version}' for name, version in versions.items())}.",
    ])


def failures(outcomes) -> str:
    failed = [outcome for outcome in outcomes if "error" in outcome]
    lines = [f"- {NAMES[failure['system']]} on {failure['dataset']}: {failure['error']}" for failure in failed]
    return "\n".join(["Failures:", "", *lines]) if lines else ""
