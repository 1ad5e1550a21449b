"""Writes golden.json: what scikit-learn, SciPy and definitions written out in NumPy say about small random samples.

    pip install scikit-learn==1.9.1 && python make_golden.py
"""

import json
import pathlib

import numpy as np
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(20240607)


def rounded(values, digits):
    """Few digits: readable files and many ties."""
    return np.round(np.asarray(values, dtype=float), digits)


def label_scores(truth, labels, weights, binary):
    with_weights = {"sample_weight": weights}
    average = {"average": "binary"} if binary else {"average": "macro"}
    scores = {
        "accuracy": sk.accuracy_score(truth, labels, **with_weights),
        "balanced-accuracy": sk.balanced_accuracy_score(truth, labels, **with_weights),
        "f1-macro": sk.f1_score(truth, labels, average="macro", zero_division=0, **with_weights),
        "f1-weighted": sk.f1_score(truth, labels, average="weighted", zero_division=0, **with_weights),
        "mcc": sk.matthews_corrcoef(truth, labels, **with_weights),
        "precision": sk.precision_score(truth, labels, zero_division=0, **average, **with_weights),
        "recall": sk.recall_score(truth, labels, zero_division=0, **average, **with_weights),
    }
    if binary:
        scores["f1"] = sk.f1_score(truth, labels, **with_weights)
    return scores


def binary_case(name, rows, digits, weighted, threshold, extremes=False):
    truth = (random.random(rows) < 0.35).astype(int)
    truth[:2] = [0, 1]
    predictions = rounded(np.clip(0.25 * truth + random.random(rows) * 0.75, 0, 1), digits)
    if extremes:
        predictions[:4] = [0, 1, 1, 0]
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2) if weighted else None
    labels = (predictions >= threshold).astype(int)
    scores = {
        "auc": sk.roc_auc_score(truth, predictions, sample_weight=weights),
        "log-loss": sk.log_loss(truth, predictions, sample_weight=weights, labels=[0, 1]),
        "brier": sk.brier_score_loss(truth, predictions, sample_weight=weights),
        "average-precision": sk.average_precision_score(truth, predictions, sample_weight=weights),
        **label_scores(truth, labels, weights, True),
    }
    return case(name, 2, truth, predictions, weights, scores, {"threshold": {"at": threshold}})


def multiclass_case(name, rows, classes, weighted, multipliers=None):
    truth = np.concatenate([np.arange(classes), random.integers(0, classes, rows - classes)])
    logits = random.normal(size=(rows, classes))
    logits[np.arange(rows), truth] += 0.8
    predictions = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    predictions = rounded(predictions, 2)
    predictions[:, -1] = rounded(1 - predictions[:, :-1].sum(1), 2)
    predictions = np.clip(predictions, 0, 1)
    predictions /= predictions.sum(1, keepdims=True)
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2) if weighted else None
    factors = np.ones(classes) if multipliers is None else np.asarray(multipliers)
    labels = (predictions * factors).argmax(1)
    one_hot = np.eye(classes)[truth]
    scores = {
        "auc": sk.roc_auc_score(truth, predictions, multi_class="ovr", average="macro", sample_weight=weights),
        "log-loss": sk.log_loss(truth, predictions, sample_weight=weights, labels=range(classes)),
        "brier": float(np.average(((predictions - one_hot) ** 2).sum(1), weights=weights)),
        "average-precision": sk.average_precision_score(one_hot, predictions, average="macro", sample_weight=weights),
        **label_scores(truth, labels, weights, False),
    }
    rule = {"mostProbable": {}} if multipliers is None else {"multipliers": {"perClass": list(multipliers)}}
    return case(name, classes, truth, predictions.ravel(), weights, scores, rule)


