"""Runs Lathe and its peers in turn on the public datasets: same seconds, same cores, one judge.

Each outcome is a line of Benchmarks/results/automl-60s.jsonl as soon as it is known, and outcomes that are there
already are not run again, so the comparison can be stopped and continued. The table beside it is made from the lines.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pandas

import scoring
import table
import watched
from datasets import DATASETS, Dataset

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / ".build" / "automl"
DATA = ROOT.parent / "shared" / "data"
SYSTEMS = ["lathe", "lightgbm", "flaml", "autogluon_medium", "autogluon_best"]
LATHE = ROOT / ".build" / "release" / "lathe"
PREDICT_BENCHMARK = ROOT / "Benchmarks" / ".build" / "release" / "predict-benchmark"


def arguments() -> argparse.Namespace:
    def names(text: str) -> list[str]:
        return text.split(",")

    parser = argparse.ArgumentParser(prog="make bench-automl", description=__doc__.split("\n")[0])
    parser.add_argument("--datasets", type=names, default=[dataset.name for dataset in DATASETS])
    parser.add_argument("--systems", type=names, default=SYSTEMS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=1, help="seeds 0, 1, … for every system and dataset")
    parser.add_argument("--data", type=pathlib.Path, default=DATA, help="the folder of public datasets")
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "Benchmarks" / "results")
    parser.add_argument("--again", type=names, default=[], help="systems whose outcomes are measured anew")
    options = parser.parse_args()
    for chosen, known, what in (
        (options.datasets, [dataset.name for dataset in DATASETS], "dataset"),
        (options.systems + options.again, SYSTEMS, "system"),
    ):
        for name in chosen:
            if name not in known:
                parser.error(f"there is no {what} {name}; there are {', '.join(known)}")
    if not options.data.is_dir():
        parser.error(f"there is no folder {options.data}; name that of the public datasets with --data")
    return options


class Contest:
    """One system against one dataset."""

    def __init__(self, system: str, dataset: Dataset, seed: int, options: argparse.Namespace, folder: pathlib.Path):
        self.system, self.dataset, self.seed, self.options, self.folder = system, dataset, seed, options, folder
        self.train, self.test = dataset.file(options.data, "train"), dataset.file(options.data, "test")
        self.log = WORK / "logs" / f"{system}-{dataset.name}-{options.seconds}s-{seed}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        self.limit = 5 * options.seconds + 600

    def run(self) -> dict:
        """The outcome: scores, times, sizes; or the error."""
        try:
            outcome, predictions = self.run_lathe() if self.system == "lathe" else self.run_peer()
            answers = self.test_answers()
            outcome["scores"] = scoring.scores(answers, predictions, self.dataset.metric)
        except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
            outcome = {"error": f"{type(error).__name__}: {error}"[:500], "log": self.log.name}
        return outcome

    def test_answers(self) -> pandas.Series:
        if self.dataset.suffix == "parquet":
            return pandas.read_parquet(self.test, columns=[self.dataset.target])[self.dataset.target]
        return pandas.read_csv(
            self.test, usecols=[self.dataset.target], dtype=str, keep_default_na=False
        )[self.dataset.target]

    def call(self, command: list, **settings) -> watched.Watched:
        result = watched.run([str(part) for part in command], self.log, self.limit, cwd=self.folder, **settings)
        if result.status != 0:
            lines = self.log.read_text(errors="replace").strip().splitlines()
            raise subprocess.SubprocessError(f"exit status {result.status}: {' | '.join(lines[-3:])}")
        return result

    def run_lathe(self) -> tuple[dict, pandas.DataFrame]:
        options, bundle, predictions = self.options, self.folder / "model.lathe", self.folder / "predictions.csv"
        fit = self.call([
            LATHE, "fit", self.train, "--target", self.dataset.target, "--metric", self.dataset.metric_of_lathe,
            "--time", f"{options.seconds}s", "--threads", options.cores, "--seed", self.seed, "--output", bundle,
        ])
        self.call([LATHE, "predict", bundle, self.test, "--probabilities", "--output", predictions])
        speed = json.loads(subprocess.run(
            [PREDICT_BENCHMARK, bundle, self.test], check=True, capture_output=True, text=True, timeout=self.limit
        ).stdout)
        outcome = {
            "version": version_of_lathe(), "seconds": fit.seconds, "peak_bytes": fit.peak_bytes(),
            "model_bytes": sum(file.stat().st_size for file in bundle.rglob("*") if file.is_file()),
            "install_bytes": installed_bytes_of_lathe(),
            "rows_per_second": speed["rowsPerSecond"], "single_row_ms": speed["singleRowMicroseconds"] / 1000,
        }
        frame = pandas.read_csv(predictions)
        if self.dataset.metric == "rmse":
            return outcome, pandas.DataFrame({"value": frame[self.dataset.target]})
        prefix = "probability_"
        return outcome, frame[[name for name in frame.columns if name.startswith(prefix)]].rename(
            columns=lambda name: name.removeprefix(prefix)
        )

    def run_peer(self) -> tuple[dict, pandas.DataFrame]:
        options = self.options
        environment = ROOT / ".build" / "environments" / self.system.split("_")[0]
        process = self.call([
            environment / "bin" / "python", HERE / "run_peer.py", "--system", self.system,
            "--train", self.as_csv(self.train), "--test", self.as_csv(self.test), "--target", self.dataset.target,
            "--metric", self.dataset.metric, "--seconds", options.seconds, "--cores", options.cores,
            "--seed", self.seed, "--folder", self.folder,
        ])
        outcome = json.loads((self.folder / "result.json").read_text())
        saved_at = outcome.pop("saved_at")
        outcome |= {
            "seconds": saved_at - process.started_at, "peak_bytes": process.peak_bytes(until=saved_at),
            "install_bytes": int((environment / "installed-bytes").read_text()),
        }
        return outcome, pandas.read_csv(self.folder / "predictions.csv")

    def as_csv(self, path: pathlib.Path) -> pathlib.Path:
        """The file, or for Parquet a copy as CSV, so that no peer needs a library more to read it."""
        if path.suffix == ".csv":
            return path
        copy = self.folder / f"{path.stem}.csv"
        pandas.read_parquet(path).to_csv(copy, index=False)
        return copy


def version_of_lathe() -> str:
    number = subprocess.run([LATHE, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return f"{number} ({commit.stdout.strip()})" if commit.returncode == 0 else number


def installed_bytes_of_lathe() -> int:
    """The program and every shared library it loads, but for those of C and C++ that any system has."""
    everywhere = ("libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libgcc_s.so", "libstdc++.so", "ld-linux")
    loaded = subprocess.run(["ldd", LATHE], check=True, capture_output=True, text=True).stdout
    libraries = {
        pathlib.Path(words[2]).resolve()
        for words in (line.split() for line in loaded.splitlines())
        if len(words) > 2 and words[2].startswith("/") and not words[0].startswith(everywhere)
    }
    return LATHE.stat().st_size + sum(library.stat().st_size for library in libraries)


def main() -> int:
    options = arguments()
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[: options.cores]))
    options.results.mkdir(parents=True, exist_ok=True)
    WORK.mkdir(parents=True, exist_ok=True)
    lines = options.results / f"automl-{options.seconds}s.jsonl"
    outcomes = [json.loads(line) for line in lines.read_text().splitlines()] if lines.exists() else []
    known = {
        (outcome["system"], outcome["dataset"], outcome["seed"])
        for outcome in outcomes
        if "error" not in outcome and outcome["system"] not in options.again
    }
    for dataset in (dataset for dataset in DATASETS if dataset.name in options.datasets):
        for seed in range(options.repeats):
            for system in (system for system in SYSTEMS if system in options.systems):
                if (system, dataset.name, seed) in known:
                    continue
                folder = pathlib.Path(tempfile.mkdtemp(prefix="contest-", dir=WORK))
                load = os.getloadavg()[0]
                outcome = Contest(system, dataset, seed, options, folder).run()
                shutil.rmtree(folder, ignore_errors=True)
                outcome = {
                    "system": system, "dataset": dataset.name, "seed": seed, "metric": dataset.metric,
                    "cores": options.cores, "when": time.strftime("%F %T", time.gmtime()), "load_before": load,
                } | outcome
                with open(lines, "a") as file:
                    file.write(json.dumps(outcome) + "\n")
                outcomes.append(outcome)
                scored = outcome.get("scores", {}).get(dataset.metric)
                said = f"{scored:.5g} in {outcome['seconds']:.1f} s" if scored is not None else outcome["error"]
                print(f"{dataset.name:15} {system:17} {dataset.metric:8} {said}", flush=True)
    page = lines.with_suffix(".md")
    page.write_text(table.markdown(outcomes, options.seconds))
    print(f"table: {page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
