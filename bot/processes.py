"""The three processes and the supervisor that keeps them: Rasa, the actions, the web app."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from actions.settings import ROOT, Settings
from bot.rasa import QUIET
from bot.training import rasa_model

STOP_WITHIN = 20  # seconds


@dataclass(frozen=True)
class Process:
    """A process to keep running, with the loopback address that tells it is up."""

    name: str
    command: list[str]
    health: str


def processes(settings: Settings) -> list[Process]:
    """What makes up a running Duilian, on the addresses of the settings."""
    rasa_port = settings.rasa_url.rsplit(":", 1)[1]
    actions_port = settings.actions_url.rsplit(":", 1)[1].split("/")[0]
    python = sys.executable
    run_rasa = [python, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", rasa_port]
    run_rasa += ["-m", str(rasa_model(settings)), "--endpoints", "endpoints.yml"]
    run_rasa += ["--credentials", "credentials.yml"]
    run_actions = [python, "-m", "rasa_sdk", "--actions", "actions.drill", "-p", actions_port]
    run_web = [python, "-m", "uvicorn", "bot.web.asgi:app", "--no-access-log", "--no-server-header"]
    run_web += ["--ws", "none"]  # uvicorn's own needs newer websockets than Rasa allows
    run_web += ["--host", settings.host, "--port", str(settings.port)]
    return [
        Process("actions", run_actions, f"http://127.0.0.1:{actions_port}/health"),
        Process("rasa", run_rasa, f"{settings.rasa_url}/"),
        Process("web", run_web, f"{local_address(settings)}/healthz"),
    ]


def local_address(settings: Settings) -> str:
    """Where the web app is reached from this machine, without the last slash."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


class Supervisor:
    """supervisord around the processes: starts them, restarts what dies, stops them together.

    Args:
        settings: addresses and folders; logs go to `home`/log.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = tempfile.TemporaryDirectory(prefix="duilian-")
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Supervisor:
        """Starts supervisord."""
        log = self._settings.home / "log"
        log.mkdir(parents=True, exist_ok=True)
        config = Path(self._folder.name) / "supervisord.conf"
        config.write_text(self._config(log), "utf8")
        with (log / "supervisor.err").open("wb") as errors:
            self._daemon = subprocess.Popen(  # noqa: S603 - our own command, no shell
                [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(config)],
                cwd=ROOT,
                env={**os.environ, **QUIET, **_addresses(self._settings)},
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C reaches us, and we stop them in order
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stops everything."""
        if self._daemon and self._daemon.poll() is None:
            self._daemon.send_signal(signal.SIGTERM)
            try:
                self._daemon.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                os.killpg(self._daemon.pid, signal.SIGKILL)
        self._folder.cleanup()

    @property
    def running(self) -> bool:
        """Whether supervisord itself is alive."""
        return self._daemon is not None and self._daemon.poll() is None

    def _config(self, log: Path) -> str:
        parts = [
            "[supervisord]",
            f"logfile={_escaped(log / 'supervisor.log')}",
            f"pidfile={self._folder.name}/supervisord.pid",
            f"childlogdir={_escaped(log)}",
        ]
        for process in processes(self._settings):
            parts += [
                f"[program:{process.name}]",
                f"command={' '.join(_quoted(word) for word in process.command)}",
                f"stdout_logfile={_escaped(log / process.name)}.log",
                "redirect_stderr=true",
                "stdout_logfile_maxbytes=5MB",
                "stdout_logfile_backups=3",
                "autorestart=true",
                "startsecs=2",
                "startretries=5",
                "stopasgroup=true",
                "killasgroup=true",
            ]
        return "\n".join(parts) + "\n"


def _addresses(settings: Settings) -> dict[str, str]:
    """The environment in which the processes find each other and their files."""
    return {
        "OPENBLAS_NUM_THREADS": "1",  # one reply is too small to share among threads
        "SANIC_HOST": "127.0.0.1",  # else the action server listens on every address
        "DUILIAN_ACTIONS_URL": settings.actions_url,
        "DUILIAN_RASA_URL": settings.rasa_url,
        "DUILIAN_TRACKER_DB": str(settings.home / "tracker.db"),
        "DUILIAN_DATABASE_URL": settings.records_url,
        "DUILIAN_HOME": str(settings.home),
        "DUILIAN_MODELS": str(settings.models),
        "DUILIAN_STORIES": str(settings.stories),
        "PYTHONPATH": str(ROOT),
    }


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _quoted(word: str) -> str:
    return '"' + word.replace("%", "%%") + '"'
