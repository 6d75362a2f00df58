"""The app package that a Teams administrator uploads: manifest and icons in one zip file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(__file__).with_name("app")
ICONS = ("color.png", "outline.png")


def manifest(app_id: str, url: str) -> dict[str, Any]:
    """The manifest of the bot with this application id.

    Args:
        app_id: the bot's, and at the same time the app's.
        url: the address of Duilian's web app as browsers reach it; begins with https://.

    Raises:
        ValueError: if the address is not a proper one.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(f"{url} is no address that begins with https://")
    home = f"https://{parts.netloc}"
    made: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf8"))
    made["id"] = made["bots"][0]["botId"] = app_id
    for link in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        made["developer"][link] = home
    made["validDomains"] = [parts.netloc]
    made["webApplicationInfo"] = {"id": app_id, "resource": f"api://{parts.hostname}/{app_id}"}
    return made


def write(app_id: str, url: str, out: Path) -> None:
    """Writes the package.

    Args:
        app_id: as of `manifest`.
        url: as of `manifest`.
        out: the zip file.

    Raises:
        ValueError: if the address is not a proper one.
        OSError: if the file can't be written.
    """
    text = json.dumps(manifest(app_id, url), ensure_ascii=False, indent=2)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("manifest.json", text)
        for icon in ICONS:
            package.write(FOLDER / icon, icon)
