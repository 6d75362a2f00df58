"""How a customer would behave, in plain words: what typical trainees make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from actions.authoring.trainees import Trainee, cold_trainee, expert, stock_trainees
from actions.customer import State
from actions.customer.matter import open_needs
from actions.rehearsals.play import OPEN, Played, Read, ending_of, play
from actions.story.manners import Manners
from actions.story.model import Story


@dataclass(frozen=True)
class Shown:
    """How a customer was with one trainee.

    Args:
        story: the customer.
        trainee: who talked to them.
        played: the replies up to the ending, at least one.
    """

    story: Story
    trainee: Trainee
    played: Sequence[Played]

    @property
    def ending(self) -> str:
        """How it ended, `open` if it did not."""
        return ending_of(self.played)

    @property
    def state(self) -> State:
        """The customer after the last reply."""
        return self.played[-1].answer.state

    @property
    def still(self) -> list[str]:
        """Labels of the needs left open."""
        return [str(need.label) for need in open_needs(self.story, self.state.met)]

    def longest_press(self) -> int:
        """The most turns the customer had to press for the same need."""
        pressed: Counter[str] = Counter()
        told: tuple[int, ...] = ()
        for reply in self.played:
            state = reply.answer.state
            # Who was just asked something answers that, and does not press.
            if not state.ending and state.told == told:
                pressed[open_needs(self.story, state.met)[0].need] += 1
            told = state.told
        return max(pressed.values(), default=0)

    def sentence(self) -> str:
        """What happens, with its numbers."""
        turns = self.state.turn
        what = {
            "content": f"{turns} 句满意收线",
            "grudging": f"{turns} 句把事办完，客户还憋着气",
            "complains": f"第 {turns} 句后客户要投诉",
            "leaves": f"第 {turns} 句后客户走人",
            OPEN: f"说完 {turns} 句，客户还没收线",
        }[self.ending]
        done = f"，{self._done()}" if self.still else ""
        anger = f"火气 {self.story.anger:.0f}→{self.state.anger:.0f}"
        return f"{self.trainee.who}，{what}（{anger}{done}）"

    def _done(self) -> str:
        if not self.state.met:
            return "一件事也没办成"
        return f"{len(self.story.needs)} 件事办成 {len(self.state.met)} 件"


@dataclass(frozen=True)
class Portrait:
    """A customer with typical trainees.

    Args:
        others: with the typical ones.
        expert: with one who says the story's own model replies.
    """

    story: Story
    others: Sequence[Shown]
    expert: Shown

    def sentences(self) -> list[str]:
        """What happens with each, the expert last."""
        return [shown.sentence() for shown in (*self.others, self.expert)]


def portray(story: Story, manners: Manners, read: Read) -> Portrait:
    """Plays the typical trainees; the same story, manners and judge give the same portrait."""

    def show(trainee: Trainee) -> Shown:
        return Shown(story, trainee, play(story, manners, read, trainee.replies))

    others = [show(trainee) for trainee in (*stock_trainees(story), cold_trainee(story))]
    return Portrait(story, others, _show_expert(story, manners, read))


def _show_expert(story: Story, manners: Manners, read: Read) -> Shown:
    """The first model reply for each need, then the next ones for what is still open."""
    replies: list[str] = []
    still, number = list(story.needs), 0
    while True:
        replies += [
            need.model_replies[number] for need in still if number < len(need.model_replies)
        ]
        trainee = expert(replies)
        shown = Shown(story, trainee, play(story, manners, read, trainee.replies))
        number += 1
        still = open_needs(story, shown.state.met)
        if shown.ending != OPEN or all(number >= len(need.model_replies) for need in still):
            return shown
