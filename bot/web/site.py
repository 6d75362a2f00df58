"""What all pages share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import URL
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from actions.judge.rubric import Rubric
from actions.records import Drill, Records, Trainee
from actions.settings import Settings
from actions.story import Library, Story
from actions.story.problems import Problem
from bot.channels.settings import ChannelSettings
from bot.web import labels
from bot.web.language import LANGUAGES, Language, choose, translations
from bot.web.rasa import Rasa
from bot.web.team import may_read
from bot.web.tries import Tries
from bot.web.turnstile import Turnstile

TEMPLATES = Path(__file__).parent / "templates"
TALKERS = 80  # requests that may wait for Rasa at once; pages have threads of their own


class Site:
    """The parts the pages are made from.

    Args:
        settings: where things are.
        http: the client for requests to Rasa.

    Attributes:
        settings: where things are.
        chats: whether people can also practise in Slack or Teams.
        talking: lets one request at a time go on with a drill.
        tries: counts the wrong codes.
        talkers: the threads that wait for Rasa.
    """

    def __init__(self, settings: Settings, http: httpx.Client) -> None:
        self.settings = settings
        channels = ChannelSettings.of(settings.home)
        self.chats = bool(channels.slack_bot_token or channels.teams_app_id)
        self.records = Records(settings.records_url)
        self.rubric = Rubric.load(settings.rubric)
        self.rasa = Rasa(settings.rasa_url, http)
        self.talking = Turnstile()
        self.tries = Tries()
        self.talkers = ThreadPoolExecutor(TALKERS, "talker")
        self.words = translations()
        self._library = Library(settings.stories)
        self._templates = {language: self._templates_in(language) for language in LANGUAGES}

    def stories(self) -> dict[str, Story]:
        """The playable stories by name."""
        return self._library.stories()

    def problems(self) -> list[Problem]:
        """What is wrong with the story files that can't be read."""
        return self._library.problems()

    def close(self) -> None:
        """Gives up what it holds open."""
        self.talkers.shutdown()
        self.records.close()

    def _templates_in(self, language: Language) -> Jinja2Templates:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        words = self.words[language]
        environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
        environment.filters["signed"] = labels.signed
        environment.globals["labels"] = labels
        environment.globals["language"] = language
        return Jinja2Templates(env=environment)

    def page(self, request: Request, name: str, status: int = 200, **context: Any) -> Response:
        """A page in the reader's language."""
        session = request.scope.get("session", {})
        context = {"here": _here(request), "trainee_name": session.get("name"), **context}
        templates = self._templates[self.language(request)]
        return templates.TemplateResponse(request, name, context, status_code=status)

    def fragment(self, language: Language, name: str, **context: Any) -> str:
        """A piece of a page."""
        return self._templates[language].get_template(name).render(context)

    def language(self, request: Request) -> Language:
        """The language the reader chose."""
        return choose(request.scope.get("session", {}).get("language"))

    def say(self, request: Request, words: str) -> str:
        """Words of the catalog in the reader's language."""
        return self.words[self.language(request)].gettext(words)

    def trainee(self, request: Request) -> Trainee | None:
        """Who is reading, if they said their name."""
        trainee_id = request.session.get("trainee")
        return self.records.trainee(trainee_id) if trainee_id else None

    def drill(self, request: Request) -> Drill:
        """The drill in the address, to go on with.

        Raises:
            HTTPException: 404 unless the reader plays it alone.
        """
        drill = self.drill_to_read(request)
        if drill.mode:
            raise HTTPException(404)
        return drill

    def drill_to_read(self, request: Request) -> Drill:
        """The drill in the address, also a team's.

        Raises:
            HTTPException: 404 unless the reader played it or started it.
        """
        drill = self.records.drill(request.path_params["drill"])
        if not drill or not may_read(self.records, drill, request.session.get("trainee")):
            raise HTTPException(404)
        return drill


def site_of(request: Request) -> Site:
    """The site this request came to."""
    site: Site = request.app.state.site
    return site


def _here(request: Request) -> str:
    """The address to come back to after changing the language."""
    return URL(str(request.url)).path if request.method == "GET" else "/"
