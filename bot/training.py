"""Trains what isn't trained: Rasa's command understanding and the judge."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from actions import judge
from actions.settings import ROOT, Settings

Progress = Callable[[str], None]

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}
"""Environment for Rasa's processes: no telemetry, no library warnings."""


class TrainingError(RuntimeError):
    """Training failed; the message names the log."""


def rasa_model(settings: Settings) -> Path:
    """Where Rasa's model lies."""
    return settings.models / "rasa.tar.gz"


def ensure_trained(settings: Settings, progress: Progress) -> None:
    """Trains what is missing or was trained from other files.

    Raises:
        TrainingError: if Rasa can't train.
    """
    panel = ROOT / "data" / "panel"
    if not judge.is_current(settings.judge_model, panel):
        progress("Training the judge on the rated replies (about a minute) …")
        judge.train(panel, settings.judge_model, progress)
    stamp = settings.models / "rasa.sha256"
    wanted = _digest(_rasa_sources())
    trained = rasa_model(settings).exists() and stamp.exists()
    if not trained or stamp.read_text("utf8") != wanted:
        progress("Training the command understanding (about a minute) …")
        _train_rasa(settings)
        stamp.write_text(wanted, "utf8")


def _train_rasa(settings: Settings) -> None:
    log = settings.home / "log" / "training.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--data", "data/nlu", "data/rules.yml"]
    command += ["--out", str(settings.models), "--fixed-model-name", "rasa"]
    with log.open("wb") as out:
        done = subprocess.run(  # noqa: S603 - our own command, no shell
            command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **QUIET}, check=False
        )
    if done.returncode:
        raise TrainingError(f"Rasa could not train; see {log}")


def _rasa_sources() -> Iterable[Path]:
    yield from (ROOT / name for name in ("config.yml", "domain.yml", "data/rules.yml"))
    yield from sorted((ROOT / "data" / "nlu").glob("*.yml"))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
