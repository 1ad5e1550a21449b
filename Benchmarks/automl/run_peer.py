"""Fits one peer on one dataset, in the peer's own environment, and writes what it predicts and how fast.

Writes two files: RESULT.json with times, sizes and versions, and PREDICTIONS.csv with one column a class (or the
column `value`), which the judge scores for every system alike. Nothing is scored here.
"""

import argparse
import json
import os
import pathlib
import pickle
import statistics
import time

parser = argparse.ArgumentParser()
for name in ("system", "train", "test", "target", "metric", "folder"):
    parser.add_argument(f"--{name}", required=True)
parser.add_argument("--seconds", type=float, required=True)
parser.add_argument("--cores", type=int, required=True)
parser.add_argument("--seed", type=int, required=True)
options = parser.parse_args()
folder = pathlib.Path(options.folder)
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(options.cores)
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import pandas  # noqa: E402 (the numbers of threads come first)

is_regression = options.metric == "rmse"


class CategoryColumns:
    """Turns columns that are not numbers into pandas categories with the levels of training."""

    def __init__(self, frame):
        self.levels = {
            column: frame[column].astype("category").cat.categories
            for column in frame.columns
            if not pandas.api.types.is_numeric_dtype(frame[column])
        }

    def __call__(self, frame):
        return frame.assign(
            **{column: pandas.Categorical(frame[column], categories=levels) for column, levels in self.levels.items()}
        )


def fit_lightgbm(rows, answers):
    """LightGBM with its library's defaults: 100 rounds, its own handling of categories."""
    import lightgbm

    prepare = CategoryColumns(rows)
    kind = lightgbm.LGBMRegressor if is_regression else lightgbm.LGBMClassifier
    model = kind(n_jobs=options.cores, random_state=options.seed, verbosity=-1).fit(prepare(rows), answers)
    path = folder / "model.pickle"
    path.write_bytes(pickle.dumps((prepare, model)))
    predict = model.predict if is_regression else model.predict_proba
    return path, lambda frame: predict(prepare(frame)), getattr(model, "classes_", None), lightgbm.__version__


def fit_flaml(rows, answers):
    import flaml

    prepare = CategoryColumns(rows)
    model = flaml.AutoML()
    model.fit(
        X_train=prepare(rows), y_train=answers, task="regression" if is_regression else "classification",
        metric={"auc": "roc_auc", "logloss": "log_loss", "rmse": "rmse"}[options.metric],
        time_budget=options.seconds, n_jobs=options.cores, seed=options.seed, verbose=1,
    )
    path = folder / "model.pickle"
    path.write_bytes(pickle.dumps((prepare, model)))
    predict = model.predict if is_regression else model.predict_proba
    return path, lambda frame: predict(prepare(frame)), getattr(model, "classes_", None), flaml.__version__


def fit_autogluon(rows, answers):
    import autogluon.tabular

    path = folder / "autogluon"
    predictor = autogluon.tabular.TabularPredictor(
        label=options.target, path=str(path), verbosity=1,
        eval_metric={"auc": "roc_auc", "logloss": "log_loss", "rmse": "root_mean_squared_error"}[options.metric],
        problem_type={"auc": "binary", "logloss": "multiclass", "rmse": "regression"}[options.metric],
    )
    predictor.fit(
        rows.assign(**{options.target: answers}), presets=f"{options.system.split('_')[1]}_quality",
        time_limit=options.seconds, num_cpus=options.cores,
    )
    predict = predictor.predict if is_regression else predictor.predict_proba
    classes = None if is_regression else predictor.class_labels
    return path, lambda frame: predict(frame).to_numpy(), classes, autogluon.tabular.__version__, predictor.persist


def stored_bytes(path):
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(file.stat().st_size for file in files)


def single_row_milliseconds(predict, rows, seconds=5):
    """The median time of a one-row answer, over up to 200 rows or `seconds`."""
    times, end = [], time.monotonic() + seconds
    for index in range(min(200, len(rows))):
        row = rows.iloc[index : index + 1]
        start = time.perf_counter()
        predict(row)
        times.append(1000 * (time.perf_counter() - start))
        if time.monotonic() > end:
            break
    return statistics.median(times)


def main():
    training = pandas.read_csv(options.train)
    fit = {"lightgbm": fit_lightgbm, "flaml": fit_flaml}.get(options.system, fit_autogluon)
    path, predict, classes, version, *make_ready = fit(training.drop(columns=options.target), training[options.target])
    result = {"saved_at": time.time(), "version": version, "model_bytes": stored_bytes(path)}

    rows = pandas.read_csv(options.test).drop(columns=options.target)
    for prepare in make_ready:  # keeps the models in memory, as a server would
        prepare()
    predict(rows.head(2))
    start = time.perf_counter()
    predictions = predict(rows)
    result["rows_per_second"] = len(rows) / (time.perf_counter() - start)
    result["single_row_ms"] = single_row_milliseconds(predict, rows)
    columns = ["value"] if is_regression else [str(label) for label in classes]
    pandas.DataFrame(predictions, columns=columns).to_csv(folder / "predictions.csv", index=False)
    (folder / "result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main()
