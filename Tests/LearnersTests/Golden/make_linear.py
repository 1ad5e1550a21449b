"""Golden values for the linear, kernel and neighbour learners from scikit-learn 1.9.

Run: python make_linear.py   (writes linear.json next to itself)
"""

import json
import pathlib

import numpy as np
from sklearn.linear_model import (
    ElasticNet, Lasso, LogisticRegression, PoissonRegressor, QuantileRegressor, Ridge, TweedieRegressor)
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, SVR, LinearSVC

random = np.random.default_rng(7)


def rounded(array):
    """Numbers that survive JSON: the same doubles are fitted here and in Swift."""
    return np.round(array, 6)


def table(rows, columns):
    return rounded(random.normal(size=(rows, columns)))


X = table(60, 5)
X[:, 4] = rounded(0.9 * X[:, 3] + 0.1 * X[:, 4])
score = 1.5 * X[:, 0] - X[:, 1] + 0.5 * X[:, 3]
y = rounded(score + 0.5 * random.normal(size=60) + 4)
binary = (score + 0.8 * random.normal(size=60) > 0).astype(int)
classes = np.digitize(score + 0.8 * random.normal(size=60), [-1, 1])
counts = random.poisson(np.exp(0.4 * score + 1))
weights = rounded(random.uniform(0.2, 2, size=60))
query = table(12, 5)
wide = table(15, 40)
wide_y = rounded(wide[:, 0] - 2 * wide[:, 7] + 0.1 * random.normal(size=15))

out = {
    "rows": X.tolist(), "values": y.tolist(), "binary": binary.tolist(), "classes": classes.tolist(),
    "counts": counts.tolist(), "weights": weights.tolist(), "query": query.tolist(),
    "wide": wide.tolist(), "wideValues": wide_y.tolist(), "expected": {},
}
W = weights / weights.mean()  # mean one, as the learners scale them
n = len(y)


def keep(name, values):
    out["expected"][name] = np.asarray(values, dtype=float).ravel().tolist()


def linear(name, model):
    keep(name, np.concatenate([np.ravel(model.coef_), np.atleast_1d(model.intercept_)]))


# Our strength s: mean loss + s/2 |b|^2. Ridge: sum of squares + alpha |b|^2, so alpha = n s.
linear("ridge", Ridge(alpha=0.3 * n, tol=1e-12).fit(X, y))
linear("ridgeWeighted", Ridge(alpha=0.3 * n, tol=1e-12).fit(X, y, sample_weight=W))
linear("ridgeWide", Ridge(alpha=0.2 * 15, tol=1e-12).fit(wide, wide_y))
exact = dict(tol=1e-14, max_iter=1_000_000)
linear("lasso", Lasso(alpha=0.15, **exact).fit(X, y))
linear("lassoWide", Lasso(alpha=0.1, **exact).fit(wide, wide_y))
linear("elasticNet", ElasticNet(alpha=0.2, l1_ratio=0.4, **exact).fit(X, y))
linear("elasticNetWeighted", ElasticNet(alpha=0.2, l1_ratio=0.4, **exact).fit(X, y, sample_weight=W))
# LogisticRegression: C sum of losses + 1/2 |b|^2, so C = 1 / (n s).
newton = dict(solver="lbfgs", tol=1e-12, max_iter=100_000)
linear("logistic", LogisticRegression(C=1 / (n * 0.02), **newton).fit(X, binary))
linear("logisticWeighted", LogisticRegression(C=1 / (n * 0.02), **newton).fit(X, binary, sample_weight=W))
multinomial = LogisticRegression(C=1 / (n * 0.02), **newton).fit(X, classes)
keep("multinomial", multinomial.predict_proba(query))
linear("logisticElasticNet", LogisticRegression(
    C=1 / (n * 0.05), l1_ratio=0.5, solver="saga", tol=1e-13, max_iter=1_000_000).fit(X, binary))
linear("poisson", PoissonRegressor(alpha=0.05, tol=1e-12, max_iter=10_000).fit(X, counts))
linear("poissonWeighted", PoissonRegressor(alpha=0.05, tol=1e-12, max_iter=10_000).fit(X, counts, sample_weight=W))
linear("tweedie", TweedieRegressor(power=1.5, alpha=0.05, link="log", tol=1e-12, max_iter=10_000).fit(X, counts))
quantile = QuantileRegressor(quantile=0.8, alpha=0, solver="highs").fit(X, y)
residual = y - quantile.predict(X)
keep("pinball", [np.maximum(0.8 * residual, -0.2 * residual).mean()])
# LinearSVC penalises its intercept a little: a large scaling makes that vanish. C sum of squared hinges + 1/2 |w|^2.
linear("linearSVC", LinearSVC(
    C=1 / (n * 0.05), tol=1e-12, intercept_scaling=1000, max_iter=10_000_000).fit(X, binary))
svc = SVC(C=2, gamma=0.2, tol=1e-8).fit(X, binary)
keep("svc", svc.decision_function(query))
keep("svcWeighted", SVC(C=2, gamma=0.2, tol=1e-8).fit(X, binary, sample_weight=W).decision_function(query))
keep("svcPairs", SVC(C=2, gamma=0.2, tol=1e-8, decision_function_shape="ovo").fit(X, classes).decision_function(query))
keep("svr", SVR(C=2, gamma=0.2, epsilon=0.1, tol=1e-8).fit(X, y).predict(query))
keep("svrWeighted", SVR(C=2, gamma=0.2, epsilon=0.1, tol=1e-8).fit(X, y, sample_weight=W).predict(query))
for kind in ("uniform", "distance"):
    keep(f"neighbours-{kind}", KNeighborsRegressor(7, weights=kind).fit(X, y).predict(query))
    keep(f"neighbourClasses-{kind}", KNeighborsClassifier(7, weights=kind).fit(X, classes).predict_proba(query))

path = pathlib.Path(__file__).with_name("linear.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
