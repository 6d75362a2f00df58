"""Links to one report, for people who come from a chat and have no cookie."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeTimedSerializer

from actions.settings import Settings

GOOD_FOR = 30 * 24 * 3600  # seconds


class NoReportError(ValueError):
    """This token was not made here, was changed, or is too old."""


def report_link(settings: Settings, base_url: str, drill_id: str, trainee_id: str) -> str:
    """An address where one person reads the report of one drill, and can do nothing else.

    Args:
        settings: those of the web app; its key signs the link.
        base_url: the web app's, as people's browsers reach it.
        drill_id: the drill.
        trainee_id: who is to read it.
    """
    token = _signer(settings).dumps([drill_id, trainee_id])
    return f"{base_url.rstrip('/')}/r/{token}"


def read(settings: Settings, token: str) -> tuple[str, str]:
    """The drill and the trainee of a link's last part.

    Raises:
        NoReportError: if it is none of ours, or no longer good.
    """
    try:
        drill_id, trainee_id = _signer(settings).loads(token, max_age=GOOD_FOR)
    except BadData as error:
        raise NoReportError(str(error)) from error
    return drill_id, trainee_id


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret(), salt="report")
