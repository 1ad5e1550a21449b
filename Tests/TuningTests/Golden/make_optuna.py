"""Makes optuna.db, and optuna.json with what is in it as Optuna itself reads it. Made with Optuna 5.0.0."""

import json
import pathlib
import sqlite3

import optuna

folder = pathlib.Path(__file__).resolve().parent
path = folder / "optuna.db"
path.unlink(missing_ok=True)
storage = f"sqlite:///{path}"
optuna.logging.set_verbosity(optuna.logging.ERROR)


def several(trial):
    trial.suggest_float("rate", 1e-4, 1, log=True)
    count = trial.suggest_int("count", 1, 10, step=3)
    kind = trial.suggest_categorical("kind", ["tree", 2, None, True, 1.5])
    if kind == "tree":
        trial.suggest_float("width", 0, trial.number + 1, step=0.5)
    trial.set_user_attr("note", "plain")
    trial.set_user_attr("list", [1, 2])
    return count / 2, float("inf") if count == 1 else count


def steps(trial):
    x = trial.suggest_float("x", 0, 1)
    if trial.number == 3:
        raise ValueError("broken")
    for step in range(3):
        trial.report(float("nan") if step == 1 else x * step, step)
    if trial.number == 1:
        raise optuna.TrialPruned()
    return x


first = optuna.create_study(
    study_name="several", storage=storage, directions=["minimize", "maximize"],
    sampler=optuna.samplers.RandomSampler(seed=1))
first.set_user_attr("purpose", "golden")
first.optimize(several, n_trials=8)
second = optuna.create_study(
    study_name="steps", storage=storage, sampler=optuna.samplers.RandomSampler(seed=2))
second.optimize(steps, n_trials=5, catch=(ValueError,))
second.enqueue_trial({"x": 0.5})

document = {}
for study in [first, second]:
    document[study.study_name] = [
        {
            "state": trial.state.name,
            "values": None if trial.values is None else [str(value) for value in trial.values],
            "params": {name: str(value) for name, value in trial.params.items()},
            "reports": {str(step): str(value) for step, value in trial.intermediate_values.items()},
            "attributes": trial.user_attrs,
        }
        for trial in study.trials
    ]
(folder / "optuna.json").write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")
with sqlite3.connect(path) as connection:
    connection.execute("VACUUM")
