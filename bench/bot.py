"""A bot under measurement: its processes, its start, its turns, its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from actions.settings import ROOT
from bot.rasa import QUIET
from bot.serve import free_ports

READY_WITHIN = 180  # seconds
MB = 1024 * 1024


@dataclass
class Bot:
    """A running Rasa server with its action server.

    Args:
        rasa_url: address of Rasa's rest channel.
        cold_start: seconds from starting the processes to the first answered message.
        processes: by name.
    """

    rasa_url: str
    cold_start: float
    processes: dict[str, psutil.Process]

    def send(self, sender: str, message: str, about: dict[str, str]) -> float:
        """Sends a message; the milliseconds until its answer.

        Raises:
            RuntimeError: if there was none, as a turn that fails is no measurement.
        """
        body = {"sender": sender, "message": message, "metadata": about}
        start = time.perf_counter()
        answer = httpx.post(f"{self.rasa_url}/webhooks/rest/webhook", json=body, timeout=60)
        took = (time.perf_counter() - start) * 1000
        if not answer.is_success or not answer.json():
            raise RuntimeError(f"no answer to {message!r}")
        return took

    def memory(self) -> dict[str, float]:
        """Resident megabytes of each process."""
        return {name: one.memory_info().rss / MB for name, one in self.processes.items()}


@contextmanager
def running(
    project: Path,
    model: Path,
    actions: str,
    home: Path,
    first: Sequence[str],
    about: dict[str, str],
) -> Iterator[Bot]:
    """Starts Rasa and an action server; stops them at the end.

    Args:
        project: folder with endpoints.yml and credentials.yml.
        model: the trained Rasa model.
        actions: module of the custom actions.
        home: folder for the bot's databases and logs.
        first: the messages that show that it is up: all must be answered.
        about: their metadata.
    """
    rasa, port = free_ports(2)
    environment = {
        **os.environ,
        **QUIET,
        "OPENBLAS_NUM_THREADS": "1",  # as in bot/processes.py
        "SANIC_HOST": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
        "DUILIAN_HOME": str(home),
        "DUILIAN_ACTIONS_URL": f"http://127.0.0.1:{port}/webhook",
        "DUILIAN_TRACKER_DB": str(home / "tracker.db"),
    }
    started = time.perf_counter()
    commands = {
        "actions": ["-m", "rasa_sdk", "--actions", actions, "-p", str(port)],
        "rasa": ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(rasa), "-m", str(model)],
    }
    children = []
    for name, command in commands.items():
        with (home / f"{name}.log").open("wb") as log:
            children.append(
                subprocess.Popen(  # noqa: S603 - our own command, no shell
                    [sys.executable, *command], cwd=project, env=environment, stdout=log, stderr=log
                )
            )
    try:
        bot = Bot(f"http://127.0.0.1:{rasa}", 0.0, {})
        _wait(bot, first, about)
        bot.cold_start = time.perf_counter() - started
        bot.processes = {
            name: psutil.Process(child.pid) for name, child in zip(commands, children, strict=True)
        }
        yield bot
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(30)


def _wait(bot: Bot, first: Sequence[str], about: dict[str, str]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        try:
            for message in first:
                bot.send("bench-first", message, about)
            return
        except (httpx.HTTPError, RuntimeError):
            time.sleep(0.2)
    raise RuntimeError("the bot did not come up")
