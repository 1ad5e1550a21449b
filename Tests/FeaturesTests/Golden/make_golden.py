#!/usr/bin/env python3
"""Writes golden.json: what scikit-learn makes of small inputs, for the tests of Features.

Needs scikit-learn (made with 1.9.1) and numpy: python3 make_golden.py
"""

import json
import pathlib

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, QuantileTransformer, StandardScaler, TargetEncoder

random = np.random.RandomState(7)


def numbers(values):
    return [float(v) for v in np.asarray(values).ravel()]


def quantiles():
    cases = []
    # With 2^7 + 1 rows numpy's percentiles are the rows' values exactly; else rounding noise would tear ties apart.
    columns = {
        "lognormal": random.lognormal(size=300),
        "zero-inflated": np.where(random.uniform(size=129) < 0.6, 0, random.exponential(size=129)),
        "ties": random.poisson(2, size=129).astype(float),
        "tiny": np.array([3.0, 1.0, 2.0]),
    }
    for name, column in columns.items():
        count = min(256, len(column))
        model = QuantileTransformer(n_quantiles=count, output_distribution="normal", subsample=None)
        model.fit(column[:, None])
        asked = np.concatenate([column[:40], np.linspace(column.min() - 1, column.max() + 1, 41)])
        cases.append({
            "name": name, "training": numbers(column), "asked": numbers(asked),
            "expected": numbers(model.transform(asked[:, None])),
        })
    return cases


def standard():
    column = random.normal(10, 3, size=50)
    return {"training": numbers(column), "expected": numbers(StandardScaler().fit_transform(column[:, None]))}


CITIES = ["Paris", "Oslo", "Århus", "Zürich", "Rome", "東京"]


def categories():
    training = [CITIES[i] for i in random.choice(len(CITIES), p=[0.3, 0.25, 0.2, 0.15, 0.06, 0.04], size=120)]
    asked = CITIES + ["Lima", "Rome"]
    column = np.array(training, dtype=object)[:, None]
    probe = np.array(asked, dtype=object)[:, None]
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(column)
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(column)
    value = random.normal(size=len(training)) + np.array([len(t) for t in training])
    binary = (random.uniform(size=len(training)) < 0.3).astype(int)
    classes = random.randint(0, 3, size=len(training))
    target = {
        "value": TargetEncoder(smooth=10.0, target_type="continuous").fit(column, value).transform(probe),
        "binary": TargetEncoder(smooth=10.0, target_type="binary").fit(column, binary).transform(probe),
        "classes": TargetEncoder(smooth=10.0, target_type="multiclass").fit(column, classes).transform(probe),
    }
    return {
        "training": training, "asked": asked,
        "ordinal": numbers(ordinal.transform(probe)), "oneHot": one_hot.transform(probe).tolist(),
        "value": numbers(value), "binary": numbers(binary), "classes": numbers(classes),
        "encodedValue": numbers(target["value"]), "encodedBinary": numbers(target["binary"]),
        "encodedClasses": target["classes"].T.tolist(),
    }


TEXTS = [
    "The cat sat on the mat.", "the dog sat on the log!", "Dogs and cats; cats and dogs", "a cat? A CAT! a cat...",
    "Größe und Maße der Bäume", "größe der bäume und maße", "naïve café, 10 cafés", "The café of the cats: 10/10",
    "I don't like it", "I don't like the cat", "don't you like cafés?", "log the dog, mat the cat",
]


def texts():
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=r"(?u)\b\w+\b")
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3)
    kinds = []
    for kind, model in (("words", words), ("characters", runs)):
        matrix = model.fit_transform(TEXTS)
        decomposition = TruncatedSVD(4, algorithm="arpack", random_state=0).fit(matrix)
        kinds.append({
            "kind": kind, "terms": list(model.get_feature_names_out()), "weights": matrix.toarray().tolist(),
            "singularValues": numbers(decomposition.singular_values_),
            "vectors": decomposition.components_.tolist(),
        })
    return {"texts": TEXTS, "kinds": kinds}


def ridge():
    matrix = np.where(random.uniform(size=(40, 12)) < 0.3, random.uniform(size=(40, 12)), 0)
    target = matrix @ random.normal(size=12) + random.normal(scale=0.1, size=40)
    weights = random.uniform(0.5, 1.5, size=40)
    mean = np.average(target, weights=weights)
    model = Ridge(alpha=3.0, fit_intercept=False).fit(matrix, target - mean, sample_weight=weights * 40 / weights.sum())
    return {
        "matrix": matrix.tolist(), "targets": numbers(target), "weights": numbers(weights),
        "coefficients": numbers(model.coef_),
    }


golden = {"quantiles": quantiles(), "standard": standard(), "categories": categories(), "texts": texts(), "ridge": ridge()}
path = pathlib.Path(__file__).with_name("golden.json")
path.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")
