"""The four scores: what a kernel machine foretells, weighed by boosted trees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from actions.judge.kernel import Arrays, KernelModel
from actions.judge.panel import RANGES, SCORES
from actions.judge.reply_features import MOVE_NUMBERS
from actions.judge.trees import Trees
from actions.judge.vocabulary import Floats, Vocabulary

_AT_LEAST = 2
_IMPRESSION_RIDGE = 0.3
_TREES = "trees_"
_PAIR = 3
"""Length of the name of a character pair."""
_STRANGE = 0.25
"""Share of known character pairs under which a reply is no service talk (0.2 % of the panel)."""
_LOW = np.array([RANGES[name][0] for name in SCORES])
_HIGH = np.array([RANGES[name][1] for name in SCORES])
_WORST_OF_STRANGE = np.array([1.0, 1.0, 3.0, -2.0])
_BEST_OF_STRANGE = np.array([3.0, 3.0, 5.0, 0.0])
Part = tuple[NDArray[np.intp], NDArray[np.intp]]


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
    """Boosted trees over the reply in its chat and what the kernel machine foretells of it.

    The trees do not see the move probabilities: the kernel machine boils them down to moves.
    """

    def __init__(self, vocabulary: Vocabulary, arrays: Arrays) -> None:
        self.vocabulary = vocabulary
        self.arrays = arrays
        self._kernel = KernelModel(vocabulary, arrays)
        cut = len(_TREES)
        self._trees = Trees({k[cut:]: v for k, v in arrays.items() if k.startswith(_TREES)})

    @classmethod
    def fit(
        cls,
        wording: Sequence[Sequence[str]],
        conduct: Floats,
        targets: NDArray[np.float64],
        parts: Sequence[Part],
    ) -> tuple[ScoreModel, NDArray[np.float64]]:
        """Learns from rated replies.

        Args:
            wording: features by name, one list a reply.
            conduct: shape (replies, numbers).
            targets: the scores in the order of SCORES, then the moves made (0 or 1), shape
                (replies, 4 + moves).
            parts: for each part of the replies, those outside it and those in it; no customer
                is in two parts.

        Returns:
            The model, and the scores foretold of each part by one that had not met it.
        """
        scores = targets[:, : len(SCORES)]
        first = np.zeros(targets.shape, dtype=np.float32)
        for seen, unseen in parts:
            part = KernelModel.fit([wording[i] for i in seen], conduct[seen], targets[seen])
            first[unseen] = part.predict([wording[i] for i in unseen], conduct[unseen])
        rows = _weighed(conduct, first)
        committees = [Trees.fit(rows[seen], scores[seen]) for seen, _ in parts]
        second = np.zeros_like(scores)
        for trees, (_, unseen) in zip(committees, parts, strict=True):
            second[unseen] = trees.predict(rows[unseen])
        kernel = KernelModel.fit(wording, conduct, targets)
        arrays = dict(kernel.arrays)
        for name, array in Trees.together(committees).arrays.items():
            arrays[_TREES + name] = array
        arrays["middle_score"] = second.mean(0)
        arrays["mean_score"] = scores.mean(0)
        arrays["stretch"] = scores.std(0) / second.std(0)
        model = cls(kernel.vocabulary, arrays)
        return model, model._spread(second)

    def predict(self, wording: Sequence[Sequence[str]], conduct: Floats) -> NDArray[np.float64]:
        """Scores, shape (replies, 4), within the ranges of the scales and as spread as there.

        Words the judge never met in a rated reply earn nothing better than the middle.
        """
        first = self._kernel.predict(wording, conduct)
        found = self._trees.predict(_weighed(conduct, first))
        strange = np.array([[self._known(names) < _STRANGE] for names in wording])
        low = np.where(strange, _WORST_OF_STRANGE, _LOW)
        high = np.where(strange, _BEST_OF_STRANGE, _HIGH)
        return np.asarray(np.clip(self._spread(found), low, high))

    def _spread(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        arrays = self.arrays
        raw = (found - arrays["middle_score"]) * arrays["stretch"] + arrays["mean_score"]
        return np.asarray(np.clip(raw, _LOW, _HIGH), dtype=np.float64)

    def _known(self, names: Sequence[str]) -> float:
        """Share (0-1) of a reply's character pairs that rated replies show."""
        pairs = [name for name in names if len(name) == _PAIR and name[0] == "c"]
        return self.vocabulary.known(pairs) if pairs else 1.0


def _weighed(conduct: Floats, first: Floats) -> Floats:
    return np.hstack([conduct[:, MOVE_NUMBERS:], first])
