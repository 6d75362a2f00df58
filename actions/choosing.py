"""Which customers to offer, from what the trainee asked for and has done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from actions.phrases import phrase
from actions.records import Drill
from actions.story import Story

OFFERED = 5
_HARDER = re.compile(r"难|厉害|凶|挑战|高|harder|difficult|tough", re.IGNORECASE)
_EASIER = re.compile(r"简单|容易|好说话|温和|新手|入门|低|easier|easy|gentle", re.IGNORECASE)
_OTHER = re.compile(r"换|别的|另|下一|other|another|next|different", re.IGNORECASE)
_LEVEL = re.compile(r"(?<![高低])([1-5一二三四五])\s*(?:级|星)|level\s*([1-5])", re.IGNORECASE)
_DIGITS = {digit: number for number, digit in enumerate("一二三四五", 1)}


def choose(wish: str, stories: Mapping[str, Story], played: Sequence[Drill]) -> list[Story]:
    """The stories to offer, at most five.

    Args:
        wish: the trainee's words: a title, a level, easier, harder or just another.
        stories: the playable ones, easiest first.
        played: the trainee's drills, newest first.
    """
    everyone = list(stories.values())
    if named := [story for story in everyone if story.title in wish or story.customer.name in wish]:
        return named[:OFFERED]
    if found := _LEVEL.search(wish):
        digit = found[1] or found[2]
        level = _DIGITS.get(digit) or int(digit)
        if fitting := [story for story in everyone if story.level == level]:
            return fitting[:OFFERED]
    last = stories.get(played[0].story) if played else None
    if last is None:
        return everyone[:OFFERED]
    if _HARDER.search(wish):
        fitting = [story for story in everyone if story.level > last.level]
    elif _EASIER.search(wish):
        fitting = [story for story in everyone if story.level < last.level]
    else:
        fitting = []
    others = [story for story in everyone if story is not last]
    return (fitting or (others if _OTHER.search(wish) else everyone) or everyone)[:OFFERED]


def progress(drills: Sequence[Drill], language: str) -> str:
    """The trainee's drills so far in a sentence."""
    over = [drill for drill in drills if drill.ending and drill.ending != "stopped"]
    if not over:
        return phrase(language, "progress_none")
    return phrase(
        language,
        "progress",
        count=len(over),
        content=sum(drill.ending == "content" for drill in over),
        left=sum(drill.ending in ("complains", "leaves") for drill in over),
        title=over[0].title,
    )
