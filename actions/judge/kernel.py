"""Kernel ridge regression over wording and conduct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from actions.judge.vocabulary import Floats, Vocabulary

_AT_LEAST = 2
_RIDGE = 0.2
_WIDTH = 0.9
_WORDING = 0.5
_CLIP = 4.0
_FEW = 4
Arrays = dict[str, NDArray[Any]]


class KernelModel:
    """Compares a reply with every rated one, by wording (cosine) and by conduct (Gaussian)."""

    def __init__(self, vocabulary: Vocabulary, arrays: Arrays) -> None:
        self.vocabulary = vocabulary
        self.arrays = arrays
        self._wording = sp.csr_matrix(
            (arrays["wording_data"], arrays["wording_indices"], arrays["wording_indptr"]),
            shape=(len(arrays["conduct"]), len(vocabulary.names)),
        ).T.tocsr()
        self._conduct = np.asarray(arrays["conduct"], dtype=np.float32)
        self._squares = np.einsum("ij,ij->i", self._conduct, self._conduct)

    @classmethod
    def fit(
        cls, wording: Sequence[Sequence[str]], conduct: Floats, targets: NDArray[np.float64]
    ) -> KernelModel:
        """Learns from rated replies.

        Args:
            wording: features by name, one list a reply.
            conduct: shape (replies, numbers).
            targets: what is to be foretold, shape (replies, targets).
        """
        vocabulary = Vocabulary.fit(wording, _AT_LEAST, idf=True)
        rows = vocabulary.matrix(wording)
        middle, spread = conduct.mean(0), conduct.std(0) + 1e-6
        arrays: Arrays = {
            "wording_data": rows.data,
            "wording_indices": rows.indices,
            "wording_indptr": rows.indptr,
            "middle": middle,
            "spread": spread,
            "conduct": np.clip((conduct - middle) / spread, -_CLIP, _CLIP),
        }
        model = cls(vocabulary, arrays)
        kernel = model._kernel(rows, model._conduct).astype(np.float64)
        mean = targets.mean(0)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        arrays["duals"] = np.linalg.solve(kernel, targets - mean).astype(np.float32)
        arrays["mean"] = mean
        return model

    def predict(self, wording: Sequence[Sequence[str]], conduct: Floats) -> Floats:
        """What is foretold, shape (replies, targets)."""
        arrays = self.arrays
        scaled = np.clip((conduct - arrays["middle"]) / arrays["spread"], -_CLIP, _CLIP)
        kernel = self._kernel(self.vocabulary.matrix(wording), scaled.astype(np.float32))
        duals = np.asarray(arrays["duals"], dtype=np.float32)
        return np.asarray(_product(kernel, duals.T) + arrays["mean"], dtype=np.float32)

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
