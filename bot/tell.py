"""What commands say."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer


def tell(line: str) -> None:
    """Says a line at once, also into a pipe."""
    typer.echo(line)
    sys.stdout.flush()


def fail(message: str) -> NoReturn:
    """Says what is wrong and ends the command as failed."""
    typer.echo(message, err=True)
    raise typer.Exit(1)
