"""Drills in Slack: what comes in becomes a `Heard`, a `Post` becomes a message."""
