"""The web app against real records and the stand-in for Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from actions.records import Records
from actions.settings import Settings
from bot.web.app import create_app
from tests.bot.web.stand_in import StandIn

HOST = "http://testserver"


class Trainee:
    """Someone at a browser: keeps cookies, sends the origin as browsers do."""

    def __init__(self, http: TestClient) -> None:
        self.http = http

    def enter(self, name: str = "小林") -> None:
        assert self.post("/name", name=name).status_code == 303

    def get(self, path: str) -> Any:
        return self.http.get(path, follow_redirects=False)

    def post(self, path: str, **form: str) -> Any:
        return self.http.post(path, data=form, headers={"origin": HOST}, follow_redirects=False)

    def start(self, story: str = "burger_swap") -> str:
        """Starts a drill; its id."""
        answer = self.post("/start", story=story)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"]).removeprefix("/drill/")

    def see(self, drill: str) -> dict[str, Any]:
        answer = self.get(f"/api/drill/{drill}")
        assert answer.status_code == 200
        seen: dict[str, Any] = answer.json()
        return seen

    def send(self, drill: str, action: str, body: object) -> Any:
        content = json.dumps(body)
        headers = {"origin": HOST, "content-type": "application/json"}
        return self.http.post(f"/api/drill/{drill}/{action}", content=content, headers=headers)

    def say(self, drill: str, text: str, turn: int) -> Any:
        return self.send(drill, "reply", {"text": text, "turn": turn})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, embed_origins="https://intranet.example", hosts="testserver")


@pytest.fixture
def stand_in(settings: Settings) -> Iterator[StandIn]:
    records = Records(settings.records_url)
    records.migrate()
    records.close()
    stand_in = StandIn(settings)
    yield stand_in
    stand_in.stop()


@pytest.fixture
def newcomer(settings: Settings, stand_in: StandIn) -> Iterator[Callable[[], Trainee]]:
    """Makes people who have not said their name yet, each with a browser of their own."""
    app = create_app(settings.copy(update={"rasa_url": stand_in.url}))
    with TestClient(app):

        def come() -> Trainee:
            return Trainee(TestClient(app, raise_server_exceptions=False))

        yield come


@pytest.fixture
def trainee(newcomer: Callable[[], Trainee]) -> Trainee:
    """Someone who said their name."""
    trainee = newcomer()
    trainee.enter()
    return trainee


@pytest.fixture
def records(stand_in: StandIn) -> Records:
    return stand_in.records


def finished(trainee: Trainee) -> str:
    """A drill with a hint, a reply taken back and an end."""
    drill = trainee.start()
    trainee.send(drill, "hint", {"turn": 1})
    trainee.say(drill, "您先冷静。", 1)
    trainee.send(drill, "retake", {"turn": 2})
    trainee.say(drill, "抱歉，我马上查。", 1)
    trainee.say(drill, "按规定只能这样。", 2)
    trainee.send(drill, "stop", {"turn": 3})
    return drill


def texts(page: str) -> str:
    """A page without its tags."""
    return re.sub(r"<[^>]*>", "", page)
