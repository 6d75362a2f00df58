"""What a trainer should look at in a story that can be played: advice, not errors."""

from __future__ import annotations

from collections.abc import Iterator

from actions.authoring.portrait import Portrait, Shown
from actions.customer.matter import OFFENCE, STONEWALL, asked_for, mentions, newly_met
from actions.customer.react import OPEN_HEARTED
from actions.judge.verdict import Context
from actions.rehearsals.play import Read
from actions.story.meanings import short
from actions.story.model import Need, Reveal, Story

USUAL = {1: ((15, 35), 6), 2: ((30, 50), 5), 3: ((45, 70), 4), 4: ((60, 80), 4), 5: ((75, 90), 3)}
"""By level: anger at the start (from, to) and patience."""

LONGEST_STEM = 6  # characters; nobody happens to say a longer word of `about` exactly so
QUESTIONS = ("请问{}？", "您的{}方便说一下吗？", "{}是什么？")
SHOWN_WORDS = 6  # words of `about` named in a line


def advise(portrait: Portrait, read: Read) -> list[str]:
    """What stands out, each with what to do about it; empty if nothing does."""
    story = portrait.story
    return [
        *_endings(portrait),
        *_unmet(story, read),
        *_out_of_reach(story, read),
        *_used_up(portrait),
        *_unusual(story),
    ]


def _endings(portrait: Portrait) -> Iterator[str]:
    best = portrait.expert
    if best.ending != "content":
        left = f"，还差：{'、'.join(best.still)}" if best.still else ""
        stood = f"第 {best.state.turn} 句后火气 {best.state.anger:.0f}{left}"
        yield (
            f"照示范回复走也没能满意收线（{stood}）"
            " → 改 needs 里的 model_replies，放宽 about、moves，或调低 anger"
        )
    for shown in portrait.others:
        if shown.trainee.hopeless and shown.ending == "content":
            yield (
                f"{shown.trainee.who}也能满意收线（{shown.state.turn} 句）"
                " → 收紧 about 和 moves，随口一提不该算办了"
            )


def _unmet(story: Story, read: Read) -> Iterator[str]:
    for need in story.needs:
        lacking = [_lacks(story, need, reply, read) for reply in need.model_replies]
        if all(lacking):
            told = "；".join(
                f"“{reply}”{lack}" for reply, lack in zip(need.model_replies, lacking, strict=True)
            )
            yield (
                f"需求“{need.label}”（{need.need}），它自己的示范回复没有一句办得到：{told}"
                " → 改示范回复，或把合适的词、动作补进 met_by"
            )


def _lacks(story: Story, need: Need, reply: str, read: Read) -> str:
    """What a reply lacks for the need when it comes at the right moment, "" if nothing."""
    verdict = read(reply, Context(story.briefing, need.asks[0]))
    others = tuple(other.need for other in story.needs if other is not need)
    if newly_met(story, others, reply, verdict):
        return ""
    if not mentions(reply, need):
        return f"没提到 about 里的词（{_some(need.met_by.about)}）"
    if verdict.rigidity >= STONEWALL or verdict.effect <= OFFENCE:
        return f"听着太生硬（死板度 {verdict.rigidity:.1f}，效果 {verdict.effect:+.1f}）"
    moves = short("move")
    made = "、".join(dict.fromkeys(moves[move.label] for move in verdict.moves)) or "没有动作"
    wanted = "、".join(moves[move] for move in need.met_by.moves)
    return f"的动作不对（裁判认出：{made}；要的是：{wanted}）"


def _out_of_reach(story: Story, read: Read) -> Iterator[str]:
    for number, reveal in enumerate(story.reveals):
        unasked = reveal.unasked and story.level <= OPEN_HEARTED
        if not unasked and not _can_be_asked(story, number, reveal, read):
            yield (
                f"reveals 第 {number + 1} 条（“{reveal.says[0]}”）问不出来：谁的问句里会有"
                f"“{_some(reveal.about)}”？ → about 换成坐席问话时会用的词，{LONGEST_STEM} 个字以内"
            )


def _can_be_asked(story: Story, number: int, reveal: Reveal, read: Read) -> bool:
    """Whether some plain question with one of its words has the customer tell it."""
    context = Context(story.briefing, story.opening[0])
    return any(
        number in asked_for(story, read(question, context))
        for word in reveal.about
        if len(word) <= LONGEST_STEM
        for question in (way.format(word) for way in QUESTIONS)
    )


def _used_up(portrait: Portrait) -> Iterator[str]:
    slowest = max(portrait.others, key=Shown.longest_press)
    turns = slowest.longest_press()
    for need in portrait.story.needs:
        if len(need.asks) < turns:
            yield (
                f"需求“{need.label}”（{need.need}）的追问只有 {len(need.asks)} 种，"
                f"{slowest.trainee.who}就能磨到催 {turns} 句，后面只好用大家共用的话"
                f" → asks 再写 {turns - len(need.asks)} 条"
            )


def _unusual(story: Story) -> Iterator[str]:
    (low, high), patience = USUAL[story.level]
    if not low <= story.anger <= high:
        yield (
            f"难度 {story.level} 的客户，开场火气一般在 {low} 到 {high}，现在是 {story.anger:.0f}"
            " → 调 anger，或换个 level"
        )
    if story.patience != patience:
        yield (
            f"难度 {story.level} 的客户，耐心一般是 {patience}，现在是 {story.patience}"
            " → 调 patience，或换个 level"
        )


def _some(words: list[str]) -> str:
    more = "……" if len(words) > SHOWN_WORDS else ""
    return "、".join(words[:SHOWN_WORDS]) + more
