"""What the trainee hears when the drill is over; pure, from the turns and the rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from actions.customer.matter import open_needs
from actions.feedback import (
    DIMENSIONS,
    Feedback,
    Moment,
    NextCustomer,
    Score,
    Strength,
    TurningPoint,
)
from actions.judge.rubric import Rubric
from actions.judge.verdict import HURTFUL, Reason
from actions.next_story import is_good, next_story
from actions.past import Past
from actions.phrases import phrase
from actions.records import Answer, Drill, Turn
from actions.session import story_of
from actions.story import Story

TURNED = 6.0  # points of anger that make a turning point
MOMENT_BELOW = 0.0  # effect under which a reply is worth another try
STRENGTH_FROM = 0.5  # effect from which a reply is a strength
MOMENTS = 2
LONGEST_QUOTE = 40  # characters


def feedback(
    drill: Drill,
    turns: Sequence[Turn],
    stories: Mapping[str, Story],
    rubric: Rubric,
    language: str,
    *,
    nudges: int = 0,
    past: Past | None = None,
    speaker: str | None = None,
    unheard: Sequence[Answer] = (),
) -> Feedback:
    """The coach's feedback on a drill.

    Args:
        drill: the drill, ended.
        turns: its turns that count, in order.
        stories: the playable stories, for the customer to try next.
        rubric: criteria and their wording.
        language: "zh" or "en".
        nudges: how often the customer had to ask where the trainee was.
        past: what the trainee did lately, for the customer to try next.
        speaker: of a team, the one member to speak to; None for all of them.
        unheard: what they would have said, which the customer never heard.
    """
    ending = drill.ending or "stopped"
    coach = _Coach(drill, turns, rubric, language, speaker, unheard)
    if not coach.own:
        return Feedback(ending, phrase(language, "headline_nothing"))
    scores = tuple(coach.score(dimension) for dimension in DIMENSIONS)
    moments = coach.moments()
    return Feedback(
        ending=ending,
        headline=coach.headline(ending),
        scores=scores,
        turning_point=coach.turning_point(ending),
        waited=coach.say("waited", count=nudges) if nudges else "",
        moments=moments,
        strength=coach.strength(),
        next_customer=coach.next_customer(ending, stories, past or Past(), again=bool(moments)),
    )


class _Coach:
    """One drill, seen by the coach.

    Attributes:
        own: the replies the feedback is about: everyone's, or one speaker's.
    """

    def __init__(
        self,
        drill: Drill,
        turns: Sequence[Turn],
        rubric: Rubric,
        language: str,
        speaker: str | None,
        unheard: Sequence[Answer],
    ) -> None:
        self.drill = drill
        self.story = story_of(drill)
        self.turns = turns
        self.rubric = rubric
        self.language = language
        before = [drill.anger, *(turn.anger for turn in turns)]
        self.changes = {
            turn.number: turn.anger - was for was, turn in zip(before, turns, strict=False)
        }
        heard = [turn for turn in turns if speaker in (None, turn.trainee_id)]
        self.speaker = speaker
        self.own = sorted([*heard, *_as_turns(unheard, turns)], key=lambda turn: turn.number)

    def say(self, key: str, **names: object) -> str:
        """A phrase in the trainee's language."""
        return phrase(self.language, key, **names)

    def headline(self, ending: str) -> str:
        """How it went, with this drill's own numbers."""
        of_team = "_team" if self.drill.mode and ending == "stopped" else ""
        said = self.say(
            f"headline_{ending}{of_team}",
            name=self.story.customer.name,
            turns=len(self.turns),
            start=round(self.drill.anger),
            end=round(self.turns[-1].anger if self.turns else self.drill.anger),
        )
        if self.speaker is None:
            return said
        heard = sum(bool(turn.line) for turn in self.own)
        unheard = len(self.own) - heard
        key = "own_share" if not unheard else "own_share_unheard" if heard else "own_share_none"
        return said + self.say(key, heard=heard, unheard=unheard)

    def score(self, dimension: str) -> Score:
        """The mean on a scale and the reason that weighs most."""
        value = fmean(getattr(turn.verdict, dimension) for turn in self.own)
        good = is_good(dimension, value)
        reasons = [
            reason
            for turn in self.own
            for reason in turn.verdict.reasons
            if reason.dimension == dimension and (reason.weight > 0) == good
        ]
        if not reasons:
            plain = self.say("plain_reason_high" if good else "plain_reason_low")
            return Score(dimension, value, plain, "")
        heaviest = max(reasons, key=lambda reason: abs(reason.weight))
        says = self.rubric.wording(heaviest.criterion, self.language).says
        return Score(dimension, value, says, _short(heaviest.words))

    def turning_point(self, ending: str) -> TurningPoint | None:
        """The reply that moved the customer most, in the direction the drill ended."""
        sign = -1 if ending == "content" else 1
        changes = [(turn, self._change(turn)) for turn in self.own]
        turn, change = max(changes, key=lambda item: sign * item[1])
        if abs(change) < TURNED or change * sign < 0:
            turn, change = max(changes, key=lambda item: abs(item[1]))
        if abs(change) < TURNED:
            return None
        text = self.say(
            "turned_up" if change > 0 else "turned_down",
            turn=turn.number,
            words=_short(turn.reply),
            change=round(abs(change)),
            name=self.story.customer.name,
            line=turn.line,
        )
        return TurningPoint(turn.number, turn.reply, change, text)

    def moments(self) -> tuple[Moment, ...]:
        """The replies most worth another try, each for a reason of its own."""
        own_words = [turn for turn in self.own if not self._is_a_model(turn.reply)]
        worst = sorted(own_words, key=lambda turn: (turn.verdict.effect, turn.number))
        found: list[Moment] = []
        principles: set[str] = set()
        for turn in worst:
            reason = self._heaviest(turn, good=False, but=principles)
            if turn.verdict.effect >= MOMENT_BELOW or len(found) == MOMENTS:
                break
            if reason is None:
                continue
            principles.add(reason.criterion)
            found.append(self._moment(turn, reason, found))
        return tuple(sorted(found, key=lambda moment: moment.turn))

    def _moment(self, turn: Turn, reason: Reason, earlier: Sequence[Moment]) -> Moment:
        wording = self.rubric.wording(reason.criterion, self.language)
        title, section = self.rubric.source(reason.criterion)
        used = {moment.better for moment in earlier}
        better = next((words for words in self._better(turn) if words not in used), None)
        return Moment(
            turn=turn.number,
            words=_short(reason.words or turn.reply),
            customer=turn.line,
            change=self._change(turn),
            principle=wording.name,
            advice=wording.advice,
            source=self.say("source", title=title, section=section),
            better=better,
        )

    def _better(self, turn: Turn) -> list[str]:
        """Wordings for this customer at this point: for how they were treated, then what to do."""
        met = {
            need for other in self.turns if other.number < turn.number for need in other.needs_met
        }
        needs = open_needs(self.story, met)
        by_cue: list[str] = list(self.story.model_replies.get(turn.cue, []))
        return by_cue + (list(needs[0].model_replies) if needs else [])

    def strength(self) -> Strength | None:
        """The best moment."""
        best = max(self.own, key=lambda turn: turn.verdict.effect)
        reason = self._heaviest(best, good=True, but=set())
        if reason is None or best.verdict.effect < STRENGTH_FROM:
            return None
        says = self.rubric.wording(reason.criterion, self.language).says
        words = _short(reason.words or best.reply)
        text = self.say("strength", turn=best.number, words=words, says=says)
        return Strength(best.number, words, text)

    def next_customer(
        self, ending: str, stories: Mapping[str, Story], past: Past, *, again: bool
    ) -> NextCustomer | None:
        """Who to try next: who trains what the trainee is weakest in, or this one again."""
        if ending in ("grudging", "stopped") and self.story.name in stories:
            why = self.say("next_again" if again else "next_otherwise")
            return NextCustomer(self.story.name, self.story.title, why)
        found = next_story(self.story, ending, past, self.own, stories)
        if found is None:
            return None
        story, weakness = found
        if weakness in HURTFUL:
            habit = self.say(f"habit_{weakness}")
            why = self.say("next_habit", habit=habit, trains=story.trains)
        else:
            why = self.say("next_scale", scale=self.say(weakness), trains=story.trains)
        return NextCustomer(story.name, story.title, why)

    def _is_a_model(self, reply: str) -> bool:
        """Whether the trainee said what the coach proposes: no moment to work on, for whatever."""
        story = self.story
        models = [words for texts in story.model_replies.values() for words in texts]
        models += [words for need in story.needs for words in need.model_replies]
        return reply.strip() in models

    def _heaviest(self, turn: Turn, *, good: bool, but: set[str]) -> Reason | None:
        reasons = [
            reason
            for reason in turn.verdict.reasons
            if (reason.weight > 0) == good and reason.criterion not in but
        ]
        return max(reasons, key=lambda reason: abs(reason.weight), default=None)

    def _change(self, turn: Turn) -> float:
        """Points of anger that a reply moved the customer by; none if they didn't hear it."""
        return self.changes[turn.number] if turn.line else 0.0


def _as_turns(unheard: Sequence[Answer], turns: Sequence[Turn]) -> list[Turn]:
    """Answers as replies that changed nothing; those that became the reply are left out."""
    said = {(turn.number, turn.trainee_id) for turn in turns}
    return [
        Turn(
            drill_id=answer.drill_id,
            number=answer.turn,
            trainee_id=answer.trainee_id,
            reply=answer.reply,
            verdict=answer.verdict,
            cue="",
            needs_met=(),
            anger=0.0,
            line="",
            state={},
            ending=None,
            said_at=answer.said_at,
        )
        for answer in unheard
        if (answer.turn, answer.trainee_id) not in said
    ]


def _short(words: str) -> str:
    """A quote that stays readable."""
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
