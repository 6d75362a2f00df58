"""Drills where teams talk: what Slack and Teams have in common, and nothing of either."""
