"""Posts and words survive the outbox; every phrase is there in both languages."""

from __future__ import annotations

from string import Formatter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.settings import ROOT
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
    Post,
    Scale,
    Scales,
    Words,
)

ANY = st.text(max_size=20)
PARTS = st.one_of(
    st.builds(Heading, ANY),
    st.builds(Words, ANY, st.sampled_from(["plain", "quiet", "good", "bad"]), ANY),
    st.builds(Line, ANY, ANY, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(ANY, ANY), max_size=3).map(tuple)),
    st.builds(
        Scales,
        st.lists(st.builds(Scale, ANY, st.floats(1, 5), st.booleans(), ANY), max_size=3).map(tuple),
    ),
    st.builds(Call, ANY, ANY, ANY),
    st.builds(
        Buttons,
        st.lists(st.builds(Button, ANY, st.dictionaries(ANY, ANY, max_size=2)), max_size=3).map(
            tuple
        ),
    ),
    st.builds(
        Form,
        ANY,
        st.lists(
            st.builds(Field, ANY, ANY, st.lists(st.tuples(ANY, ANY), max_size=2).map(tuple)),
            max_size=2,
        ).map(tuple),
        ANY,
        st.dictionaries(ANY, ANY, max_size=2),
    ),
)


@given(st.lists(PARTS, max_size=6).map(tuple))
def test_a_post_comes_out_of_the_outbox_as_it_went_in(parts: tuple[Words, ...]) -> None:
    post = Post("k", "thread", Place("teams", "t", "r", via="https://x"), parts, root="root")
    assert Post.from_json(post.as_json()) == post


@given(ANY, st.dictionaries(ANY, ANY, max_size=3))
def test_what_is_heard_comes_out_of_the_inbox_as_it_went_in(
    text: str, value: dict[str, str]
) -> None:
    heard = Heard("k", "pressed", Place("slack", "t", "r"), "u", 1.5, text=text, value=value)
    assert Heard.from_json(heard.as_json()) == heard


WORDS = yaml.safe_load((ROOT / "bot" / "chats" / "words.yml").read_text("utf8"))


def names(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("key", WORDS["zh"])
def test_every_phrase_says_the_same_in_both_languages(key: str) -> None:
    assert names(WORDS["zh"][key]) == names(WORDS["en"][key])


def test_no_phrase_is_there_in_one_language_only() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
