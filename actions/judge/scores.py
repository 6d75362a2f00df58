"""The four scores: kernel ridge regression over wording and conduct."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from actions.judge.panel import RANGES, SCORES
from actions.judge.vocabulary import Floats, Vocabulary

_AT_LEAST = 2
_RIDGE = 0.15
_WIDTH = 0.9
_WORDING = 0.5
_IMPRESSION_RIDGE = 0.3
_CLIP = 4.0
_FEW = 4
_LOW = np.array([RANGES[name][0] for name in SCORES])
_HIGH = np.array([RANGES[name][1] for name in SCORES])


class Impression:
    """A quick first reading by wording alone: how the chat has gone so far is told by it."""

    def __init__(self, vocabulary: Vocabulary, weights: Floats) -> None:
        self.vocabulary = vocabulary
        self.weights = weights

    @classmethod
    def fit(cls, wording: Sequence[Sequence[str]], scores: NDArray[np.float64]) -> Impression:
        """Learns by ridge regression from rated replies; scores have shape (replies, 4)."""
        vocabulary = Vocabulary.fit(wording, _AT_LEAST, idf=True)
        rows = vocabulary.matrix(wording)
        kernel = (rows @ rows.T).toarray().astype(np.float64)
        kernel[np.diag_indices_from(kernel)] += _IMPRESSION_RIDGE
        duals = np.linalg.solve(kernel, scores - scores.mean(0))
        return cls(vocabulary, np.asarray(rows.T @ duals, dtype=np.float32))

    def of(self, wording: Sequence[Sequence[str]]) -> Floats:
        """Distance of each reply from the mean scores, shape (replies, 4)."""
        return np.asarray(self.vocabulary.matrix(wording) @ self.weights, dtype=np.float32)


class ScoreModel:
    """Compares a reply with every rated one, by wording (cosine) and by conduct (Gaussian)."""

    def __init__(self, vocabulary: Vocabulary, arrays: dict[str, NDArray[np.float32]]) -> None:
        self.vocabulary = vocabulary
        self.arrays = arrays
        self._wording = sp.csr_matrix(
            (arrays["wording_data"], arrays["wording_indices"], arrays["wording_indptr"]),
            shape=(len(arrays["conduct"]), len(vocabulary.names)),
        ).T.tocsr()
        self._conduct = arrays["conduct"]
        self._squares = np.einsum("ij,ij->i", self._conduct, self._conduct)

    @classmethod
    def fit(
        cls, wording: Sequence[Sequence[str]], conduct: Floats, scores: NDArray[np.float64]
    ) -> ScoreModel:
        """Learns from rated replies.

        Args:
            wording: features by name, one list a reply.
            conduct: shape (replies, numbers).
            scores: shape (replies, 4), in the order of SCORES.
        """
        vocabulary = Vocabulary.fit(wording, _AT_LEAST, idf=True)
        rows = vocabulary.matrix(wording)
        middle, spread = conduct.mean(0), conduct.std(0) + 1e-6
        arrays = {
            "wording_data": rows.data,
            "wording_indices": rows.indices,
            "wording_indptr": rows.indptr,
            "middle": middle,
            "spread": spread,
            "conduct": np.clip((conduct - middle) / spread, -_CLIP, _CLIP),
        }
        model = cls(vocabulary, arrays)
        kernel = model._kernel(rows, model._conduct).astype(np.float64)
        mean = scores.mean(0)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        arrays["duals"] = np.linalg.solve(kernel, scores - mean).astype(np.float32)
        arrays["mean"] = mean
        arrays["stretch"] = np.ones(len(SCORES))
        return model

    def stretch(self, foretold: NDArray[np.float64], scores: NDArray[np.float64]) -> None:
        """Widens the scores to the panel's spread, from predictions for unseen customers."""
        self.arrays["stretch"] = scores.std(0) / foretold.std(0)

    def spread(self, foretold: NDArray[np.float64]) -> NDArray[np.float64]:
        """Scores as spread as the panel's, within the ranges of the scales."""
        raw = (foretold - self.arrays["mean"]) * self.arrays["stretch"] + self.arrays["mean"]
        return np.asarray(np.clip(raw, _LOW, _HIGH), dtype=np.float64)

    def predict(self, wording: Sequence[Sequence[str]], conduct: Floats) -> NDArray[np.float64]:
        """Scores, shape (replies, 4), within the ranges of the scales."""
        arrays = self.arrays
        scaled = np.clip((conduct - arrays["middle"]) / arrays["spread"], -_CLIP, _CLIP)
        kernel = self._kernel(self.vocabulary.matrix(wording), scaled.astype(np.float32))
        raw = _product(kernel, arrays["duals"].T) * arrays["stretch"] + arrays["mean"]
        return np.asarray(np.clip(raw, _LOW, _HIGH), dtype=np.float64)

    def _kernel(self, wording: sp.csr_matrix, conduct: Floats) -> Floats:
        cosine = (wording @ self._wording).toarray()
        distance = (
            np.einsum("ij,ij->i", conduct, conduct)[:, None]
            + self._squares
            - 2 * _product(conduct, self._conduct)
        )
        gauss = np.exp(-_WIDTH * np.maximum(distance, 0) / conduct.shape[1])
        return np.asarray(_WORDING * cosine + (1 - _WORDING) * gauss, dtype=np.float32)


def _product(rows: Floats, table: Floats) -> Floats:
    """Rows times table.T; a reply or two without BLAS, whose threads cost more than they gain."""
    if len(rows) <= _FEW:
        return np.asarray(np.einsum("ij,kj->ik", rows, table), dtype=np.float32)
    return np.asarray(rows @ table.T, dtype=np.float32)
