"""A story: one customer and their trouble, one file in data/stories/."""

from actions.story.library import Library
from actions.story.load import load, parse
from actions.story.manners import Manners
from actions.story.model import Need, Rehearsal, Reveal, Story
from actions.story.problems import BadStoryError, Problem

__all__ = [
    "BadStoryError",
    "Library",
    "Manners",
    "Need",
    "Problem",
    "Rehearsal",
    "Reveal",
    "Story",
    "load",
    "parse",
]
