"""Stand-ins for Slack and Teams: own processes on loopback, real HTTP."""
