"""Drafts from any text at all: nothing makes it stumble, no word is made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.authoring.draft import account, read_document, search
from actions.authoring.draft.document import Document
from actions.authoring.draft.drafting import Found
from actions.authoring.draft.page import page
from actions.judge.judge import Judge
from actions.story.syntax import compose
from tests.actions.judge.conftest import judge

__all__ = ["judge"]  # the fixture

TEXTS = Path(__file__).with_name("texts")
MARK = "【待填"

# Fragments that mean something to the reader, in any order, reach further into it than letters
# by chance.
FRAGMENTS = """
客户：|坐席：|A：|B:|[10:02] |2024-05-01 10:02:03|王女士|小李|张老三|：|，|。|？|！|……|“|
”|「|」|"|说|问客服|冷冷地|反复|拖|推|要求退款|能不能换一个|给我|什么时候|没收到|坏了|
多扣了50元|订单号：|AB123456|尾号3718|13800001111|3月5日|三天|我要投诉|挂了电话|算了|解决了|
谢谢|# 案例一：|## 客户诉求|案例分析|---|- |1. |投诉人：|尊敬的领导：|贵公司|我于昨天买了|
一位顾客|前台|规定就是这样|您自己看|我们没有权限|请问您的订单号是多少|如果|客户|他|你们|
國貨退換|说：“|。”|【待填：x】|：#|: | #|'|*|&a|!b|%|@|😀|  |客户说：“"""
SEPARATORS = ["\n", "\n\n", "\t", "\u3000", "\u2028", "\x85", "\ufeff", "|"]
PIECES = [*FRAGMENTS.replace("\n", "").split("|"), *SEPARATORS]
WRITING = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
ANY_TEXT = WRITING | st.text(max_size=300) | st.lists(WRITING | st.text(max_size=20)).map("".join)
FIXED = {"story", "document", "need", "moves", "practises", "level", "patience", "ends"}
NUMBERS = {"45", "60", "75"}
OWN_NAME = "照原文再来一遍"


def contents(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a draft with the key it stands under."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from contents(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from contents(item, key)
    else:
        yield key, value


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def held_to_its_document(found: Found, document: Document, raw: str) -> None:
    for case in found.cases:
        text = page(case, document.name, "x_1")
        compose(text, "x_1.yml")
        for key, value in contents(yaml.load(text, Loader=yaml.BaseLoader)):  # noqa: S506
            if key in FIXED or MARK in value or (key == "anger" and value in NUMBERS):
                continue
            if key != "name" or value != OWN_NAME:
                assert letters(value) in letters(raw), (key, value)


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_no_text_makes_it_stumble_and_no_word_is_made_up(judge: Judge, raw: str) -> None:
    document = Document("any.txt", raw)
    found = search(document, judge.read_many)
    held_to_its_document(found, document, raw)
    assert account(found, [Path("x_1.yml")] * len(found.cases), document)


@pytest.mark.parametrize("file", sorted(TEXTS.iterdir()), ids=lambda file: file.stem)
def test_no_word_of_our_own_drafts_is_made_up(file: Path, judge: Judge) -> None:
    document = read_document(file)
    held_to_its_document(search(document, judge.read_many), document, file.read_text("utf8"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_texts_in_disorder_are_still_only_quoted(judge: Judge, data: st.DataObject) -> None:
    """Lines of real documents, mixed and cut, so that there is much to quote."""
    pool = [
        line for file in sorted(TEXTS.iterdir()) for line in file.read_text("utf8").splitlines()
    ]
    lines = data.draw(st.lists(st.sampled_from(pool), min_size=3, max_size=25))
    raw = "\n".join(line[data.draw(st.integers(0, 3)) :] for line in lines)
    document = Document("mixed.txt", raw)
    held_to_its_document(search(document, judge.read_many), document, raw)
