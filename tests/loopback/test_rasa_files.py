"""Rasa's own checks of its files: validation, dialogue stories, command understanding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from actions.settings import ROOT, Settings
from bot import rasa
from bot.training import ensure_trained, rasa_model

CONFIG = yaml.safe_load((ROOT / "config.yml").read_text("utf8"))
THRESHOLD = next(
    part["threshold"] for part in CONFIG["pipeline"] if part["name"] == "FallbackClassifier"
)

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def model() -> str:
    settings = Settings()
    ensure_trained(settings, print)
    return str(rasa_model(settings))


def test_domain_rules_and_nlu_data_agree(tmp_path: Path) -> None:
    rasa.validate(tmp_path / "log")


def test_rasa_predicts_the_frame_of_a_drill(model: str, tmp_path: Path) -> None:
    stories = ["--stories", "tests/test_stories.yml", "--fail-on-prediction-errors"]
    words = ["test", "core", "--model", model, *stories, "--out", str(tmp_path)]
    rasa.run(words, tmp_path / "log")


def test_rasa_understands_commands_it_was_not_taught(model: str, tmp_path: Path) -> None:
    words = ["test", "nlu", "--nlu", "tests/nlu", "--model", model, "--out", str(tmp_path)]
    rasa.run([*words, "--no-plot"], tmp_path / "log")
    report = json.loads((tmp_path / "intent_report.json").read_text("utf8"))
    assert report["weighted avg"]["recall"] >= 0.95
    errors = json.loads((tmp_path / "intent_errors.json").read_text("utf8"))
    # The report looks past the fallback: below its threshold a guess is no command.
    sure = [wrong for wrong in errors if wrong["intent_prediction"]["confidence"] >= THRESHOLD]
    taken = [wrong["text"] for wrong in sure if wrong["intent"] == "reply"]
    assert taken == []


def test_rules_that_contradict_each_other_are_reported_with_the_log(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yml"
    rules.write_text(
        """version: "3.1"
rules:
- {rule: one, steps: [{intent: help}, {action: action_help}]}
- {rule: other, steps: [{intent: help}, {action: action_progress}]}
""",
        "utf8",
    )
    words = ["train", "core", "--stories", str(rules), "--out", str(tmp_path / "models")]
    with pytest.raises(rasa.RasaError, match="see "):
        rasa.run(words, tmp_path / "log")
    assert "contradict" in (tmp_path / "log").read_text("utf8").lower()
