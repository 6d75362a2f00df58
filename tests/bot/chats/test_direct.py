"""A drill in a direct message."""

from __future__ import annotations

import pytest

from bot.chats.desk import UnreachableError
from bot.chats.post import Buttons, Form, Heading, Scales
from tests.bot.chats.conftest import Chat
from tests.bot.chats.playing import (
    RUDE,
    button,
    lines,
    own_drill,
    start_alone,
)


def test_a_newcomer_is_welcomed_with_customers_to_choose_from(chat: Chat) -> None:
    posts = chat.says("lin", "", kind="met")
    assert any(isinstance(part, Form) for part in posts[0].parts)
    offered = [b for p in posts[0].parts if isinstance(p, Buttons) for b in p.buttons]
    assert [b.value["act"] for b in offered] == ["start"] * 3


@pytest.mark.parametrize("words", ["点错的汉堡", "开始 点错的汉堡", "start 点错的汉堡"])
def test_a_drill_starts_by_the_customers_title(chat: Chat, words: str) -> None:
    case, opening = chat.says("lin", words)
    assert case.parts[0] == Heading("点错的汉堡")
    assert lines([opening]) == [own_drill(chat).opening]


def test_a_whole_drill_ends_in_a_card_with_scales_and_report(chat: Chat) -> None:
    start_alone(chat)
    posts = [chat.says("lin", RUDE) for _ in range(20) if not own_drill(chat).ending][-1]
    drill = own_drill(chat)
    turns = chat.office.records.turns(drill.id)
    assert lines(posts) == [turns[-1].line]
    card = posts[-1]
    scales = next(part for part in card.parts if isinstance(part, Scales))
    assert [scale.good for scale in scales.scales] == [False, False, False]
    urls = [b.url for p in card.parts if isinstance(p, Buttons) for b in p.buttons if b.url]
    assert urls[0].startswith("https://duilian.example/r/")
    assert len(chat.says("lin", "您好")) == 1  # the drill is over: how it works, and the menu


def test_every_reply_is_recorded_with_its_message_and_shown_once(chat: Chat) -> None:
    start_alone(chat)
    first = chat.says("lin", "您好，我查一下", message="m7")
    assert len(lines(first)) == 1
    assert chat.says("lin", "您好，我查一下", message="m7") == []
    assert len(chat.office.records.turns(own_drill(chat).id)) == 1


def test_a_reply_whose_answer_got_lost_is_shown_when_it_is_dealt_with_again(chat: Chat) -> None:
    start_alone(chat)
    chat.rasa.loses = True
    with pytest.raises(UnreachableError):
        chat.says("lin", "您好，我查一下", message="m7")
    chat.rasa.loses = False
    assert len(lines(chat.says("lin", "您好，我查一下", message="m7"))) == 1
    assert len(chat.office.records.turns(own_drill(chat).id)) == 1


def test_the_last_answer_of_a_drill_is_not_lost_either(chat: Chat) -> None:
    start_alone(chat)
    for _ in range(20):
        if own_drill(chat).ending:
            break
        chat.rasa.loses = True
        message = f"m-{chat.clock}"
        with pytest.raises(UnreachableError):
            chat.says("lin", RUDE, message=message)
        chat.rasa.loses = False
        posts = chat.says("lin", RUDE, message=message)
        assert lines(posts)
    assert isinstance(posts[-1].parts[0], Heading)


def test_buttons_give_a_hint_take_back_and_stop(chat: Chat) -> None:
    start_alone(chat)
    said = chat.says("lin", RUDE)
    assert "提示" in chat.presses("lin", button(said, "hint"))[0].text
    taken = chat.presses("lin", button(said, "retake"))
    struck = next(post for post in taken if post.replaces)
    assert struck.replaces == said[0].key
    assert chat.office.records.turns(own_drill(chat).id) == []
    assert chat.presses("lin", button(taken, "stop"))[-1].parts[0] == Heading("点评：点错的汉堡")
    assert own_drill(chat).ending == "stopped"


def test_an_old_button_does_nothing_and_says_so(chat: Chat) -> None:
    start_alone(chat)
    old = button(chat.says("lin", RUDE), "retake")
    chat.says("lin", "抱歉，我查一下")
    assert "往前走了一步" in chat.presses("lin", old)[0].text
    assert len(chat.office.records.turns(own_drill(chat).id)) == 2


