"""What Teams sends, as what was heard."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.heard import Heard
from bot.teams.activity import read_activity
from bot.teams.heard import heard_in
from tests.bot.teams.conftest import activity
from tests.doubles.teams import APP_ID, TENANT

ME = f"28:{APP_ID}"
PERSONAL = {"conversationType": "personal", "tenantId": TENANT, "id": "a:1abc"}
GROUP = {"conversationType": "groupChat", "tenantId": TENANT, "id": "19:abc@thread.v2"}


def mention(user: str, name: str, text: str = "") -> dict[str, Any]:
    about = {"id": user, "name": name}
    return {"type": "mention", "mentioned": about, "text": text or f"<at>{name}</at>"}


def client(zone: str) -> dict[str, Any]:
    return {"type": "clientInfo", "country": "JP", "platform": "Web", "timezone": zone}


def heard(**about: Any) -> Heard:
    """What is heard of an activity that must not be passed over."""
    found = heard_in(activity(**about))
    assert found
    return found


def test_a_reply_in_a_thread_is_said_there() -> None:
    said = heard()
    assert (said.kind, said.text, said.addressed) == ("said", "您稍等，我马上帮您查。", False)
    assert (said.user, said.name) == ("29:lin", "林小雨")
    assert (said.locale, said.timezone) == ("zh-CN", "Asia/Shanghai")
    assert (said.message, said.at) == ("1700000000123", 1700000000.123)
    place = said.place
    assert (place.channel, place.tenant, place.room) == ("teams", TENANT, "19:team@thread.tacv2")
    assert (place.thread, place.direct) == ("1699999999000", False)
    assert place.via == "https://smba.test/amer/"


def test_the_first_message_of_a_thread_is_in_none() -> None:
    where = "19:team@thread.tacv2;messageid=1700000000123"
    said = heard(conversation={"conversationType": "channel", "id": where})
    assert said.place.room == "19:team@thread.tacv2"
    assert said.place.thread == ""


@pytest.mark.parametrize(("conversation", "direct"), [(PERSONAL, True), (GROUP, False)])
def test_chats_have_no_threads(conversation: dict[str, str], direct: bool) -> None:
    place = heard(conversation=conversation).place
    assert (place.room, place.thread, place.direct) == (conversation["id"], "", direct)


@pytest.mark.parametrize(
    ("text", "entities", "words", "addressed"),
    [
        ("<at>对练</at> 开始 点错的汉堡", [mention(ME, "对练")], "开始 点错的汉堡", True),
        ("\r\n<at>对练</at>&nbsp;帮助\r\n", [mention(ME, "对练")], "帮助", True),
        ("帮助 <at>对练</at>", [mention(ME, "对练")], "帮助", True),
        (
            "<at>对练</at> <at>小林</at> 您先说",
            [mention(ME, "对练"), mention("29:lin", "小林")],
            "小林 您先说",
            True,
        ),
        (
            "<at>Mei</at> <at>Lin</at> 先来",
            [mention("29:lin", "Mei"), mention("29:lin", "Lin")],
            "Mei Lin 先来",
            False,
        ),
        ("<at>对练</at> 开始", [], "对练 开始", False),
        ("<at>小林</at>和<at>小林</at>", [mention("29:lin", "小林")], "小林和小林", False),
        ("1 &lt; 2 &amp; 3", [], "1 < 2 & 3", False),
        ("&#20320;&#x597d; &#" + "9" * 5000, [], "你好 &#" + "9" * 5000, False),
        ("一行\n又一行", [], "一行\n又一行", False),
        ("", [], "", False),
        ("好的", [None, 7, {"type": "mention"}, {"type": "clientInfo"}], "好的", False),
    ],
)
def test_the_bots_name_is_left_out_and_other_names_are_kept(
    text: str, entities: list[Any], words: str, addressed: bool
) -> None:
    said = heard(text=text, entities=entities)
    assert (said.text, said.addressed) == (words, addressed)


@pytest.mark.parametrize(
    ("about", "zone"),
    [
        ({"localTimezone": "Europe/Berlin"}, "Europe/Berlin"),
        ({"localTimezone": None, "entities": [client("Asia/Tokyo")]}, "Asia/Tokyo"),
        ({"localTimezone": "Mars/Base", "entities": [None, client("Asia/Tokyo")]}, "Asia/Tokyo"),
        ({"localTimezone": "China Standard Time", "entities": [client("../etc/passwd")]}, ""),
        ({"localTimezone": ["Asia/Tokyo"]}, ""),
    ],
)
def test_time_zones_are_told_if_they_are_known_here(about: dict[str, Any], zone: str) -> None:
    assert heard(**about).timezone == zone


@pytest.mark.parametrize("part", ["<at>", "<at", "<at>x</at", "<a", "</", "<br ", "&#9", "&"])
def test_a_text_of_half_tags_takes_no_more_than_its_length_to_read(part: str) -> None:
    times = 32  # so many times as long: quadratic reading takes 1024 times as long
    short = cost(part * (2_500 // len(part)))
    assert cost(part * (2_500 * times // len(part))) < 6 * times * short


def cost(text: str) -> float:
    """Processor time for reading a text, at best."""

    def once() -> float:
        start = time.process_time()
        heard(text=text, textFormat="xml")
        return time.process_time() - start

    return min(once() for _ in range(5))


def test_of_rich_text_the_words_remain() -> None:
    text = "<div>您好，<b>马上</b>查。<br>请&nbsp;稍等</div><p>1 &lt; 2</p>"
    assert heard(text=text, textFormat="xml").text == "您好，马上查。\n请 稍等\n1 < 2"


@pytest.mark.parametrize(
    "about",
    [
        {"type": "message", "value": {"act": "hint", "turn": 2}, "text": ""},
        {"type": "message", "value": {"act": "hint", "turn": 2}, "text": "提示"},
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "value": {"action": {"type": "Action.Execute", "data": {"act": "hint", "turn": 2}}},
        },
    ],
)
def test_a_pressed_button_brings_its_value(about: dict[str, Any]) -> None:
    pressed = heard(**about, replyToId="1699999999555")
    assert (pressed.kind, pressed.value) == ("pressed", {"act": "hint", "turn": 2})
    assert (pressed.message, pressed.text) == ("1699999999555", "")


def test_adding_the_bot_is_meeting_it() -> None:
    added = [{"id": "29:lin"}, {"id": ME}]
    met = heard(type="conversationUpdate", membersAdded=added, conversation=PERSONAL, id="f:1")
    assert (met.kind, met.user, met.place.direct) == ("met", "29:lin", True)
    assert met.at == pytest.approx(1700000000.123, abs=0.001)


@pytest.mark.parametrize(
    ("kind", "event", "becomes"),
    [
        ("messageUpdate", "editMessage", "edited"),
        ("messageUpdate", "undeleteMessage", None),
        ("messageDelete", "softDeleteMessage", "deleted"),
        ("messageUpdate", None, None),
    ],
)
def test_changes_of_messages(kind: str, event: str | None, becomes: str | None) -> None:
    data = {"eventType": event, "tenant": {"id": TENANT}}
    found = heard_in(activity(type=kind, channelData=data, timestamp="2023-11-15T08:00:00Z"))
    assert (found.kind if found else None) == becomes
    if found:
        assert (found.message, found.at) == ("1700000000123", 1700035200)


@pytest.mark.parametrize(
    "about",
    [
        {"type": "typing"},
        {"type": "messageReaction"},
        {"type": "installationUpdate", "action": "add"},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:lin"}]},
        {"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}},
        {"type": "invoke", "name": "composeExtension/query", "value": {"act": "hint"}},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"act": "hint"}},
        {"from": {"id": ME}},
        {"from": {"id": "28:another-bot"}},
        {"from": None},
        {"id": None},
        {"conversation": {}},
    ],
)
def test_what_matters_to_no_drill_is_passed_over(about: dict[str, Any]) -> None:
    assert heard_in(activity(**about)) is None


def test_every_delivery_of_a_thing_has_its_key_and_no_other_thing_has_it() -> None:
    deleted = {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}}
    edited = {"type": "messageUpdate", "channelData": {"eventType": "editMessage"}}
    things = [
        {},
        {"id": "1700000000124"},
        {"conversation": PERSONAL},
        {"conversation": {**PERSONAL, "tenantId": "another"}, "channelData": None},
        {"value": {"act": "hint"}},
        deleted,
        edited,
        {**edited, "timestamp": "2024-01-01T00:00:00Z"},
    ]
    keys = [heard(**about).key for about in things]
    assert len(set(keys)) == len(things)
    assert keys == [heard(**about, localTimestamp="later").key for about in things]
    assert all(len(key) < 255 for key in keys)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["value", "entities", "membersAdded", *activity()]


@given(
    st.dictionaries(st.sampled_from(KEYS), JSON),
    st.sampled_from(["message", "invoke", "conversationUpdate", "messageUpdate", "messageDelete"]),
)
def test_nothing_that_comes_in_breaks_the_reading(odd: dict[str, Any], kind: str) -> None:
    sent = json.dumps({**activity(type=kind), **odd}).encode()
    found = heard_in(read_activity(sent))
    if found:
        json.dumps(found.as_json(), ensure_ascii=False).encode()


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_what_is_no_activity_is_refused(body: bytes) -> None:
    with suppress(ValueError):
        assert isinstance(read_activity(body), dict)


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        read_activity(b"[" * 100_000)


def test_half_a_character_becomes_a_mark() -> None:
    assert read_activity(rb'{"text": "a\ud800b"}') == {"text": "a?b"}
