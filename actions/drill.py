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
from actions.in_short import in_short
from actions.past import past_of
from actions.phrases import phrase
from actions.records import Turn
from actions.session import NoDrillError, NoStoryError, StaleTurnError
from actions.workplace import Workplace, workplace


class Said:
    """What the tracker knows of the present message."""

    def __init__(self, tracker: Tracker) -> None:
        message = tracker.latest_message
        about = message.get("metadata") or {}
        self.text: str = message.get("text") or ""
        self.intent: str = (message.get("intent") or {}).get("name") or ""
        self.story: str = next(tracker.get_latest_entity_values("story"), "")
        self.trainee: str = about.get("trainee", "")
        self.channel: str = about.get("channel", "")
        self.language: str = about.get("language", "zh")
        self.turn: int | None = about.get("turn")
        self.mode: str | None = about.get("mode")
        self.message: str | None = about.get("message")
        self.words: str = about.get("words", "")
        self.may_not: list[str] = about.get("may_not", [])
        self.named_drill: str = about.get("drill", "")
        self.drill: str = tracker.get_slot("drill") or self.named_drill
        self.reply: str | None = tracker.get_slot("reply")


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
        if said.intent in said.may_not:  # one of a team, about what is a colleague's or trainer's
            say(dispatcher, "note", phrase(said.language, "may_not"))
            return [SlotSet("reply", None)]
        try:
            return self.act(dispatcher, said, workplace())
        except StaleTurnError:
            say(dispatcher, "stale", phrase(said.language, "stale"))
            return [SlotSet("reply", None)]
        except NoDrillError:
            say(dispatcher, "note", phrase(said.language, "no_drill"))
            return [SlotSet("reply", None), ActiveLoop(None), FollowupAction("action_listen")]

    @abstractmethod
    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """What this action does.

        A text that was never answered may still stand in the slot `reply`; whatever returns to
        the form empties it, or the form would take itself for filled.
        """


class OpenDrill(DrillAction):
    """A button starts a drill; one still going on in this conversation is stopped."""

    action_name = "action_open_drill"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says the customer's opening line."""
        session = place.session
        try:
            drill = session.open(
                said.story, said.named_drill, said.trainee, said.channel, said.mode
            )
        except NoStoryError:
            say(dispatcher, "note", phrase(said.language, "no_story"))
            return [FollowupAction("action_listen")]
        if said.drill != drill.id:
            session.records.end_drill(said.drill, "stopped")
        say(dispatcher, "opening", drill.opening, drill=drill.id)
        return [SlotSet("drill", drill.id), SlotSet("reply", None)]


def take_turn(dispatcher: CollectingDispatcher, said: Said, place: Workplace) -> Turn:
    """The reply is judged and recorded, the customer answers."""
    words = said.words if said.intent == "say" else said.text
    turn = place.session.reply(said.drill, words, said.trainee, said.turn, said.message)
    say(dispatcher, "turn", turn.line, turn=turn.number, anger=turn.anger)
    return turn


class ValidateDrillForm(DrillAction):
    """One turn of the form, which goes on until an ending."""

    action_name = "validate_drill_form"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says the customer's line; leaves `reply` filled only when the customer has gone."""
        if said.reply != said.text:
            return []  # a command: the form steps aside for the command's rule
        turn = take_turn(dispatcher, said, place)
        return [SlotSet("reply", turn.reply if turn.ending else None)]


class Resume(DrillAction):
    """Words outside a drill: if one goes on in the records, Rasa has lost it, and it goes on."""

    action_name = "action_resume"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Does what the words were for, and goes back to the form; or says how it works."""
        drill = place.session.records.drill(said.drill)
        if drill is None or drill.ending:
            say(dispatcher, "note", phrase(said.language, "help"))
            return []
        back = [SlotSet("drill", drill.id), SlotSet("reply", None)]
        if said.intent == "stop":
            return [*back, FollowupAction("action_coach")]
        if said.intent == "hint":
            GiveHint().act(dispatcher, said, place)
        elif take_turn(dispatcher, said, place).ending:
            return [*back, FollowupAction("action_coach")]
        return [*back, FollowupAction("drill_form")]


class Silence(DrillAction):
    """The trainee has said nothing for a while; only a page's own clock sends this."""

    action_name = "action_silence"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Lets the customer ask where the trainee is, if they can't bear it any longer."""
        nudge = place.session.silence(said.drill, said.turn)
        if nudge is None:
            dispatcher.utter_message(json_message={"kind": "patient"})
        else:
            say(dispatcher, "nudge", nudge.line, turn=nudge.turn, anger=nudge.anger)
        return [SlotSet("drill", said.drill), SlotSet("reply", None)]


class JudgeAnswer(DrillAction):
    """Someone of a team answers as well; only a channel sends this, with the words beside it."""

    action_name = "action_answer"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Records the answer; the customer does not hear it."""
        if said.turn is None or not said.message:
            raise NoDrillError(said.drill)
        place.session.answer(said.drill, said.turn, said.words, said.trainee, said.message)
        dispatcher.utter_message(json_message={"kind": "answer"})
        return [SlotSet("drill", said.drill), SlotSet("reply", None)]


class GiveHint(DrillAction):
    """A hint for what the customer needs next."""

    action_name = "action_hint"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Whispers the hint."""
        hint = place.session.hint(said.drill, said.turn)
        say(dispatcher, "hint", hint or phrase(said.language, "no_hint"))
        return [SlotSet("reply", None)]


class Retake(DrillAction):
    """The last reply is taken back; the customer is as before it."""

    action_name = "action_retake"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says what was taken back."""
        taken = place.session.take_back(said.drill, said.turn)
        back = [SlotSet("drill", said.drill), SlotSet("reply", None)]
        if taken.reply is None:
            say(dispatcher, "note", phrase(said.language, "nothing_to_retake"))
        else:
            key = "retaken" if taken.reply else "reopened"
            text = phrase(said.language, key, reply=taken.reply)
            say(dispatcher, "retaken", text, turn=taken.turn, reply=taken.reply)
        return back


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
            nudges=len(place.session.records.nudges(drill.id)),
            past=past_of(place.session.records, drill),
        )
        text = in_short(feedback, said.language)
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
        return [SlotSet("reply", None)]


class Progress(DrillAction):
    """How the trainee's drills went so far."""

    action_name = "action_progress"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says it in a sentence or two."""
        text = choosing.progress(place.session.records.drills_of(said.trainee), said.language)
        say(dispatcher, "note", text)
        return [SlotSet("reply", None)]


class Help(DrillAction):
    """How it works."""

    action_name = "action_help"

    def act(
        self, dispatcher: CollectingDispatcher, said: Said, place: Workplace
    ) -> list[EventType]:
        """Says it."""
        say(dispatcher, "note", phrase(said.language, "help"))
        return [SlotSet("reply", None)]
