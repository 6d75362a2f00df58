"""One real Duilian that hears both doubles; and the table of what they did to it."""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from actions.records import Drill, Records
from actions.records.store import now
from actions.settings import Settings
from bot.chats.heard import Place
from bot.chats.inbox import Inbox
from bot.chats.rooms import Rooms
from bot.processes import Supervisor
from bot.serve import free_ports, prepare, wait_until_ready
from tests.conftest import Servers
from tests.doubles.misbehaving import Double, eventually
from tests.doubles.slack import TEAM
from tests.doubles.workspace import Workspace

TRAINERS = "u0boss@example.com boss@corp.test"  # in Slack's double and in that of Teams
BACK_WITHIN = 120  # seconds

Told = Callable[[str, str, str], None]
ROWS = pytest.StashKey[list[tuple[str, str, str]]]()


@dataclass(frozen=True)
class Chats:
    """A running Duilian and the doubles it talks to."""

    servers: Servers
    slack: Workspace
    teams: Double

    def waiting(self) -> int:
        """How much of what came from Slack is not dealt with yet."""
        return len(Inbox(self.servers.records.db, "slack").waiting(now()))

    def team_drill(self, room: str, thread: str) -> Drill | None:
        """The drill in a thread of Slack."""
        rooms = Rooms(self.servers.records.db, "slack")
        found = rooms.thread_at(Place("slack", TEAM, room, thread))
        return self.servers.records.drill(found.drill_id) if found else None

    def rasa(self) -> list[psutil.Process]:
        """Rasa's processes."""
        home = str(self.servers.settings.home)
        return [
            process
            for process in psutil.Process().children(recursive=True)
            if "rasa" in process.cmdline() and process.environ().get("DUILIAN_HOME") == home
        ]

    def kill_rasa(self) -> None:
        """Ends Rasa without a warning; the supervisor starts it again."""
        for process in self.rasa():
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)

    def wait_for_rasa(self) -> None:
        """Waits until Rasa takes what the platforms send."""
        eventually(self._hears, BACK_WITHIN)

    def _hears(self) -> bool:
        try:
            url = f"{self.servers.settings.rasa_url}/webhooks/slack/events"
            return httpx.post(url, trust_env=False).status_code == 401
        except httpx.TransportError:
            return False


@pytest.fixture(scope="session")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chats]:
    """Duilian set up for Slack and Teams at once, with fresh records."""
    home: Path = tmp_path_factory.mktemp("chats")
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as environ:  # for Duilian's processes, not for the tests
            doubles = {}
            for name in ("slack", "teams"):
                doubles[name] = Double(name)
                stack.callback(doubles[name].close)
                module = importlib.import_module(f"tests.doubles.{name}")
                for variable, value in module.environment(doubles[name].url).items():
                    environ.setenv(variable, value)
            settings = Settings(home=home, port=free_ports(1)[0])
            environ.setenv("DUILIAN_TRAINERS", TRAINERS)
            environ.setenv("DUILIAN_URL", f"http://127.0.0.1:{settings.port}")
            settings = prepare(settings, tell=print)
            supervisor = stack.enter_context(Supervisor(settings))
        wait_until_ready(settings, supervisor, tell=print)
        records = Records(settings.records_url)
        stack.callback(records.close)
        servers = Servers(settings, records)
        yield Chats(servers, Workspace(doubles["slack"], servers.url), doubles["teams"])


@pytest.fixture
def told(request: pytest.FixtureRequest) -> Told:
    """Adds a row to the table: the platform, what it did, what Duilian did."""
    rows = request.config.stash.setdefault(ROWS, [])
    return lambda platform, case, outcome: rows.append((platform, case, outcome))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Prints the table."""
    rows = config.stash.get(ROWS, [])
    if rows:
        terminalreporter.section("what the platforms did, and what Duilian did")
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for platform, case, outcome in rows:
            line = f"{platform:{widths[0]}}  {case:{widths[1]}}  {outcome}"
            terminalreporter.write_line(line)
