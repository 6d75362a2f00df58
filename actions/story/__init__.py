"""A story: one customer and their trouble, one file in data/stories/."""

from actions.story.library import Library
from actions.story.load import BadStoryError, load, parse
from actions.story.model import Need, Rehearsal, Reveal, Story
from actions.story.problems import Problem
from actions.story.reactions import Reactions

__all__ = [
    "BadStoryError",
    "Library",
    "Need",
    "Problem",
    "Reactions",
    "Rehearsal",
    "Reveal",
    "Story",
    "load",
    "parse",
]
