"""Writes tree-models.json: small models trained by LightGBM 4.7.0 from Python, with its own predictions.

    pip install lightgbm==4.7.0 numpy && python make_tree_models.py

The rows to predict hold what training data do not: NaN in features that had none, infinities, zeros on both sides
of LightGBM's zero threshold, negative, fractional, huge and unseen categories.
"""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np

ROWS, FEATURES, LEVELS, MANY_LEVELS = 600, 6, 9, 300


def training_inputs(random, missing):
    inputs = random.normal(size=(ROWS, FEATURES))
    inputs[:, 3] = random.integers(0, LEVELS, ROWS)
    inputs[:, 4] = random.integers(0, MANY_LEVELS, ROWS)
    inputs[random.random(ROWS) < 0.5, 5] = 0
    if missing:
        for column in range(FEATURES):
            inputs[random.random(ROWS) < 0.15, column] = np.nan
    return inputs


def odd_inputs(random, inputs):
    rows = inputs[random.integers(0, ROWS, 83)].copy()  # no multiple of eight
    odd = [np.nan, np.inf, -np.inf, 0.0, 1e-36, -1e-36, 1e-34, -1e-34, 1e300, -1e300, -0.5, -1.0, 2.7, 3e9, 63, 64, 127, 128, 299, 5000]
    for row in rows[3:]:
        for column in random.integers(0, FEATURES, 2):
            row[column] = odd[random.integers(0, len(odd))]
    return rows


def signal(random, inputs):
    clean = np.nan_to_num(inputs)
    effects = random.normal(size=LEVELS)[clean[:, 3].astype(int)]
    many = random.normal(size=MANY_LEVELS)[clean[:, 4].astype(int)]
    return clean[:, 0] - clean[:, 1] * clean[:, 2] + effects + many + 2 * (inputs[:, 5] == 0) + np.isnan(inputs[:, 1])


def main():
    base = dict(num_leaves=8, verbosity=-1, min_data_in_leaf=5, min_data_per_group=5, cat_smooth=1, deterministic=True, num_threads=1, seed=7)
    cases = {
        "binary": ("binary", dict(objective="binary", sigmoid=0.7)),
        "cross-entropy": ("binary", dict(objective="cross_entropy")),
        "multiclass": ("multiclass", dict(objective="multiclass", num_class=3)),
        "one-against-all": ("multiclass", dict(objective="multiclassova", num_class=3)),
        "regression": ("regression", dict(objective="regression")),
        "regression-no-missing": ("regression", dict(objective="regression", use_missing=False)),
        "zero-as-missing": ("regression", dict(objective="regression", zero_as_missing=True)),
        "square-root": ("regression", dict(objective="regression", reg_sqrt=True)),
        "absolute-error": ("regression", dict(objective="regression_l1")),
        "quantile": ("regression", dict(objective="quantile", alpha=0.8)),
        "poisson": ("count", dict(objective="poisson")),
        "tweedie": ("count", dict(objective="tweedie", tweedie_variance_power=1.3)),
        "gamma": ("count", dict(objective="gamma")),
        "random-forest": ("binary", dict(objective="binary", boosting="rf", bagging_freq=1, bagging_fraction=0.6)),
        "random-forest-multiclass": ("multiclass", dict(objective="multiclass", num_class=3, boosting="rf", bagging_freq=1, bagging_fraction=0.6)),
        "dart": ("regression", dict(objective="regression", boosting="dart", drop_rate=0.5, skip_drop=0.2)),
        "monotone": ("regression", dict(objective="regression", monotone_constraints=[1, -1, 0, 0, 0, 0])),
        "constant": ("regression", dict(objective="regression", min_data_in_leaf=ROWS)),
        "numeric": ("regression", dict(objective="regression", plain=True)),
        "numeric-no-missing": ("regression", dict(objective="regression", plain=True, complete=True)),
    }
    written = []
    for index, (name, (target, parameters)) in enumerate(cases.items()):
        random = np.random.default_rng(index)
        plain = parameters.pop("plain", False)
        inputs = training_inputs(random, missing=not parameters.pop("complete", False))
        value = signal(random, inputs)
        targets = {
            "binary": (value > 0).astype(float),
            "multiclass": np.digitize(value, [-1, 1]).astype(float),
            "regression": 1000 * value,
            "count": np.exp(value / 3) + 0.01,
        }[target]
        data = lgb.Dataset(inputs, targets, categorical_feature=[] if plain else [3, 4], free_raw_data=False)
        booster = lgb.train({**base, **parameters}, data, 9)
        text = booster.model_to_string()
        text = text[: text.index("\npandas_categorical")]
        rows = odd_inputs(random, inputs)
        predictions = booster.predict(rows, num_threads=1)
        if name == "one-against-all":  # our probabilities add to one
            predictions = predictions / predictions.sum(axis=1, keepdims=True)
        written.append(
            dict(
                name=name,
                task="regression" if target == "count" else target,
                text=text,
                rows=[[str(cell) for cell in row] for row in rows.tolist()],
                predictions=np.ravel(predictions).tolist(),
                gains=booster.feature_importance("gain").tolist(),
                splits=booster.feature_importance("split").tolist(),
            )
        )
    Path(__file__).with_name("tree-models.json").write_text(json.dumps(written, indent=0))


main()
