"""Posts as Adaptive Cards: whole, within Teams' limit, and nothing in them but what was meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chats.heard import Place
from bot.chats.post import (
    Button,
    Buttons,
    Call,
    Facts,
    Field,
    Form,
    Heading,
    Line,
    Part,
    Post,
    Scale,
    Scales,
    Words,
)
from bot.teams.cards import LARGEST, activity_of

PLACE = Place("teams", "tenant", "19:team@thread.tacv2", via="https://smba.test/amer/")
EVIL = "**粗** [链接](https://e.test) <at>全体</at> {{{DATE(2017-02-14T06:08:00Z)}} <b>x</b> `c` #"


def activity(*parts: Part) -> dict[str, Any]:
    return activity_of(Post("key", "thread", PLACE, parts))


def card(*parts: Part) -> dict[str, Any]:
    found: dict[str, Any] = activity(*parts)["attachments"][0]["content"]
    return found


def elements(of: object) -> Iterator[dict[str, Any]]:
    """All elements and actions of a card, however deep."""
    if isinstance(of, dict):
        if "type" in of:
            yield of
        for inner in of.values():
            yield from elements(inner)
    elif isinstance(of, list):
        for inner in of:
            yield from elements(inner)


def of_type(shown: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [element for element in elements(shown) if element["type"] == kind]


def words_of(shown: dict[str, Any]) -> list[str]:
    return [run["text"] for run in of_type(shown, "TextRun")]


def size(activity: dict[str, Any]) -> int:
    return len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))


def test_the_customer_speaks_under_their_name() -> None:
    name, line = of_type(card(Line("张老三", "怎么还没到？")), "TextRun")
    assert (name["text"], name["weight"]) == ("张老三", "bolder")
    assert (line["text"], "strikethrough" in line) == ("怎么还没到？", False)


def test_a_line_taken_back_is_struck_through() -> None:
    _, line = of_type(card(Line("张老三", "那好吧。", struck=True)), "TextRun")
    assert line["strikethrough"]


def test_a_score_can_be_read_without_its_color() -> None:
    scales = Scales(
        (Scale("同理心", 3.6, True, "先认了错。"), Scale("死板度", 4, False, "照本宣科。"))
    )
    assert words_of(card(scales)) == [
        *("同理心", "■■■■□", "3.6 ✓", "先认了错。"),
        *("死板度", "■■■■□", "4.0 △", "照本宣科。"),
    ]


@pytest.mark.parametrize(
    ("words", "runs"),
    [
        (Words("好"), [("好", None)]),
        (Words("好", "good"), [("✓ ", "good"), ("好", None)]),
        (Words("好", "bad"), [("△ ", "attention"), ("好", None)]),
        (Words("好", label="转折"), [("转折：", None), ("好", None)]),
        (Words("好", "good", "亮点"), [("亮点：", "good"), ("好", None)]),
        (Words("一\n二", "bad", "改"), [("改：", "attention"), ("一", None), ("二", None)]),
    ],
)
def test_a_label_or_a_sign_bears_the_tone(words: Words, runs: list[tuple[str, str | None]]) -> None:
    shown = of_type(card(words), "TextRun")
    assert [(run["text"], run.get("color")) for run in shown] == runs


def test_quiet_words_stand_close_below_what_they_are_about() -> None:
    _, mood = card(Line("张老三", "哼"), Words("火气 45", "quiet"))["body"]
    assert mood["spacing"] == "small"
    assert mood["inlines"][0]["isSubtle"]


def test_facts_have_a_name() -> None:
    assert words_of(card(Facts((("订单", "尾号6205"),)))) == ["订单：", "尾号6205"]


def test_line_breaks_count() -> None:
    assert words_of(card(Words("一\n\n二"))) == ["一", "\u00a0", "二"]


def test_a_call_is_a_mention_of_that_person_and_of_nobody_else() -> None:
    shown = card(Call("29:lin", "林小雨", "轮到您了"), Words("<at>1</at>"))
    (entity,) = shown["msteams"]["entities"]
    assert entity["mentioned"] == {"id": "29:lin", "name": "林小雨"}
    (row,) = of_type(shown, "ColumnSet")
    person, said = row["columns"]
    (mention,) = person["items"]
    assert mention["type"] == "TextBlock"
    assert words_of(said) == ["轮到您了"]
    assert mention["text"] == entity["text"]
    assert not any(entity["text"] in words for words in words_of(shown))


def test_buttons_send_their_value_and_no_fields_of_a_form() -> None:
    buttons = Buttons(
        (
            Button("提示", {"act": "hint", "turn": 1}, "main"),
            Button("结束", {"act": "stop"}, "danger"),
            Button("报告", url="https://duilian.test/r"),
        )
    )
    hint, stop, report = card(buttons)["body"][0]["actions"]
    assert (hint["data"], hint["associatedInputs"]) == ({"act": "hint", "turn": 1}, "none")
    assert (hint["style"], stop["style"]) == ("positive", "destructive")
    assert (report["type"], report["url"]) == ("Action.OpenUrl", "https://duilian.test/r")


def test_a_form_stands_in_the_card() -> None:
    options = (("burger_swap", "1 · 点错的汉堡"), ("late", "2 · 迟到的外卖"))
    fields = (Field("story", "客户", options, "late"), Field("text", "您说什么？", longest=500))
    shown = card(Form("选一位客户", fields, "开始", {"act": "start"}))
    (choice,) = of_type(shown, "Input.ChoiceSet")
    assert (choice["id"], choice["value"]) == ("story", "late")
    assert [c["value"] for c in choice["choices"]] == ["burger_swap", "late"]
    (text,) = of_type(shown, "Input.Text")
    assert (text["id"], text["isMultiline"], text["maxLength"]) == ("text", True, 500)
    (send,) = of_type(shown, "Action.Submit")
    assert (send["data"], send["title"]) == ({"act": "start"}, "开始")
    assert "associatedInputs" not in send


ANYWHERE: list[Part] = [
    Heading(EVIL),
    Words(EVIL),
    Words(EVIL, "quiet"),
    Words(EVIL, "good", EVIL),
    Line(EVIL, EVIL),
    Facts(((EVIL, EVIL),)),
    Scales((Scale(EVIL, 2, False, EVIL),)),
    Call("29:lin", EVIL, EVIL),
    Form(EVIL, (Field("text", EVIL),), "送出", {"act": "answer"}),
]


@pytest.mark.parametrize("part", ANYWHERE, ids=lambda part: type(part).__name__)
def test_no_text_is_read_as_markup(part: Part) -> None:
    shown = card(part)
    marks = [entity["text"] for entity in shown["msteams"]["entities"]]
    assert [block["text"] for block in of_type(shown, "TextBlock")] == marks
    assert not of_type(shown, "FactSet"), "facts of a FactSet are Markdown"
    for words in words_of(shown):
        assert "<at" not in words
        assert "{{" not in words


def test_what_notifications_show_is_short_and_one_line() -> None:
    shown = activity(Heading("对练结束"), Words("很长\n" * 200))
    assert shown["summary"].startswith("对练结束 很长 很长")
    assert len(shown["summary"]) <= 200
    assert "text" not in shown, "Teams would part words and card into two messages"


def test_long_words_are_shortened_for_all_to_see() -> None:
    shown = activity(Words("很长的话" * 5000), Buttons((Button("提示", {"act": "hint"}),)))
    assert size(shown) <= LARGEST
    assert words_of(shown)[0].endswith("…")
    assert of_type(shown, "Action.Submit")


def test_what_can_not_be_shortened_is_refused() -> None:
    button = Button("提示", {"act": "hint", "long": "x" * 1400})
    with pytest.raises(ValueError, match="too large"):
        activity(*[Buttons((button,) * 5)] * 5)


TEXT = st.text(max_size=60) | st.text(min_size=1, max_size=20).map(lambda text: text * 120)
PARTS = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Words, TEXT, st.sampled_from(["plain", "quiet", "good", "bad"]), st.just("") | TEXT),
    st.builds(Line, TEXT, TEXT, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple)),
    st.builds(
        Scales,
        st.lists(st.builds(Scale, TEXT, st.floats(1, 5), st.booleans(), TEXT), max_size=3).map(
            tuple
        ),
    ),
    st.builds(Call, st.just("29:lin"), TEXT, TEXT),
)


@given(st.lists(PARTS, max_size=10))
def test_every_post_fits_and_calls_on_nobody_it_does_not_name(parts: list[Part]) -> None:
    shown = activity(*parts)
    assert size(shown) <= LARGEST
    entities = of_type(shown, "AdaptiveCard")[0]["msteams"]["entities"]
    assert len(entities) == sum(isinstance(part, Call) for part in parts)
    assert not any("<at" in words or "{{" in words for words in words_of(shown))
