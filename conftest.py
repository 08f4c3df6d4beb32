"""What every test stands on: files, letters and the МСЭД spool in a folder of its own, no network but this machine."""

import os
from collections import Counter
from collections.abc import Iterator
from math import inf
from pathlib import Path
from time import monotonic, sleep

import hypothesis
import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from otklik.kit.kept import forget
from otklik.look.current import Look, current
from tests.emptied import emptied

# A build machine tries the same examples every time; a person's machine finds new ones.
hypothesis.settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--appeals", type=int, default=60, help="how many test_killed files; the issue asks for 500"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with many tests first, so that no process is left alone with one; those with a browser after all others.

    A process that has opened a browser keeps Playwright's event loop and Chromium for the rest of its life.
    """
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: ("browser" in item.keywords, -sizes[item.path], item.path))


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing that a test writes stays, nothing is shared between tests."""
    settings.MSED_SPOOL = tmp_path / "msed"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.SMS_FOLDER = tmp_path / "sms"
    storage = default_storage._wrapped if hasattr(default_storage, "_wrapped") else default_storage
    monkeypatch.setitem(storage.__dict__, "base_location", str(tmp_path / "files"))
    monkeypatch.setitem(storage.__dict__, "location", str(tmp_path / "files"))
    return tmp_path


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Accounts of tests need no hash that takes half a second to make."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def one_step_for_staff(settings) -> None:
    """Tests sign staff in without a second factor; those about it turn it on."""
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def decisions_at_once(settings) -> None:
    """A moderator's decision happens in the request; tests of taking it back give it some seconds."""
    settings.UNDO_SECONDS = 0


@pytest.fixture(autouse=True)
def _attempts_of_this_test_only() -> None:
    """Limits are counted in the cache of the process, small tables are kept in its memory."""
    cache.clear()
    forget()
    current.answers[()] = (
        inf,
        Look(),
    )  # as the settings say, without a statement, until a test publishes another


@pytest.fixture(autouse=True)
def _threads_give_their_connections_back() -> Iterator[None]:
    """The pool has four: one that a thread of this test keeps is missing in a test that comes later."""
    yield
    # Not `connection.pool`: asked before the test database is there, it makes one of the real database.
    if not (pool := connection._connection_pools.get(connection.alias)):
        return
    end = monotonic() + 5  # seconds; a browser may still be reading
    while (kept := _lent(pool.get_stats())) and monotonic() < end:
        sleep(0.05)
    if kept:
        pytest.fail("a thread of this test ended without connection.close()")


def _lent(stats: dict[str, int]) -> int:
    own = connection.connection is not None
    return stats.get("pool_size", 0) - stats.get("pool_available", 0) - own


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a module's fixtures make stays for all its tests; each test's own changes go with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    """For pytest-django, which makes a TransactionTestCase for each test that commits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_of_pages_are_looked_up_once() -> Iterator[None]:
    """Each Client makes the middleware anew, and WhiteNoise would look at every file of the front end: 11 ms."""
    look, known = WhiteNoiseMiddleware.add_files_from_finders, {}

    def looked(middleware: WhiteNoiseMiddleware) -> None:
        if not known:
            look(middleware)
            known.update(middleware.files)
        middleware.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", looked)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """`./test` has migrated one database for all processes: each takes a copy."""
    if template := os.environ.get("OTKLIK_TEST_TEMPLATE"):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database as pytest-django makes it; at the end nobody else is in it, so it can be dropped.

    A pool opens connections from threads of its own; one that is still on its way would stop the drop.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
