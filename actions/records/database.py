"""The one database behind the records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import make_url


def connect(url: str) -> Engine:
    """The database at this SQLAlchemy address.

    SQLite runs in WAL mode, so that the page reads while the action server writes.
    """
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    if file := make_url(url).database:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,  # what people said belongs in the records, not in logs
        connect_args={"timeout": 10},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own transactions leave out DDL
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
