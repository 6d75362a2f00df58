"""The three ways in which a team plays: open floor, relay and duel."""

from __future__ import annotations

from actions.records import Drill
from bot.chats.modes.duel import Duel
from bot.chats.modes.mode import Mode
from bot.chats.modes.open_floor import OpenFloor
from bot.chats.modes.relay import Relay
from bot.chats.team import Team

__all__ = ["Duel", "Mode", "OpenFloor", "Relay", "mode_of"]


def mode_of(team: Team, drill: Drill) -> Mode:
    """The way a drill is played."""
    return {"relay": Relay, "duel": Duel}.get(drill.mode or "", OpenFloor)(team)
