"""Rasa's input channels for Slack and Microsoft Teams."""
