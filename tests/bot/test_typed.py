"""What is typed never becomes a payload, and is otherwise left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.constants import INTENT_MESSAGE_PREFIX

from bot.typed import as_typed, is_blank

# Texts that look for trouble: slashes, white space and invisible characters in front of words.
INVISIBLE = " \t\n\r\x00\x0b\x1f\x7f\x85\xa0\u034f\u061c\u115f\u180e\u200b\u200e\u2028\u2060\u3000"
INVISIBLE += "\u3164\ufe0f\ufeff\uffa0\ud83d\U000e0001"
TROUBLE = st.text(st.sampled_from([*INVISIBLE, "/", "\uff0f", "好", "{", '"', "a"]), max_size=12)


def is_payload(text: str) -> bool:
    """Whether Rasa takes the text for an intent: it strips and looks at the first character."""
    return text.strip().startswith(INTENT_MESSAGE_PREFIX)


@given(st.one_of(TROUBLE, st.text()))
def test_nothing_typed_is_a_payload(text: str) -> None:
    assert not is_payload(as_typed(text))


@given(st.one_of(TROUBLE, st.text()))
def test_no_control_character_is_left_and_all_can_be_sent(text: str) -> None:
    kept = as_typed(text)
    assert all(unicodedata.category(char) != "Cc" for char in kept if char not in "\n\t")
    assert kept.encode().decode() == kept


@given(st.one_of(TROUBLE, st.text()))
def test_typing_it_again_changes_nothing(text: str) -> None:
    assert as_typed(as_typed(text)) == as_typed(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_only_a_leading_slash_is_changed(text: str) -> None:
    kept = as_typed(text)
    assert kept == text or kept.replace("\uff0f", "/", 1) == text


@pytest.mark.parametrize(
    "before", ["", " ", "\u200b", "\ufeff\n", "\u3164", "\x00", "\u2060\ufe0f"]
)
def test_a_payload_typed_by_hand_is_words(before: str) -> None:
    kept = as_typed(f"{before}/acknowledges_feeling")
    assert kept.endswith("\uff0facknowledges_feeling")


@pytest.mark.parametrize(
    "text", ["好的", "3/4 的钱", "1) 先查\n2) 再退", "🙂", "{slot}", "<b>您好</b>"]
)
def test_ordinary_text_stays(text: str) -> None:
    assert as_typed(text) == text


def test_line_ends_are_one_kind() -> None:
    assert as_typed("一\r\n二\r三") == "一\n二\n三"


@pytest.mark.parametrize("text", ["", "  ", "\n\t", "\u200b", "\u3000\u3164", "\ufeff\u2060"])
def test_blank_shows_nothing(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["。", "🙂", "\u200b好", "/", "👨\u200d👩\u200d👧"])
def test_not_blank_shows_something(text: str) -> None:
    assert not is_blank(text)
