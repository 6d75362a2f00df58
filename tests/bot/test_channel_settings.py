"""The settings of Slack and Teams: the example can be used as it is, every setting is explained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions.settings import ROOT
from bot.channels.settings import FILE_NAME, ChannelSettings

EXAMPLE = ROOT / "docs" / "examples" / FILE_NAME


@pytest.fixture(autouse=True)
def no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ChannelSettings.__fields__:
        monkeypatch.delenv(f"DUILIAN_{name.upper()}", raising=False)


def test_the_example_is_read_and_holds_no_secret(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / FILE_NAME)
    settings = ChannelSettings.of(tmp_path)
    assert settings.trainers.split() == ["lin@example.com", "U012ABCDEFG"]
    changed = {
        name for name, value in settings if value != ChannelSettings.__fields__[name].default
    }
    assert changed == {"url", "trainers"}


def test_every_line_of_the_example_is_a_setting() -> None:
    lines = [line for line in EXAMPLE.read_text("utf8").splitlines() if line[:1] not in ("", "#")]
    names = {line.partition("=")[0].removeprefix("DUILIAN_").lower() for line in lines}
    assert names <= set(ChannelSettings.__fields__)


def test_the_manual_explains_every_setting() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text("utf8")
    missing = [n for n in ChannelSettings.__fields__ if f"`DUILIAN_{n.upper()}`" not in manual]
    assert missing == []


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(EXAMPLE, tmp_path / FILE_NAME)
    monkeypatch.setenv("DUILIAN_URL", "https://other.example")
    assert ChannelSettings.of(tmp_path).url == "https://other.example"
