"""pandas' side of bench/score.py and read.py."""
import sys

import numpy as np
import pandas as pd
from loop import Shape, serve

shape = Shape(*sys.argv[1:])
state = {}


def load():
    columns = np.fromfile(f"{shape.folder}/columns.f64").reshape(shape.indicators, shape.rows)
    state["table"] = pd.DataFrame(columns.T, columns=[f"i{i:03d}" for i in range(shape.indicators)])
    state["group"] = np.repeat(np.arange(len(shape.sizes)), shape.sizes)
    weights = np.array(shape.weights, dtype=float)
    state["weights"] = pd.Series(100 * weights / weights.sum(), index=state["table"].columns)


def score():
    """Σ w (x - low) / (high - low), as Σ x f - Σ low f with f = w / (high - low) of the group."""
    table, group = state["table"], state["group"]
    groups = table.groupby(group, sort=False)
    low = groups.min()
    factors = state["weights"] / (groups.max() - low)
    scores = (table * factors.to_numpy()[group]).sum(axis=1) - (factors * low).sum(axis=1).to_numpy()[group]
    state["scores"] = scores
    state["ranks"] = scores.groupby(group, sort=False).rank(method="min", ascending=False)


def read(name):
    state["read"] = None
    state["read"] = pd.read_csv(f"{shape.folder}/{name}.csv")


def keep_scores(path):
    with open(path, "wb") as file:
        file.write(state["scores"].to_numpy().tobytes() + state["ranks"].to_numpy().astype(np.int32).tobytes())


def keep_values(path):
    table = state["read"]
    if "value" in table:
        table["value"].to_numpy().reshape(shape.rows, shape.indicators).T.tofile(path)
    else:
        table[[f"i{i:03d}" for i in range(shape.indicators)]].to_numpy().T.tofile(path)


serve(f"pandas {pd.__version__}",
      {"score": score, "long": lambda: read("long"), "wide": lambda: read("wide")},
      {"load": load, "keep-scores": keep_scores, "keep-values": keep_values})
