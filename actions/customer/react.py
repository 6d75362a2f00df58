"""One turn of the customer: from the judge's verdict to the next line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions.customer.cue import GRIEVANCES, cue_of
from actions.customer.matter import Step, step
from actions.customer.state import State
from actions.customer.temper import anger_after, anger_waiting, patience_spent
from actions.customer.voice import Voice, join
from actions.judge.verdict import Verdict
from actions.story.cues import HELPED, HOT_FROM, HURT, Ending, band
from actions.story.manners import Flat, Manners
from actions.story.model import Story
from actions.story.reactions import Handover

CONTENT_BELOW = 45.0
WRONGED = 2  # grievances that a furious customer complains about
LONGEST = 16  # replies; no real customer stays longer
COLOURED = 0.6  # chance that a line on the matter begins in the customer's own manner
OPEN_HEARTED = 2  # level up to which customers tell things unasked


_BEGINS_ITSELF = tuple("我咱哎唉哦噢嗯得呃喂啊呀行好成嘿喏哟呜哼那")


@dataclass(frozen=True)
class Answer:
    """What a reply did to the customer.

    Args:
        state: the customer afterwards.
        line: what they say.
        cue: what they reacted to, "" if nothing stood out.
        met: needs that the reply met.
    """

    state: State
    line: str
    cue: str
    met: tuple[str, ...]


def meet(story: Story, seed: int) -> Answer:
    """The customer's opening line."""
    state = State(seed=seed, anger=story.anger)
    voice = Voice(state)
    line = voice.say("opening", story.opening)
    return Answer(replace(state, said=voice.said), line, "", ())


def wait(story: Story, manners: Manners, state: State) -> Answer:
    """What the customer says into a silence that was too long."""
    anger = anger_waiting(state.anger, story.level)
    after = replace(state, anger=anger, waited=state.waited + 1)
    voice = Voice(after)
    line = voice.say("waiting", *manners.waiting(story, band(anger)))
    return Answer(replace(after, said=voice.said), line, "", ())


def react(
    story: Story,
    manners: Manners,
    state: State,
    reply: str,
    verdict: Verdict,
    change: Handover | None = None,
) -> Answer:
    """The customer's answer to a reply; pure, the same input gives the same line.

    Args:
        story: the customer's story.
        manners: what customers say beside the matter.
        state: the customer before the reply.
        reply: the trainee's words.
        verdict: the judge's reading of them.
        change: whether someone else of a team speaks now.
    """
    taken = step(story, state, reply, verdict)
    cue = cue_of(
        verdict, apologies_before=state.sorry, needs_open=bool(taken.still), headway=bool(taken.met)
    )
    after = replace(
        state,
        anger=round(anger_after(state.anger, verdict, story.level, progress=taken.headway), 1),
        turn=state.turn + 1,
        spent=patience_spent(state.spent, verdict, progress=taken.headway),
        met=(*state.met, *(need.need for need in taken.met)),
        told=(*state.told, *taken.untold),
        sorry=state.sorry + verdict.makes("apologises"),
        grievances=state.grievances + (cue in GRIEVANCES),
    )
    ending = _ending(story, after, taken)
    speaker = _Speaker(story, manners, after)
    remark = speaker.remark(change) if change and not ending else ""
    line = join([remark, speaker.line(cue, taken, ending)])
    final = replace(after, said=speaker.voice.said, told=speaker.told, ending=ending)
    return Answer(final, line, cue, tuple(need.need for need in taken.met))


def _ending(story: Story, state: State, taken: Step) -> Ending | None:
    still = taken.still
    if not still and not (taken.waits_for_an_answer and state.turn < LONGEST):
        return "content" if state.anger < CONTENT_BELOW else "grudging"
    if state.spent >= story.patience:
        wronged = state.grievances >= WRONGED and state.anger >= HOT_FROM
        return "complains" if wronged else "leaves"
    if state.turn >= LONGEST:
        return "grudging" if len(still) < len(story.needs) / 2 else "leaves"
    return None


class _Speaker:
    """Puts a line together: a reaction to how one was treated, then a step on the matter."""

    def __init__(self, story: Story, manners: Manners, state: State) -> None:
        self.story = story
        self.manners = manners
        self.voice = Voice(state)
        self.told = state.told
        self._band = band(state.anger)

    def line(self, cue: str, taken: Step, ending: Ending | None) -> str:
        """What the customer says next."""
        # Being helped shows in what comes next; who is hurt says so first.
        quiet = cue in HELPED and (taken.headway or taken.asked_to_agree or ending)
        reaction = "" if quiet or not cue else self._reaction(cue)
        if ending:
            matter = [self.voice.say(f"ending {ending}", self.story.endings.lines(ending))]
        else:
            matter = self._on_the_matter(cue, taken)
        if not reaction and not ending and self._takes_a_lead(taken, "".join(matter)):
            reaction = self.voice.say("lead", *self.manners.lead(self.story, self._band))
        return join([reaction, *matter]) or self._line("pressing")

    def remark(self, change: Handover) -> str:
        """What they make of it that someone else speaks now."""
        return self.voice.say(f"handover {change}", *self.manners.handover(change))

    def _takes_a_lead(self, taken: Step, matter: str) -> bool:
        # A plain answer needs no flourish, nor does relief in the midst of fury; and a line that
        # begins with the speaker or a sigh has one of its own.
        if taken.untold or taken.asked_to_agree or (taken.met and self._band == "hot"):
            return False
        return not matter.startswith(_BEGINS_ITSELF) and self.voice.may("lead", COLOURED)

    def _reaction(self, cue: str) -> str:
        return self.voice.say(cue, *self.manners.reaction(self.story, cue, self._band))

    def _line(self, kind: Flat) -> str:
        return self.voice.say(kind, *self.manners.line(self.story, kind))

    def _on_the_matter(self, cue: str, taken: Step) -> list[str]:
        said = []
        if taken.asked_to_agree and cue in ("", *HELPED) and not taken.untold:
            said.append(self.voice.say("agrees", *self.manners.agrees(self.story, self._band)))
        if taken.asked_again and cue != "asked_again":
            said.append(self._line("told_already"))
        said += [self._reveal(number) for number in taken.untold]
        if taken.asked_if_done:
            said.append(self.voice.say("done", self.manners.common.done))
        elif taken.asked_in_vain and not taken.met:
            said.append(self._line("cannot_tell"))
        if taken.met:
            said.append(self.voice.say(f"then {taken.met[-1].need}", taken.met[-1].then))
        if not taken.still or (taken.untold and not taken.met):
            return said  # having answered, the customer waits for what the trainee makes of it
        if cue == "closed_early":
            return [*said, self._line("still_open")]
        asks = self.voice.say(f"asks {taken.still[0].need}", taken.still[0].asks)
        unasked = self._unasked(cue, taken)
        return [*said, *unasked, asks or self._line("pressing")]

    def _unasked(self, cue: str, taken: Step) -> list[str]:
        """A detail told of one's own accord: newcomers' customers do, hard ones keep theirs."""
        level = self.story.level
        if level > OPEN_HEARTED or cue in HURT or (level == OPEN_HEARTED and not taken.met):
            return []
        for number, reveal in enumerate(self.story.reveals):
            if reveal.unasked and number not in self.told:
                self.told = (*self.told, number)
                return [self._reveal(number)]
        return []

    def _reveal(self, number: int) -> str:
        return self.voice.say(f"reveal {number}", self.story.reveals[number].says)
