"""The web app as the environment sets it up, for the server process."""

from actions.settings import Settings
from bot.web.app import create_app

app = create_app(Settings())
