"""A new story from a few answers: one that can be played before the trainer has polished it."""

from actions.authoring.new.answers import MOST_WISHES, Answers, BadAnswerError, Wish
from actions.authoring.new.plan import Plan, make_plan
from actions.authoring.new.questions import Question, questions, wishes
from actions.authoring.new.write import save, story_text

__all__ = [
    "MOST_WISHES",
    "Answers",
    "BadAnswerError",
    "Plan",
    "Question",
    "Wish",
    "make_plan",
    "questions",
    "save",
    "story_text",
    "wishes",
]
