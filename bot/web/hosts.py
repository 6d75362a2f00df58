"""The host names Duilian answers to, so that no other site can pose as it in a browser."""

from __future__ import annotations

import re
import socket

from actions.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

_HOST = re.compile(r"(\*\.)?[a-zA-Z0-9.\-]+|\[[0-9a-fA-F:.]+\]")


def known_hosts(settings: Settings) -> list[str]:
    """The names for Starlette's TrustedHostMiddleware; `*` is any.

    Raises:
        ValueError: if `hosts` names something that is no host.
    """
    named = settings.hosts.split()
    for host in named:
        if not _HOST.fullmatch(host):
            raise ValueError(f"DUILIAN_HOSTS: {host!r} is no host name like duilian.example.com")
    listens_on = f"[{settings.host}]" if ":" in settings.host else settings.host
    if listens_on not in LOOPBACK and not named:
        return ["*"]
    known = [*LOOPBACK, listens_on, socket.gethostname(), *named]
    return [host.lower() for host in known]  # as browsers send them
