"""Stories and verdicts for the tests of the drill itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.judge.verdict import Clause, Move, Verdict
from actions.settings import ROOT
from actions.story import Library, Manners, Story

STORIES = ROOT / "data" / "stories"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(STORIES)


@pytest.fixture(scope="session")
def burger(library: Library) -> Story:
    return library.stories()["burger_swap"]


@pytest.fixture(scope="session")
def manners(library: Library) -> Manners:
    return library.manners()


MakeVerdict = Callable[..., Verdict]


@pytest.fixture(scope="session")
def verdict() -> MakeVerdict:
    """Makes a verdict: `verdict(effect, "informs 已经出餐了", flags=(...))`."""

    def make(effect: float, *moves: str, flags: tuple[str, ...] = (), **scores: float) -> Verdict:
        made, clauses, start = [], [], 0
        for move in moves:
            label, words = move.split(" ", 1)
            made.append(Move(label, words, start, start + len(words)))
            clauses.append(Clause(words, start, start + len(words), {label: 0.9}))
            start += len(words)
        values = {"empathy": 3.0, "clarity": 3.0, "rigidity": 3.0, **scores}
        return Verdict(
            **values, effect=effect, moves=tuple(made), flags=flags, clauses=tuple(clauses)
        )

    return make
