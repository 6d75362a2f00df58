"""One turn of the customer: from the judge's verdict to the next line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.customer.cue import GRIEVANCES, cue_of
from actions.customer.matter import asked_for, newly_met, open_needs
from actions.customer.state import State
from actions.customer.temper import anger_after, patience_spent
from actions.judge.verdict import Verdict
from actions.story.cues import HELPED, HOT_FROM, Ending, band
from actions.story.model import Need, Story
from actions.story.reactions import Reactions

CONTENT_BELOW = 45.0
WRONGED = 2  # grievances that a furious customer complains about
LONGEST = 16  # replies; no real customer stays longer


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
    voice = _Voice(state)
    line = voice.say("opening", story.opening)
    return Answer(replace(state, said=voice.said), line, "", ())


def react(story: Story, reactions: Reactions, state: State, reply: str, verdict: Verdict) -> Answer:
    """The customer's answer to a reply; pure, the same input gives the same line."""
    met = newly_met(story, state.met, reply, verdict)
    asked, answers = asked_for(story, reply, verdict)
    untold = [number for number in answers if number not in state.told]
    still = [need for need in open_needs(story, state.met) if need not in met]
    progress = bool(met or untold)
    cue = cue_of(verdict, apologies_before=state.sorry, needs_open=bool(still))
    after = replace(
        state,
        anger=round(anger_after(state.anger, verdict, story.level, progress=progress), 1),
        turn=state.turn + 1,
        spent=patience_spent(state.spent, verdict, progress=progress),
        met=(*state.met, *(need.need for need in met)),
        told=(*state.told, *untold),
        sorry=state.sorry + verdict.makes("apologises"),
        grievances=state.grievances + (cue in GRIEVANCES),
    )
    ending = _ending(story, after, still)
    voice = _Voice(after)
    said = []
    if not (cue in HELPED and (met or untold)) and not (ending and cue in HELPED):
        said.append(_reaction(voice, story, reactions, cue))
    if ending:
        said.append(voice.say(f"ending {ending}", story.endings.lines(ending)))
    else:
        said += _step(voice, story, reactions, cue, met, untold, asked and not answers, still)
        if asked and answers and not untold and cue != "asked_again":
            said.insert(0, voice.say("told_already", reactions.told_already))
    line = _join(said) or voice.say("pressing", reactions.pressing)
    final = replace(after, said=voice.said, ending=ending)
    return Answer(final, line, cue, tuple(need.need for need in met))


def _ending(story: Story, state: State, still: Sequence[Need]) -> Ending | None:
    if not still:
        return "content" if state.anger < CONTENT_BELOW else "grudging"
    if state.spent >= story.patience:
        wronged = state.grievances >= WRONGED and state.anger >= HOT_FROM
        return "complains" if wronged else "leaves"
    if state.turn >= LONGEST:
        return "grudging" if len(still) < len(story.needs) / 2 else "leaves"
    return None


def _reaction(voice: _Voice, story: Story, reactions: Reactions, cue: str) -> str:
    if not cue:
        return ""
    temper = band(voice.anger)
    own = story.reactions.get(cue, {}).get(temper)
    return voice.say(f"{cue} own", own or ()) or voice.say(cue, reactions.by_cue[cue][temper])


def _step(
    voice: _Voice,
    story: Story,
    reactions: Reactions,
    cue: str,
    met: Sequence[Need],
    untold: Sequence[int],
    asked_in_vain: bool,
    still: Sequence[Need],
) -> list[str]:
    said = [voice.say(f"reveal {number}", story.reveals[number].says) for number in untold]
    if met:
        said.append(voice.say(f"then {met[-1].need}", met[-1].then))
    if asked_in_vain and not met:
        said.append(voice.say("cannot_tell", reactions.cannot_tell))
    if untold and not met:
        return said  # having answered, the customer waits for what the trainee makes of it
    if cue == "closed_early":
        return [*said, voice.say("still_open", reactions.still_open)]
    asks = voice.say(f"asks {still[0].need}", still[0].asks)
    return [*said, asks or voice.say("pressing", reactions.pressing)]


class _Voice:
    """Chooses wordings, none twice in a drill."""

    def __init__(self, state: State) -> None:
        self._seed = f"{state.seed} {state.turn}"
        self.anger = state.anger
        self.said = state.said

    def say(self, occasion: str, wordings: Sequence[str]) -> str:
        """One of the wordings not said yet, "" if there is none left."""
        left = [words for words in wordings if words not in self.said]
        if not left:
            return ""
        # Not for secrets: the same drill replayed must choose the same words.
        words = random.Random(f"{self._seed} {occasion}").choice(left)  # noqa: S311
        self.said = (*self.said, words)
        return words


def _join(said: Sequence[str]) -> str:
    sentences = [words if words[-1] in "。！？!?…~～—" else words + "。" for words in said if words]
    return "".join(sentences)
