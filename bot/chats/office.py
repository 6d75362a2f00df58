"""What every part of the chat host works with."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from actions import coach
from actions.feedback import Feedback
from actions.judge.rubric import Rubric
from actions.past import past_of
from actions.records import Drill, Records, Turn
from actions.settings import Settings
from actions.story import Library, Story
from bot.channels.settings import ChannelSettings
from bot.chats.accounts import Account, Accounts
from bot.chats.heard import Heard, Place
from bot.chats.outbox import Outbox
from bot.chats.post import Part, Post, Words
from bot.chats.rooms import Rooms
from bot.chats.words import words
from bot.report_link import report_link
from bot.said import Said


class ToRasa(Protocol):
    """The line to Rasa."""

    def send(self, conversation: str, message: str, about: Mapping[str, object]) -> list[Said]:
        """Sends words or a payload; what is said."""


@dataclass(frozen=True)
class Office:
    """The records, the stories, the line to Rasa, and the outbox."""

    settings: Settings
    channels: ChannelSettings
    records: Records
    accounts: Accounts
    rooms: Rooms
    outbox: Outbox
    library: Library
    rubric: Rubric
    rasa: ToRasa

    def stories(self) -> Mapping[str, Story]:
        """The playable stories, easiest first."""
        return self.library.stories()

    def is_trainer(self, account: Account) -> bool:
        """Whether somebody may start team drills: named by e-mail or by the platform's id."""
        trainers = self.channels.trainers.lower().replace(",", " ").split()
        return account.user.lower() in trainers or bool(account.email and account.email in trainers)

    def new_drill_id(self, heard: Heard) -> str:
        """The id of the drill that this starts: the same however often it is dealt with."""
        key = self.settings.secret().encode()
        digest = hmac.new(key, f"drill {heard.key}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")

    def say(
        self, drill: Drill, text: str, by: Account, turn: int | None = None, **about: object
    ) -> list[Said]:
        """Sends words or a payload of a drill to Rasa.

        Raises:
            UnreachableError: if Rasa doesn't answer.
        """
        who = {"trainee": by.trainee_id, "language": by.language}
        return self.rasa.send(drill.id, text, {**who, "drill": drill.id, "turn": turn, **about})

    def link(self, drill: Drill, trainee_id: str) -> str:
        """The address of somebody's report of a drill, "" if the web app has no public one."""
        if not self.channels.url:
            return ""
        return report_link(self.settings, self.channels.url, drill.id, trainee_id)

    def feedback(self, drill: Drill, language: str, speaker: str | None = None) -> Feedback:
        """What the coach says of a drill, to one member if it is a team's."""
        unheard = [a for a in self.records.answers(drill.id) if a.trainee_id == speaker]
        return coach.feedback(
            drill,
            self.records.turns(drill.id),
            self.stories(),
            self.rubric,
            language,
            nudges=len(self.records.nudges(drill.id)),
            past=None if drill.mode else past_of(self.records, drill),
            speaker=speaker,
            unheard=unheard,
        )

    def tell(self, heard: Heard, account: Account, key: str, **names: object) -> None:
        """Tells somebody something in the room where they did what they are told about."""
        text = words(account.language, key, **names)
        self.post(whisper(heard.place, account.user, f"{heard.key} told", text))

    def post(self, *posts: Post) -> None:
        """Hands posts to the outbox."""
        self.outbox.add(posts)


def mark(heard: Heard) -> str:
    """Names a message among those of all rooms, for the records."""
    place = heard.place
    name = f"{place.channel} {place.tenant} {place.room} {heard.message}"
    return hashlib.blake2s(name.encode(), digest_size=16).hexdigest()


def to(account: Account, key: str, *parts: Part) -> Post:
    """A direct message."""
    return Post(key, "direct", account.direct, parts, user=account.user)


def whisper(place: Place, user: str, key: str, text: str) -> Post:
    """A word in somebody's ear."""
    return Post(key, "whisper", place, (Words(text, "quiet"),), user=user)


def line_key(drill: Drill, turn: Turn | None) -> str:
    """Key of the post that shows a line of the customer; the opening's without a turn."""
    return f"line {drill.id} {turn.number} {_stamp(turn.said_at)}" if turn else f"line {drill.id} 0"


def end_key(drill: Drill, whose: str = "") -> str:
    """Key of the feedback's post: a drill taken up again and ended again has another."""
    return f"feedback {drill.id} {_stamp(drill.ended_at) if drill.ended_at else 0} {whose}".strip()


def _stamp(time: datetime) -> int:
    return int(time.timestamp() * 1000)
