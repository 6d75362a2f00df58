"""Boosted regression trees, several committees of them, as plain arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.judge.vocabulary import Floats

_TREES = 120
_DEPTH = 4
_RATE = 0.05
_COLUMNS = 0.25
_ROWS = 0.6
_LEAF = 8
Arrays = dict[str, NDArray[Any]]


class Trees:
    """Committees of boosted trees, one set of trees a target; their mean is the prediction."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays

    @classmethod
    def fit(cls, rows: Floats, targets: NDArray[np.float64]) -> Trees:
        """One committee by stochastic gradient boosting (Friedman 2002).

        Args:
            rows: shape (replies, numbers).
            targets: shape (replies, targets).
        """
        from sklearn.ensemble import GradientBoostingRegressor

        columns: dict[str, list[NDArray[Any]]] = {name: [] for name in _NODE}
        roots, start, at = [], [], 0
        for target in targets.T:
            model = GradientBoostingRegressor(
                n_estimators=_TREES,
                learning_rate=_RATE,
                max_depth=_DEPTH,
                max_features=_COLUMNS,
                subsample=_ROWS,
                min_samples_leaf=_LEAF,
                random_state=0,
            ).fit(rows, target)
            start.append(target.mean())
            for tree in (fitted.tree_ for fitted in model.estimators_[:, 0]):
                places = np.arange(tree.node_count)
                leaf = tree.children_left < 0
                columns["left"].append(at + np.where(leaf, places, tree.children_left))
                columns["right"].append(at + np.where(leaf, places, tree.children_right))
                columns["column"].append(np.where(leaf, 0, tree.feature))
                columns["threshold"].append(tree.threshold)
                columns["leaf"].append(_RATE * tree.value[:, 0, 0])
                roots.append(at)
                at += tree.node_count
        arrays: Arrays = {
            name: np.concatenate(parts).astype(_NODE[name]) for name, parts in columns.items()
        }
        arrays["roots"] = np.array(roots, dtype=np.int32).reshape(1, targets.shape[1], _TREES)
        arrays["start"] = np.array([start], dtype=np.float64)
        return cls(arrays)

    @classmethod
    def together(cls, committees: Sequence[Trees]) -> Trees:
        """All committees as one."""
        arrays: Arrays = {
            name: np.concatenate([one.arrays[name] for one in committees])
            for name in ("column", "threshold", "leaf", "start")
        }
        sizes = [len(one.arrays["leaf"]) for one in committees]
        offsets = np.cumsum([0, *sizes[:-1]]).astype(np.int32)
        for name in ("left", "right", "roots"):
            arrays[name] = np.concatenate(
                [one.arrays[name] + at for one, at in zip(committees, offsets, strict=True)]
            )
        return cls(arrays)

    def predict(self, rows: Floats) -> NDArray[np.float64]:
        """Predictions, shape (replies, targets)."""
        nodes = self.arrays
        roots = nodes["roots"]
        at = np.repeat(roots.reshape(1, -1), len(rows), axis=0)
        every = np.arange(len(rows))[:, None]
        for _ in range(_DEPTH):
            small = rows[every, nodes["column"][at]] <= nodes["threshold"][at]
            at = np.where(small, nodes["left"][at], nodes["right"][at])
        leaves = nodes["leaf"][at].reshape(len(rows), *roots.shape)
        return np.asarray((leaves.sum(-1) + nodes["start"]).mean(1), dtype=np.float64)


_NODE: dict[str, type] = {
    "left": np.int32,
    "right": np.int32,
    "column": np.int16,
    "threshold": np.float64,
    "leaf": np.float64,
}
