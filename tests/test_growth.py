"""The portal grows by settings: PgBouncer before the database, a replica beside it, files in S3."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import pytest
from django.conf import global_settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal, Draft
from otklik.appeals.steps import intake
from otklik.appeals.tests.given import a_duty, a_filing, a_moderator, an_appeal
from otklik.config.browser import Browser
from otklik.exchange.models import Packet
from otklik.kit import clock, replica
from otklik.outbox.models import Message
from tests.fault.bouncer import SERVERS, a_bouncer
from tests.fault.portal import Portal, a_portal, free_port

pytestmark = [pytest.mark.route, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent


def test_behind_pgbouncer_in_transaction_mode_web_and_worker_do_all_their_work(tmp_path: Path, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # those of the portal, a process of its own
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")  # what other tests queued and nobody did
    a_duty()
    appeals = [intake.receive(a_filing(), now=clock.now()) for _ in range(8)]
    for appeal in appeals:
        intake.confirm(appeal_id=appeal.pk, now=clock.now())
    moderator, name = a_moderator(), str(connection.settings_dict["NAME"])
    with a_bouncer(connection.settings_dict) as bouncer:
        url = bouncer.url(name)
        with a_portal(tmp_path, database=url, OTKLIK_DB_POOL="0") as portal:
            start(portal)
            publish_all_at_once(portal, moderator.email, [appeal.pk for appeal in appeals])
            wait(lambda: not ProcrastinateJob.objects.exists())
            wait(lambda: not Message.objects.filter(sent_at=None).exists())

            assert bouncer.most_servers(name) <= SERVERS
            assert bouncer.transactions(name) > 100
            portal.kill("worker", signal.SIGTERM)
            assert portal.processes["worker"].returncode == 0

    assert set(Appeal.objects.values_list("state", flat=True)) == {State.SENDING}
    assert Packet.objects.filter(kind="document", state="spooled").count() == 8
    assert (
        "prepared statement" not in (tmp_path / "web.log").read_text() + (tmp_path / "worker.log").read_text()
    )


def start(portal: Portal) -> None:
    portal.start("web", "serve", "--port", str(portal.port), "--threads", "4")
    portal.start("worker", "worker")
    portal.wait()


def publish_all_at_once(portal: Portal, moderator: str, keys: list[int]) -> None:
    """Eight browsers: more requests at a time than connections to the server."""

    def publish(key: int) -> None:
        me = Browser(portal.base)
        me.open("/login?next=/desk/")
        me.send("/login", {"username": moderator, "password": "pass", "next": "/desk/"})
        me.send(f"/desk/appeals/{key}/publish", {})
        for path in ("/", "/appeals", "/new"):
            me.open(path)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(publish, keys))


def wait(true, *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def with_replica(tmp_path: Path) -> Iterator[tuple[str, Callable[[], int]]]:
    """Address of a portal that has one, and how many transactions the replica has seen.

    It is PgBouncer before the same database: it counts, and lets nobody write.
    """
    an_appeal(state=State.PUBLISHED)
    name = str(connection.settings_dict["NAME"])
    with a_bouncer(connection.settings_dict, read_only=True) as bouncer:
        url = bouncer.url(name)
        words = {"OTKLIK_REPLICA_URL": url, "OTKLIK_DB_POOL": "0"}
        with a_portal(tmp_path, database=connected_to(name), **words) as portal:
            portal.start("web", "serve", "--port", str(portal.port), "--threads", "1")
            portal.wait()
            Browser(portal.base).open("/")
            yield portal.base, lambda: bouncer.transactions(name)


def connected_to(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def test_public_pages_are_read_from_the_replica_but_not_for_who_has_just_written(with_replica):
    base, seen = with_replica
    number = Appeal.objects.get().number
    me = Browser(base)

    for path in ("/", "/appeals", f"/appeals/{number}"):
        before = seen()
        me.open(path)
        assert seen() > before, path

    me.open("/new")
    before = seen()
    me.send("/new", {"kind": "problem"})
    for path in ("/", "/appeals", f"/appeals/{number}"):
        me.open(path)
    assert seen() == before
    assert Draft.objects.count() == 1


def test_wizard_sign_in_and_desk_are_never_read_from_the_replica(with_replica, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # those of the portal, a process of its own
    base, seen = with_replica
    me, moderator = Browser(base), a_moderator()
    before = seen()

    for path in ("/new", "/login?next=/desk/"):
        me.open(path)
    assert seen() == before
    me.send("/login", {"username": moderator.email, "password": "pass", "next": "/desk/"})
    me.open("/desk/")
    assert seen() == before


def test_the_router_writes_to_the_primary_whatever_is_read():
    router = replica.Router()
    with replica.reading_from("replica"):
        assert (router.db_for_read(Appeal), router.db_for_write(Appeal)) == ("replica", "default")
    assert router.db_for_read(Appeal) == "default"
    assert not router.allow_migrate("replica", "appeals")


@pytest.fixture
def an_s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a server that speaks S3, another program; keys as a real one wants them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    port = free_port()
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(lambda: answers(f"http://127.0.0.1:{port}/moto-api/"))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=1):  # noqa: S310  # our own
            return True
    except OSError:
        return False


def fresh(code: str, **variables: str) -> str:
    """What `code` prints in a process that begins with these variables."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "otklik.config.settings", **variables}
    begin = "import django; django.setup(); from django.conf import settings as s\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


TRIP = r"""
import io, uuid
from PIL import Image
from django.core.files.storage import default_storage
from otklik.files import documents, photos
default_storage.bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-test"})
out, photo, file = io.BytesIO(), uuid.uuid4(), uuid.uuid4()
Image.new("RGB", (300, 200), "#31475e").save(out, "JPEG")
photos.keep(out.getvalue(), photo_id=photo)
photos.keep(out.getvalue(), photo_id=photo)
documents.keep(b"answer", file_id=file)
print(photos.read(photo, "thumb")[:3] == b"\xff\xd8\xff", documents.read(file) == b"answer")
print(sorted(one.key.partition("-")[2] for one in default_storage.bucket.objects.filter(Prefix="photos/")))
photos.drop(photo)
print(len(list(default_storage.bucket.objects.filter(Prefix="photos/"))))
"""


def test_files_go_to_s3_by_setting_and_come_back(an_s3: str):
    said = fresh(
        TRIP, OTKLIK_S3_BUCKET="appeals", OTKLIK_S3_ENDPOINT=an_s3, OTKLIK_S3_REGION="eu-test"
    ).splitlines()
    assert said == ["True True", "['card.jpg', 'full.jpg', 'thumb.jpg']", "0"]


def test_without_a_bucket_files_lie_in_a_folder():
    assert fresh("print(s.STORAGES['default']['BACKEND'])") == "otklik.files.folder.FolderStorage"


def test_a_pool_of_none_leaves_connections_to_pgbouncer():
    asks = "d = s.DATABASES['default']; print(d.get('OPTIONS'), d['CONN_MAX_AGE'], d['DISABLE_SERVER_SIDE_CURSORS'])"
    assert fresh(asks, OTKLIK_DB_POOL="0") == "{} 60 True"
    assert fresh(asks, OTKLIK_DB_POOL="7").startswith("{'pool': {'min_size': 1, 'max_size': 7")


def test_a_replica_is_a_second_database_by_setting():
    asks = "print(*s.DATABASES)"
    assert fresh(asks, OTKLIK_REPLICA_URL="") == "default"
    assert fresh(asks, OTKLIK_REPLICA_URL=os.environ["DATABASE_URL"]) == "default replica"
