"""A reply to the customer is never taken for a command, and a command in words is understood."""

from __future__ import annotations

import asyncio
import json
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import structlog
import yaml

from actions.settings import ROOT, Settings
from bot.rasa import QUIET
from bot.training import ensure_trained, rasa_model

COMMANDS = ["hint", "retake", "stop", "choose_customer", "progress", "help"]

Understand = Callable[[Sequence[str]], list[str]]


@pytest.fixture(scope="session")
def understand() -> Iterator[Understand]:
    """The intents Rasa reads from texts, with the model `make train` makes."""
    settings = Settings()
    ensure_trained(settings, print)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUIET.items():
            patch.setenv(name, value)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        # Rasa's dependencies warn of each other as they are imported, and change the filters.
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("ignore")
            from rasa.core.agent import Agent

            agent = Agent.load(rasa_model(settings))

        async def read(texts: Sequence[str]) -> list[str]:
            return [(await agent.parse_message(text))["intent"]["name"] for text in texts]

        yield lambda texts: asyncio.run(read(texts))
        structlog.reset_defaults()


def panel_replies() -> list[str]:
    """Every reply of the rated panel."""
    files = sorted((ROOT / "data" / "panel").glob("*.jsonl"))
    chats = [json.loads(line) for file in files for line in file.read_text("utf8").splitlines()]
    return [turn["trainee"] for chat in chats for turn in chat["turns"]]


def examples(file: Path) -> dict[str, list[str]]:
    """The examples of an NLU file by intent."""
    blocks = yaml.safe_load(file.read_text("utf8"))["nlu"]
    return {
        block["intent"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in blocks
    }


def false_commands(understand: Understand, texts: Sequence[str]) -> dict[str, str]:
    """The texts taken for a command, with the command."""
    read = zip(texts, understand(texts), strict=True)
    return {text: intent for text, intent in read if intent in COMMANDS}


def test_no_reply_of_the_panel_is_a_command(understand: Understand) -> None:
    replies = panel_replies()
    assert len(replies) > 3000
    assert false_commands(understand, replies) == {}


def test_no_reply_that_sounds_like_a_command_is_one(understand: Understand) -> None:
    replies = examples(ROOT / "tests" / "nlu" / "replies.yml")["reply"]
    assert len(replies) >= 60
    assert false_commands(understand, replies) == {}


@pytest.mark.parametrize("command", COMMANDS)
def test_unseen_wordings_of_a_command_are_understood(understand: Understand, command: str) -> None:
    wordings = examples(ROOT / "tests" / "nlu" / "commands.yml")[command]
    assert len(wordings) >= 15
    read = understand(wordings)
    missed = [text for text, intent in zip(wordings, read, strict=True) if intent != command]
    assert len(missed) <= 0.1 * len(wordings), missed


def test_the_wordings_of_the_tests_stay_unseen() -> None:
    trained = {
        text
        for name in ("commands", "replies")
        for texts in examples(ROOT / "data" / "nlu" / f"{name}.yml").values()
        for text in texts
    }
    tested = {
        text
        for name in ("commands", "replies")
        for texts in examples(ROOT / "tests" / "nlu" / f"{name}.yml").values()
        for text in texts
    }
    assert trained & tested == set()


def test_odd_input_is_no_command(understand: Understand) -> None:
    odd = [
        "😀😀",
        "。。。",
        "{drill}",
        "<b>hint</b>ing",
        "Здравствуйте",
        "啊" * 10_000,
    ]
    assert false_commands(understand, odd) == {}
