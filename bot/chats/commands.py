"""What people tell the bot to do, in words: in channels after its name, after `/drill`, directly.

What is said to a customer is none of this module's business; Rasa tells replies from commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from actions.story import Story
from bot.chats.forms import LEVELS

Name = Literal["start", "schedule", "weekly", "ranking", "link", "help", "unknown_story"]
Switch = Literal["on", "off", ""]

MODES = {
    "relay": re.compile(r"接力|\brelay\b", re.IGNORECASE),
    "open": re.compile(r"抢答|\bopen( floor)?\b", re.IGNORECASE),
    "duel": re.compile(r"对决|\bduel\b", re.IGNORECASE),
}
_START = re.compile(
    r"^(?:开始对练|开始|来一场|start|begin|drill)(?=$|\s|[\u4e00-\u9fff])[\s:：]*", re.I
)
_SCHEDULE = re.compile(r"^(?:定时|排期|schedule\b|(?=every\s))[\s:：]*", re.I)
_WEEKLY = re.compile(r"^(?:周报|weekly)\b[\s:：]*", re.I)
_RANKING = re.compile(r"^(?:排行榜|排行|ranking|leaderboard)\b[\s:：]*", re.I)
_LINK = re.compile(r"^(?:绑定|关联|link)$", re.I)
_HELP = re.compile(r"^(?:帮助|怎么用|help|\?|？)$", re.I)
_LEVEL_BY_LEVEL = re.compile(r"逐级|一级一级|level by level", re.I)
_CLOCK = re.compile(
    r"(?P<late>下午|晚上|傍晚)?\s*(?<!\d)(?P<hour>[01]?\d|2[0-3])[:：点时]钟?"
    r"(?P<minute>[0-5]\d|半)?分?(?!\d)\s*(?P<half>am\b|pm\b)?",
    re.I,
)
_DAYS = {
    "mon": ("一", "mon"),
    "tue": ("二", "tue"),
    "wed": ("三", "wed"),
    "thu": ("四", "thu"),
    "fri": ("五", "fri"),
    "sat": ("六", "sat"),
    "sun": ("日天", "sun"),
}
_EVERY_DAY = re.compile(r"每天|每日|\b(?:every ?day|daily)\b", re.I)
_WORK_DAYS = re.compile(r"工作日|\bweekdays?\b|\bevery weekday\b", re.I)
_WEEK = re.compile(r"(?:每?(?:周|星期|礼拜))([一二三四五六日天、，,和\s]+)")
_FILLERS = re.compile(
    r"\b(?:every|each|at|and|on|in|the|morning|afternoon|evening|start|begin)\b"
    r"|上午|早上|早晨|清晨|凌晨|中午|开始对练|开始|来一场|来场|对练|[、，,]",
    re.I,
)
_ENGLISH_DAYS = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.I)


@dataclass(frozen=True)
class Command:
    """What to do.

    Args:
        name: which; `unknown_story`: a customer was wished for that is not there.
        story: of "start" and "schedule": the story's name, `LEVELS` or "" for none named.
        mode: of the same: relay, open or duel.
        days: of "schedule": days of the week as cron has them, "mon,wed", "" if not understood.
        hour: of "schedule", -1 if not understood.
        minute: likewise.
        switch: of "weekly" and "ranking": "on", "off", or "" to see it now.
        wish: what was wished for, of an unknown story.
    """

    name: Name
    story: str = ""
    mode: str = "open"
    days: str = ""
    hour: int = -1
    minute: int = 0
    switch: Switch = ""
    wish: str = ""


def parse(text: str, stories: Mapping[str, Story]) -> Command | None:
    """The command in some words; None if there is none.

    Args:
        text: without the mention of the bot.
        stories: the playable ones, whose titles may be named.
    """
    text = " ".join(text.split())
    if _HELP.search(text):
        return Command("help")
    if _LINK.search(text):
        return Command("link")
    for name, pattern in (("weekly", _WEEKLY), ("ranking", _RANKING)):
        if found := pattern.match(text):
            return Command(name, switch=_switch(text[found.end() :]))  # type: ignore[arg-type]
    if found := _SCHEDULE.match(text):
        return _schedule(text[found.end() :], stories)
    if found := _START.match(text):
        return _start(text[found.end() :], stories)
    story, mode = _story_and_mode(text, stories)
    if story and story == _named(text, stories):
        return Command("start", story, mode)
    return None


def _start(rest: str, stories: Mapping[str, Story]) -> Command:
    story, mode = _story_and_mode(rest, stories)
    wish = _without_mode(rest)
    if story != LEVELS:
        story = _named(rest, stories)  # the title alone: a reply may well hold it, too
    return (
        Command("start", story, mode) if story or not wish else Command("unknown_story", wish=wish)
    )


def _schedule(rest: str, stories: Mapping[str, Story]) -> Command:
    if not rest:
        return Command("schedule")
    story, mode = _story_and_mode(rest, stories)
    days, (hour, minute) = _days(rest), _time(rest)
    if not story and days and hour >= 0 and (wish := _what_else(rest)):
        return Command("unknown_story", wish=wish)
    return Command("schedule", story or LEVELS, mode, days, hour, minute, wish=rest)


def _time(text: str) -> tuple[int, int]:
    """Hour and minute, -1 and 0 if there are none."""
    clock = _CLOCK.search(text)
    if clock is None:
        return -1, 0
    hour, minute = int(clock["hour"]), clock["minute"]
    half = (clock["half"] or "").lower()
    if hour == 12 and (clock["late"] == "晚上" or half == "am"):
        hour = 0
    elif hour < 12 and (clock["late"] or half == "pm"):
        hour += 12
    return hour, 30 if minute == "半" else int(minute or 0)


def _what_else(text: str) -> str:
    """What is neither day nor hour nor mode."""
    for pattern in (_CLOCK, _WEEK, _EVERY_DAY, _WORK_DAYS, _ENGLISH_DAYS, _FILLERS):
        text = pattern.sub(" ", text)
    return _without_mode(" ".join(text.split()))


def _days(text: str) -> str:
    if _EVERY_DAY.search(text):
        return "*"
    if _WORK_DAYS.search(text):
        return "mon-fri"
    chinese = "".join(found[1] for found in _WEEK.finditer(text))
    english = {found[1].lower() for found in _ENGLISH_DAYS.finditer(text)}
    return ",".join(
        day
        for day, (signs, short) in _DAYS.items()
        if any(sign in chinese for sign in signs) or short in english
    )


def _switch(rest: str) -> Switch:
    if re.search(r"关|停|不要|\boff\b", rest, re.I):
        return "off"
    return "on" if re.search(r"开|要|\bon\b", rest, re.I) else ""


def _story_and_mode(text: str, stories: Mapping[str, Story]) -> tuple[str, str]:
    mode = next((mode for mode, pattern in MODES.items() if pattern.search(text)), "open")
    if _LEVEL_BY_LEVEL.search(text):
        return LEVELS, mode
    named = [name for name, story in stories.items() if story.title in text or name in text]
    return max(named, key=lambda name: len(stories[name].title), default=""), mode


def _named(text: str, stories: Mapping[str, Story]) -> str:
    """The story whose title is all there is to the text, the mode aside."""
    rest = _without_mode(text)
    return next((n for n, story in stories.items() if rest in (story.title, n)), "")


def _without_mode(text: str) -> str:
    for pattern in MODES.values():
        text = pattern.sub("", text)
    return text.strip(" ：:，,。")
