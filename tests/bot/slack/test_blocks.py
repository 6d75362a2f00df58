"""Posts as Slack shows them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chats.heard import Heard, Place
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
from bot.slack.blocks import blocks_of, fallback_of
from bot.slack.heard import Me, heard_of
from bot.slack.modal import view_of
from tests.doubles import workspace as ws
from tests.doubles.block_kit import problems_of_blocks, problems_of_view, shown
from tests.doubles.slack import BOT, TEAM

PLACE = Place("slack", TEAM, "C1", "1.000001")
ME = Me(TEAM, BOT)
TRICKS = "<!channel> <@U1> <https://x.example|x> *bold* _i_ ~s~ `c` :tada: &lt;"


def post(*parts: Part) -> Post:
    return Post("k", "room", PLACE, parts)


def render(*parts: Part) -> list[dict[str, Any]]:
    blocks = blocks_of(post(*parts))
    assert problems_of_blocks(blocks) == []
    return blocks


def test_the_customer_speaks_under_their_name() -> None:
    [block] = render(Line("张老三", "我要的是牛肉堡！"))
    name, words = block["elements"]
    assert name["elements"] == [{"type": "text", "text": "张老三", "style": {"bold": True}}]
    assert words["type"] == "rich_text_quote"
    assert words["elements"] == [{"type": "text", "text": "我要的是牛肉堡！"}]


def test_what_was_taken_back_is_struck_through() -> None:
    [block] = render(Line("张老三", "哼", struck=True))
    assert block["elements"][1]["elements"][0]["style"] == {"strike": True}


def test_scores_are_five_marks_a_figure_a_sign_a_name_and_a_reason_in_small() -> None:
    good, bad = Scale("同理心", 4.4, True, "说中了心情"), Scale("清晰度", 1.6, False, "问题太多")
    above, first, why, second, why_not, below = render(Scales((good, bad)))
    assert above == below == {"type": "divider"}
    assert shown([first, second]) == (
        "●●●●○ 4.4 :white_check_mark: 同理心●●○○○ 1.6 :pencil2: 清晰度"
    )
    assert why["type"] == why_not["type"] == "context"
    assert shown([why, why_not]) == "说中了心情问题太多"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (Words("好"), "好"),
        (Words("好", "good"), ":white_check_mark: 好"),
        (Words("好", label="转折"), "转折：好"),
        (Words("好", "bad", "最该改的一句"), ":pencil2: 最该改的一句：好"),
        (Words("好", "quiet", "火气"), "火气：好"),
        (Words("", "good", ""), ""),
    ],
)
def test_a_mark_and_a_label_stand_before_words(words: Words, text: str) -> None:
    assert shown(render(words)) == text


def test_a_label_is_bold() -> None:
    [block] = render(Words("好", label="转折"))
    label, words = block["elements"][0]["elements"]
    assert (label["style"], "style" in words) == ({"bold": True}, False)


def test_somebody_called_on_is_mentioned() -> None:
    assert shown(render(Call("U07ABC", "小林", "请您接着说"))) == "<@U07ABC> 请您接着说"
    assert shown(render(Call("U1> <!channel", "小林", "请"))) == "@小林 请"


def test_buttons_say_what_they_are_for() -> None:
    [block] = render(
        Buttons(
            (
                Button("提示", {"act": "hint"}, "main"),
                Button("停" * 80, {"act": "stop"}, "danger"),
                Button("报告", url="https://duilian.example/r"),
            )
        )
    )
    hint, stop, report = block["elements"]
    assert (hint["value"], hint["style"]) == ('{"act":"hint"}', "primary")
    assert (len(stop["text"]["text"]), stop["style"]) == (75, "danger")
    assert (report["url"], "value" in report) == ("https://duilian.example/r", False)


@pytest.mark.parametrize(
    "part",
    [
        Heading(TRICKS),
        Heading(TRICKS * 3),
        Words(TRICKS),
        Words(TRICKS, "quiet"),
        Words(TRICKS, "good"),
        Words(TRICKS, "bad", TRICKS),
        Line(TRICKS, TRICKS),
        Facts(((TRICKS, TRICKS),)),
        Scales((Scale(TRICKS, 3, True, TRICKS),)),
        Call("", TRICKS, TRICKS),
        Buttons((Button("好", {"act": TRICKS}),)),
        Form(TRICKS, (), "好", {"act": "start"}),
    ],
    ids=lambda part: type(part).__name__,
)
def test_nothing_that_is_written_works_as_markup(part: Part) -> None:
    kinds = {kind for block in render(part) for kind in kinds_in(block)}
    assert not kinds & {"mrkdwn", "markdown", "user", "usergroup", "broadcast", "link", "channel"}
    assert "<" not in fallback_of(post(part))


def kinds_in(value: Any) -> list[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value["type"]] if isinstance(value, dict) and "type" in value else []
    return own + [kind for item in inner for kind in kinds_in(item)]


TEXT = st.text(max_size=40) | st.integers(1, 5000).map("说".__mul__)
PARTS = st.one_of(
    st.builds(Heading, TEXT),
    st.builds(Words, TEXT, st.sampled_from(["plain", "quiet", "good", "bad"]), st.just("") | TEXT),
    st.builds(Line, TEXT, TEXT, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)),
    st.builds(
        Scales,
        st.lists(st.builds(Scale, TEXT, st.floats(1, 5), st.booleans(), TEXT), max_size=3).map(
            tuple
        ),
    ),
    st.builds(Call, st.text(max_size=9), TEXT, TEXT),
    st.builds(
        Buttons,
        st.lists(st.builds(Button, TEXT, st.just({"act": "hint"})), max_size=5).map(tuple),
    ),
)


@settings(max_examples=60)
@given(st.lists(PARTS, max_size=8))
def test_every_post_keeps_the_limits(parts: list[Part]) -> None:
    render(*parts)
    assert 1 <= len(fallback_of(post(*parts))) <= 15_000


@settings(max_examples=60)
@given(st.lists(TEXT, max_size=6))
def test_no_word_is_lost_however_long(texts: list[str]) -> None:
    parts = [part for text in texts for part in (Words(text), Line("张", text))]
    said = "".join(text + "张" + text if text.strip() else "张" for text in texts)
    assert shown(render(*parts)) == said


def test_many_paragraphs_share_a_block() -> None:
    rows = [Words(f"第 {place} 名") for place in range(1, 61)]
    _, block = render(Heading("排行榜"), *rows)
    assert [shown([row]) for row in block["elements"]] == [row.text for row in rows]


def test_more_than_a_message_holds_ends_with_three_dots() -> None:
    schedules = [Words("每周一 9:00"), Buttons((Button("取消", {"act": "cancel"}),))] * 30
    blocks = render(*schedules)
    assert len(blocks) == 50
    assert shown(blocks[:2]) == "每周一 9:00取消"
    assert shown(blocks[-1:]) == "…"


FORM = Form(
    "选一位客户",
    (
        Field("story", "客户", (("burger_swap", "1 · 点错的汉堡"), ("late", "2 · 晚了")), "late"),
        Field("text", "您对客户说什么？", longest=9000),
    ),
    "开始",
    {"act": "start", "form": "start", "team": True},
)


def asked(place: Place = PLACE) -> Heard:
    return Heard("k", "pressed", place, "U1", 1.0, message="2.000001", value=FORM.value)


def test_a_form_is_a_button_that_brings_its_value() -> None:
    [block] = render(FORM)
    [button] = block["elements"]
    found = heard_of(ws.press("U1", {"ts": "2.000001", "channel": "C1"}, button), ME, 1.0)
    assert found and found.value == FORM.value


@pytest.mark.parametrize("place", [PLACE, Place("slack", TEAM, "", direct=True)])
def test_a_form_filled_in_comes_back_with_its_value_and_place(place: Place) -> None:
    view = view_of(FORM, asked(place))
    assert problems_of_view(view) == []
    select, box = (block["element"] for block in view["blocks"])
    assert select["initial_option"]["value"] == "late"
    assert (box["multiline"], box["max_length"]) == (True, 3000)
    sent = ws.submitted("U1", view, {"story": "burger_swap", "text": "您好"})
    found = heard_of(sent, ME, 1.0)
    assert found and found.place == place
    assert found.value == {**FORM.value, "story": "burger_swap", "text": "您好"}
    assert (found.kind, found.user, found.message) == ("pressed", "U1", "2.000001")


def test_a_form_sent_twice_is_one() -> None:
    sent = ws.submitted("U1", view_of(FORM, asked()), {"story": "late"})
    again = {**sent, "trigger_id": "another"}
    assert heard_of(sent, ME, 1.0) == heard_of(again, ME, 1.0)


def test_a_value_too_long_to_come_back_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        view_of(Form("选", (), "好", {"act": "啊" * 1000}), asked())
