"""Rasa's own commands, run quietly: their chatter goes to a log, a failure names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from actions.settings import ROOT

DATA = ["data/nlu", "data/rules.yml"]

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}
"""Environment for Rasa's processes: no telemetry, no library warnings."""


class RasaError(RuntimeError):
    """A Rasa command failed; the message says which and names the log."""


def train(models: Path, log: Path, project: Path = ROOT) -> None:
    """Trains a project's data into `models`/rasa.tar.gz.

    Raises:
        RasaError: if it fails.
    """
    words = [
        "train",
        "--force",
        "--data",
        *DATA,
        "--out",
        str(models),
        "--fixed-model-name",
        "rasa",
    ]
    run(words, log, project)


def validate(log: Path) -> None:
    """Checks domain, rules and NLU data against each other.

    Raises:
        RasaError: on anything Rasa warns of.
    """
    run(["data", "validate", "--fail-on-warnings", "--data", *DATA], log)


def run(words: list[str], log: Path, project: Path = ROOT) -> None:
    """Runs `rasa WORDS` in a project's folder.

    Raises:
        RasaError: if it exits non-zero.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    # Rasa expands the variables in endpoints.yml even where it calls nobody.
    nowhere = {
        "DUILIAN_ACTIONS_URL": "http://127.0.0.1:9/webhook",
        "DUILIAN_TRACKER_DB": ":memory:",
    }
    with log.open("wb") as out:
        done = subprocess.run(  # noqa: S603 - our own command, no shell
            [sys.executable, "-m", "rasa", *words],
            cwd=project,
            stdout=out,
            stderr=out,
            env={**nowhere, **os.environ, **QUIET},
            check=False,
        )
    if done.returncode:
        raise RasaError(f"`rasa {' '.join(words[:2])}` failed; see {log}")
