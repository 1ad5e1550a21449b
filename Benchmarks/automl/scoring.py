"""Scores predictions, for every system by the same code."""

import numpy
import pandas
import sklearn.metrics


def scores(answers: pandas.Series, predictions: pandas.DataFrame, metric: str) -> dict[str, float]:
    """The scores of `predictions`: one column a class, or the column `value`."""
    if len(predictions) != len(answers):
        raise ValueError(f"{len(predictions)} predictions for {len(answers)} rows")
    if metric == "rmse":
        truth, values = answers.astype(float).to_numpy(), predictions["value"].to_numpy(dtype=float)
        logs = numpy.log1p(truth) - numpy.log1p(numpy.maximum(values, 0))
        return {
            "rmse": float(numpy.sqrt(numpy.mean((truth - values) ** 2))),
            "rmsle": float(numpy.sqrt(numpy.mean(logs**2))),
            "r2": float(sklearn.metrics.r2_score(truth, values)),
        }
    truth = answers.astype(str).to_numpy()
    classes = sorted(predictions.columns)
    unknown = set(truth) - set(classes)
    if unknown:
        raise ValueError(f"no probabilities for the classes {sorted(unknown)}")
    probabilities = predictions[classes].to_numpy(dtype=float)
    clipped = numpy.clip(probabilities, 1e-15, 1)
    clipped /= clipped.sum(axis=1, keepdims=True)
    index = numpy.searchsorted(classes, truth)
    result = {
        "logloss": float(-numpy.mean(numpy.log(clipped[numpy.arange(len(truth)), index]))),
        "accuracy": float(numpy.mean(probabilities.argmax(axis=1) == index)),
    }
    if len(classes) == 2:
        result["auc"] = float(sklearn.metrics.roc_auc_score(index, probabilities[:, 1]))
    return result


def is_better(left: float, right: float, metric: str) -> bool:
    return left > right if metric == "auc" else left < right
