"""Where Duilian keeps its things and how it is reached; the environment has the last word."""

from __future__ import annotations

import secrets
from pathlib import Path

from pydantic import BaseSettings

SHORTEST_KEY = 32  # characters
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, each overridden by the variable `DUILIAN_<NAME>`.

    Args:
        host: address the web app listens on; loopback unless a company opens it.
        port: port of the web app.
        hosts: further names (space-separated) that browsers may reach the web app by.
        home: folder for the database, logs and secrets.
        database_url: SQLAlchemy address of the records; empty means SQLite in `home`.
        models: folder of the trained models.
        stories: folder of the story files.
        rubric: the rubric file.
        house: the file of the company's own rules for the judge.
        embed_origins: origins (space-separated) whose pages may frame the drill.
        https: set when a proxy serves the app over HTTPS, so that cookies are marked secure.
        rasa_url: address of the Rasa server, loopback.
        actions_url: address of the action server's webhook, loopback.
    """

    host: str = "127.0.0.1"
    port: int = 8800
    hosts: str = ""
    home: Path = ROOT / "var"
    database_url: str = ""
    models: Path = ROOT / "models"
    stories: Path = ROOT / "data" / "stories"
    rubric: Path = ROOT / "data" / "rubric.yml"
    house: Path = ROOT / "data" / "house.yml"
    embed_origins: str = ""
    https: bool = False
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055/webhook"

    class Config:
        """Names of the variables."""

        env_prefix = "DUILIAN_"

    @property
    def records_url(self) -> str:
        """The records' SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.home / 'duilian.db'}"

    @property
    def judge_model(self) -> Path:
        """Folder of the trained judge."""
        return self.models / "judge"

    def secret(self) -> str:
        """The key that signs cookies: made on first use, readable by its owner only.

        Raises:
            ValueError: if the file holds no proper key.
        """
        file = self.home / "secret"
        if not file.exists():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = file.with_name(f"secret.{secrets.token_hex(4)}")
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(32), "utf8")
            new.replace(file)  # whole or not at all
        key = file.read_text("utf8").strip()
        if len(key) < SHORTEST_KEY:
            raise ValueError(f"{file} holds no key; delete it, and a new one is made at the start")
        return key
