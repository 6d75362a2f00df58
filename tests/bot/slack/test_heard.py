"""What Slack sends, as Duilian hears it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.heard import Heard, Place
from bot.slack.entities import escaped, plain
from bot.slack.heard import Me, heard_of
from tests.doubles import workspace as ws
from tests.doubles.slack import BOT, TEAM

ME = Me(TEAM, BOT)


def hear(payload: dict[str, Any]) -> Heard | None:
    return heard_of(payload, ME, 5.0)


def heard(payload: dict[str, Any]) -> Heard:
    found = hear(payload)
    assert found
    assert Heard.from_json(found.as_json()) == found
    return found


def test_a_message_in_a_thread_is_said_there() -> None:
    said = ws.message("U1", "C1", "您好", thread="1.000001", ts="17.000002")
    assert heard(ws.event(said)) == Heard(
        key=f"slack {TEAM} C1 17.000002",
        kind="said",
        place=Place("slack", TEAM, "C1", "1.000001"),
        user="U1",
        at=17.000002,
        message="17.000002",
        text="您好",
    )


def test_a_direct_conversation_has_no_threads() -> None:
    place = heard(ws.event(ws.message("U1", "D1", "您好", thread="1.000001"))).place
    assert place == Place("slack", TEAM, "D1", "", direct=True)


@pytest.mark.parametrize("room", ["C1", "G1"])
def test_the_first_message_of_a_thread_stands_in_the_room(room: str) -> None:
    said = ws.message("U1", room, "您好", thread="1.000001", ts="1.000001")
    assert heard(ws.event(said)).place == Place("slack", TEAM, room)


def test_a_mention_is_heard_once_though_it_comes_as_two_events() -> None:
    said = ws.message("U1", "C1", f"<@{BOT}> 开始")
    first, second = heard(ws.event(said)), heard(ws.event(ws.mention(said)))
    assert first == second
    assert (first.addressed, first.text) == (True, "开始")


def test_a_delivery_repeated_has_the_same_key() -> None:
    gone = ws.event(ws.deleted(ws.message("U1", "D1", "您好")))
    assert hear(gone) == hear(dict(gone))


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share", "me_message"])
def test_other_ways_to_talk_count(subtype: str) -> None:
    assert heard(ws.event({**ws.message("U1", "C1", "您好"), "subtype": subtype})).kind == "said"


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B1"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"user": ""},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "reminder_add"},
        {"type": "reaction_added"},
        {"ts": ""},
        {"channel": None},
    ],
    ids=str,
)
def test_what_nobody_says_is_not_heard(change: dict[str, Any]) -> None:
    assert hear(ws.event({**ws.message("U1", "C1", "您好"), **change})) is None


def test_a_picture_without_words_is_heard_only_by_whoever_is_spoken_to() -> None:
    shown = {"text": "", "subtype": "file_share"}
    assert hear(ws.event({**ws.message("U1", "C1", ""), **shown})) is None
    assert heard(ws.event({**ws.message("U1", "D1", ""), **shown})).text == ""


def test_an_edit_tells_the_new_words() -> None:
    said = ws.message("U1", "C1", "您号", thread="1.000001")
    found = heard(ws.event(ws.edited(said, "您好 &lt;3")))
    assert (found.kind, found.text, found.user) == ("edited", "您好 <3", "U1")
    assert (found.message, found.place.thread) == (said["ts"], "1.000001")


def test_the_preview_of_a_link_is_no_edit() -> None:
    said = ws.message("U1", "C1", "<https://example.com>")
    assert hear(ws.event(ws.edited(said, said["text"]))) is None


def test_what_we_edit_and_delete_ourselves_is_not_heard() -> None:
    ours = ws.message(BOT, "C1", "您好")
    assert hear(ws.event(ws.edited(ours, "再见"))) is None
    assert hear(ws.event(ws.deleted(ours))) is None


@pytest.mark.parametrize(("room", "user"), [("C1", ""), ("D1", "U1")])
def test_a_deletion_tells_who_it_was_only_where_nobody_else_can_be(room: str, user: str) -> None:
    said = ws.message("U1", room, "您好")
    found = heard(ws.event(ws.deleted(said)))
    assert (found.kind, found.user, found.message) == ("deleted", user, said["ts"])


def test_a_deleted_message_with_replies_leaves_a_tombstone() -> None:
    said = ws.message("U1", "C1", "您好", thread="1.000001", ts="1.000001")
    change = ws.edited(said, "This message was deleted.")
    change["message"]["subtype"] = "tombstone"
    found = heard(ws.event(change))
    assert (found.kind, found.message) == ("deleted", "1.000001")


def test_only_the_first_look_into_the_conversation_is_a_meeting() -> None:
    about = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"}
    first, second = heard(ws.event(about)), heard(ws.event(about))
    assert (first.kind, first.place.room, first.user) == ("met", "D1", "U1")
    assert first.key == second.key


def test_a_button_brings_its_value_and_where_it_stands() -> None:
    shown = {"ts": "2.000001", "channel": "C1", "thread_ts": "1.000001"}
    found = heard(ws.press("U1", shown, {"value": '{"act": "hint", "drill": "d"}'}))
    assert (found.kind, found.value) == ("pressed", {"act": "hint", "drill": "d"})
    assert found.place == Place("slack", TEAM, "C1", "1.000001")
    assert (found.message, found.user) == ("2.000001", "U1")


@pytest.mark.parametrize("button", [{"url": "https://example.com"}, {"value": "{"}, {"value": "1"}])
def test_a_button_without_a_value_of_ours_is_nothing(button: dict[str, str]) -> None:
    assert hear(ws.press("U1", {"ts": "2.000001", "channel": "C1"}, button)) is None


def test_a_command_with_words_is_said_to_the_bot() -> None:
    found = heard(ws.command("U1", "C1", "点错的汉堡 &amp; 接力"))
    assert (found.kind, found.text, found.addressed) == ("said", "点错的汉堡 & 接力", True)
    assert (found.place, found.at) == (Place("slack", TEAM, "C1"), 5.0)


@pytest.mark.parametrize(
    ("payload", "place", "value"),
    [
        (
            ws.command("U1", "C1", " "),
            Place("slack", TEAM, "C1"),
            {"act": "start", "form": "start", "team": True},
        ),
        (
            ws.command("U1", "D1", ""),
            Place("slack", TEAM, "", direct=True),
            {"act": "start", "form": "start"},
        ),
        (
            ws.shortcut("U1"),
            Place("slack", TEAM, "", direct=True),
            {"act": "start", "form": "start"},
        ),
    ],
    ids=["command in a channel", "command in a direct conversation", "shortcut"],
)
def test_a_plain_command_and_the_shortcut_ask_for_the_form(
    payload: dict[str, Any], place: Place, value: dict[str, Any]
) -> None:
    found = heard(payload)
    assert (found.kind, found.place, found.value) == ("pressed", place, value)


ENTITIES = [
    ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
    ("<@U1|小林> <@U2>", "@小林 @U2"),
    ("<#C1|一般> <#C2>", "#一般 #C2"),
    ("<https://a.example|这里> <https://b.example>", "这里 https://b.example"),
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    (
        "<!here> <!channel|@channel> <!subteam^S1|@team> <!subteam^S1>",
        "@here @channel @team @subteam",
    ),
    (f"<@{BOT}>  您好", "您好"),
    (f"您好 <@{BOT}|对练> 吗", "您好 吗"),
    ("a < b <> c", "a < b  c"),
]


@pytest.mark.parametrize(("text", "read"), ENTITIES)
def test_entities_are_read_as_they_are_seen(text: str, read: str) -> None:
    assert plain(text, BOT) == read


@given(st.text())
def test_words_without_entities_come_back_as_they_were_typed(text: str) -> None:
    assert plain(escaped(text), BOT) == text.strip()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
PAYLOADS = [
    ws.event(ws.message("U1", "C1", f"<@{BOT}> 您好", thread="1.000001")),
    ws.event(ws.edited(ws.message("U1", "C1", "您好"), "再见")),
    ws.event(ws.deleted(ws.message("U1", "C1", "您好"))),
    ws.press("U1", {"ts": "2.000001", "channel": "C1"}, {"value": '{"act": "hint"}'}),
    ws.submitted("U1", {"private_metadata": '{"value": {"act": "start"}}'}, {"story": "a"}),
    ws.command("U1", "C1", "您好"),
    ws.shortcut("U1"),
]


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else ()
    return [before, *(path for name, item in inner for path in paths(item, (*before, name)))]


def changed(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    return {**value, path[0]: changed(value[path[0]], path[1:], other)}


@given(st.data())
def test_no_payload_whatever_makes_it_stumble(data: st.DataObject) -> None:
    payload = data.draw(st.sampled_from(PAYLOADS))
    path = data.draw(st.sampled_from(paths(payload)[1:]))
    found = hear(changed(payload, path, data.draw(JSON)))
    if found:
        assert found.key and found.place.channel == "slack" and found.kind
        assert all(isinstance(text, str) for text in (found.user, found.text, found.message))


@given(st.dictionaries(st.text(), JSON))
def test_unknown_payloads_are_not_heard(payload: dict[str, Any]) -> None:
    assert hear(payload) is None
