"""Starting Duilian where something is in the way."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from actions.settings import Settings
from bot.channels.settings import ChannelSettings
from bot.cli import app
from bot.serve import (
    ServeError,
    check_stories,
    free_ports,
    port_is_free,
    prepare,
    tell_channels,
)


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        with pytest.raises(ServeError, match=f"DUILIAN_PORT={port + 1}"):
            prepare(Settings(home=tmp_path, port=port), lambda _: None)


def test_wrong_house_rules_are_named_before_anything_starts(tmp_path: Path) -> None:
    house = tmp_path / "house.yml"
    house.write_text("forbiden: [急什么]", "utf8")
    settings = Settings(home=tmp_path, port=free_ports(1)[0], house=house)
    with pytest.raises(ServeError, match=r"house\.yml: forbiden"):
        prepare(settings, lambda _: None)


def test_free_ports_are_free_and_different() -> None:
    ports = free_ports(3)
    assert len(set(ports)) == 3
    assert all(port_is_free("127.0.0.1", port) for port in ports)


def test_the_cookie_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    key = settings.secret()
    assert len(key) >= 32
    assert settings.secret() == key
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o077 == 0


def test_an_empty_cookie_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(ValueError, match="delete it"):
        Settings(home=tmp_path).secret()


def test_what_is_recorded_is_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    prepare(Settings(home=home, port=free_ports(1)[0]), lambda _: None)
    assert home.stat().st_mode & 0o077 == 0


def test_broken_stories_are_told_at_the_start_and_broken_reactions_stop_it(tmp_path: Path) -> None:
    for file in Settings().stories.glob("*.yml"):
        shutil.copy(file, tmp_path)
    told: list[str] = []
    (tmp_path / "broken.yml").write_text("story: [", "utf8")
    check_stories(Settings(stories=tmp_path), told.append)
    assert told
    assert all("broken.yml" in line for line in told)
    (tmp_path / "_reactions.yml").write_text("pressing: []", "utf8")
    with pytest.raises(ServeError, match="_reactions"):
        check_stories(Settings(stories=tmp_path), told.append)


def test_the_command_line_lists_the_stories() -> None:
    result = CliRunner().invoke(app, ["story", "list"])
    assert result.exit_code == 0
    assert "burger_swap" in result.output


def test_a_broken_story_file_is_named_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "broken.yml"
    file.write_text("story: broken\n\ttitle: x", "utf8")
    result = CliRunner().invoke(app, ["story", "check", str(file)])
    assert result.exit_code == 1
    assert "broken.yml:2" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        (ChannelSettings(), []),
        (
            ChannelSettings(slack_bot_token="t", trainers="a@b.example", url="https://d.example"),  # noqa: S106
            ["Slack"],
        ),
        (ChannelSettings(slack_app_token="t", slack_bot_token="t"), ["Socket", "TRAINERS", "URL"]),  # noqa: S106
        (ChannelSettings(teams_app_id="x", trainers="a", url="https://d.example"), ["Teams"]),
    ],
)
def test_the_start_tells_what_keeps_teams_from_drilling_in_chats(
    channels: ChannelSettings, told: list[str]
) -> None:
    said: list[str] = []
    tell_channels(channels, said.append)
    assert len(said) == len(told)
    assert all(words in line for words, line in zip(told, said, strict=True))
