"""Two plain judges to beat: character n-gram ridge regression, and counting keywords."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from actions.judge.panel import RANGES, SCORES
from actions.judge.text import grams
from actions.judge.training import Indices, Material
from actions.judge.vocabulary import Vocabulary

Numbers = NDArray[np.float64]
_LOW = np.array([RANGES[name][0] for name in SCORES])
_HIGH = np.array([RANGES[name][1] for name in SCORES])


def char_ridge(material: Material, seen: Indices, unseen: Indices) -> Numbers:
    """Ridge regression on TF-IDF of the reply's character 1-3-grams."""

    def runs(rows: Indices) -> list[list[str]]:
        texts = [material.readings[i].reply.text for i in rows]
        return [[gram for size in (1, 2, 3) for gram in grams(text, size)] for text in texts]

    vocabulary = Vocabulary.fit(runs(seen), 2, idf=True)
    rows, new = vocabulary.matrix(runs(seen)), vocabulary.matrix(runs(unseen))
    mean = material.scores[seen].mean(0)
    kernel = (rows @ rows.T).toarray().astype(np.float64)
    kernel[np.diag_indices_from(kernel)] += 1.0
    duals = np.linalg.solve(kernel, material.scores[seen] - mean)
    return np.asarray(np.clip(new @ (rows.T @ duals) + mean, _LOW, _HIGH), dtype=np.float64)


def keyword_counter(material: Material, seen: Indices, unseen: Indices) -> Numbers:
    """Least squares on how many polite, warm, concrete and dismissive words there are."""
    lists: Sequence[str] = ("抱歉 对不起 不好意思", "理解 着急 心情", "马上 现在 帮您 给您")
    lists = (*lists, "点 分钟 今天 明天", "规定 流程 系统 无法 不能", "尽快 相关 耐心 稍后")
    words = [group.split() for group in lists]

    def counts(rows: Indices) -> Numbers:
        texts = [material.readings[i].reply.text for i in rows]
        found = [[sum(map(text.count, group)) for group in words] + [1.0] for text in texts]
        return np.array(found, dtype=np.float64)

    weights = np.linalg.lstsq(counts(seen), material.scores[seen], rcond=None)[0]
    return np.asarray(np.clip(counts(unseen) @ weights, _LOW, _HIGH), dtype=np.float64)
