"""The measures themselves, and the page from a small panel."""

from pathlib import Path

import numpy as np
import pytest

from actions.judge.measure.__main__ import figures
from actions.judge.measure.agreement import SpanCount, confusion, kappa, spearman
from actions.judge.measure.page import page
from actions.judge.panel import Span

from ..conftest import PANEL


def test_kappa() -> None:
    ratings = np.array([1.0, 2, 3, 4, 5])
    assert kappa(ratings, ratings, 1, 5) == 1
    assert kappa(ratings, ratings[::-1], 1, 5) == pytest.approx(-1)
    # Two by two, worked by hand: agreement 0.7, by chance 0.5.
    first = np.array([1.0] * 5 + [2] * 5)
    second = np.array([1.0] * 3 + [2] * 2 + [1] + [2] * 4)
    assert kappa(first, second, 1, 2) == pytest.approx(0.4)


def test_spearman_with_ties() -> None:
    assert spearman(np.array([1.0, 2, 3]), np.array([10.0, 20, 90])) == pytest.approx(1)
    assert spearman(np.array([1.0, 1, 2]), np.array([1.0, 2, 3])) == pytest.approx(0.8660254)


def test_confusion() -> None:
    table = confusion(np.array([1.2, 4.8]), np.array([1.0, 3.6]), 1, 5)
    assert table[0, 0] == table[4, 3] == 1
    assert table.sum() == 2


def test_spans_are_hit_once() -> None:
    count = SpanCount()
    count.add([Span("informs", 0, 10)], [Span("informs", 0, 6), Span("informs", 6, 10)])
    count.add([Span("refuses", 0, 4)], [Span("informs", 0, 4)])
    assert count.hits.total() == 1
    assert count.recall("informs") == 1
    assert count.precision("informs") == pytest.approx(1 / 3)
    assert count.micro_f1() == pytest.approx(2 / 5)


def test_the_page_says_all_of_it(tmp_path: Path) -> None:
    chats = (PANEL / "dev.jsonl").read_text("utf-8").splitlines()[::2]
    own = (PANEL / "project.jsonl").read_text("utf-8").splitlines()[:3]
    (tmp_path / "slice.jsonl").write_text("\n".join([*chats, *own]), "utf-8")
    text = page(figures(tmp_path), "make judge-report")
    for said in (
        *("not by human experts", "keyword counter", "character n-gram ridge", "micro F1"),
        *("any polite formula", "traditional characters", "keyword stuffing", "replies a second"),
        *("rated ↓ judged →", "Worst misses", "never tested on"),
    ):
        assert said in text, said
    assert "nan" not in text
