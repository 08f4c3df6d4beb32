"""The command line as somebody at a terminal meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from otklik.people.models import User

pytestmark = pytest.mark.route


def otklik(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("otklik")
    env = {**os.environ, **variables}
    return subprocess.run([program, *words], env=env, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_command_it_tells_the_commands():
    said = otklik()
    assert said.returncode == 0
    for command in ("prepare", "serve", "worker", "msed-stand", "import", "demo", "roles", "journey"):
        assert f"  {command} " in said.stdout


def test_an_unknown_command_is_an_error():
    said = otklik("nonsense")
    assert (said.returncode, said.stdout) == (1, "")
    assert "nonsense" in said.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "prepare"])
def test_a_wrong_setting_stops_every_command_with_one_line(command):
    said = otklik(command, OTKLIK_MODERATION_HOURS="soon")
    assert said.returncode == 1
    assert said.stderr == "Ошибка: OTKLIK_MODERATION_HOURS='soon': нужно целое число 1..240\n"


def test_what_a_command_refuses_is_told_in_its_own_words(tmp_path):
    said = otklik("import", "calendar", str(tmp_path / "none.csv"))
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("Файл")
    assert "Error" not in said.stderr
    assert "Traceback" in otklik("import", "calendar", str(tmp_path / "none.csv"), "--traceback").stderr


def test_demo_logins_are_told_on_a_demo_only():
    told = otklik("demo", "logins", OTKLIK_DEMO="1").stdout
    assert all(f", {role}" in told for role in User.Role.values)
    real = otklik("demo", "logins", OTKLIK_DEMO="0")
    assert real.returncode == 1
    assert "OTKLIK_DEMO=1" in real.stderr


def test_the_stand_needs_no_settings_of_the_portal(tmp_path):
    said = otklik("msed-stand", "--spool", str(tmp_path), "--once", OTKLIK_MODERATION_HOURS="soon")
    assert said.returncode == 0


@pytest.mark.django_db
def test_a_new_portal_gets_its_first_administrator(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "long secret")
    call_command("createsuperuser", interactive=False, email="asya@example.test", name="Ася")
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.check_password("long secret")) == ("admin", True, True)
