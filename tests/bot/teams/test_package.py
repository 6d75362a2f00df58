"""The app package, and what the command says of a setup."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from bot.channels.settings import FILE_NAME
from bot.teams.cli import app
from tests.bot.teams.conftest import Wire
from tests.doubles.teams import APP_ID, Microsoft

RUN = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where Teams is set up."""
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    lines = [
        f"DUILIAN_TEAMS_APP_ID={APP_ID}",
        "DUILIAN_URL=https://duilian.corp.test",
        "DUILIAN_TEAMS_LOGIN=https://login.test",
        "DUILIAN_TEAMS_OPENID=https://microsoft.test/openid",
    ]
    (tmp_path / FILE_NAME).write_text("\n".join(lines), "utf8")
    return tmp_path


def test_the_package_holds_manifest_and_icons(home: Path) -> None:
    out = home / "app.zip"
    done = RUN.invoke(app, ["package", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "https://duilian.corp.test/teams/messages" in done.output
    with zipfile.ZipFile(out) as package:
        manifest = json.loads(package.read("manifest.json"))
        sizes = {
            name: struct.unpack(">II", package.read(name)[16:24])
            for name in ("color.png", "outline.png")
        }
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID
    assert manifest["webApplicationInfo"]["id"] == APP_ID
    assert manifest["validDomains"] == ["duilian.corp.test"]
    named = manifest["authorization"]["permissions"]["resourceSpecific"]
    assert {permission["name"] for permission in named} == {
        "ChannelMessage.Read.Group",
        "ChatMessage.Read.Chat",
    }


def test_texts_of_the_manifest_fit_where_teams_shows_them(home: Path) -> None:
    out = home / "app.zip"
    RUN.invoke(app, ["package", "--out", str(out)])
    with zipfile.ZipFile(out) as package:
        manifest = json.loads(package.read("manifest.json"))
    assert len(manifest["name"]["short"]) <= 30
    assert len(manifest["description"]["short"]) <= 80
    for commands in manifest["bots"][0]["commandLists"]:
        assert len(commands["commands"]) <= 10
        assert all(len(one["title"]) <= 32 for one in commands["commands"])
        assert all(len(one["description"]) <= 128 for one in commands["commands"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--url", "http://duilian.corp.test"], "begins with https://"),
        (["--url", "https://"], "begins with https://"),
        (["--out", "no/such/folder/app.zip"], "--out"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(home: Path, arguments: list[str], says: str) -> None:
    done = RUN.invoke(app, ["package", *arguments])
    assert done.exit_code == 1
    assert says in done.output


def test_without_an_app_id_nothing_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUILIAN_HOME", str(tmp_path))
    done = RUN.invoke(app, ["check"])
    assert done.exit_code == 1
    assert "DUILIAN_TEAMS_APP_ID" in done.output


@pytest.mark.parametrize("works", [True, False])
def test_the_check_asks_microsoft(
    home: Path, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    class Net(Wire):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            if not works:
                raise httpx.ConnectError("no network", request=request)
            if request.url.host == "login.test":
                return self.login(request)
            about = {"jwks_uri": "https://microsoft.test/keys", "keys": microsoft.published()}
            return httpx.Response(200, json=about)

    client = httpx.AsyncClient
    transport = httpx.MockTransport(Net())
    monkeypatch.setattr(httpx, "AsyncClient", lambda **_: client(transport=transport))
    done = RUN.invoke(app, ["check"])
    assert done.exit_code == (0 if works else 1), done.output
    assert ("No token" in done.output, "No keys" in done.output) == (not works, not works)
