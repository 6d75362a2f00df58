"""A trainee's end of the line to the real Rasa server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from actions.records.store import new_id
from bot.typed import as_typed
from tests.conftest import Servers


@dataclass
class Line:
    """One conversation with Rasa, as the web app leads it."""

    servers: Servers
    trainee: str
    drill: str = field(default_factory=new_id)
    language: str = "zh"
    turn: int | None = None

    def send(self, message: str) -> list[dict[str, Any]]:
        """Sends a message or payload; what comes back, each text with its `kind`."""
        about: dict[str, Any] = {"trainee": self.trainee, "drill": self.drill, "channel": "web"}
        if self.turn is not None:
            about["turn"] = self.turn
        answer = httpx.post(
            f"{self.servers.settings.rasa_url}/webhooks/rest/webhook",
            json={
                "sender": self.drill,
                "message": message,
                "metadata": {**about, "language": self.language},
            },
            timeout=30,
        )
        answer.raise_for_status()
        said, text = [], ""
        for item in answer.json():
            if "custom" in item:
                said.append({"text": text, **item["custom"]})
            text = item.get("text", "")
        return said

    def say(self, text: str) -> list[dict[str, Any]]:
        """Types something."""
        return self.send(as_typed(text))

    def start(self, story: str = "burger_swap") -> list[dict[str, Any]]:
        """Presses the button of a customer."""
        return self.send(f'/start_drill{{"story": "{story}"}}')


@pytest.fixture
def line(running: Servers) -> Line:
    return Line(running, running.records.add_trainee("小林").id)


@pytest.fixture
def new_line(running: Servers) -> Callable[[], Line]:
    return lambda: Line(running, running.records.add_trainee("小周").id)
