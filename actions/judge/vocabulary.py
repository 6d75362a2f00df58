"""Features by name, as rows of a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Vocabulary:
    """Knows the features seen in training and how telling (idf) each is."""

    def __init__(self, names: Sequence[str], weights: Floats) -> None:
        self.names = list(names)
        self.weights = weights
        self._index = {name: i for i, name in enumerate(self.names)}

    @classmethod
    def fit(cls, rows: Sequence[Iterable[str]], at_least: int, idf: bool) -> Vocabulary:
        """Learns the features that stand in `at_least` rows.

        Args:
            rows: the features of each row.
            at_least: rows a feature must be seen in to count.
            idf: whether rare features weigh more.
        """
        counts = Counter(name for row in rows for name in set(row))
        names = sorted(name for name, count in counts.items() if count >= at_least)
        frequency = np.array([counts[name] for name in names], dtype=np.float32)
        weights = np.log((1 + len(rows)) / (1 + frequency)) + 1 if idf else np.ones(len(names))
        return cls(names, weights.astype(np.float32))

    def known(self, names: Sequence[str]) -> float:
        """Share (0-1) of these features that were seen in training."""
        return sum(name in self._index for name in names) / len(names)

    def matrix(self, rows: Sequence[Iterable[str]]) -> sp.csr_matrix:
        """Rows of unit length, shape (rows, features); unknown features are left out."""
        columns: list[int] = []
        ends = [0]
        values: list[Floats] = []
        for row in rows:
            known = Counter(self._index[name] for name in row if name in self._index)
            place = sorted(known)
            value = self.weights[place] * (1 + np.log([known[i] for i in place], dtype=np.float32))
            values.append(value / max(float(np.sqrt(value @ value)), 1e-9))
            columns.extend(place)
            ends.append(len(columns))
        data = np.concatenate(values) if values else np.zeros(0)
        shape = (len(ends) - 1, len(self.names))
        return sp.csr_matrix((data.astype(np.float32), columns, ends), shape=shape)
