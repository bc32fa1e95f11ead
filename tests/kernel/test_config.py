"""Settings: quiet defaults, and a production that says everything that is wrong at once."""

from __future__ import annotations

import pytest

from booking.clock import Clock
from booking.config import Settings, UnsafeSettings

SAFE = {
    "APP_ENV": "production",
    "SECRET_KEY": "s" * 40,
    "DATA_KEY": "d" * 40,
    "DATABASE_URL": "postgresql://u:p@db/treffpunkt",
    "REDIS_URL": "redis://redis:6379/0",
    "MAIL_SERVER": "mail",
    "BASE_URL": "https://termin.example",
}


def test_the_defaults_are_the_embedded_profile(tmp_path) -> None:
    settings = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    assert (settings.env, settings.host, settings.port) == ("demo", "127.0.0.1", 8000)
    assert settings.base_url == "http://localhost:8000"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.redis_url is None
    again = Settings.from_environment({"DATA_DIR": str(tmp_path)})
    assert again.secret_key == settings.secret_key != settings.data_key
    for secret in (tmp_path / "secrets").iterdir():
        assert secret.stat().st_mode & 0o777 == 0o600


def test_production_names_everything_that_is_missing(tmp_path) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        Settings.from_environment({"APP_ENV": "production", "DATA_DIR": str(tmp_path)})
    for name in ("SECRET_KEY", "DATA_KEY", "DATABASE_URL", "REDIS_URL", "MAIL_SERVER", "BASE_URL"):
        assert name in str(refused.value)
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "changeme"),
        ("DATA_KEY", "short"),
        ("DATA_KEY", "s" * 40),
        ("BASE_URL", "http://termin.example"),
        ("LIMITS", "off"),
        ("CLOCK_OFFSET_FILE", "somewhere"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path, name: str, value: str) -> None:
    Settings.from_environment({**SAFE, "DATA_DIR": str(tmp_path)})
    with pytest.raises(UnsafeSettings, match=name):
        Settings.from_environment({**SAFE, "DATA_DIR": str(tmp_path), name: value})


def test_nonsense_is_said_in_a_sentence(tmp_path) -> None:
    for bad in ({"PORT": "eight"}, {"APP_ENV": "live"}, {"TRUSTED_PROXIES": "-1"}):
        with pytest.raises(UnsafeSettings, match=next(iter(bad))):
            Settings.from_environment({"DATA_DIR": str(tmp_path), **bad})


def test_the_clock_moves_with_its_file_and_keeps_the_last_good_value(tmp_path) -> None:
    file = tmp_path / "offset"
    clock = Clock(file)
    assert clock.offset().total_seconds() == 0
    file.write_text("86400")
    assert clock.offset().total_seconds() == 86400
    for nonsense in ("", "soon", "1e400"):
        file.write_text(nonsense)
        assert clock.offset().total_seconds() == 86400
    file.unlink()
    assert clock.offset().total_seconds() == 86400