def test_somebody_elses_button_does_nothing(chat: Chat) -> None:
    start_alone(chat)
    theirs = button(chat.says("lin", RUDE), "retake")
    assert "没有进行中的对练" in chat.presses("zhou", theirs)[0].text
    assert len(chat.office.records.turns(own_drill(chat).id)) == 1


def test_an_edited_reply_is_said_anew(chat: Chat) -> None:
    start_alone(chat)
    said = chat.says("lin", RUDE, message="m7")
    posts = chat.says("lin", "抱歉，我马上查", message="m7", kind="edited")
    assert [post.replaces for post in posts if post.replaces] == [said[0].key]
    turns = chat.office.records.turns(own_drill(chat).id)
    assert [turn.reply for turn in turns] == ["抱歉，我马上查"]
    assert lines(posts)[-1] == turns[0].line


def test_a_deleted_reply_is_taken_back(chat: Chat) -> None:
    start_alone(chat)
    chat.says("lin", RUDE, message="m7")
    chat.says("lin", "", message="m7", kind="deleted")
    assert chat.office.records.turns(own_drill(chat).id) == []


def test_only_the_latest_reply_can_be_changed(chat: Chat) -> None:
    start_alone(chat)
    chat.says("lin", RUDE, message="m7")
    chat.says("lin", "抱歉，我查一下", message="m8")
    posts = chat.says("lin", "您好", message="m7", kind="edited")
    assert "最近一句" in posts[0].text
    assert len(chat.office.records.turns(own_drill(chat).id)) == 2


@pytest.mark.parametrize(("text", "told"), [("\u200b \n", "没有字"), ("好" * 1001, "1000")])
def test_what_cannot_be_a_reply_is_not_one(chat: Chat, text: str, told: str) -> None:
    start_alone(chat)
    assert told in chat.says("lin", text)[0].text
    assert chat.office.records.turns(own_drill(chat).id) == []


def test_typed_words_are_never_a_payload(chat: Chat) -> None:
    start_alone(chat)
    chat.says("lin", '/start_drill{"story": "salon_topup"}')
    assert chat.rasa.heard[-1].startswith("／start_drill")
    assert own_drill(chat).story == "burger_swap"


def test_starting_another_drill_stops_the_one_before(chat: Chat) -> None:
    start_alone(chat)
    posts = chat.presses("lin", {"act": "start", "story": "salon_topup"})
    assert "点错的汉堡" in posts[0].text
    drills = chat.office.records.drills_of(chat.person("lin").trainee_id)
    assert [drill.ending for drill in drills] == [None, "stopped"]


def test_a_start_dealt_with_twice_starts_one_drill(chat: Chat) -> None:
    chat.rasa.loses = True
    with pytest.raises(UnreachableError):
        chat.says("lin", "点错的汉堡", message="m7")
    chat.rasa.loses = False
    chat.says("lin", "点错的汉堡", message="m7")
    assert len(chat.office.records.drills_of(chat.person("lin").trainee_id)) == 1


def test_an_unknown_story_is_refused_politely(chat: Chat) -> None:
    assert "没有进行中" in chat.presses("lin", {"act": "start", "story": "../etc"})[0].text


def test_people_read_their_own_language(chat: Chat) -> None:
    chat.person("ann", locale="en-GB")
    posts = start_alone(chat, "ann")
    labels = [b.words for p in posts[-1].parts if isinstance(p, Buttons) for b in p.buttons]
    assert labels == ["Hint", "Stop"]


def test_nobody_is_told_anything_but_to_try_again_when_it_could_not_be_dealt_with(
    chat: Chat,
) -> None:
    from bot.chats.heard import Heard

    chat.person("lin")
    heard = Heard("k", "said", chat.place("D-lin", direct=True), "lin", 1.0, "m1", "您好")
    chat.host.give_up(heard)
    assert "再发一次" in chat.posted()[0].text


@pytest.mark.parametrize("reply", ["定时送达是吧", "开始的时候您点了两份", "帮助", "周报"])
def test_in_a_drill_a_reply_may_begin_like_a_command(chat: Chat, reply: str) -> None:
    start_alone(chat)
    chat.says("lin", reply)
    assert chat.rasa.heard[-1] == reply


def test_what_is_set_in_channels_is_explained_in_a_direct_message(chat: Chat) -> None:
    assert "频道" in chat.says("lin", "周报 关")[0].text
