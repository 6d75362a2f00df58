"""The customers to choose from, and what the trainee has done with them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.records import Drill
from actions.story import Story


@dataclass(frozen=True)
class Offer:
    """A customer in the list.

    Args:
        story: the customer's story.
        open_drill: the newest drill with them that is not over.
        last_drill: the newest drill with them that is over.
    """

    story: Story
    open_drill: Drill | None
    last_drill: Drill | None


def offers(stories: Mapping[str, Story], drills: Sequence[Drill]) -> list[Offer]:
    """Every playable story with the trainee's drills (newest first) of it."""
    return [
        Offer(
            story,
            next((d for d in drills if d.story == name and not d.ending), None),
            next((d for d in drills if d.story == name and d.ending), None),
        )
        for name, story in stories.items()
    ]
