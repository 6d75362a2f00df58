"""Who somebody is: accounts, e-mail addresses, codes."""

from __future__ import annotations

import re

from bot.chats.codes import Codes
from bot.chats.heard import Place
from bot.chats.platform import Person
from tests.bot.chats.conftest import Chat


def test_the_same_vouched_address_on_two_platforms_is_one_trainee(chat: Chat) -> None:
    accounts = chat.office.accounts
    slack = accounts.add(chat.place(), "U1", Person("林", "Lin@Example.com"))
    teams = accounts.add(Place("teams", "t", "c"), "a-1", Person("小林", "lin@example.com"))
    stranger = accounts.add(Place("teams", "t", "c"), "a-2", Person("小林"))
    assert slack.trainee_id == teams.trainee_id != stranger.trainee_id


def test_without_an_address_nobody_is_taken_for_somebody_else(chat: Chat) -> None:
    one, other = (chat.office.accounts.add(chat.place(), u, Person("林")) for u in ("U1", "U2"))
    assert one.trainee_id != other.trainee_id


def test_a_code_is_given_privately_even_when_asked_for_in_a_channel(chat: Chat) -> None:
    for place in (None, chat.place()):
        (post,) = chat.says("lin", "绑定", place, addressed=True)
        assert (post.way, post.user) == ("direct", "lin")
    code = re.search("[A-Z0-9]{4}-[A-Z0-9]{4}", post.text)
    assert code
    assert Codes(chat.office.records.db).peek(code[0]) == chat.person("lin").id
    assert "https://duilian.example/link" in post.text


def test_trainers_are_named_by_address_or_id(chat: Chat) -> None:
    assert chat.office.is_trainer(chat.person("boss"))
    assert chat.office.is_trainer(chat.person("anyone", "Boss@Example.com"))
    assert not chat.office.is_trainer(chat.person("lin", "lin@example.com"))
    assert not chat.office.is_trainer(chat.person("nobody"))
