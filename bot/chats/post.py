"""What goes out to a chat platform: parts that every platform shows in its own way.

All texts are plain words: whoever renders a part escapes what its platform would read as markup,
a link or a mention.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.chats.heard import Place

Way = Literal["room", "thread", "whisper", "direct"]
Tone = Literal["plain", "quiet", "good", "bad"]


@dataclass(frozen=True)
class Heading:
    """A title."""

    text: str


@dataclass(frozen=True)
class Words:
    """A paragraph; line breaks count. `quiet` ones are small and grey.

    What it is about may stand before it as a bold `label`, which then bears the tone.
    """

    text: str
    tone: Tone = "plain"
    label: str = ""


@dataclass(frozen=True)
class Line:
    """What the customer says: their name and their words. `struck`: it was taken back."""

    name: str
    text: str
    struck: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs to look things up in."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scale:
    """A score: 1-5, whether it deserves praise, and one reason."""

    name: str
    value: float
    good: bool
    reason: str


@dataclass(frozen=True)
class Scales:
    """Scores side by side or below each other."""

    scales: tuple[Scale, ...]


@dataclass(frozen=True)
class Call:
    """Calls on somebody by a mention, `user` being the platform's id; then come the words."""

    user: str
    name: str
    text: str


@dataclass(frozen=True)
class Button:
    """A button; `value` comes back as `Heard.value`, at most 1,500 bytes as JSON.

    Args:
        words: what stands on it.
        value: with the key `act`.
        style: of all buttons in a row at most one is "main".
        url: opens this address instead; then `value` is empty.
    """

    words: str
    value: dict[str, Any] = field(default_factory=dict)
    style: Literal["", "main", "danger"] = ""
    url: str = ""


@dataclass(frozen=True)
class Buttons:
    """A row of buttons, at most five."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Field:
    """Something to fill in.

    Args:
        name: its key in `Heard.value`.
        words: its label.
        options: (value, words) to choose one of, at most 100; none: text of several lines.
        chosen: value of the option chosen at first.
        longest: characters of text allowed.
    """

    name: str
    words: str
    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    longest: int = 1000


@dataclass(frozen=True)
class Form:
    """A form. What is filled in comes back privately as `Heard.value`, together with `value`.

    Teams shows the fields in the card; Slack a button with `title`, which opens a modal. What
    Slack puts on that button is `value` alone, and `bot.chats.forms` makes the form from it again.
    """

    title: str
    fields: tuple[Field, ...]
    submit: str
    value: dict[str, Any]


Part = Heading | Words | Line | Facts | Scales | Call | Buttons | Form

_PARTS: dict[str, type] = {
    part.__name__: part for part in (Heading, Words, Line, Facts, Scales, Call, Buttons, Form)
}


@dataclass(frozen=True)
class Post:
    """One message, posted once.

    Args:
        key: nothing is ever posted twice under the same key.
        way: "room": a new message of a channel, the start of a thread; "thread": into the thread
            of `place`, or of the post with the key `root`; in a direct conversation plainly the
            next message; "whisper": in the room, seen by `user` alone (where a platform can't:
            a direct message); "direct": to `user` alone, in their conversation with the bot.
        place: where; of a direct message to somebody met elsewhere `room` is empty.
        parts: what it shows, from top to bottom.
        user: for "whisper" and "direct".
        root: see `way`.
        replaces: key of an earlier post that shows this instead from now on.
    """

    key: str
    way: Way
    place: Place
    parts: tuple[Part, ...]
    user: str = ""
    root: str = ""
    replaces: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the outbox."""
        parts = [{"part": type(part).__name__, **asdict(part)} for part in self.parts]
        return {**asdict(self), "parts": parts}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Post:
        """The reverse of `as_json`."""
        parts = tuple(_part(dict(part)) for part in value["parts"])
        return cls(**{**value, "parts": parts, "place": Place(**value["place"])})

    @property
    def text(self) -> str:
        """The same as plain text: for notifications and screen readers."""
        return "\n".join(filter(None, map(_plain, self.parts)))


def _part(value: dict[str, Any]) -> Part:
    kind = _PARTS[value.pop("part")]
    if kind is Facts:
        value["pairs"] = tuple((name, words) for name, words in value["pairs"])
    if kind is Scales:
        value["scales"] = tuple(Scale(**scale) for scale in value["scales"])
    if kind is Buttons:
        value["buttons"] = tuple(Button(**button) for button in value["buttons"])
    if kind is Form:
        value["fields"] = tuple(map(_field, value["fields"]))
    part: Part = kind(**value)
    return part


def _field(value: dict[str, Any]) -> Field:
    return Field(**{**value, "options": tuple((key, words) for key, words in value["options"])})


def _plain(part: Part) -> str:
    if isinstance(part, Line):
        return f"{part.name}：{part.text}"
    if isinstance(part, Facts):
        return "\n".join(f"{name}：{words}" for name, words in part.pairs)
    if isinstance(part, Scales):
        return "\n".join(f"{s.name} {s.value:.1f}：{s.reason}" for s in part.scales)
    if isinstance(part, Call):
        return f"@{part.name} {part.text}"
    if isinstance(part, Buttons):
        return ""
    if isinstance(part, Form):
        return part.title
    if isinstance(part, Words) and part.label:
        return f"{part.label}：{part.text}"
    return part.text
