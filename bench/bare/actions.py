"""The bare bot's only action: validates the form's slot, says a line, keeps the form going."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher


class ValidateBareForm(Action):
    """One turn without judge, customer or records."""

    def name(self) -> str:
        """The name the bare domain knows it by."""
        return "validate_bare_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Answers the same line to everything."""
        dispatcher.utter_message(text="嗯，您接着说。")
        return [SlotSet("reply", None)]