def regression_case(name, rows, weighted):
    truth = rounded(random.gamma(2, 5, rows), 1)
    truth[:3] = 0
    predictions = rounded(np.maximum(truth * random.gamma(9, 1 / 9, rows), 0.3), 2)
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2) if weighted else None
    given = {"sample_weight": weights}
    scores = {
        "rmse": sk.root_mean_squared_error(truth, predictions, **given),
        "mae": sk.mean_absolute_error(truth, predictions, **given),
        "r2": sk.r2_score(truth, predictions, **given),
        "rmsle": sk.root_mean_squared_log_error(truth, predictions, **given),
        "mape": sk.mean_absolute_percentage_error(truth, predictions, **given),
        "pinball:0.5": sk.mean_pinball_loss(truth, predictions, alpha=0.5, **given),
        "pinball:0.9": sk.mean_pinball_loss(truth, predictions, alpha=0.9, **given),
        "poisson-deviance": sk.mean_poisson_deviance(truth, predictions, **given),
        "tweedie-deviance:1.5": sk.mean_tweedie_deviance(truth, predictions, power=1.5, **given),
    }
    return case(name, 0, truth, predictions, weights, scores, {"mostProbable": {}})


def case(name, classes, truth, predictions, weights, scores, decision):
    return {
        "name": name,
        "classes": [chr(ord("a") + index) for index in range(classes)],
        "targets": [float(value) for value in truth],
        "predictions": [float(value) for value in predictions],
        "weights": None if weights is None else [float(value) for value in weights],
        "decision": decision,
        "scores": {key: float(value) for key, value in scores.items()},
    }


def isotonic_case(rows, weighted):
    scores = rounded(random.random(rows), 2)
    truth = (random.random(rows) < scores**2).astype(float)
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2) if weighted else None
    model = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(scores, truth, sample_weight=weights)
    return {
        "scores": scores.tolist(),
        "targets": truth.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "fitted": model.predict(scores).tolist(),
    }


