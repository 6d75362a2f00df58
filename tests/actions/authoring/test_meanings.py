"""What names and keys mean: complete, and called as on the web pages."""

from __future__ import annotations

import pytest

from actions.judge.verdict import HURTFUL, MOVES
from actions.settings import ROOT
from actions.story.cues import BANDS, CUES, ENDINGS, TEMPERAMENTS
from actions.story.manners import load_manners
from actions.story.meanings import Set, name_meanings, short
from actions.story.model import PRACTICES
from tests.actions.conftest import STORIES


@pytest.mark.parametrize(
    ("names", "known"),
    [
        ("temperament", TEMPERAMENTS),
        ("move", MOVES),
        ("practice", set(PRACTICES) - set(HURTFUL)),  # the others are moves
        ("cue", CUES),
        ("band", BANDS),
        ("ending", ENDINGS),
    ],
)
def test_every_name_has_a_short_name_and_a_meaning(names: Set, known: tuple[str, ...]) -> None:
    assert set(name_meanings(names)) == set(known)
    assert all(0 < len(called) <= 8 for called in short(names).values())
    assert all("：" in meaning for meaning in name_meanings(names).values())


def test_moves_are_called_as_on_the_web_pages() -> None:
    pages = (ROOT / "bot" / "web" / "locale" / "zh.po").read_text("utf8")
    assert [called for called in short("move").values() if f'msgstr "{called}"' not in pages] == []


def test_temperaments_are_called_as_in_their_own_files() -> None:
    own = {name: found.label for name, found in load_manners(STORIES).temperaments.items()}
    assert own == short("temperament")
