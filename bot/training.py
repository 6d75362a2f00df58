"""Trains what isn't trained: Rasa's command understanding and the judge."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from actions.judge.store import is_current
from actions.judge.training import train
from actions.settings import ROOT, Settings
from bot import rasa

PANEL = ROOT / "data" / "panel"

Progress = Callable[[str], None]


def rasa_model(settings: Settings) -> Path:
    """Where Rasa's model lies."""
    return settings.models / "rasa.tar.gz"


def ensure_trained(settings: Settings, progress: Progress) -> None:
    """Trains what is missing or was trained from other files.

    Raises:
        RasaError: if Rasa can't train.
    """
    if not is_current(settings.judge_model, PANEL):
        progress("Training the judge on the rated replies (about a minute) …")
        train(PANEL, settings.judge_model, progress)
    stamp = settings.models / "rasa.sha256"
    wanted = _digest(_rasa_sources())
    trained = rasa_model(settings).exists() and stamp.exists()
    if not trained or stamp.read_text("utf8") != wanted:
        progress("Training the command understanding (about a minute) …")
        rasa.train(settings.models, settings.home / "log" / "training.log")
        stamp.write_text(wanted, "utf8")


def _rasa_sources() -> Iterable[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml", "data/rules.yml"))
    yield from sorted((ROOT / "data" / "nlu").glob("*.yml"))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
