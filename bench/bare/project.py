"""Writes the bare bot's Rasa project: same NLU, same tracker store, a form and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from actions.settings import ROOT

DOMAIN = """\
version: "3.1"
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: true}
intents: [start_drill, hint, retake, stop, choose_customer, progress, help, greet, reply]
slots:
  reply:
    type: any
    influence_conversation: false
    mappings:
    - {type: from_text, conditions: [{active_loop: bare_form, requested_slot: reply}]}
forms: {bare_form: {required_slots: [reply]}}
responses: {utter_opening: [{text: 喂，你们管不管？}]}
actions: [validate_bare_form]
"""

RULES = """\
version: "3.1"
rules:
- rule: start
  steps:
  - intent: start_drill
  - action: utter_opening
  - action: bare_form
  - active_loop: bare_form
"""


def write_project(folder: Path) -> None:
    """Makes the project's files in a folder."""
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "domain.yml").write_text(DOMAIN, "utf8")
    (folder / "data" / "rules.yml").write_text(RULES, "utf8")
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / name, folder / name)
    for file in (ROOT / "data" / "nlu").glob("*.yml"):
        shutil.copy(file, folder / "data" / "nlu")
