"""Links to reports: what was signed is read, anything else is not."""

from __future__ import annotations

from pathlib import Path

import itsdangerous
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from actions.records.store import new_id
from actions.settings import Settings
from bot import report_link
from bot.report_link import NoReportError, read

HOME = "https://duilian.example"
ids = st.text(max_size=32)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def token(settings: Settings, drill: str, trainee: str) -> str:
    return report_link.report_link(settings, HOME, drill, trainee).removeprefix(f"{HOME}/r/")


@pytest.mark.parametrize("base", [HOME, f"{HOME}/"])
def test_a_link_is_an_address_of_the_app(settings: Settings, base: str) -> None:
    link = report_link.report_link(settings, base, new_id(), new_id())
    assert link.startswith(f"{HOME}/r/")
    assert len(link) < 200


@how(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drill=ids, trainee=ids)
def test_what_was_signed_is_read(settings: Settings, drill: str, trainee: str) -> None:
    signed = token(settings, drill, trainee)
    assert read(settings, signed) == (drill, trainee)
    assert set(signed) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@how(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.text() | st.from_regex(r"[\w-]{1,60}\.[\w-]{1,9}\.[\w-]{1,30}", fullmatch=True))
def test_what_was_not_signed_is_refused(settings: Settings, garbage: str) -> None:
    with pytest.raises(NoReportError):
        read(settings, garbage)


@how(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_link_that_was_changed_is_refused(settings: Settings, data: st.DataObject) -> None:
    signed = token(settings, "d1", "t1")
    cut = data.draw(st.integers(0, len(signed.rpartition(".")[0])))
    changed = signed[:cut] + data.draw(st.text("abcABC-_.", max_size=3)) + signed[cut + 1 :]
    if changed != signed:
        with pytest.raises(NoReportError):
            read(settings, changed)


def test_another_machine_or_another_use_of_the_key_signs_nothing(
    settings: Settings, tmp_path: Path
) -> None:
    other = Settings(home=tmp_path / "other")
    session = itsdangerous.URLSafeTimedSerializer(settings.secret()).dumps(["d1", "t1"])
    for signed in (token(other, "d1", "t1"), session):
        with pytest.raises(NoReportError):
            read(settings, signed)


def test_after_thirty_days_it_is_too_old(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = token(settings, "d1", "t1")
    made = itsdangerous.TimestampSigner("x").get_timestamp()
    day = 24 * 3600
    for days, good in ((29, True), (31, False)):
        later = made + days * day
        monkeypatch.setattr(itsdangerous.TimestampSigner, "get_timestamp", lambda _, t=later: t)
        if good:
            assert read(settings, signed) == ("d1", "t1")
        else:
            with pytest.raises(NoReportError):
                read(settings, signed)
