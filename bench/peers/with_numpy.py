"""numpy's side of bench/score.py and stability.py: whole arrays, and a group at a time on all processors."""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from loop import Shape, serve

shape = Shape(*sys.argv[1:])
sizes = np.array(shape.sizes)
starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
block_of = np.repeat(np.arange(len(sizes)), sizes)
given = np.array(shape.weights, dtype=float)
weights = given / given.sum()
workers = len(os.sched_getaffinity(0))
threads = ThreadPoolExecutor(workers)
random = np.random.default_rng(1)
state = {}


def load():
    """A row a unit and month, as one has it for a matrix product; the first month's fractions for draws."""
    columns = np.fromfile(f"{shape.folder}/columns.f64").reshape(shape.indicators, shape.rows)
    state["values"] = np.ascontiguousarray(columns.T)
    month = columns[:, :shape.units]
    sizes_month, starts_month = sizes[:shape.groups], starts[:shape.groups]
    low = np.minimum.reduceat(month, starts_month, axis=1).repeat(sizes_month, axis=1)
    high = np.maximum.reduceat(month, starts_month, axis=1).repeat(sizes_month, axis=1)
    state["fractions"] = np.ascontiguousarray((month - low) / (high - low))


def places(scores):
    """1 + how many of the group are better."""
    order = np.lexsort((-scores, block_of))
    ordered = scores[order]
    fresh = np.ones(len(scores), dtype=bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]) | (block_of[1:] != block_of[:-1])
    first = np.maximum.accumulate(np.where(fresh, np.arange(len(scores)), 0))
    ranks = np.empty(len(scores), dtype=np.int32)
    ranks[order] = first - starts[block_of] + 1
    return ranks


def score():
    """Σ w (x - low) / (high - low), as Σ x f - Σ low f with f = w / (high - low) of the group."""
    values = state["values"]
    low = np.minimum.reduceat(values, starts, axis=0)
    factors = weights / (np.maximum.reduceat(values, starts, axis=0) - low)
    scores = np.einsum("ij,ij->i", values, factors[block_of]) - (factors * low).sum(axis=1)[block_of]
    scores *= 100
    state["scores"], state["ranks"] = scores, places(scores)


def score_groups():
    """The same with a matrix product for each group, which stays in the cache; halves of the groups side by side."""
    values = state["values"]
    scores = np.empty(shape.rows)
    ranks = np.empty(shape.rows, dtype=np.int32)

    def some(groups):
        for first, count in groups:
            x, out = values[first:first + count], scores[first:first + count]
            low = x.min(axis=0)
            factors = 100 * weights / (x.max(axis=0) - low)
            np.dot(x, factors, out=out)
            out -= low @ factors
            ordered = np.sort(out)
            np.subtract(count + 1, ordered.searchsorted(out, "right"), out=ranks[first:first + count], casting="unsafe")

    todo = list(zip(starts.tolist(), sizes.tolist()))
    list(threads.map(some, [todo[i * len(todo) // workers:(i + 1) * len(todo) // workers] for i in range(workers)]))
    state["scores"], state["ranks"] = scores, ranks


def drawn(draws, sets):
    if sets:
        of_draws = np.fromfile(sets).reshape(draws, shape.indicators)
    else:
        of_draws = given * random.uniform(0.75, 1.25, (draws, shape.indicators))
    return (of_draws / of_draws.sum(axis=1, keepdims=True)) @ state["fractions"]


def counted(order, count):
    """order: units by place, a row a draw; how often each unit had each place."""
    order *= count + 1
    order += np.arange(1, count + 1)
    return np.bincount(order.ravel(), minlength=count * (count + 1)).reshape(count, count + 1)


def by_argsort(scores):
    return counted(np.argsort(-scores, axis=1), scores.shape[1])


def by_packing(scores):
    """The unit in the lowest 7 bits of its score: sorting numbers is quicker than sorting places."""
    packed = (scores * -2.0**53).astype(np.int64)
    packed &= -128
    packed |= np.arange(scores.shape[1])
    packed.sort(axis=1)
    packed &= 127
    return counted(packed, scores.shape[1])


def draw(count_places, draws, sets=None):
    draws = int(draws)
    scores = drawn(draws, sets)
    groups = [scores[:, first:first + count] for first, count in zip(starts[:shape.groups], sizes[:shape.groups])]
    result = []
    for counts in threads.map(count_places, groups):
        below = counts.cumsum(axis=1)
        quantiles = [(below * 100 >= max(percent * draws, 1)).argmax(axis=1) for percent in (0, 5, 50, 95, 100)]
        mean = counts @ np.arange(counts.shape[1]) / draws
        result.append((*quantiles, counts[:, -3:].sum(axis=1), mean))
    state["quantiles"] = np.concatenate([np.stack(one[:6], axis=1) for one in result]).astype(np.int32)
    state["means"] = np.concatenate([one[6] for one in result])


def keep_scores(path):
    with open(path, "wb") as file:
        file.write(state["scores"].tobytes() + state["ranks"].astype(np.int32).tobytes())


def keep_ranks(path):
    state["quantiles"].tofile(path)


serve(f"numpy {np.__version__}",
      {"score": score, "score-groups": score_groups, "draw": lambda *words: draw(by_argsort, *words),
       "draw-packed": lambda *words: draw(by_packing, *words)},
      {"load": load, "keep-scores": keep_scores, "keep-ranks": keep_ranks})
