"""What people do in the tests' chats, and what can be seen of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from actions.records import Drill
from actions.records.store import now
from bot.chats.desk import UnreachableError
from bot.chats.heard import Place
from bot.chats.office import Office, line_key
from bot.chats.post import Buttons, Call, Form, Line, Post, Scales
from tests.bot.chats.conftest import Chat

RUDE = "规定就是这样，你冷静。"
KIND = "抱歉，我马上查"


def start_alone(chat: Chat, user: str = "lin") -> list[Post]:
    return chat.presses(user, {"act": "start", "story": "burger_swap"})


def button(posts: list[Post], act: str) -> dict[str, object]:
    return next(
        b.value
        for post in reversed(posts)
        for part in post.parts
        if isinstance(part, Buttons)
        for b in part.buttons
        if b.value.get("act") == act
    )


def lines(posts: list[Post]) -> list[str]:
    return [part.text for post in posts for part in post.parts if isinstance(part, Line)]


def own_drill(chat: Chat, user: str = "lin") -> Drill:
    return chat.office.records.drills_of(chat.person(user).trainee_id)[0]


def start(chat: Chat, mode: str = "抢答") -> tuple[Place, list[Post]]:
    """A trainer starts a drill; the thread it is in."""
    posts = chat.says("boss", f"开始 点错的汉堡 {mode}", chat.place(), addressed=True)
    root = chat.office.outbox.posted(next(post.key for post in posts if post.way == "room"))
    assert root is not None
    return chat.place(thread=root.ref), posts


def drill_of(chat: Chat) -> Drill:
    thread = chat.office.rooms.threads_of(chat.office.rooms.all()[0].id)[-1]
    drill = chat.office.records.drill(thread.drill_id)
    assert drill is not None
    return drill


def name(chat: Chat, trainee_id: str) -> str:
    trainee = chat.office.records.trainee(trainee_id)
    return trainee.name if trainee else ""


def speakers(chat: Chat) -> list[str]:
    return [name(chat, turn.trainee_id) for turn in chat.office.records.turns(drill_of(chat).id)]


def called(posts: list[Post]) -> list[str]:
    return [part.name for post in posts for part in post.parts if isinstance(part, Call)]


def texts(posts: list[Post]) -> str:
    return "\n".join(post.text for post in posts)


def chat_posts(chat: Chat) -> list[Post]:
    """The latest line, as it was posted."""
    drill = drill_of(chat)
    turn = chat.office.records.turns(drill.id)[-1]

    post = chat.office.outbox.post(line_key(drill, turn))
    assert post is not None
    return [post]


def make_due(office: Office, drill: Drill) -> None:
    office.rooms.update(drill.id, due_at=now())


def answer(chat: Chat, user: str, text: str, thread: Place, posts: list[Post]) -> list[Post]:
    form = next(part for post in reversed(posts) for part in post.parts if isinstance(part, Form))
    return chat.presses(user, {**form.value, "text": text}, thread)


def lost_then_again(chat: Chat, act: Any) -> list[Post]:
    """Does something whose answer gets lost, and lets it be dealt with once more."""
    chat.rasa.loses = True
    with suppress(UnreachableError):
        act()
    chat.rasa.loses = False
    posted: list[Post] = act()
    return posted


def coached(posts: list[Post]) -> set[str]:
    """Who got feedback: their ids, "" for the team."""
    return {post.user for post in posts if any(isinstance(part, Scales) for part in post.parts)}