def logistic_case(rows, weighted):
    """Platt's map: a logistic regression on the logit with his smoothed targets, as two weighted rows for each."""
    true_logits = random.normal(0, 2, rows)
    truth = (random.random(rows) < 1 / (1 + np.exp(-true_logits))).astype(int)
    predictions = rounded(1 / (1 + np.exp(-(1.7 * true_logits + 0.6))), 4).clip(1e-4, 1 - 1e-4)
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2) if weighted else None
    relative = np.ones(rows) if weights is None else weights / weights.mean()
    positives, negatives = relative[truth == 1].sum(), relative[truth == 0].sum()
    targets = np.where(truth == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    logits = np.log(predictions / (1 - predictions))[:, None]
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(
        np.vstack([logits, logits]),
        np.r_[np.ones(rows), np.zeros(rows)],
        np.r_[relative * targets, relative * (1 - targets)],
    )
    return {
        "predictions": predictions.tolist(),
        "targets": truth.tolist(),
        "weights": None if weights is None else weights.tolist(),
        "slope": float(model.coef_[0, 0]),
        "intercept": float(model.intercept_[0]),
    }


def softmax_case(rows, classes, has_offsets):
    """The scale and offsets whose gradient is zero, the share of each class smoothed by one row."""
    logits = random.normal(0, 1.5, (rows, classes))
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = (random.random(rows)[:, None] > shares.cumsum(1)).sum(1)
    distorted = 1.8 * logits + np.linspace(-0.8, 0.8, classes)
    predictions = np.exp(distorted) / np.exp(distorted).sum(1, keepdims=True)
    logs = np.log(predictions)
    wanted = (np.bincount(truth, minlength=classes) + 1) / (rows + classes)

    def fitted(parameters):
        scores = parameters[0] * logs + np.r_[0, parameters[1:]]
        powers = np.exp(scores - scores.max(1, keepdims=True))
        return powers / powers.sum(1, keepdims=True)

    def gradient(parameters):
        found = fitted(parameters)
        slope = ((found * logs).sum(1) - logs[np.arange(rows), truth]).mean()
        return np.r_[slope, (found.mean(0) - wanted)[1:]] if has_offsets else np.array([slope])

    start = np.r_[1.0, np.zeros(classes - 1)] if has_offsets else np.ones(1)
    if has_offsets:
        solution = optimize.root(gradient, start, tol=1e-12).x
    else:
        solution = np.r_[optimize.brentq(lambda s: gradient(np.r_[s, np.zeros(classes - 1)])[0], 0.05, 5), np.zeros(classes - 1)]
    return {
        "classes": classes,
        "hasOffsets": has_offsets,
        "predictions": predictions.ravel().tolist(),
        "targets": truth.tolist(),
        "scale": float(solution[0]),
        "calibrated": fitted(solution).ravel().tolist(),
    }


def bootstrap_case(rows):
    truth = random.normal(0, 1, rows)
    predictions = truth + random.normal(0, 0.6, rows) * (1 + (random.random(rows) < 0.1))
    sample = {}
    for name, metric in {"rmse": sk.root_mean_squared_error, "r2": sk.r2_score}.items():
        result = stats.bootstrap(
            (truth, predictions), metric, paired=True, vectorized=False, n_resamples=20000, method="BCa", rng=random
        )
        sample[name] = [float(result.confidence_interval.low), float(result.confidence_interval.high)]
    return {"targets": truth.tolist(), "predictions": predictions.tolist(), "intervals": sample}


def wilson_case(correct, rows, level):
    low, high = stats.binomtest(correct, rows).proportion_ci(level, method="wilson")
    return {"correct": correct, "rows": rows, "level": level, "lower": low, "upper": high}


def delong_case(rows, digits, level):
    """DeLong, DeLong and Clarke-Pearson (1988), by comparing every pair."""
    truth = (random.random(rows) < 0.4).astype(int)
    scores = rounded(random.random(rows) * 0.8 + 0.2 * truth, digits)
    positive, negative = scores[truth == 1], scores[truth == 0]
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    area = wins.mean()
    variance = wins.mean(1).var(ddof=1) / len(positive) + wins.mean(0).var(ddof=1) / len(negative)
    # The interval of the logit keeps within 0 and 1.
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt(variance) / (area * (1 - area))
    logit = np.log(area / (1 - area))
    return {
        "targets": truth.tolist(),
        "scores": scores.tolist(),
        "level": level,
        "area": float(area),
        "variance": float(variance),
        "lower": float(1 / (1 + np.exp(-(logit - half)))),
        "upper": float(1 / (1 + np.exp(-(logit + half)))),
    }


def curve_case(rows):
    truth = (random.random(rows) < 0.4).astype(int)
    scores = rounded(random.random(rows) * 0.7 + 0.3 * truth, 1)
    weights = rounded(random.gamma(2, 1, rows) + 0.01, 2)
    false_rates, true_rates, _ = sk.roc_curve(truth, scores, sample_weight=weights, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(truth, scores, sample_weight=weights)
    return {
        "targets": truth.tolist(),
        "scores": scores.tolist(),
        "weights": weights.tolist(),
        "falsePositiveRates": false_rates.tolist(),
        "truePositiveRates": true_rates.tolist(),
        "precision": precision[::-1].tolist(),
        "recall": recall[::-1].tolist(),
        "confusion": sk.confusion_matrix(truth, scores >= 0.5, sample_weight=weights).tolist(),
    }


golden = {
    "cases": [
        binary_case("binary", 80, 3, False, 0.5),
        binary_case("binary weighted", 80, 3, True, 0.5),
        binary_case("binary with ties", 90, 1, False, 0.4),
        binary_case("binary weighted with ties", 90, 1, True, 0.6),
        binary_case("binary with certain predictions", 30, 2, False, 0.5, extremes=True),
        multiclass_case("multiclass", 70, 4, False),
        multiclass_case("multiclass weighted", 70, 3, True),
        multiclass_case("multiclass with multipliers", 70, 3, True, [0.7, 1.0, 1.6]),
        multiclass_case("multiclass with many classes", 60, 11, False),
        regression_case("regression", 50, False),
        regression_case("regression weighted", 50, True),
    ],
    "isotonic": [isotonic_case(120, False), isotonic_case(120, True)],
    "logistic": [logistic_case(300, False), logistic_case(300, True)],
    "softmax": [softmax_case(300, 3, True), softmax_case(200, 4, False)],
    "bootstrap": bootstrap_case(60),
    "wilson": [wilson_case(47, 60, 0.95), wilson_case(0, 12, 0.95), wilson_case(300, 301, 0.9)],
    "deLong": [delong_case(60, 3, 0.95), delong_case(80, 1, 0.9)],
    "curve": curve_case(50),
}
pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(golden) + "\n")
