"""Rasa's actions: read the tracker, call the session, return events.

Every text is followed by a `custom` message whose `kind` says what the text is, so that a page
or channel can show it as what it is; a plain channel just shows the text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import choosing, coach
from actions.customer import State
from actions.phrases import phrase
from actions.session import NoDrillError, NoStoryError
from actions.workplace import Workplace, workplace


class Said:
    """What the tracker knows of the present message."""

    def __init__(self, tracker: Tracker) -> None:
        message = tracker.latest_message
        about = message.get("metadata") or {}
        self.text: str = message.get("text") or ""
        self.story: str = next(
            (
                entity["value"]
                for entity in message.get("entities", [])
                if entity["entity"] == "story"
            ),
            "",
        )
        self.trainee: str = about.get("trainee", "")
        self.channel: str = about.get("channel", "")
        self.new_drill: str = about.get("drill", "")
        self.language: str = about.get("language", "zh")
        self.drill: str = tracker.get_slot("drill") or ""
        self.reply: str | None = tracker.get_slot("reply")
        self.customer: dict[str, Any] | None = tracker.get_slot("customer")


def say(dispatcher: CollectingDispatcher, kind: str, text: str, **about: Any) -> None:
    """Sends a text and what it is."""
    dispatcher.utter_message(text=text)
    dispatcher.utter_message(json_message={"kind": kind, **about})


class DrillAction(Action, ABC):
    """An action of a drill: has the workplace at hand, answers what can't be done politely."""

    action_name = ""

    def name(self) -> str:
        """The name the domain knows it by."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Does it; a conversation without a drill is told how to start one."""
        said = Said(tracker)
        try:
            return self.act(dispatcher, said, workplace())
        except NoDrillError:
            say(dispatcher, "note", phrase(said.language, "no_drill"))
            return [SlotSet("reply", None), ActiveLoop(None), FollowupAction("action_listen")]

    @abstractmethod
    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """What this action does."""


class OpenDrill(DrillAction):
    """A button starts a drill; one still going on in this conversation is stopped."""

    action_name = "action_open_drill"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says the customer's opening line."""
        try:
            opened = place.session.open(said.story, said.new_drill, said.trainee, said.channel)
        except NoStoryError:
            say(dispatcher, "note", phrase(said.language, "no_story"))
            return [FollowupAction("action_listen")]
        if said.drill:
            place.session.records.end_drill(said.drill, "stopped")
        say(dispatcher, "opening", opened.drill.opening, drill=opened.drill.id)
        return [
            SlotSet("drill", opened.drill.id),
            SlotSet("customer", opened.state.as_json()),
            SlotSet("reply", None),
        ]


class ValidateDrillForm(DrillAction):
    """One turn: the reply is judged, the customer answers; the form goes on until an ending."""

    action_name = "validate_drill_form"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says the customer's line; fills `reply` only when the customer has gone."""
        if said.reply is None or said.customer is None:
            return []  # a command: the form steps aside for the command's rule
        state = State.from_json(said.customer)
        replied = place.session.reply(said.drill, state, said.reply, said.trainee)
        turn = replied.turn
        say(dispatcher, "turn", turn.line, turn=turn.number, anger=turn.anger)
        return [
            SlotSet("customer", replied.state.as_json()),
            SlotSet("reply", turn.reply if turn.ending else None),
        ]


class GiveHint(DrillAction):
    """A hint for what the customer needs next."""

    action_name = "action_hint"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Whispers the hint."""
        text = place.session.hint(said.drill) or phrase(said.language, "no_hint")
        say(dispatcher, "hint", text)
        return []


class Retake(DrillAction):
    """The last reply is taken back; the customer is as before it."""

    action_name = "action_retake"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says what was taken back."""
        taken = place.session.take_back(said.drill)
        if taken.reply is None:
            say(dispatcher, "note", phrase(said.language, "nothing_to_retake"))
            over = place.session.drill(said.drill).ending is not None
            return [FollowupAction("action_listen")] if over else []
        text = phrase(said.language, "retaken", reply=taken.reply)
        say(dispatcher, "retaken", text, turn=taken.state.turn + 1, reply=taken.reply)
        return [SlotSet("customer", taken.state.as_json()), SlotSet("reply", None)]


class Coach(DrillAction):
    """The drill is over, by the customer or the trainee: feedback."""

    action_name = "action_coach"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says the feedback in short."""
        drill = place.session.end(said.drill)
        feedback = coach.feedback(
            drill,
            place.session.records.turns(drill.id),
            place.session.library.stories(),
            place.rubric,
            said.language,
        )
        text = coach.in_short(feedback, said.language)
        say(dispatcher, "feedback", text, drill=drill.id, ending=drill.ending)
        return [SlotSet("reply", None)]


class ChooseCustomer(DrillAction):
    """Offers customers that fit what the trainee asked for."""

    action_name = "action_choose_customer"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says which customers there are."""
        stories = place.session.library.stories()
        played = place.session.records.drills_of(said.trainee)
        chosen = choosing.choose(said.text, stories, played)
        offers = [{"story": s.name, "title": s.title, "level": s.level} for s in chosen]
        names = "、".join(f"{story.title}（{story.level}）" for story in chosen)
        text = phrase(said.language, "offer" if chosen else "offer_none", names=names)
        say(dispatcher, "offer", text, stories=offers)
        return []


class Progress(DrillAction):
    """How the trainee's drills went so far."""

    action_name = "action_progress"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says it in a sentence or two."""
        text = choosing.progress(place.session.records.drills_of(said.trainee), said.language)
        say(dispatcher, "note", text)
        return []


class Help(DrillAction):
    """How it works, also for words said outside a drill."""

    action_name = "action_help"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says it."""
        say(dispatcher, "note", phrase(said.language, "help"))
        return []
