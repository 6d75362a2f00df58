"""The two languages of the pages: English in the code, Chinese from `locale/zh.po`."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

CATALOG = Path(__file__).parent / "locale" / "zh.po"


def translations() -> dict[Language, NullTranslations]:
    """The words of each language; the catalog is read as it is, with no compile step."""
    compiled = BytesIO()
    with CATALOG.open("rb") as file:
        write_mo(compiled, read_po(file, locale="zh"))
    compiled.seek(0)
    return {"zh": GNUTranslations(compiled), "en": NullTranslations()}


def choose(wish: object) -> Language:
    """The language wished for; Chinese if it is none of ours."""
    return "en" if wish == "en" else "zh"
