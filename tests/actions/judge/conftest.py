"""The trained judge, once a session; trained first if code or panel changed."""

from pathlib import Path

import pytest

from actions.judge.judge import Judge
from actions.judge.store import is_current
from actions.judge.training import train

ROOT = Path(__file__).resolve().parents[3]
PANEL = ROOT / "data" / "panel"


@pytest.fixture(scope="session")
def judge() -> Judge:
    folder = ROOT / "models" / "judge"
    if not is_current(folder, PANEL):
        train(PANEL, folder, print)
    return Judge.load(folder)
