"""Measures of agreement between the judge and the panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from actions.judge.panel import Span

Numbers = NDArray[np.float64]


def kappa(ratings: Numbers, scores: Numbers, low: int, high: int) -> float:
    """Quadratically weighted kappa (Cohen 1968) of rounded ratings and scores, one scale."""
    first = np.clip(np.rint(ratings), low, high).astype(int) - low
    second = np.clip(np.rint(scores), low, high).astype(int) - low
    size = high - low + 1
    seen = np.zeros((size, size))
    np.add.at(seen, (first, second), 1)
    expected = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    cost = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    return float(1 - (cost * seen).sum() / (cost * expected).sum())


def confusion(ratings: Numbers, scores: Numbers, low: int, high: int) -> NDArray[np.int_]:
    """Counts, rows the panel's rounded rating, columns the judge's."""
    table = np.zeros((high - low + 1, high - low + 1), dtype=int)
    first = np.clip(np.rint(ratings), low, high).astype(int) - low
    second = np.clip(np.rint(scores), low, high).astype(int) - low
    np.add.at(table, (first, second), 1)
    return table


def spearman(first: Numbers, second: Numbers) -> float:
    """Rank correlation, ties by mean rank."""
    return float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])


def _ranks(values: Numbers) -> Numbers:
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(len(values))
    for value in np.unique(values):
        same = values == value
        ranks[same] = ranks[same].mean()
    return ranks


@dataclass
class SpanCount:
    """Hits, marked and foretold spans by label; a hit needs the label and half the overlap."""

    hits: Counter[str] = field(default_factory=Counter)
    marked: Counter[str] = field(default_factory=Counter)
    foretold: Counter[str] = field(default_factory=Counter)

    def add(self, marked: Sequence[Span], foretold: Iterable[Span]) -> None:
        """Counts one reply; each marked span is hit once at most."""
        left = list(marked)
        self.marked.update(span.label for span in marked)
        for span in foretold:
            self.foretold[span.label] += 1
            for other in left:
                if other.label == span.label and other.meets(span.start, span.end):
                    self.hits[span.label] += 1
                    left.remove(other)
                    break

    def precision(self, label: str) -> float:
        """Share of foretold spans that are marked."""
        return self.hits[label] / max(1, self.foretold[label])

    def recall(self, label: str) -> float:
        """Share of marked spans that are foretold."""
        return self.hits[label] / max(1, self.marked[label])

    def micro_f1(self) -> float:
        """F1 over all labels together."""
        return 2 * self.hits.total() / max(1, self.marked.total() + self.foretold.total())
