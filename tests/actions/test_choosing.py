"""Which customers are offered for a wish in words."""

from __future__ import annotations

import pytest

from actions.choosing import choose, progress
from actions.records import Drill
from actions.records.store import now
from actions.story import Library


def drill(story: str, ending: str | None) -> Drill:
    return Drill("d", "t", "web", story, f"《{story}》", "", "", 0, {}, now(), now(), ending)


@pytest.mark.parametrize(
    ("wish", "played", "first"),
    [
        ("我想练点错的汉堡", [], "burger_swap"),
        ("换个难点的客户", ["burger_swap"], "salon_topup"),
        ("someone harder please", ["salon_topup"], "tax_device"),
        ("来个简单的", ["tax_device"], "burger_swap"),
        ("4级的", [], "tax_device"),
        ("三级", [], "salon_topup"),
        ("level 2", [], "burger_swap"),
        ("换一个", ["burger_swap"], "salon_topup"),
        ("来个高一级的", ["burger_swap"], "salon_topup"),
        ("换个低一级的", ["tax_device"], "burger_swap"),
        ("更难的", ["tax_device"], "burger_swap"),
    ],
)
def test_the_wish_is_met(wish: str, played: list[str], first: str, library: Library) -> None:
    stories = {
        name: story
        for name, story in library.stories().items()
        if name in ("burger_swap", "salon_topup", "tax_device")
    }
    offered = choose(wish, stories, [drill(name, "content") for name in played])
    assert offered[0].name == first


def test_progress_counts_finished_drills_only() -> None:
    drills = [drill("b", None), drill("a", "content"), drill("c", "leaves"), drill("d", "stopped")]
    said = progress(drills, "zh")
    assert "2 场" in said
    assert "《a》" in said
    assert progress([drill("b", None)], "en") == progress([], "en")
