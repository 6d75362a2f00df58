"""The chat host against real records and stories; Rasa's part is played by the session itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from actions.judge.rubric import Rubric
from actions.records import Records
from actions.session import NoDrillError, NoStoryError, Session, StaleTurnError
from actions.settings import Settings
from bot.channels.settings import ChannelSettings
from bot.chats.accounts import Account, Accounts
from bot.chats.desk import UnreachableError
from bot.chats.heard import Heard, Place
from bot.chats.host import ChatHost
from bot.chats.office import Office
from bot.chats.outbox import Outbox
from bot.chats.platform import Person, Posted
from bot.chats.post import Post
from bot.chats.rooms import Rooms
from bot.said import Said
from tests.bot.web.stand_in import library_of, read


class Rasa:
    """Does what Rasa and the actions do; `gone`: nobody answers; `loses`: answers get lost."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.gone = False
        self.loses = False
        self.heard: list[str] = []

    def send(self, conversation: str, message: str, about: Mapping[str, Any]) -> list[Said]:
        if self.gone:
            raise UnreachableError("gone")
        self.heard.append(message)
        try:
            said = self._act(about.get("drill") or "", message, about)
        except StaleTurnError:
            said = [Said("stale", "这边已经往前走了一步。")]
        except (NoDrillError, NoStoryError):
            said = [Said("note", "现在没有进行中的对练。")]
        if self.loses:
            raise UnreachableError("lost")
        return said

    def _act(self, drill: str, message: str, about: Mapping[str, Any]) -> list[Said]:
        session, who, turn = self.session, str(about["trainee"]), about.get("turn")
        intent = {"不练了": "stop"}.get(message, message.removeprefix("/"))
        if intent in about.get("may_not", []):
            return [Said("note", "这个得由说那句话的人或培训师来定。")]
        if message.startswith("/start_drill"):
            story = json.loads(message.removeprefix("/start_drill"))["story"]
            opened = session.open(story, drill, who, "slack", about.get("mode"))
            return [Said("opening", opened.opening)]
        if message == "/hint":
            return [Said("hint", session.hint(drill, turn))]
        if message == "/silence":
            nudge = session.silence(drill, turn)
            return [Said("nudge", nudge.line) if nudge else Said("patient", "")]
        if message == "/retake":
            taken = session.take_back(drill, turn)
            return [Said("retaken", f"已收回：{taken.reply}")]
        if message == "/answer":
            session.answer(drill, turn or 0, about["words"], who, about["message"])
            return [Said("answer", "")]
        if message in ("/stop", "不练了"):
            session.end(drill)
            return [Said("feedback", "…")]
        if message == "/say":
            session.reply(drill, about["words"], who, turn, about.get("message"))
            return [Said("turn", "…")]
        if not drill:
            return [Said("note", "您扮演坐席。")]
        session.reply(drill, message, who, turn, about.get("message"))
        return [Said("turn", "…")]


@dataclass
class Chat:
    """A platform's worth of people talking to the host."""

    host: ChatHost
    office: Office
    rasa: Rasa
    clock: float = 1_000.0
    flat: set[str] = field(default_factory=set)  # rooms without threads

    def place(self, room: str = "C1", thread: str = "", *, direct: bool = False) -> Place:
        return Place("slack", "T1", room, thread, direct=direct)

    def person(self, user: str, email: str = "", locale: str = "zh-CN") -> Account:
        """Somebody the host has met."""
        place = self.place(f"D-{user}", direct=True)
        known = self.office.accounts.at(place, user)
        return known or self.office.accounts.add(place, user, Person(user, email, locale))

    def hear(self, heard: Heard) -> list[Post]:
        """Lets the host deal with it; what it posts, each as if the platform had it at once."""
        self.host.handle(heard)
        return self.posted()

    def posted(self) -> list[Post]:
        """Delivers what is in the outbox."""
        new = []
        while items := self.office.outbox.due():
            for item in items:
                self.clock += 1
                root = self.office.outbox.posted(item.post.root) if item.post.root else None
                ref = f"m{self.clock}"
                thread = root.ref if root else ref if item.post.way == "room" else ""
                thread = "" if item.post.place.room in self.flat else thread
                posted = Posted(ref, item.post.place.room, self.clock, thread)
                self.office.outbox.sent(item.post.key, posted)
                self.host.posted(item.post, posted)
                new.append(item.post)
        return new

    def says(self, user: str, text: str, place: Place | None = None, **more: Any) -> list[Post]:
        """Somebody says something, directly unless a place is given."""
        self.person(user)
        self.clock += 1
        where = place or self.place(f"D-{user}", direct=True)
        message = more.pop("message", f"m{self.clock}")
        key = f"said {where.room} {message} {more.get('kind', '')}"
        kind = more.pop("kind", "said")
        return self.hear(
            Heard(key, kind, where, user, more.pop("at", self.clock), message, text, **more)
        )

    def presses(self, user: str, value: dict[str, Any], place: Place | None = None) -> list[Post]:
        """Somebody presses a button or sends a form."""
        self.person(user)
        self.clock += 1
        where = place or self.place(f"D-{user}", direct=True)
        return self.hear(
            Heard(f"press {self.clock}", "pressed", where, user, self.clock, value=value)
        )


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    settings = Settings(home=tmp_path)
    records = Records(settings.records_url)
    records.migrate()
    library = library_of(settings.stories)
    rasa = Rasa(Session(records, library, read))
    office = Office(
        settings=settings,
        channels=ChannelSettings(url="https://duilian.example", trainers="boss boss@example.com"),
        records=records,
        accounts=Accounts(records),
        rooms=Rooms(records.db, "slack"),
        outbox=Outbox(records.db, "slack"),
        library=library,
        rubric=Rubric.load(settings.rubric),
        rasa=rasa,
    )
    yield Chat(ChatHost(office, "slack"), office, rasa)
    records.close()
