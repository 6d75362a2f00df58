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
from actions.records import Drill, Turn
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
    """
    ending = drill.ending or "stopped"
    coach = _Coach(drill, turns, rubric, language)
    if not turns:
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
    """One drill, seen by the coach."""

    def __init__(self, drill: Drill, turns: Sequence[Turn], rubric: Rubric, language: str) -> None:
        self.drill = drill
        self.story = story_of(drill)
        self.turns = turns
        self.rubric = rubric
        self.language = language
        before = [drill.anger, *(turn.anger for turn in turns)]
        self.changes = {
            turn.number: turn.anger - was for was, turn in zip(before, turns, strict=False)
        }

    def say(self, key: str, **names: object) -> str:
        """A phrase in the trainee's language."""
        return phrase(self.language, key, **names)

    def headline(self, ending: str) -> str:
        """How it went, with this drill's own numbers."""
        return self.say(
            f"headline_{ending}",
            name=self.story.customer.name,
            turns=len(self.turns),
            start=round(self.drill.anger),
            end=round(self.turns[-1].anger),
        )

    def score(self, dimension: str) -> Score:
        """The mean on a scale and the reason that weighs most."""
        value = fmean(getattr(turn.verdict, dimension) for turn in self.turns)
        good = is_good(dimension, value)
        reasons = [
            reason
            for turn in self.turns
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
        number, change = max(self.changes.items(), key=lambda item: sign * item[1])
        if abs(change) < TURNED or change * sign < 0:
            number, change = max(self.changes.items(), key=lambda item: abs(item[1]))
        if abs(change) < TURNED:
            return None
        turn = self._turn(number)
        text = self.say(
            "turned_up" if change > 0 else "turned_down",
            turn=number,
            words=_short(turn.reply),
            change=round(abs(change)),
            name=self.story.customer.name,
            line=turn.line,
        )
        return TurningPoint(number, turn.reply, change, text)

    def moments(self) -> tuple[Moment, ...]:
        """The replies most worth another try, each for a reason of its own."""
        own_words = [turn for turn in self.turns if not self._is_a_model(turn.reply)]
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
            change=self.changes[turn.number],
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
        best = max(self.turns, key=lambda turn: turn.verdict.effect)
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
        found = next_story(self.story, ending, past, self.turns, stories)
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

    def _turn(self, number: int) -> Turn:
        return next(turn for turn in self.turns if turn.number == number)


def in_short(given: Feedback, language: str) -> str:
    """The feedback as a message to read in a minute."""
    lines = [given.headline]
    for score in given.scores:
        lines.append(
            phrase(
                language,
                "short_scores",
                scale=phrase(language, score.dimension),
                value=f"{score.value:.1f}",
                reason=_reason(score, language),
            )
        )
    if given.waited:
        lines.append(given.waited)
    if given.turning_point:
        lines.append(phrase(language, "short_turning", text=given.turning_point.text))
    for moment in given.moments:
        lines.append(
            phrase(
                language,
                "short_moment",
                words=moment.words,
                change=f"{moment.change:+.0f}",
                principle=moment.principle,
                advice=moment.advice,
                source=moment.source,
            )
        )
        if moment.better:
            lines.append(phrase(language, "short_better", better=moment.better))
    if given.strength:
        lines.append(phrase(language, "short_strength", text=given.strength.text))
    if given.next_customer:
        customer = given.next_customer
        lines.append(phrase(language, "short_next", title=customer.title, why=customer.why))
    return "\n".join(lines)


def _reason(score: Score, language: str) -> str:
    if not score.words:
        return score.reason
    return phrase(language, "quoted", words=score.words, says=score.reason)


def _short(words: str) -> str:
    """A quote that stays readable."""
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
