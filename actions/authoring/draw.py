"""One picture of a story: what must be done, what is told when asked, and how it can end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from actions.authoring.canvas import (
    BAD,
    BODY,
    DEED,
    GOOD,
    HEADING,
    INK,
    LABEL,
    QUIET,
    RULE,
    SMALL,
    TITLE,
    TOLD,
    WARM,
    Canvas,
    Chip,
    Style,
)
from actions.customer.cue import GRIEVANCES
from actions.customer.react import CONTENT_BELOW, LONGEST, OPEN_HEARTED, WRONGED
from actions.judge.verdict import HURTFUL
from actions.story.cues import BANDS, CUES, ENDINGS, HOT_FROM, HURT, WARM_FROM, Band, Ending, band
from actions.story.meanings import short
from actions.story.model import Need, Reveal, Story

WIDTH = 1080.0
MARGIN = 40.0
GUTTER = 34.0  # left of the needs, where arrows pass others by
NEEDS_END = 604.0
REVEALS_FROM = 632.0
PAD = 14.0
GAP = 26.0  # between boxes, room for an arrow
MOST_WORDS = 24  # of an `about`
INNER = WIDTH - 2 * MARGIN

_BAND_INKS: dict[Band, str] = {"calm": GOOD, "warm": WARM, "hot": BAD}
_ENDING_INKS: dict[Ending, str] = {
    "content": GOOD,
    "grudging": WARM,
    "complains": BAD,
    "leaves": QUIET,
}


def draw(story: Story) -> str:
    """The story as an SVG file."""
    canvas = Canvas(WIDTH, MARGIN)
    y = _header(canvas, story)
    y = max(_needs(canvas, story, y), _reveals(canvas, story, y)) + 18
    y = _reactions(canvas, story, y) + 18
    y = _endings(canvas, story, y)
    return canvas.svg(y + MARGIN, f"{story.title}：故事一览", _about(story))


def _header(canvas: Canvas, story: Story) -> float:
    who = story.customer
    left = 560.0
    y = canvas.text(story.title, TITLE, MARGIN, MARGIN - 6, left)
    y = canvas.text(f"{who.name} · {who.temper} · {who.speaks}", LABEL, MARGIN, y + 4, left)
    line = f"坐席：{story.trainee_is} · 难度 {story.level}/5 · 耐心 {story.patience}"
    y = canvas.text(line, BODY, MARGIN, y + 4, left)
    y = canvas.text(f"练：{story.trains}", BODY, MARGIN, y, left)
    return max(y, _thermometer(canvas, story, REVEALS_FROM + 20, MARGIN)) + 22


def _thermometer(canvas: Canvas, story: Story, x: float, y: float) -> float:
    """The anger at the start, from 0 on the left to 100 on the right."""
    length, high, top = WIDTH - MARGIN - x, 16.0, y + 26
    below = top + high + 6
    ink = _BAND_INKS[band(story.anger)]

    def at(anger: float) -> float:
        return x + length * anger / 100

    canvas.line_at(f"开场火气 {story.anger:.0f}", Style(15, ink, bold=True), at(story.anger), y - 2)
    canvas.bar(x, top, length, high, "#e8e4d8")
    canvas.bar(x, top, at(story.anger) - x, high, ink)
    canvas.disc("", x - 4, top + high / 2, 15, ink)
    for limit in (WARM_FROM, CONTENT_BELOW, HOT_FROM):
        canvas.path([(at(limit), top - 3), (at(limit), top + high + 5)], INK)
        canvas.line_at(f"{limit:.0f}", SMALL, at(limit), below)
    edges = (0, WARM_FROM, HOT_FROM, 100)
    for named, start, end in zip(BANDS, edges, edges[1:], strict=False):
        style = Style(12, _BAND_INKS[named])
        canvas.line_at(short("band")[named], style, at((start + end) / 2), below + 18)
    canvas.line_at(f"低于 {CONTENT_BELOW:.0f} 才会满意收线", SMALL, at(CONTENT_BELOW), below + 36)
    return below + 54


def _heading(canvas: Canvas, words: str, note: str, x: float, y: float, width: float) -> float:
    canvas.path([(x, y), (x + width, y)], RULE)
    y = canvas.text(words, HEADING, x, y + 10, width)
    return canvas.text(note, SMALL, x, y, width) + 8


def _needs(canvas: Canvas, story: Story, y: float) -> float:
    x, width = MARGIN + GUTTER, NEEDS_END - MARGIN - GUTTER
    note = "提到其中一个词，又做到其中一个动作，就办成了。箭头：前一件办成，才轮到后一件。"
    y = _heading(canvas, "要办成的事", note, MARGIN, y, NEEDS_END - MARGIN)
    numbers = {str(need.need): number for number, need in enumerate(story.needs, 1)}
    spans: list[tuple[float, float]] = []
    for need in story.needs:
        bottom = _need(canvas, need, numbers, x, y, width)
        spans.append((y, bottom))
        y = bottom + GAP
    _arrows(canvas, story, spans, x, x + width / 2)
    return y - GAP


def _need(
    canvas: Canvas, need: Need, numbers: dict[str, int], x: float, y: float, width: float
) -> float:
    box = canvas.box(x, y, width, DEED)
    canvas.disc(str(numbers[need.need]), x + 24, y + 24, 13, DEED)
    left, inner = x + 48, width - 48 - PAD
    before = "、".join(map(str, sorted(numbers[name] for name in need.after)))
    label = f"{need.label}（先办成 {before}）" if before else need.label
    y = canvas.text(label, LABEL, left, y + 12, inner)
    y = canvas.words(_some("提到：", need.met_by.about), SMALL, left, y + 2, inner)
    chips = [
        Chip(short("move")[move], BAD if move in HURTFUL else DEED) for move in need.met_by.moves
    ]
    return canvas.close(box, canvas.chips(chips, left, y + 6, inner) + PAD)


def _arrows(
    canvas: Canvas, story: Story, spans: Sequence[tuple[float, float]], x: float, middle: float
) -> None:
    """From each need to those that wait for it: straight to the next, else past the others."""
    places = {need.need: place for place, need in enumerate(story.needs)}
    pairs = [(places[name], to) for to, need in enumerate(story.needs) for name in need.after]
    for start, end in pairs:
        if end == start + 1:
            canvas.path([(middle, spans[start][1]), (middle, spans[end][0])], DEED, arrow=True)
    detours = sorted((start, end) for start, end in pairs if end > start + 1)
    lanes = _lanes(detours)
    step = min(9.0, (GUTTER - 8) / max(lanes, default=1))
    for (start, end), lane in zip(detours, lanes, strict=True):
        at, leave, enter = x - 10 - step * (lane - 1), spans[start][1] - 16, spans[end][0] + 24
        canvas.path([(x, leave), (at, leave), (at, enter), (x, enter)], DEED, arrow=True)


def _lanes(detours: Sequence[tuple[int, int]]) -> list[int]:
    """For each detour (start, end), sorted by start, the lowest lane from 1 that is free."""
    taken: dict[int, int] = {}
    lanes = []
    for start, end in detours:
        lane = next(number for number in count(1) if taken.get(number, -1) < start)
        taken[lane] = end
        lanes.append(lane)
    return lanes


def _reveals(canvas: Canvas, story: Story, y: float) -> float:
    x, width = REVEALS_FROM, WIDTH - MARGIN - REVEALS_FROM
    note = "坐席的问话里有其中一个词，客户就讲出来；同一样再问，客户会嫌烦。"
    y = _heading(canvas, "问到才说", note, x, y, width)
    for reveal in story.reveals:
        y = _reveal(canvas, reveal, story.level, x, y, width) + 10
    if not story.reveals:
        y = canvas.text("没有写：坐席问什么，这位客户都答不上来。", BODY, x, y, width)
    return y


def _reveal(canvas: Canvas, reveal: Reveal, level: int, x: float, y: float, width: float) -> float:
    box = canvas.box(x, y, width, TOLD)
    inner = width - 2 * PAD
    y = canvas.words(_some("问：", reveal.about), SMALL, x + PAD, y + 8, inner)
    canvas.text("→", BODY, x + PAD, y, inner)
    y = canvas.text(f"“{reveal.says[0]}”", BODY, x + PAD + 20, y, inner - 20)
    if reveal.unasked and level <= OPEN_HEARTED:
        y = canvas.text("难度低，不问也会讲", Style(12, TOLD), x + PAD, y, inner)
    return canvas.close(box, y + 8)


def _reactions(canvas: Canvas, story: Story, y: float) -> float:
    if not story.reactions:
        return _heading(canvas, "自己的反应", "没有写，都用大家共用的。", MARGIN, y, INNER)
    note = "受到这样的对待，这位客户有自己的话；别的情形用大家共用的。红的是伤人的，绿的是暖人的。"
    y = _heading(canvas, "自己的反应", note, MARGIN, y, INNER)
    name_width = 150.0
    edges = {"calm": f"低于 {WARM_FROM:.0f}", "hot": f"{HOT_FROM:.0f} 起"}
    for named in reversed(BANDS):
        span = edges.get(named, f"{WARM_FROM:.0f} 到 {HOT_FROM:.0f}")
        cues = [cue for cue in CUES if named in story.reactions.get(cue, {})]
        style = Style(13, _BAND_INKS[named], bold=True)
        bottom = canvas.text(f"{short('band')[named]}（{span}）", style, MARGIN, y + 1, name_width)
        chips = [Chip(short("cue")[cue], BAD if cue in HURT else GOOD) for cue in cues]
        x, width = MARGIN + name_width, INNER - name_width
        if not chips:
            canvas.text("都用大家共用的", SMALL, x, y + 2, width)
        y = max(bottom, canvas.chips(chips, x, y, width)) + 10
    return y


def _endings(canvas: Canvas, story: Story, y: float) -> float:
    y = _heading(canvas, "怎样收场", "", MARGIN, y, INNER)
    gap = 16.0
    width = (INNER - 3 * gap) / 4
    bottoms, boxes = [], []
    for number, ending in enumerate(ENDINGS):
        x = MARGIN + number * (width + gap)
        ink = _ENDING_INKS[ending]
        boxes.append(canvas.box(x, y, width, ink))
        inner = width - 2 * PAD
        at = canvas.text(short("ending")[ending], Style(17, ink, bold=True), x + PAD, y + 10, inner)
        for way in _ways(story)[ending]:
            at = canvas.text(f"· {way}", BODY, x + PAD, at + 2, inner)
        line = story.endings.lines(ending)[0]
        bottoms.append(canvas.text(f"“{line}”", SMALL, x + PAD, at + 8, inner))
    for box in boxes:
        canvas.close(box, max(bottoms) + PAD)
    return max(bottoms) + PAD


def _ways(story: Story) -> dict[Ending, list[str]]:
    """How each ending is reached, in the words of this story's numbers."""
    needs, limit = len(story.needs), f"{CONTENT_BELOW:.0f}"
    all_met = f"{needs} 件事都办成" if needs > 1 else "事办成了"
    spent = f"耐心（{story.patience}）耗尽"
    faults = "、".join(short("cue")[cue] for cue in GRIEVANCES)
    return {
        "content": [f"{all_met}，火气低于 {limit}"],
        "grudging": [
            f"{all_met}，火气还有 {limit} 或更高",
            f"拖到第 {LONGEST} 句，事办成了一大半",
        ],
        "complains": [
            f"{spent}，火气 {HOT_FROM:.0f} 起，又至少 {WRONGED} 回叫他抓住把柄：{faults}"
        ],
        "leaves": [f"{spent}的其余情形", f"拖到第 {LONGEST} 句，事还没办多少"],
    }


def _about(story: Story) -> str:
    """The picture in words."""
    needs = "；".join(f"{number}. {need.label}" for number, need in enumerate(story.needs, 1))
    ways = "；".join(
        f"{short('ending')[ending]}：{'，或者'.join(ways)}" for ending, ways in _ways(story).items()
    )
    return (
        f"{story.customer.name}，难度 {story.level}，开场火气 {story.anger:.0f}，"
        f"耐心 {story.patience}。要办成的事：{needs}。"
        f"问到才说的有 {len(story.reveals)} 样。收场：{ways}。"
    )


def _some(lead: str, words: Sequence[str]) -> list[str]:
    named = [*words[:MOST_WORDS]]
    if len(words) > MOST_WORDS:
        named[-1] += f" 等 {len(words)} 个词"
    return [lead + named[0], *named[1:]]
