"""What all tests share: the real servers on loopback, started once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.records import Records
from actions.settings import Settings
from bot.processes import Supervisor
from bot.serve import address, free_ports, prepare, wait_until_ready


@dataclass(frozen=True)
class Servers:
    """A running Duilian: its settings, and its records to look into."""

    settings: Settings
    records: Records

    @property
    def url(self) -> str:
        """The address a trainee opens, without the last slash."""
        return address(self.settings).rstrip("/")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Real Rasa, action server and web app under the real supervisor, with fresh records."""
    home: Path = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, port=free_ports(1)[0])
    settings = prepare(settings, tell=print)
    with Supervisor(settings) as supervisor:
        wait_until_ready(settings, supervisor, tell=print)
        records = Records(settings.records_url)
        yield Servers(settings, records)
        records.close()


@pytest.fixture(scope="session")
def servers(running: Servers) -> str:
    """The address of the running web app."""
    return running.url
