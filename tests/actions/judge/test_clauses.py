"""Clauses: where a reply is cut, however it is punctuated."""

import pytest

from actions.judge.pipeline import Parser


@pytest.mark.parametrize(
    ("reply", "clauses"),
    [
        ("在的 我马上查下出餐没", ["在的", "我马上查下出餐没"]),
        ("您好  我是小李", ["您好", "我是小李"]),
        ("好的 ，马上", ["好的", "马上"]),
        ("我的 App 打不开", ["我的 app 打不开"]),
        ("订单 8823 在路上", ["订单 8823 在路上"]),
    ],
)
def test_a_space_between_chinese_words_is_a_pause(reply: str, clauses: list[str]) -> None:
    assert [piece.text for piece in Parser().parse(reply).pieces] == clauses
