"""The chat host: finds out what is meant and by whom, and hands it to who deals with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.records import Drill
from bot.chats import clock
from bot.chats.accounts import Account
from bot.chats.codes import Codes
from bot.chats.commands import Command, parse
from bot.chats.direct import Direct
from bot.chats.floor import Floor
from bot.chats.forms import LEVELS, form_of
from bot.chats.heard import Heard, Place
from bot.chats.modes import mode_of
from bot.chats.office import Office, to, whisper
from bot.chats.platform import NAMELESS, Person, Posted
from bot.chats.post import Button, Buttons, Form, Post, Words
from bot.chats.rooms import Room, Thread
from bot.chats.schedules import Schedules
from bot.chats.show import opening
from bot.chats.team import Team
from bot.chats.trainer import Trainer
from bot.chats.words import words

PERHAPS = " perhaps"  # how the key ends of a post that offers another one again


class ChatHost:
    """Deals with what is heard on one platform.

    Args:
        office: what it works with.
        channel: slack or teams.
    """

    def __init__(self, office: Office, channel: str) -> None:
        self._office = office
        schedules = Schedules(office.records.db, channel)
        self._direct = Direct(office)
        self._team = Team(office)
        self._trainer = Trainer(self._team, schedules)
        self._floor = Floor(self._team)
        self._clock = clock.Clock(self._team, schedules, self._trainer)

    # People

    def knows(self, heard: Heard) -> bool:
        """Whether this person was looked up before."""
        account = self._office.accounts.at(heard.place, heard.user)
        if account:
            self._office.accounts.met_at(account, heard.place)
        return account is not None and account.name != NAMELESS

    def meet(self, heard: Heard, person: Person) -> None:
        """Gets to know a person."""
        self._office.accounts.add(heard.place, heard.user, person)

    def form(self, value: Mapping[str, Any], place: Place, user: str) -> Form | None:
        """The form that a button with this value opens for somebody."""
        account = self._office.accounts.at(place, user)
        language = account.language if account else "zh"
        return form_of(value, language, self._office.stories())

    # What is heard

    def lane(self, heard: Heard) -> str | None:
        """What this must be dealt with in order with: the drill, or else what is said there.

        What people say to each other in a channel is none of the bot's business: None.
        """
        if thread := self._thread(heard):
            return thread.drill_id
        if not (heard.place.direct or heard.addressed or heard.kind == "pressed"):
            return None
        return f"{heard.place.tenant} {heard.place.room} {heard.place.thread}"

    def handle(self, heard: Heard) -> None:
        """Deals with it.

        Raises:
            UnreachableError: if Rasa does not answer; then the same can be tried again.
        """
        act = str(heard.value.get("act", ""))
        if act in clock.ACTS and not heard.user:
            self._clock.strikes(act, heard)
            return
        account = self._office.accounts.at(heard.place, heard.user) if heard.user else None
        if account is None and heard.kind != "deleted":
            return
        thread = self._thread(heard)
        if thread:
            self._in_thread(heard, account, thread)
        elif account is None:
            return
        elif heard.kind == "pressed":
            self._pressed(heard, account, act)
        elif heard.place.direct:
            self._in_person(heard, account)
        elif heard.kind == "said" and heard.addressed:
            self._ordered(heard, account)

    def _thread(self, heard: Heard) -> Thread | None:
        if heard.value.get("team") and heard.value.get("drill"):
            thread = self._office.rooms.thread(str(heard.value["drill"]))
            return thread if thread and self._is_there(thread.room_id, heard.place) else None
        return None if heard.place.direct else self._office.rooms.thread_at(heard.place)

    def _is_there(self, room_id: str, place: Place) -> bool:
        """Whether a button was pressed in the room it belongs to."""
        room = self._office.rooms.get(room_id).place
        return (room.channel, room.tenant, room.room) == (place.channel, place.tenant, place.room)

    def _in_person(self, heard: Heard, account: Account) -> None:
        if heard.kind == "met":
            self._direct.welcome(heard, account)
        elif heard.kind in ("edited", "deleted"):
            self._direct.change(heard, account)
        elif command := parse(heard.text, self._office.stories()):
            self._commanded_directly(heard, account, command)
        else:
            self._direct.said(heard, account)

    def _commanded_directly(self, heard: Heard, account: Account, command: Command) -> None:
        names_story = command.name == "start" and command.story not in ("", LEVELS)
        if names_story:
            self._direct.start(heard, account, command.story)
        elif command.name == "link":
            self._link(heard, account)
        elif self._direct.current(account):
            self._direct.said(heard, account)  # a reply may begin with any word
        elif command.name in ("schedule", "weekly", "ranking"):
            text = words(account.language, "in_channel_only")
            self._office.post(to(account, heard.key, Words(text)))
        else:
            self._direct.welcome(heard, account)

    def _pressed(self, heard: Heard, account: Account, act: str) -> None:
        if act == "start" and heard.value.get("team"):
            story, mode = str(heard.value.get("story")), str(heard.value.get("mode"))
            self._start_team(heard, account, Command("start", story, mode))
        elif act == "start":
            self._direct.start(heard, account, str(heard.value.get("story")))
        elif act in ("hint", "retake", "stop"):
            self._direct.press(heard, account)
        elif act == "cancel" and (room := self._for_trainers(heard, account)):
            self._trainer.cancel(heard, room, str(heard.value.get("schedule")))
        elif act == "again" and (post := self._office.outbox.post(str(heard.value.get("key")))):
            self._show_again(heard, account, post)

    # In channels

    def _ordered(self, heard: Heard, account: Account) -> None:
        command = parse(heard.text, self._office.stories())
        if command is None or command.name == "help":
            text = words(account.language, "channel_help")
            said = whisper(heard.place, account.user, heard.key, text)
            self._office.post(replace(said, parts=(Words(text),)))
        elif command.name == "unknown_story":
            self._office.tell(heard, account, "unknown_story", wish=command.wish)
        elif command.name == "link":
            self._link(heard, account)
        elif command.name == "start":
            self._start_team(heard, account, command)
        elif command.name != "schedule" and not command.switch:
            here = self._office.rooms.at(heard.place, account)
            self._trainer.look(heard, here, account, command)
        elif room := self._for_trainers(heard, account):
            self._trainer.order(heard, room, account, command)

    def _start_team(self, heard: Heard, account: Account, command: Command) -> None:
        room = self._for_trainers(heard, account)
        if room is None:
            return
        story = self._trainer.next_level(room) if command.story == LEVELS else command.story
        if not story:
            value = {"act": "start", "form": "start", "team": True}
            if form := form_of(value, account.language, self._office.stories()):
                self._office.post(
                    Post(heard.key, "whisper", heard.place, (form,), user=account.user)
                )
            return
        mode = command.mode if command.mode in ("relay", "open", "duel") else "open"
        if said := self._team.start(heard, room, account, story, mode):
            self._office.post(whisper(heard.place, account.user, heard.key, said.text))

    def _for_trainers(self, heard: Heard, account: Account) -> Room | None:
        """The room, if somebody may decide what happens in it; else they are told who may."""
        if self._office.is_trainer(account):
            return self._office.rooms.at(heard.place, account)
        self._office.tell(heard, account, "trainers_only", who=account.email or account.user)
        return None

    def _in_thread(self, heard: Heard, account: Account | None, thread: Thread) -> None:
        drill = self._office.records.drill(thread.drill_id)
        if drill is None:
            return
        if account and heard.kind == "said" and self._is_order(heard, drill):
            self._ordered(heard, account)
        else:
            self._floor.heard(heard, account, thread, drill)

    def _is_order(self, heard: Heard, drill: Drill) -> bool:
        """Whether it is for the bot, not for the customer."""
        if not heard.addressed:
            return False
        return bool(drill.ending) or parse(heard.text, self._office.stories()) is not None

    # Accounts

    def _link(self, heard: Heard, account: Account) -> None:
        code = Codes(self._office.records.db).new(account.id)
        url = self._office.channels.url.rstrip("/")
        text = words(account.language, "link", code=code, address=f"{url}/link")
        self._office.post(to(account, heard.key, Words(text)))

    # What became of posts

    def give_up(self, heard: Heard) -> None:
        """Says that it could not be dealt with, to whoever can do it again."""
        if heard.value.get("act") in clock.ACTS and not heard.user:
            self._clock.missed(heard)
            return
        account = self._office.accounts.at(heard.place, heard.user) if heard.user else None
        if account and heard.kind in ("said", "pressed"):
            text = words(account.language, "try_again")
            key = f"{heard.key} given up"
            if heard.place.direct:
                self._office.post(to(account, key, Words(text)))
            else:
                self._office.post(whisper(heard.place, account.user, key, text))

    def posted(self, post: Post, posted: Posted) -> None:
        """Once a thread's first message is there, the customer speaks in it."""
        kind, _, drill_id = post.key.partition(" ")
        account = self._office.accounts.at(post.place, post.user) if post.user else None
        if post.way == "direct" and account and posted.room and not account.room:
            self._office.accounts.met_at(account, replace(account.direct, room=posted.room))
        if kind != "root":
            return
        thread, drill = self._office.rooms.thread(drill_id), self._office.records.drill(drill_id)
        if thread is None or drill is None:
            return
        if not posted.thread:  # a room without threads holds one drill at a time
            self._end_others(thread)
        self._office.rooms.update(drill_id, thread=posted.thread)
        below = mode_of(self._team, drill).below(thread, drill, 1)
        self._team.post(thread, f"line {drill_id} 0", *opening(drill, thread.language), *below)

    def _end_others(self, thread: Thread) -> None:
        for other in self._office.rooms.threads_of(thread.room_id):
            drill = self._office.records.drill(other.drill_id)
            if other.thread != "" or other.drill_id == thread.drill_id or not drill:
                continue
            if not drill.ending:
                self._office.records.end_drill(drill.id, "stopped")
                self._team.finish(other, self._office.records.drill(drill.id) or drill)

    def doubtful(self, post: Post) -> None:
        """Offers to show a message again that may not have arrived."""
        if post.key.endswith(PERHAPS):
            return  # of these, one doubt is enough
        language = self._language(post)
        again = Button(words(language, "button_again"), {"act": "again", "key": post.key})
        parts = (Words(words(language, "perhaps_lost"), "quiet"), Buttons((again,)))
        self._office.post(
            Post(f"{post.key}{PERHAPS}", post.way, post.place, parts, post.user, post.root)
        )

    def _show_again(self, heard: Heard, account: Account, post: Post) -> None:
        same_room = (post.place.tenant, post.place.room) == (heard.place.tenant, heard.place.room)
        if post.user != account.user if post.user else not same_room:
            return
        self._office.outbox.again(post.key)

    def refused(self, post: Post) -> None:
        """A drill whose thread can't begin is over; who ordered it is told."""
        kind, _, drill_id = post.key.partition(" ")
        drill = self._office.records.drill(drill_id) if kind == "root" else None
        account = self._office.accounts.of(drill.trainee_id, post.place) if drill else None
        if drill and not drill.ending:
            self._office.records.end_drill(drill.id, "stopped")
        if drill and account:
            text = words(account.language, "start_refused", title=drill.title)
            self._office.post(to(account, f"{post.key} refused", Words(text)))

    def _language(self, post: Post) -> str:
        account = self._office.accounts.at(post.place, post.user) if post.user else None
        return account.language if account else "zh"

    def due(self) -> list[Heard]:
        """What time itself brings up now."""
        return self._clock.due()
