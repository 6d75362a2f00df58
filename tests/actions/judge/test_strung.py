"""Words on a string, told from sentences however short and casual."""

import pytest

from actions.judge.panel import read_panel
from actions.judge.strung import is_strung
from actions.judge.text import fold

from .conftest import PANEL


@pytest.mark.parametrize(
    "reply",
    [
        "抱歉理解放心马上解决",
        "抱歉，理解，放心，马上，解决。",
        "抱歉 理解 放心 马上 解决",
        "理解著急抱歉對不起放心馬上現在查處理",
        "安抚 倾听 落实 到位 专人",
        "用心耐心细心真心关怀陪伴",
        "12345 67890",
    ],
)
def test_words_on_a_string(reply: str) -> None:
    assert is_strung(fold(reply))


@pytest.mark.parametrize(
    "reply",
    ["好的", "马上处理", "抱歉抱歉", "嗯 我查下 您等我", "您好，可以转校区的。", "别急，我来。"],
)
def test_sentences(reply: str) -> None:
    assert not is_strung(fold(reply))


def test_hardly_a_panel_reply_is_taken_for_one() -> None:
    lines = read_panel(PANEL)
    assert sum(is_strung(fold(line.reply)) for line in lines) <= len(lines) / 1000
