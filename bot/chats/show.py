"""What chats show of a drill: values of the drill made into parts of a post; pure."""

from __future__ import annotations

from collections.abc import Sequence

from actions.feedback import Feedback
from actions.in_short import reason
from actions.next_story import is_good
from actions.records import Drill, Turn
from actions.session import story_of
from actions.story import Story
from bot.chats.post import (
    Button,
    Buttons,
    Facts,
    Heading,
    Line,
    Part,
    Scale,
    Scales,
    Words,
)
from bot.chats.words import words
from bot.web import labels
from bot.web.language import choose, translations

_CATALOGUE = translations()


def case(drill: Drill, language: str, head: str = "") -> tuple[Part, ...]:
    """What the trainee knows before the customer speaks; `head` goes before who they are."""
    story = story_of(drill)
    level = _said(language, labels.LEVELS[story.level])
    about = words(language, "case_about", role=story.trainee_is, level=level)
    about = f"{head} · {about}" if head else about
    facts = [(str(name), str(fact)) for name, fact in story.facts.items()]
    for key, rules in (("case_may", story.may), ("case_may_not", story.may_not)):
        if rules:
            facts.append((words(language, key), "；".join(rules)))
    parts: list[Part] = [Heading(drill.title), Words(about, "quiet"), Words(story.briefing)]
    return (*parts, Facts(tuple(facts))) if facts else tuple(parts)


def opening(drill: Drill, language: str) -> tuple[Part, ...]:
    """The customer's first line."""
    return says(drill, drill.opening, drill.anger, drill.anger, language)


def answered(drill: Drill, turn: Turn, before: float, language: str) -> tuple[Part, ...]:
    """What the customer answers to a reply; `before`: their anger before it."""
    return says(drill, turn.line, turn.anger, before, language)


def says(drill: Drill, text: str, anger: float, before: float, language: str) -> tuple[Part, ...]:
    """A line of the customer's and how they feel."""
    change = round(anger) - round(before)
    temper = _said(language, labels.temper(anger))
    key = "temper_moved" if change else "temper"
    mood = words(language, key, temper=temper, anger=round(anger), change=labels.signed(change))
    return Line(story_of(drill).customer.name, text), Words(mood, "quiet")


def struck(drill: Drill, turn: Turn, language: str) -> tuple[Part, ...]:
    """A line that the customer never said, as the reply before it was taken back."""
    name = story_of(drill).customer.name
    return Line(name, turn.line, struck=True), Words(words(language, "taken_back"), "quiet")


def tools(drill: Drill, turn: int, language: str) -> Buttons:
    """The buttons below a line; `turn`: the number of the next reply."""
    names = ("hint", "retake", "stop") if turn > 1 else ("hint", "stop")
    return Buttons(tuple(_tool(drill, name, turn, language) for name in names))


def _tool(drill: Drill, name: str, turn: int, language: str) -> Button:
    value = {"act": name, "drill": drill.id, "turn": turn}
    return Button(words(language, f"button_{name}"), value)


def offers(stories: Sequence[Story], language: str) -> Buttons:
    """A button for each customer."""
    return Buttons(tuple(_offer(story.name, f"{story.level} · {story.title}") for story in stories))


def _offer(story: str, title: str) -> Button:
    return Button(title, {"act": "start", "story": story})


def feedback(
    drill: Drill, given: Feedback, language: str, link: str, *, heading: str = ""
) -> tuple[Part, ...]:
    """The coach's feedback as a card: three scales, the moment to work on, a strength."""
    parts: list[Part] = [
        Heading(heading or words(language, "feedback_heading", title=drill.title)),
        Words(_said(language, labels.ENDINGS[given.ending])),
        Words(given.headline),
    ]
    if given.scores:
        parts.append(scales(given, language))
    if given.waited:
        parts.append(Words(given.waited))
    if given.turning_point:
        parts.append(Words(given.turning_point.text, label=words(language, "label_turning")))
    parts += _moment(given, language)
    if given.strength:
        parts.append(Words(given.strength.text, "good", words(language, "label_strength")))
    if given.next_customer:
        text = words(language, "next", **vars(given.next_customer))
        parts.append(Words(text, label=words(language, "label_next")))
    if link:
        parts.append(Buttons((Button(words(language, "button_report"), url=link),)))
    return tuple(parts)


def scales(given: Feedback, language: str) -> Scales:
    """The three scores."""
    return Scales(
        tuple(
            Scale(
                words(language, f"scale_{score.dimension}"),
                score.value,
                is_good(score.dimension, score.value),
                reason(score, language),
            )
            for score in given.scores
        )
    )


def _moment(given: Feedback, language: str) -> list[Part]:
    """The one moment most worth another try."""
    if not given.moments:
        return []
    moment = min(given.moments, key=lambda moment: -moment.change)
    change = words(language, "anger_moved", change=labels.signed(moment.change))
    if not moment.customer:
        change = words(language, "unheard")
    names = {**vars(moment), "change": change}
    parts: list[Part] = [
        Words(words(language, "moment", **names), "bad", words(language, "label_moment"))
    ]
    if moment.better:
        parts.append(Words(f"“{moment.better}”", "good", words(language, "label_better")))
    return parts


def after(drill: Drill, turn: int, given: Feedback, language: str) -> Buttons:
    """What to do after a drill alone."""
    buttons = [_tool(drill, "retake", turn, language)] if turn > 1 else []
    if given.next_customer:
        title = words(language, "button_next", title=given.next_customer.title)
        buttons.append(_offer(given.next_customer.story, title))
    return Buttons(tuple(buttons))


def _said(language: str, label: str) -> str:
    """A label of the pages in the reader's language."""
    return _CATALOGUE[choose(language)].gettext(label)
